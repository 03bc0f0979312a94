"""The whole way of somebody with three Word files: a project, a work, its forms, and the Word text proven in each of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.build.three_letters import TEXTS, written
from tests.commands import run

FORMS = ("{}.pdf", "{}.epub", "{}.html", "{}.txt", "leaflet/dl6-roll.read.pdf", "leaflet/dl6-roll.office.pdf")


@pytest.mark.slow
def test_three_word_files_become_a_publication_that_is_proven_by_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, one_java: None
) -> None:
    monkeypatch.chdir(tmp_path)
    for tag in TEXTS:
        (tmp_path / f"{tag}.docx").write_bytes(written(tag))
    assert run("init", "mine").returncode == 0
    monkeypatch.chdir(tmp_path / "mine/content")
    files = [f"../../{tag}.docx" for tag in TEXTS]
    made = run("new", "brief", "--from", *files, "--yes", "--date", "2024-05-03", "--issuer", "Rat")
    assert made.returncode == 0, f"{made.stdout}{made.stderr}"
    assert made.stdout.count("✓ proven") == 3
    targets = [word_ for target in ("archive-pdf", "epub", "web", "text", "leaflet") for word_ in ("--target", target)]
    built = run("brief", *targets, "--leaflet", "dl6-roll")
    assert built.returncode == 0, f"{built.stdout}{built.stderr}"
    for tag in TEXTS:
        folder = tmp_path / "mine/out/brief" / tag
        every = [folder / form.format(f"brief.{tag}") for form in FORMS]
        proven = run("prove", f"../../{tag}.docx", *every, "--work", "brief")
        assert proven.returncode == 0, proven.stdout
        assert proven.stdout.count("✓ reproduced") == len(FORMS)
    other = run("prove", "../../de.docx", tmp_path / "mine/out/brief/be/brief.be.pdf", "--work", "brief")
    assert other.returncode == 1
