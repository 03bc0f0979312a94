"""Lines of scripts without spaces end between words, and the pages say the source's characters alone."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icu4py.breakers import CharacterBreaker, LineBreaker, WordBreaker

from flugblatt.build import production
from flugblatt.language import fonts
from flugblatt.language.bonds import bonded
from flugblatt.language.table import describe
from flugblatt.model.targets import chosen
from flugblatt.typeset import engine, line_planning
from flugblatt.typeset.alignment import align
from flugblatt.typeset.line_breaks import marked, unmarked, without
from tests import editions
from tests.unspaced import SCRIPTS, WORDS

PAGE = (
    "<html lang='{tag}'><head><title>x</title><style>@page{{size:{width}mm 300mm;margin:8mm}}"
    "html{{font:9pt/16pt {family};overflow-wrap:anywhere}} .nowrap{{white-space:nowrap}}</style></head>"
    "<body>{body}</body></html>"
)


SIGNS = (" ", "\u200b", "2024 ", "“", "”", "ฯ", "[", "] ")


def lines(tag: str, body: str, width: int = 70) -> list[str]:
    """The lines of the first paragraph as they are drawn."""
    sample = "".join(WORDS.get(tag, ()))
    family = fonts.choose(describe(tag, sample), sample).text[0]
    html = PAGE.format(tag=tag, width=width, family=f"'{family}'", body=body)
    made = engine.layout(html, (family,), ())
    alignment = align(made.document)
    found: dict[float, str] = {}
    for box, page in alignment.order:
        key = (page, round(box.position_y + box.baseline))
        found[key] = found.get(key, "") + alignment.fragments[box].logical
    assert made.complaints == ()
    return [text for text in found.values() if text]


def ends(breaker: type, text: str) -> set[int]:
    made = 0
    return {0} | {made := made + len(part) for part in breaker(text, "und")}


@pytest.mark.sample(3)
@pytest.mark.needs("fonts-noto-core")
@pytest.mark.parametrize("tag", SCRIPTS)
@given(data=st.data())
def test_a_line_ends_between_words(tag: str, data: st.DataObject) -> None:
    words = data.draw(st.lists(st.sampled_from((*WORDS[tag], *SIGNS)), min_size=20, max_size=60))
    head, tail = "".join(words[: len(words) // 2]), "".join(words[len(words) // 2 :]).rstrip(" ") + WORDS[tag][0]
    head = " ".join(part for part in head.split(" ") if part) + " " * head.endswith(" ")
    tail = " " * tail.startswith(" ") * (not head.endswith(" ")) + " ".join(part for part in tail.split(" ") if part)
    text = head + tail
    drawn = lines(tag, f"<p>{head}<em>{tail}</em></p>")
    assert "".join(drawn) == text
    allowed, clusters = ends(LineBreaker, text) | ends(WordBreaker, text), ends(CharacterBreaker, text)
    done = 0
    for line in drawn[:-1]:
        begun, done = done, done + len(line)
        assert done in clusters, (text[:done], text[done:])
        longer = not any(begun < end <= done for end in ends(LineBreaker, text))  # the line is a part of one word
        assert done in allowed or tag == "nod" or longer, (text[:done], text[done:])


@pytest.mark.needs("fonts-noto-core")
def test_no_line_ends_between_elements_where_none_may_end_in_one() -> None:
    """ICU parts no word from the sign of abbreviation before it here; the engine asks anew where an element begins."""
    head, tail = "สิทธิการศึกษา”และมนุษย์ฯความและ“ฯ", "และ”การศึกษามนุษย์[สิทธิ"
    allowed = ends(LineBreaker, head + tail) | ends(WordBreaker, head + tail)
    assert len(head) not in allowed
    for width in range(46, 80):
        drawn = lines("th", f"<p>{head}<em>{tail}</em></p>", width)
        assert len(head) not in {sum(map(len, drawn[:count])) for count in range(len(drawn))}, width


@pytest.mark.needs("fonts-noto-core")
def test_the_engine_hears_of_no_word_but_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "".join(WORDS["th"]) * 3
    assert len(lines("th", f"<p class='nowrap'>{text[:30]}</p>")) == 1
    monkeypatch.setattr("flugblatt.typeset.line_breaks.bounds", lambda text: ())
    drawn = lines("th", f"<p>{text}</p>")
    assert {sum(map(len, drawn[:count])) for count in range(len(drawn))} - ends(LineBreaker, text)


@pytest.mark.needs("fonts-noto-core")
def test_a_word_longer_than_the_measure_is_broken_and_kept() -> None:
    for tag, word in (("km", "អង្គការសហប្រជាជាតិ"), ("my", "လွတ်လပ်ခွင့်သိက္ခာ")):
        for width in range(26, 38):
            drawn = lines(tag, f"<p>{word}</p>", width)
            assert "".join(drawn) == word
            assert {sum(map(len, drawn[:count])) for count in range(len(drawn))} <= ends(CharacterBreaker, word), drawn


def test_the_elements_say_the_source_again() -> None:
    from lxml import etree

    root = etree.fromstring("<body><p>สิทธิ<em>มนุษยชน</em>และประชาชน</p><pre>สิทธิ</pre></body>")
    with marked(root):
        assert "".join(root.itertext()) == "สิทธิ\u200bมนุษย\u200bชน\u200bและ\u200bประชาชนสิทธิ"
    assert "".join(root.itertext()) == "สิทธิมนุษยชนและประชาชนสิทธิ"


def test_only_our_marks_are_taken_out() -> None:
    assert unmarked("ก\u200bข\u200bค", "กข\u200bค") == ("กข\u200bค", {1})
    assert unmarked(" \u200bก\u200b", "ก\u200bข") == (" ก\u200b", {1})
    assert without("ก\u200bข\u200bค", frozenset({1})) == "กข\u200bค"


@pytest.mark.sample(2)
@pytest.mark.needs("fonts-noto-core")
@pytest.mark.parametrize(("tag", "page"), [*((tag, "a5") for tag in SCRIPTS), ("th", "a4")])
def test_an_edition_is_proven(tag: str, page: str, tmp_path) -> None:  # type: ignore[no-untyped-def]
    run = "".join(WORDS[tag])
    table = "| " + " | ".join(WORDS[tag][:4]) + " |\n" + "|---" * 4 + "|\n" + "| " + " | ".join([run] * 4) + " |\n"
    text = (
        f"# {run}{WORDS[tag][1]} {run}\n\n{run}\n\n{run * 9}[^1] {run}\u200b{WORDS[tag][0]} **{WORDS[tag][2]}**{run}\n\n"
        f"- {run * 4}\n- {run}\n\n{table}\n> {run * 3}\n\n[^1]: {run * 3}\n"
    )
    statement = editions.read(editions.write(tmp_path, "probe", editions.PLAIN_YAML + f"page: {page}\n", **{tag: text}))
    for product in production.produce(statement, statement.editions[0], chosen(("archive-pdf", "epub"))):
        assert [(check.check, check.verdict, check.findings) for check in product.checks] == [
            (check.check, "passed", ()) for check in product.checks
        ], product.artefact.target


@pytest.mark.parametrize("width", range(40, 64, 3))
def test_no_line_of_a_page_ends_within_a_bond(width: int) -> None:
    text = "Das war z. B. nach § 5 Abs. 2 am 6. Januar so, und Frau Dr. Schmidt kam mit 5 Mio. Euro in die Versammlung."
    drawn = lines("de", f"<p style='hyphens:auto'>{text}</p>", width)
    held = [text[:last] for _, last in bonded(text, "de")]
    said = list(itertools.accumulate(line.replace("\u00ad", "") for line in drawn))
    assert said[-1] == text
    assert not {part.rstrip(" ") for part in said} & {part.rstrip(" ") for part in held}


def test_a_chain_of_bonds_that_no_line_holds_is_broken_all_the_same() -> None:
    drawn = lines("cs", f"<p>{'a ' * 40}konec</p>", 30)
    assert "".join(drawn) == "a " * 40 + "konec"
    assert max(map(len, drawn)) < 30


def test_a_word_behind_a_bond_is_hyphenated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line_planning, "weights_of", lambda *_: None)
    drawn = lines("de", "<p style='hyphens:auto'>Worte nach Nr. 5 und Frau Donaudampfschifffahrt heute wieder</p>", 68)
    assert drawn[0].startswith("Worte nach Nr. 5 und Frau Do")


def test_the_page_says_how_words_are_hyphenated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line_planning, "weights_of", lambda *_: None)
    body = "<p style='hyphens:auto'>Es geht hier um die Versammlungsfreiheit aller Menschen.</p>"
    assert lines("de", body, 60)[0] == "Es geht hier um die Ver"
    said = '<meta name="hyphenation" lang="de" content="Versammlungsfrei-heit"/>'
    assert lines("de", said + body, 60)[:2] == ["Es geht hier um die ", "Versammlungsfreiheit al"]


def test_a_soft_hyphen_in_code_says_nothing() -> None:
    body = "<p>Worte <code style='hyphens:none'>wo\u00adrt\u00adcode</code>\u00ad und Worte</p>"
    assert "".join(lines("de", body, 90)) == "Worte wortcode\u00ad und Worte"
