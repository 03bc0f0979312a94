"""A run that is asked to end ends within two seconds, with all its processes, wherever it is."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
WAITING = """
import multiprocessing, sys, time
from concurrent.futures import ProcessPoolExecutor
from flugblatt.build import signals

def sleep(seconds):
    print(__import__("os").getpid(), flush=True)
    time.sleep(seconds)

if __name__ == "__main__":
    try:
        with signals.heeded():
            pool = ProcessPoolExecutor(1, multiprocessing.get_context("fork"), signals.in_worker)
            try:
                pool.submit(sleep, 60).result()
            except BaseException:
                signals.given_up(pool)
                raise
    except KeyboardInterrupt:
        sys.exit(130)
    except signals.Terminated as end:
        sys.exit(end.exit_code)
"""
DEAF = """
import hashlib, subprocess, sys
from flugblatt.build import signals
try:
    with signals.heeded():
        print(subprocess.Popen(["sleep", "60"]).pid, flush=True)
        hashlib.pbkdf2_hmac("sha256", b"", b"", 2**30)
except (KeyboardInterrupt, signals.Terminated) as end:  # heard before the library was entered
    signals.end_children()
    sys.exit(getattr(end, "exit_code", 130))
"""


@pytest.mark.parametrize("script", [WAITING, DEAF], ids=["in a pool", "in a library"])
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_a_run_and_its_processes(script: str, number: int, code: int) -> None:
    command = [sys.executable, "-c", script]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT, start_new_session=True) as run:
        assert run.stdout is not None
        child = int(run.stdout.readline())
        begun = time.monotonic()
        run.send_signal(number)
        assert run.wait(30) == code
        assert time.monotonic() - begun < 5  # two, and a machine that does other things
    assert _ends(child)


def _ends(process: int) -> bool:
    """Whether a process ends within five seconds; it is ended where not."""
    for _ in range(50):
        if not _runs(process):
            return True
        time.sleep(0.1)
    os.kill(process, signal.SIGKILL)
    return False


def _runs(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
