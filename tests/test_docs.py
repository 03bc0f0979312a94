"""The pages for readers tell the truth: what they name is there, commands are ones, and both languages say the same."""

import importlib.util
import json
import posixpath
import re
import shlex
import subprocess
from pathlib import Path

import pytest

from flugblatt.content.expected_keys import KEYS
from flugblatt.judges import a11y
from flugblatt.model.targets import CHECKS
from flugblatt.report.explain import codes
from flugblatt.terminal.arguments import command_first, parser
from tests import sight
from tests.commands import PATIENCE

DOCS = Path(__file__).parent.parent / "docs"
INSTALL = DOCS.parent / "install"
PAGES = sorted(path.relative_to(DOCS).as_posix() for path in DOCS.glob("*/*.md"))
NAMES = ("developer", "ebook-shop", "library", "press-office", "print-shop", "proven", "translator", "troubleshooting")


def text(page: str) -> str:
    return (DOCS / page).read_text(encoding="utf-8")


def commands(page: str) -> list[str]:
    """What a page shows to be typed: lines of its code blocks, and in the running text."""
    blocks = re.findall(r"^```\n(.*?)^```", text(page), re.MULTILINE | re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    inline = [" ".join(words.split()) for words in re.findall(r"`(flugblatt(?:\s[^`]+)?)`", text(page))]
    return [line for line in (*lines, *inline) if line.startswith("flugblatt") and line != "flugblatt new"]


def blocks(page: str) -> list[str]:
    return re.findall(r"^```.*?^```", text(page), re.MULTILINE | re.DOTALL)


def test_each_reader_has_a_page_in_both_languages() -> None:
    assert [f"{language}/{name}.md" for language in ("de", "en") for name in NAMES] == PAGES
    listed = re.findall(r"\]\(([^)]+)\)", text("README.md"))
    assert sorted(listed) == PAGES


@pytest.mark.parametrize("page", PAGES)
def test_every_command_is_one(page: str) -> None:
    whole = parser()
    for line in commands(page):
        assert whole.parse_args(command_first(shlex.split(line)[1:])).command, line


def said(page: str) -> set[str]:
    """What the running text of a page names as it is typed."""
    running = re.sub(r"^```.*?^```", "", text(page), flags=re.MULTILINE | re.DOTALL)
    return set(re.findall(r"`([^`\n]+)`", running)) - {"flugblatt new"}


def named(page: str, form: str) -> set[str]:
    """The names of this form among them."""
    return {match[1] for name in said(page) if (match := re.fullmatch(form, name))}


@pytest.mark.parametrize("page", PAGES)
def test_what_is_named_is_there(page: str) -> None:
    listed = (INSTALL / "flugblatt.1").read_text(encoding="utf-8").replace("\\-", "-")
    options = {word for name in said(page) for word in re.findall(r"--[a-z][a-z-]*", name)}
    assert options <= set(re.findall(r"--[a-z][a-z-]*", listed))
    assert named(page, "([a-z0-9]+(?:-[a-z0-9]+)+)") <= {*codes(), *dict(CHECKS), "flugblatt-sources"}
    assert named(page, "([a-z_]+): .*") <= {*KEYS, "uses"}


@pytest.mark.parametrize("name", NAMES)
def test_both_languages_show_the_same(name: str) -> None:
    assert blocks(f"de/{name}.md") == blocks(f"en/{name}.md")
    rows = [re.findall(r"^\| (`.*?) \|", text(f"{language}/{name}.md"), re.MULTILINE) for language in ("de", "en")]
    assert rows[0] == rows[1]


@pytest.fixture(scope="module")
def site() -> dict[str, bytes]:
    spec = importlib.util.spec_from_file_location("site_of_docs", DOCS / "site.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    made: dict[str, bytes] = module.site()
    return made


def test_the_pages_are_a_site_whose_links_lead_somewhere_and_that_everybody_can_read(site: dict[str, bytes]) -> None:
    pages = {name: data for name, data in site.items() if name.endswith(".html")}
    assert sorted(pages) == sorted(["index.html", *(page.replace(".md", ".html") for page in PAGES)])
    for name, data in pages.items():
        assert a11y.of_page(data, name).findings == ()
        links = re.findall(r'href="([^"#]+)', data.decode())
        within = {
            posixpath.normpath(posixpath.join(posixpath.dirname(name), link)) for link in links if ":" not in link
        }
        assert within <= set(site) and ".md" not in "".join(links)
    shown = {name: data.decode().count("<pre") for name, data in pages.items() if "/" in name}
    assert shown == {name: len(blocks(name.replace(".html", ".md"))) for name in shown}


@pytest.mark.slow
@pytest.mark.needs("node", "chromium", "axe", "puppeteer")
@pytest.mark.parametrize("page", ["index.html", "en/press-office.html", "de/troubleshooting.html"])
def test_axe_finds_nothing_in_the_site(site: dict[str, bytes], page: str, tmp_path: Path) -> None:
    for name, data in site.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(data)
    command = ["node", sight.ROOT / "tests" / "axe.cjs", tmp_path / page]
    done = subprocess.run(command, cwd=sight.ROOT, capture_output=True, text=True, timeout=PATIENCE, check=True)
    assert json.loads(done.stdout) == {"light": [], "dark": []}


def test_every_code_of_troubleshooting_is_a_code() -> None:
    named = re.findall(r"^\| `([a-z-]+)` \|", text("en/troubleshooting.md"), re.MULTILINE)
    assert len(named) >= 25 and set(named) <= set(codes())


@pytest.mark.slow
def test_the_picture_of_the_readme_is_that_of_the_outputs() -> None:
    """Nothing in it moved; a hair's breadth at the edge of a letter is none."""
    from PIL import Image, ImageChops, ImageStat

    from docs.picture import sheet

    kept, now = Image.open(DOCS / "outputs.png").convert("RGB"), sheet().convert("RGB")
    assert kept.size == now.size, "python docs/picture.py writes it"
    assert max(ImageStat.Stat(ImageChops.difference(kept, now)).rms) < 4, "python docs/picture.py writes it"
    assert "docs/outputs.png" in (DOCS.parent / "README.md").read_text(encoding="utf-8")
