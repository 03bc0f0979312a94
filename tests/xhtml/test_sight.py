"""The web page as a reader sees it in a real browser: at 320, 800 and 1400 px, in light and in dark."""

from pathlib import Path

import pytest

from flugblatt.content import read_work
from flugblatt.language.table import describe
from flugblatt.model import Statement
from flugblatt.xhtml import web
from tests import editions, sight

pytestmark = [pytest.mark.slow, pytest.mark.needs("node", "chromium", "puppeteer")]
MIXED = """\
# A title with [כותרת *אחת* ועוד]{lang=he}

They said [מי *שמחפש* ימצא](https://example.org/a) and [الماء **أمانة** لا ملك]{lang=ar}, 12 times.[^1]

- [[قائمة *من* 3 كلمات](https://example.org/b)]{lang=ar}, first
- second

| Name | [שם]{lang=he} |
|---|--:|
| a *long* one | [שם *ארוך* 12]{lang=he} |

[^1]: So [כתוב *שם*]{lang=he}.
"""


def write(folder: Path, statement: Statement, tag: str) -> Path:
    edition = editions.edition(statement, tag)
    file = folder / f"{tag}.html"
    file.write_bytes(web.render(statement, edition, describe(tag, edition.whole_text)))
    return file


def test_the_long_letter(tmp_path: Path) -> None:
    statement, findings = read_work(sight.ROOT / "tests" / "letter")
    assert statement is not None, findings
    assert sight.faults(write(tmp_path, statement, "en")) == []


@pytest.mark.parametrize("tag", ["de", "ar"])
def test_every_construct(tag: str, tmp_path: Path) -> None:
    statement = editions.read(editions.write_rich(tmp_path / "content"))
    assert sight.faults(write(tmp_path, statement, tag)) == []


@pytest.mark.parametrize("tag", ["en", "he"])
def test_mixed_directions(tag: str, tmp_path: Path) -> None:
    statement = editions.read(editions.write(tmp_path / "content", "mixed", editions.PLAIN_YAML, **{tag: MIXED}))
    assert sight.faults(write(tmp_path, statement, tag)) == []


@pytest.mark.parametrize(
    ("sound", "spoilt", "fault"),
    [
        (b"</style>", b"em{direction:rtl;unicode-bidi:bidi-override}</style>", "the direction is forced"),
        (b"</style>", b"h2{margin-bottom:-3em!important}</style>", "stands over"),
        (b"</style>", b"main p{width:2000px}</style>", "px wider than the window"),
        (b"</style>", b"[lang=he]{direction:ltr!important}</style>", "he is set ltr"),
        (b"</style>", b"strong{position:relative;left:-4em}</style>", "stands"),
    ],
)
def test_a_spoilt_page_is_seen(sound: bytes, spoilt: bytes, fault: str, tmp_path: Path) -> None:
    statement = editions.read(editions.write_rich(tmp_path / "content"))
    file = write(tmp_path, statement, "de")
    file.write_bytes(file.read_bytes().replace(sound, spoilt))
    assert any(fault in said for said in sight.faults(file))
