"""How this machine reaches the package registries, handed on to a fresh user or a bare system.

Flow: the settings of apt and pip and the environment are read when a test runs -> variables and files for elsewhere. No
address is written here: what a machine does not say stays at the default of apt and pip.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

PROXIES = ("http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY")
CERTIFICATES = ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "PIP_CERT")
PIP_KEYS = ("cert", "index-url", "proxy", "timeout", "trusted-host")


def output(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def variables() -> dict[str, str]:
    """The environment of a fresh user of this machine, without a home of its own, a cache or a virtual environment."""
    kept = {name: os.environ[name] for name in (*PROXIES, *CERTIFICATES) if name in os.environ}
    pip = {f"PIP_{key.replace('-', '_').upper()}": value for key, value in pip_settings().items()}
    return {"PATH": os.environ["PATH"]} | kept | pip


def pip_settings() -> dict[str, str]:
    """What pip is told on this machine of the index and the way to it; folders of this machine are left out."""
    listed = re.findall(r"^\S+?\.([\w-]+)='(.*)'$", output("python3", "-m", "pip", "config", "list"), re.MULTILINE)
    known = {key.removeprefix("default-"): value for key, value in listed}
    return {key: known[key] for key in PIP_KEYS if key in known}


def debian_mirror(release: str) -> str:
    """The address from which this machine's apt takes ``release``."""
    listed = output(
        "apt-get", "indextargets", "--format", "$(RELEASE) $(COMPONENT) $(REPO_URI)", "Created-By: Packages"
    )
    mirrors = re.findall(rf"^{release} main (\S+)$", listed, re.MULTILINE)
    assert mirrors, f"apt of this machine has no mirror of {release}: this test needs one"
    return str(mirrors[0])


def carry(root: Path) -> dict[str, str]:
    """Copies what leads to the registries into the system under ``root``; returns the variables to set in it."""
    settings = re.findall(
        r"^Acquire::\w+::(?:Proxy|CaInfo|Verify-\w+)\b.*$", output("apt-config", "dump"), re.MULTILINE
    )
    (root / "etc/apt/apt.conf.d/90-registries").write_text("\n".join(settings) + "\n")
    carried = {name: value for name, value in variables().items() if name != "PATH"}
    files = {value for value in carried.values() if value.startswith("/") and Path(value).is_file()}
    for file in ("/etc/resolv.conf", "/etc/hosts", *files):
        target = root / file.removeprefix("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, target)
    return {name: value for name, value in carried.items() if not value.startswith("/") or value in files}
