"""A project at a desk of its own: the application without a socket, as every test of this room asks it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from starlette.testclient import TestClient

from flugblatt.serve import application
from tests import editions

HOST = "127.0.0.1:8000"
TOKEN = "token-of-the-test"
BASE = f"/{TOKEN}"
TEXT = "# Ein Titel\n\nEin Vorspann.\n\nEin Satz, und noch einer.\n"


def project(folder: Path, **texts: str) -> Path:
    """A project with the work ``probe``; its folder."""
    editions.write(folder / "content", "probe", editions.PLAIN_YAML, **(texts or {"de": TEXT}))
    return folder


@contextmanager
def desk(folder: Path) -> Iterator[TestClient]:
    made = application.make(folder / "content", folder / "out", TOKEN, (HOST,))
    headers = {"host": HOST, "accept-language": "de"}
    with TestClient(made, f"http://{HOST}", headers=headers, follow_redirects=False) as client:
        yield client
