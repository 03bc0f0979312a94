"""The pages of this folder as a web site, in the dress of the catalogue.

    python docs/site.py DIR

writes ``DIR/en/*.html``, ``DIR/de/*.html``, a list of them as ``DIR/index.html``, and the style sheet with its fonts.

Flow: a page of Markdown -> tokens of markdown-it -> HTML, in which tables can be scrolled and links lead to pages of the site ->
``page.html.j2``.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from jinja2 import Environment, StrictUndefined
from markdown_it import MarkdownIt

from flugblatt import resources
from flugblatt.language.table import describe
from flugblatt.xhtml import page_fonts

HERE = Path(__file__).resolve().parent
LANGUAGES = {"en": "English", "de": "Deutsch"}
WORDS = {
    "en": {"pages": "Pages", "languages": "Languages", "title": "flugblatt: one page for each reader"},
    "de": {"pages": "Seiten", "languages": "Sprachen", "title": "flugblatt: je eine Seite für alle"},
}
STYLE = "style.css"


def site() -> dict[str, bytes]:
    """Every file of the site, by its path."""
    sources = {
        path.relative_to(HERE).with_suffix("").as_posix(): path.read_text("utf-8") for path in HERE.glob("*/*.md")
    }
    titles = {name: re.match(r"# (.+)", text)[1] for name, text in sorted(sources.items())}  # type: ignore[index]
    files = {f"{name}.html": _page(name, text, titles) for name, text in sources.items()}
    files["index.html"] = _list(titles)
    shown = "".join(sorted(set("".join(page.decode() for page in files.values()))))
    fonts = page_fonts.rules(tuple((describe(tag, name), "") for tag, name in LANGUAGES.items()), shown)
    rules = [
        (folder / name).read_text("utf-8") for folder, name in ((resources.STYLES, "catalogue.css"), (HERE, "site.css"))
    ]
    return {**files, STYLE: "".join((fonts, *rules)).encode()}


def _page(name: str, text: str, titles: Mapping[str, str]) -> bytes:
    language, _, page = name.partition("/")
    others = [(tag, said, f"../{tag}/{page}.html") for tag, said in LANGUAGES.items() if f"{tag}/{page}" in titles]
    pages = [
        (title, f"{other.partition('/')[2]}.html", other == name)
        for other, title in titles.items()
        if other.startswith(language)
    ]
    return _rendered("page", language, titles[name], body=_html(text), others=others, pages=pages, up="../")


def _list(titles: Mapping[str, str]) -> bytes:
    lists = [
        (tag, said, [(title, f"{name}.html") for name, title in titles.items() if name.startswith(tag)])
        for tag, said in LANGUAGES.items()
    ]
    return _rendered("list", "en", WORDS["en"]["title"], lists=lists, up="")


def _rendered(kind: str, language: str, title: str, **values: object) -> bytes:
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string((HERE / "page.html.j2").read_text("utf-8"))
    said = {"kind": kind, "language": language, "title": title, "words": WORDS[language], "style": STYLE}
    return f"{template.render(**said, **values)}\n".encode()


def _html(text: str) -> str:
    """A page as HTML: tables and code are reached by keyboard where they scroll."""
    markdown = MarkdownIt("commonmark").enable("table")
    tokens = markdown.parse(text)
    for token in tokens:
        for inner in token.children or ():
            if inner.type == "link_open":
                inner.attrs["href"] = re.sub(r"^([\w./-]+)\.md(?=#|$)", r"\1.html", str(inner.attrs["href"]))
        if token.type == "th_open":
            token.attrs["scope"] = "col"
    html = markdown.renderer.render(tokens, markdown.options, {})
    labels = iter(_labels(text))
    html = html.replace("<pre>", '<pre tabindex="0">').replace('<th scope="col"></th>', "<td></td>")
    region = '<div class="wide" role="region" tabindex="0" aria-label="{}"><table>'
    html = re.sub(r"<table>", lambda _: region.format(next(labels)), html)
    return html.replace("</table>", "</table></div>")


def _labels(text: str) -> Iterator[str]:
    """For each table the heading above it, with a number where one has several."""
    said: dict[str, int] = {}
    heading, within = "", False
    for line in text.splitlines():
        heading = re.sub(r"[`*\"<>&]", "", line.lstrip("# ")) if line.startswith("#") else heading
        if line.startswith("|") and not within:
            said[heading] = said.get(heading, 0) + 1
            yield heading if said[heading] == 1 else f"{heading} ({said[heading]})"
        within = line.startswith("|")


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    for name, data in site().items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    print(folder / "index.html")
