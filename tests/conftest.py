"""What every test may use: slow tests, tools that may be lacking, the practice texts, and Hypothesis with a fixed seed.

Flow: options and the Hypothesis profile -> collection leaves out what is not due -> a test whose tool is lacking is
skipped as *not proven here*, or fails where CI=true -> the last lines of the run say what was left out.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.internal.conjecture import providers

from flugblatt import doctor
from flugblatt.build import signals
from tests import sharing

if TYPE_CHECKING:
    from flugblatt.judges.external.java import JavaHost

ROOT = Path(__file__).parent.parent
PRACTICE = ROOT / "../shared/corpus/udhr"
CI = os.environ.get("CI") == "true"
NOT_PROVEN = "not proven here: "
BEGUN = time.monotonic()
OVER = "the time was over"

# Examples would also hold the constants of every module loaded so far, and so depend on the tests that ran before in this process.
assert providers._get_local_constants
providers._get_local_constants = lambda: providers._local_constants

EXAMPLES = {"quick": 20, "whole": 60}
"""How many a property gets that names no number of its own."""
for profile, number in EXAMPLES.items():
    settings.register_profile(
        profile,
        derandomize=True,
        database=None,
        deadline=None,
        max_examples=number,
        suppress_health_check=[HealthCheck.too_slow],
    )


def examples(number: int) -> int:
    """So many examples of a property where the slow tests are due, otherwise a third of them."""
    return number * settings().max_examples // EXAMPLES["whole"]


@dataclass(frozen=True, slots=True)
class PracticeTexts:
    """``content`` holds the work ``udhr`` of all editions, and a work of one edition for each, ``udhr-<tag>``."""

    content: Path
    languages: tuple[str, ...]

    @property
    def works(self) -> tuple[str, ...]:
        return ("udhr", *(single_work(language) for language in self.languages))


def single_work(language: str) -> str:
    return f"udhr-{language.lower()}"


@pytest.fixture
def practice_texts(tmp_path: Path) -> PracticeTexts:
    """A content folder of the test's own with the practice texts; without them the test is not collected."""
    content = tmp_path / "content"
    shutil.copytree(PRACTICE, content / "udhr")
    sources = sorted((content / "udhr").glob("*.md"))
    for source in sources:
        work = content / single_work(source.stem)
        work.mkdir()
        shutil.copy(source, work)
        shutil.copy(content / "udhr" / "statement.yaml", work)
    return PracticeTexts(content, tuple(source.stem for source in sources))


def made_once(folders: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """The folder that ``make`` fills, once in a run: the worker that asks first makes it, the others wait for it."""
    base = folders.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder, done = shared / name, shared / f"{name}.done"
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            make(folder)
            done.touch()
    return folder


@pytest.fixture(scope="session")
def started_java() -> Iterator[Callable[[], JavaHost]]:
    """One Java process for all tests of this worker, started when the first one asks for it."""
    from flugblatt.judges.external.java import start

    with ExitStack() as running:
        yield cache(lambda: running.enter_context(start()))


@pytest.fixture(scope="session")
def java_host(started_java: Callable[[], JavaHost]) -> JavaHost:
    return started_java()


@pytest.fixture
def one_java(started_java: Callable[[], JavaHost], monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever starts Java gets the session's."""
    from flugblatt.judges.external import java
    from tests.commands import LentJava

    monkeypatch.setattr(java, "start", lambda **_asked: LentJava(started_java()))


# --- What is due ---------------------------------------------------------------------------------


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--slow", action="store_true", help="run the tests marked slow too, as CI=true does")
    parser.addoption(
        "--within", type=float, metavar="SECONDS", help="begin no test later; the run says how many were left"
    )


def pytest_configure(config: pytest.Config) -> None:
    settings.load_profile("whole" if slow_is_due(config) else "quick")
    if config.getoption("numprocesses", None) and not hasattr(config, "workerinput"):
        os.environ[sharing.FOLDER] = tempfile.mkdtemp(prefix="flugblatt-specimens-")


def pytest_report_header() -> str:
    return f"hypothesis: fixed seed, at most {settings().max_examples} examples for a property that names no number"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    left_out = [] if slow_is_due(config) else [*filter(is_slow, items), *repeated(items)]
    if not PRACTICE.is_dir():
        left_out += [item for item in items if "practice_texts" in getattr(item, "fixturenames", ())]
    if left_out:
        items[:] = [item for item in items if item not in left_out]
        config.hook.pytest_deselected(items=list(dict.fromkeys(left_out)))


def is_slow(item: pytest.Item) -> bool:
    return item.get_closest_marker("slow") is not None


def repeated(items: list[pytest.Item]) -> list[pytest.Item]:
    """Of a test marked ``sample(n)`` all cases but ``n``, spread evenly over its table: they show again what those show."""
    cases: dict[str, list[pytest.Item]] = {}
    for item in items:
        if item.get_closest_marker("sample") and not is_slow(item):
            cases.setdefault(item.nodeid.partition("[")[0], []).append(item)
    left: list[pytest.Item] = []
    for of_test in cases.values():
        (number,) = of_test[0].get_closest_marker("sample").args  # type: ignore[union-attr]
        kept = {index * len(of_test) // number for index in range(number)}
        left += [item for index, item in enumerate(of_test) if index not in kept]
    return left


def slow_is_due(config: pytest.Config) -> bool:
    return CI or bool(config.getoption("--slow"))


def pytest_runtest_setup(item: pytest.Item) -> None:
    within = item.config.getoption("--within")
    if within is not None and time.monotonic() - BEGUN > within:
        pytest.skip(OVER)
    needed = {tool for marker in item.iter_markers("needs") for tool in marker.args}
    lacking = sorted(tool for tool in needed if not is_here(tool))
    if lacking and CI:
        pytest.fail(f"missing with CI=true: {', '.join(lacking)}", pytrace=False)
    if lacking:
        pytest.skip(NOT_PROVEN + ", ".join(lacking))


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """A test marked fresh_process runs in one of its own where this one has threads, or Siegfried, and may not be forked."""
    if pyfuncitem.get_closest_marker("fresh_process") is None or signals.may_fork():
        return None
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "FLUGBLATT_"))}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", pyfuncitem.nodeid]
    done = subprocess.run(command, cwd=ROOT, env=ours, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0 and "1 passed" in done.stdout, done.stdout + done.stderr
    return True


@cache
def is_here(tool: str) -> bool:
    """Whether a tool, named by itself or by its Debian package, can be used; "root" is the right to change the root."""
    if tool == "root":
        return os.geteuid() == 0
    programs = {name: program for program in doctor.TEST_PROGRAMS for name in (program.name, program.package)}
    if tool in programs:
        return not doctor.probe_program(programs[tool]).missing
    files = dict(doctor.TEST_FILES)
    if tool in files:
        return not doctor.probe_file(tool, files[tool]).missing
    packages = dict(doctor.NODE_PACKAGES)
    if tool in packages:
        return not doctor.probe_node_package(tool, packages[tool]).missing
    raise pytest.UsageError(f"no such tool: needs({tool!r}); flugblatt/doctor.py lists them")


# --- What the run says of itself -----------------------------------------------------------------


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """Hands the number of Hypothesis' examples over to the run, which may be another process."""
    statistics = getattr(item, "hypothesis_statistics", "")
    if call.when == "call" and statistics:
        counts = re.findall(r"(\d+) passing, (\d+) failing, and (\d+) invalid", statistics)
        examples = sum(int(count) for phase in counts for count in phase)
        item.user_properties.append(("examples", examples))
    return (yield)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    reports = [report for kind in ("passed", "failed") for report in terminalreporter.stats.get(kind, ())]
    counts = [count for report in reports for name, count in report.user_properties if name == "examples"]
    if counts:
        terminalreporter.write_line(f"hypothesis: {sum(counts)} examples for {len(counts)} properties, fixed seed")


def pytest_unconfigure(config: pytest.Config) -> None:
    """The last lines of the run: what it leaves unproven."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None or hasattr(config, "workerinput"):
        return
    shutil.rmtree(os.environ.pop(sharing.FOLDER, ""), ignore_errors=True)
    unproven: dict[str, list[str]] = {}
    for report in reporter.stats.get("skipped", ()):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else ""
        if NOT_PROVEN in reason:
            unproven.setdefault(reason[reason.index(NOT_PROVEN) :], []).append(report.nodeid)
    for reason, tests in sorted(unproven.items()):
        reporter.write_line(f"{reason} ({len(tests)}): {' '.join(sorted(tests))}")
    left = [report for report in reporter.stats.get("skipped", ()) if OVER in str(report.longrepr)]
    if left:
        reporter.write_line(f"{OVER}: {len(left)} tests were not run; `make test` runs them all")
    if not slow_is_due(config):
        reporter.write_line("left out: the tests marked slow; CI=true or --slow runs them")
    if not PRACTICE.is_dir():
        reporter.write_line(
            "not proven here: the practice texts are absent, and tests that use them were not collected"
        )
