"""A bare Debian 12, without Pango and fonts: root gets a green build, anybody else a line that says what to type."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.setup import registries
from tests.setup.test_fresh_clone import MINUTES, ROOT, verdicts

RELEASE = "bookworm"
PRESENT = "python3,python3-venv,make,git,ca-certificates"
# The mounts vanish with the name space, whatever becomes of the test.
ENTER = """
mount -t proc proc "$1/proc" && mount --rbind /dev "$1/dev" && exec chroot --userspec="$2" "$1" /bin/sh -c "$3"
"""


@dataclass(frozen=True, slots=True)
class Machine:
    """A system in a folder, and the variables that lead from it to the registries."""

    root: Path
    environment: dict[str, str]

    @property
    def checkout(self) -> Path:
        return self.root / "srv/flugblatt"

    def run(self, command: str, user: str = "0:0") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ("unshare", "--mount", "--pid", "--fork", "sh", "-c", ENTER, "sh", str(self.root), user, command),
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=25 * MINUTES,
            check=False,
        )


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    root = tmp_path_factory.mktemp("bare") / RELEASE
    mirror = registries.debian_mirror(RELEASE)
    made = subprocess.run(
        ("debootstrap", "--variant=minbase", f"--include={PRESENT}", RELEASE, str(root), mirror),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=20 * MINUTES,
        check=False,
    )
    assert made.returncode == 0, made.stdout[-4000:]
    environment = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root"} | registries.carry(root)
    clone = ("git", "clone", "--quiet", "--no-hardlinks", str(ROOT), str(root / "srv/flugblatt"))
    subprocess.run(clone, check=True)
    yield Machine(root, environment)
    shutil.rmtree(root)


@pytest.mark.slow
@pytest.mark.needs("root", "debootstrap")
def test_a_user_is_told_what_to_type_and_root_gets_a_green_build(machine: Machine) -> None:
    assert machine.run("ldconfig -p | grep pango").returncode == 1
    assert not (machine.root / "usr/share/fonts").exists()

    refused = machine.run("cd /srv/flugblatt && exec python3 -m flugblatt.doctor build", user="1000:1000")
    assert refused.returncode == 4, refused.stdout
    (line,) = refused.stdout.splitlines()
    packages = "libharfbuzz-subset0 libpango-1.0-0 libpangoft2-1.0-0"
    assert line.endswith(f"Type: sudo apt-get install {packages}")
    made = machine.run("cd /srv/flugblatt && make build", user="1000:1000")
    assert made.returncode == 2
    assert line in made.stdout.splitlines()
    assert not (machine.checkout / ".venv").exists(), "packages were installed before the missing library was named"

    built = machine.run("cd /srv/flugblatt && make build")
    assert built.returncode == 0, built.stdout[-4000:]
    assert machine.run(f"dpkg --status {packages}").returncode == 0
    assert machine.run("command -v java || command -v node || command -v chromium || command -v gs").returncode != 0
    assert verdicts(machine.checkout) == {"passed"}
