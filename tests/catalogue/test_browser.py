"""The catalogue in real programs: axe and the eye of Chromium, the keyboard, paper, and a server that has it in another folder."""

import json
import subprocess
import threading
from collections.abc import Iterator
from functools import partial
from html.parser import HTMLParser
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urljoin, urlsplit
from urllib.request import urlopen

import pytest
import signposting
from lxml import etree

from flugblatt.catalogue import relations
from tests import sight
from tests.catalogue import shelf
from tests.commands import PATIENCE
from tests.conftest import made_once
from tests.records import works

RTL = f"{works.LEAST_YAML}original: ar\n"


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    def make(place: Path) -> None:
        right = works.made(RTL, "risala", ar=works.EDITIONS["ar"], de=works.LEAST)
        shelf.write(place / "inner" / "alle", works.full(), right, works.made(works.LEAST_YAML, "kurz", de=works.LEAST))

    return made_once(tmp_path_factory, "catalogue", make) / "inner" / "alle"


PAGES = ["index.html", "_catalogue/de/1.html", "brief/index.html", "risala/index.html"]


@pytest.mark.slow
@pytest.mark.needs("node", "chromium", "axe", "puppeteer")
@pytest.mark.parametrize("page", PAGES)
def test_axe_finds_nothing_in_light_and_dark(folder: Path, page: str) -> None:
    command = ["node", sight.ROOT / "tests" / "axe.cjs", folder / page]
    done = subprocess.run(command, cwd=sight.ROOT, capture_output=True, text=True, timeout=PATIENCE)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {"light": [], "dark": []}


@pytest.mark.slow
@pytest.mark.needs("node", "chromium", "puppeteer")
@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_in_order_at_every_width_in_light_and_dark(folder: Path, page: str) -> None:
    """With all lists of files open, as Chromium gives places also to letters that it does not show."""
    opened = (folder / page).with_suffix(".open.html")
    opened.write_bytes((folder / page).read_bytes().replace(b"<details>", b"<details open>"))
    assert sight.faults(opened) == []


USED = """
const p=require('puppeteer-core');(async()=>{const b=await p.launch({executablePath:process.env.CHROMIUM||'/usr/bin/chromium',
args:['--headless','--no-sandbox','--disable-gpu','--disable-background-networking','--disable-component-update']});
const g=await b.newPage();const asked=[];g.on('request',r=>asked.push(r.url()));await g.setJavaScriptEnabled(false);
await g.goto('file://'+process.argv[1]);await g.setJavaScriptEnabled(true);
const reached=[];for(let i=0;i<12;i++){await g.keyboard.press('Tab');
reached.push(await g.evaluate(()=>{const e=document.activeElement,s=getComputedStyle(e);
return [e.localName,s.outlineStyle,e.getBoundingClientRect().height]}));}
await g.emulateMediaType('print');
const paper=await g.evaluate(()=>[...document.querySelectorAll('.files code')].filter(e=>e.checkVisibility()).length);
console.log(JSON.stringify({asked,reached,paper}));await b.close()})()"""


@pytest.mark.slow
@pytest.mark.needs("node", "chromium", "puppeteer")
def test_a_landing_page_is_used_by_keyboard_and_shows_its_checksums_on_paper(folder: Path) -> None:
    page = folder / "kurz" / "index.html"
    done = subprocess.run(
        ["node", "-e", USED, page], cwd=sight.ROOT, capture_output=True, text=True, timeout=PATIENCE, check=True
    )
    used = json.loads(done.stdout)
    assert [urlsplit(address).scheme for address in used["asked"] if not address.startswith("data:")] == ["file"]
    assert {name for name, _, _ in used["reached"]} <= {"a", "summary", "body"}
    assert {outline for name, outline, _ in used["reached"] if name == "a"} == {"solid"}
    assert all(height >= 24 for name, _, height in used["reached"] if name == "a")
    assert used["paper"] > 10


ROOMS = """
const p=require('puppeteer-core');(async()=>{const b=await p.launch({executablePath:process.env.CHROMIUM||'/usr/bin/chromium',
args:['--headless','--no-sandbox','--disable-gpu','--disable-background-networking','--disable-component-update']});
const g=await b.newPage();const found={};await g.goto('file://'+process.argv[1]);
await g.evaluate(()=>document.querySelectorAll('details').forEach(e=>{e.open=true}));
for(const width of [320,640,800,1000,1400]){await g.setViewport({width,height:900});
found[width]=await g.evaluate(()=>[...document.querySelectorAll('.called,.files a')].map(e=>{
const r=document.createRange();r.selectNodeContents(e);
return [e.closest('.called')?e.getBoundingClientRect().width:e.parentElement.getBoundingClientRect().width,
Math.max(...[...r.getClientRects()].map(c=>c.width),0)]}));}
console.log(JSON.stringify(found));await b.close()})()"""


@pytest.mark.slow
@pytest.mark.needs("node", "chromium", "puppeteer")
@pytest.mark.parametrize("page", ["brief/index.html", "risala/index.html"])
def test_titles_and_names_of_files_have_room_for_words_at_every_width(folder: Path, page: str) -> None:
    done = subprocess.run(
        ["node", "-e", ROOMS, folder / page],
        cwd=sight.ROOT,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=True,
    )
    rooms = {int(width): min(room for room, _ in found) for width, found in json.loads(done.stdout).items()}
    assert {width for width, room in rooms.items() if room < 240} == set()


# --- Served from another folder ------------------------------------------------------------------


class _Quiet(SimpleHTTPRequestHandler):
    def guess_type(self, path: str) -> str:  # type: ignore[override]
        return "application/linkset+json" if path.endswith("linkset.json") else super().guess_type(path)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def served(folder: Path) -> Iterator[str]:
    """The address at which the folder is mounted, which is not the root of the server."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder.parent))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/alle/"
        server.shutdown()


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        rel = dict(attrs).get("rel") or ""
        names = ("href", "src") if not rel.startswith("schema.") else ()
        self.found |= {value for name, value in attrs if name in names and value}


def links_of(address: str, data: bytes) -> set[str]:
    """Every address that a page or a feed names."""
    if address.endswith(".html"):
        links = _Links()
        links.feed(data.decode())
        return links.found
    if address.endswith(".json"):
        return set(_hrefs(json.loads(data)))
    return {str(href) for href in etree.fromstring(data).xpath("//@href")}


def _hrefs(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        yield from (value[name] for name in ("href", "anchor") if isinstance(value.get(name), str))
        for inner in value.values():
            yield from _hrefs(inner)
    for inner in value if isinstance(value, list) else ():
        yield from _hrefs(inner)


PAPERS = ("report.html", ".proof.json")
"""What lies beside the files of a work and is made by the build, which these works have not gone through."""


def test_everything_that_the_catalogue_names_is_there_wherever_it_is_mounted(served: str) -> None:
    due, seen = [urljoin(served, name) for name in ("index.html", "opds.json", "opds.xml", "feed.xml")], set()
    while due:
        address = due.pop()
        if address in seen or address.endswith(PAPERS):
            continue
        seen.add(address)
        with urlopen(address, timeout=PATIENCE) as answer:
            data = answer.read()
        path = urlsplit(address).path.removeprefix("/alle/")
        if path.count("/") <= 2 and path.endswith((".html", ".json", ".xml")) and data[:1] in b"<{":
            found = {urljoin(address, href).partition("#")[0] for href in links_of(path, data)}
            due += [one for one in found if one.startswith("http://127.0.0.1")]
            assert all(one.startswith((served, "https://", "http://opds-spec.org", "urn:")) for one in found), path
    assert len(seen) > 100


def test_a_reader_of_fair_signposting_finds_the_same_on_the_page_and_in_the_set_of_links(served: str) -> None:
    """With the package signposting, by which harvesters read landing pages: of ours and of its rules it knows nothing."""
    page = signposting.find_signposting_html(f"{served}brief/index.html")
    known = shelf.facts(works.full())
    assert page.citeAs is not None and page.citeAs.target == f"https://doi.org/{known.doi}"
    assert {post.target for post in page.types} == {"https://schema.org/AboutPage", "https://schema.org/CreativeWork"}
    files = {f"{served}{file.path}": file for one in (*known.editions, *known.pairs) for file in one.files}
    assert {post.target for post in page.items} <= files.keys()
    assert {str(post.type) for post in page.items} == {files[post.target].media_type for post in page.items}
    assert {files[post.target].target for post in page.items} == {*relations.TEXTS, "bilingual"}
    assert {files[post.target].target for post in page.describedBy} == {"records"}
    (links,) = page.linksets
    assert links.target == f"{served}brief/linkset.json" and str(links.type) == "application/linkset+json"
    whole = signposting.find_signposting_linkset(links.target).for_context(f"{served}brief/index.html")
    for name in ("items", "describedBy", "types", "authors"):
        assert {post.target for post in getattr(whole, name)} == {post.target for post in getattr(page, name)}
    assert whole.license == page.license
