"""What is printed reaches every terminal: in any encoding, into a pipe that nobody reads, onto a full disk; never a traceback."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from flugblatt import cli, doctor, terminal
from flugblatt.model import Check, Finding
from flugblatt.model.progress import Finished
from flugblatt.proving import difference_messages
from flugblatt.terminal import progress_line
from tests.commands import PATIENCE

ROOT = Path(__file__).parents[2]
FULL = "flugblatt: the result cannot be written: No space left on device\n"


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The words of a proof that fails, with letters that a terminal may lack."""
    folder = tmp_path_factory.mktemp("pair")
    (folder / "de.md").write_text("# Grüße\n\nEin [слово]{lang=be} für „dich“.\n", encoding="utf-8")
    (folder / "x.txt").write_text("Grüße\n\nEin слова für „dich“.\n", encoding="utf-8")
    return ["prove", str(folder / "de.md"), str(folder / "x.txt")]


def command(words: list[str]) -> list[str]:
    return [sys.executable, str(ROOT / "build.py"), *words]


def run(
    words: list[str], stdout: int = subprocess.PIPE, stderr: int = subprocess.PIPE, **environment: str
) -> subprocess.CompletedProcess[bytes]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "PYTHONIO"))}
    return subprocess.run(
        command(words), stdout=stdout, stderr=stderr, cwd=ROOT, env=kept | environment, timeout=PATIENCE
    )


# --- Encodings -----------------------------------------------------------------------------------

PLAIN_C = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
ENCODINGS = {
    "UTF-8": ({"PYTHONIOENCODING": "utf-8"}, "utf-8", "✕ text failed", "expected “о” U+043E CYRILLIC SMALL LETTER O"),
    "C": ({"LC_ALL": "C"}, "utf-8", "✕ text failed", "expected “о” U+043E CYRILLIC SMALL LETTER O"),
    "windows-1252": ({"PYTHONIOENCODING": "cp1252"}, "cp1252", "x text failed", r"expected “\u043e” U+043E"),
    "ASCII": ({"PYTHONIOENCODING": "ascii"}, "ascii", "x text failed", r'f\xfcr \u201edich"'),
    "C alone": (PLAIN_C, "ascii", "x text failed", r'f\xfcr \u201edich"'),
}


@pytest.mark.parametrize("case", ENCODINGS)
def test_what_a_terminal_cannot_show_is_a_plain_sign_or_an_escape(pair: list[str], case: str) -> None:
    environment, encoding, sign, words = ENCODINGS[case]
    result = run(pair, **environment)
    told = result.stdout.decode(encoding)
    assert (result.returncode, result.stderr) == (1, b"")
    assert sign in told and words in told


def test_findings_of_a_source_are_told_in_ascii(tmp_path: Path) -> None:
    (tmp_path / "probe").mkdir()
    (tmp_path / "probe" / "statement.yaml").write_text(
        "date: 2024-05-03\nissuers: [Büro]\nпочта: x\n", encoding="utf-8"
    )
    (tmp_path / "probe" / "de.md").write_text("# Grüße\n\nText.\n", encoding="utf-8")
    result = run(["--content", str(tmp_path), "--out", str(tmp_path / "out")], PYTHONIOENCODING="ascii")
    assert result.returncode == 3 and rb"\u043f\u043e\u0447\u0442\u0430" in result.stderr
    assert b"Traceback" not in result.stderr


def test_json_is_utf_8_whatever_the_terminal_reads(pair: list[str]) -> None:
    result = run([pair[0], "--report", "json", *pair[1:]], PYTHONIOENCODING="ascii")
    assert result.returncode == 1
    assert "für „dich“" in str(json.loads(result.stdout.decode("utf-8")))


def test_a_name_that_is_no_text_is_printed_all_the_same(pair: list[str], tmp_path: Path) -> None:
    odd = tmp_path / os.fsdecode(b"\xff.txt")
    odd.write_bytes(Path(pair[2]).read_bytes())
    assert rb"\udcff.txt: a text of others" in run([*pair[:2], str(odd)]).stdout
    value = json.loads(run([pair[0], "--report", "json", pair[1], str(odd)]).stdout)
    assert value["artefacts"][0]["path"] == str(odd)


# --- Streams that take nothing -------------------------------------------------------------------

COMMANDS = {"a list": (["list", "targets"], 0), "help": (["--help"], 0)}


@pytest.fixture(params=[*COMMANDS, "a proof"])
def words(request: pytest.FixtureRequest, pair: list[str]) -> tuple[list[str], int]:
    """A command and the exit code that it comes to."""
    return (COMMANDS | {"a proof": (pair, 1)})[request.param]


def test_a_pipe_that_nobody_reads_ends_quietly_with_the_same_verdict(words: tuple[list[str], int]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    result = run(words[0], stdout=writer)
    os.close(writer)
    assert (result.returncode, result.stderr) == (words[1], b"")


def test_a_full_disk_is_told_in_one_line(words: tuple[list[str], int]) -> None:
    with open("/dev/full", "wb") as full:
        result = run(words[0], stdout=full.fileno())
    assert (result.returncode, result.stderr.decode()) == (5, FULL)


def test_json_on_a_full_disk_is_told_in_one_line(pair: list[str]) -> None:
    with open("/dev/full", "wb") as full:
        result = run([pair[0], "--report", "json", *pair[1:]], stdout=full.fileno())
    assert (result.returncode, result.stderr.decode()) == (5, FULL)


def test_without_a_standard_output_the_verdict_is_the_exit_code(words: tuple[list[str], int]) -> None:
    closed = ["sh", "-c", 'exec "$@" >&-', "sh", *command(words[0])]
    result = subprocess.run(closed, stderr=subprocess.PIPE, cwd=ROOT, timeout=PATIENCE)
    assert (result.returncode, result.stderr) == (words[1], b"")


@pytest.mark.parametrize("target", ["/dev/full", "a pipe"])
def test_progress_that_nobody_reads_stops_no_build(tmp_path: Path, target: str) -> None:
    (tmp_path / "probe").mkdir()
    (tmp_path / "probe" / "statement.yaml").write_text("date: 2024-05-03\nissuers: [Büro]\n", encoding="utf-8")
    (tmp_path / "probe" / "de.md").write_text("# Grüße\n\nText.\n", encoding="utf-8")
    reader, writer = os.pipe()
    os.close(reader)
    unread = {"/dev/full": os.open("/dev/full", os.O_WRONLY), "a pipe": writer}[target]
    result = run(["--content", str(tmp_path), "--out", str(tmp_path / "out"), "--target", "text"], stderr=unread)
    assert result.returncode == 0 and "✓ fidelity passed".encode() in result.stdout
    assert (tmp_path / "out" / "probe" / "de" / "probe.de.txt").is_file()


def test_a_fault_of_the_machine_is_no_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(doctor, "probe", full)
    assert cli.main(["doctor"]) == 5
    assert capsys.readouterr().err == "flugblatt: No space left on device\n"


# --- Lines ---------------------------------------------------------------------------------------


def test_right_to_left_words_are_isolated_on_a_terminal() -> None:
    (_, _, words), *_ = difference_messages.differences("فقرة أولى.", "فقرة أولي.")
    shown = terminal.isolated(words)
    assert "U+0649" in shown and shown.count("\u2068") == shown.count("\u2069") == 3
    assert terminal.isolated("expected “a”, found “b”") == "expected “a”, found “b”"


def test_nothing_that_a_file_says_moves_the_terminal() -> None:
    finding = Finding("x-y", "error", "found “\x1b[2J\u202eabc”", "page\r1", "\x07")
    lines = "\n".join(terminal.check_lines(((Path("x.pdf"), (Check("x", "failed", "a test", (finding,)),)),)))
    assert r"page\u000d1: error x-y found “\u001b[2J\u202eabc”" in lines and r"hint: \u0007" in lines
    assert all(line.isprintable() for line in lines.split("\n"))


def test_a_pipe_that_breaks_within_the_work_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker that goes away breaks a pipe, too: only the one that nobody reads any more ends quietly."""

    def broken(words: list[str]) -> int:
        raise BrokenPipeError(32, "Broken pipe")

    monkeypatch.setattr(cli, "_run", broken)
    assert cli.main(["doctor"]) == 5


# --- Progress ------------------------------------------------------------------------------------


def test_nobody_waits_long_for_a_word(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(progress_line, "SILENCE", 0.2)
    with terminal.Progress() as told:
        told.say("one: de: web")
        time.sleep(0.5)
        told.say(Finished("one", "published", 1, 2))
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "one: de: web" and lines[-1] == "one: published (1 of 2)"
    assert any(line.startswith("still at work after ") and line.endswith(": one: de: web") for line in lines)


def test_on_a_terminal_there_is_one_line_with_counts_and_the_time_left(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "60")
    with terminal.Progress() as told:
        told._begun -= 100
        told.say(Finished("one", "published", 1, 4))
        told.say("two: de: \x1b[31m" + "web, " * 50)
    written = capsys.readouterr().err
    assert written.startswith("\r\x1b[Kone: published (1 of 4)\n") and written.endswith("\r\x1b[K")
    line = written.split("\r\x1b[K")[2]
    assert line.startswith("[#####...............] 1 of 4 works, 1 min 40 s, 5 min")
    assert len(line) <= 59 and "\x1b" not in line
