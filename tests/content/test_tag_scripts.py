"""The script of a text against the language that its file is named after."""

from __future__ import annotations

import pytest

from flugblatt.content import read_work
from tests.content.writing import write_work

LATIN = "Vsi ljudje se rodijo svobodni in imajo enako dostojanstvo in enake pravice. " * 4


@pytest.mark.parametrize(
    ("tag", "text", "right"),
    [
        ("kr", "물은 모두의 것이다. 물은 모두의 것이다.", "ko"),
        ("am", "Բոլոր մարդիկ ծնվում են ազատ", "hy"),
        ("si", LATIN, "sl or si-Latn"),
        ("ru", LATIN, "ru-Latn"),
        ("de", "Все люди рождаются свободными", "de-Cyrl"),
        ("he", "Все люди рождаются свободными", "he-Cyrl"),
    ],
)
def test_letters_that_contradict_the_tag_are_a_warning(tag, text, right, tmp_path):
    statement, findings = read_work(write_work(tmp_path, **{tag: f"# {text}\n\n{text}\n"}))
    assert statement is not None
    assert [finding.code for finding in findings] == ["tag-script"]
    assert findings[0].hint.startswith(f"did you mean {right}? ")


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ("se", LATIN),
        ("ee", LATIN),
        ("sr", LATIN),
        ("sr", "Сви људи рађају се слободни"),
        ("ru-Latn", LATIN),
        ("be", "Title of it. First paragraph of the text."),
        ("ja", "水はすべての人のものである"),
        ("ja", "宣言文宣言文宣言文宣言文"),
        ("ko", "물은 모두의 것이다 宣言"),
        ("zh-Hant", "人人生而自由人人生而自由"),
        ("kk", "بارلىق ادامدار تۋمىسىنان ازات"),
        ("be", "Мір і воля ўсім людзям, see you and many more words in other letters " * 4),
        ("xh", "12345"),
    ],
)
def test_letters_that_do_not_contradict_it_are_not(tag, text, tmp_path):
    assert [finding for finding in read_work(write_work(tmp_path, **{tag: f"# {text}\n\n{text}\n"}))[1]] == []
