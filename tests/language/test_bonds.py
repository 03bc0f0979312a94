"""Bonds: what stays on one line in each language, by the table, and that no chain of them grows without end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flugblatt.language.bonds import LONGEST, bonded, bound
from flugblatt.language.table import known


def tied(text: str, tag: str) -> str:
    """``text`` with a tilde at each bond."""
    for begin, end in reversed(bonded(text, tag)):
        text = text[:begin] + "~" + text[end:]
    return text


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("de", "Das kostet, z.~B. nach §~5~Abs.~2, 5~Mio.~Euro (S.~12), d.~h. ca.~3~%."),
        ("de", "Frau~Dr.~Müller und A.~B.~Schmidt am 6.~Januar 2022 in Nr.~29580 i.~d.~R. nicht"),
        ("en", "On May~3 Dr~Smith said 5~per~cent, p.~5, on 4~June"),
        ("fr", "Il dit~: «~Non~!~» et 5~pour~cent~; M.~Dupont, le 1er~janvier 2022"),
        ("es", "el 6~de~enero de 2022 en EE.~UU., el 5~por~ciento"),
        ("pt", "a 25~de~abril, p.~ex. 5~mil~euros"),
        ("it", "il 25~aprile, p.~es. il Sig.~Rossi"),
        ("nl", "dhr.~Jansen, blz.~5, 3~mln.~euro"),
        ("cs", "Byl v~Praze a~s~Petrem, §~5 odst.~2, pan~Novák, č.~5, ul.~Dlouhá"),
        ("sk", "Bol v~Bratislave s~Petrom, kap.~5"),
        ("pl", "W~Polsce i~w~ruchu, m.~in. ul.~Długa, 5~mln~zł, np. art.~5"),
        ("ru", "Он сказал~— и~т.~д., т.~е. в~2020~г. около~5~тыс.~чел., А.~С.~Пушкин"),
        ("uk", "Він був у~Києві, і~т.~д., 5~млн~грн"),
        ("be", "Ён быў у~Мінску, г.~зн. 5~тыс.~рублёў, спадар~Васілеўскі"),
        ("bg", "д-р~Иванов, 5~лв., чл.~5"),
        ("el", "π.~χ. 5~ευρώ, άρθρο~5"),
        ("hu", "2022. január~6. után 5~millió~forint"),
        ("fi", "s.~5, noin~5~milj.~euroa"),
        ("sv", "t.~ex. kap.~5, 5~miljoner~kronor"),
        ("da", "f.~eks. den 5.~juni, ca.~5~mio.~kr."),
        ("ro", "de~ex. art.~5, 5~la~sută, domnul~Popescu"),
        ("hr", "npr. čl.~5, 5~milijuna~eura"),
        ("lt", "t.~y. 5~mln.~eurų, p.~Jonas"),
        ("lv", "t.~i. 5~milj.~eiro"),
        ("tr", "Sayın~Yılmaz, M.~Ö. 5~milyon~lira"),
        ("en-GB", "Mrs~May, 1~234~567 people, €~5, 5~€, 5~km"),
        ("und", "5~km and 5 kilometres"),
    ],
)
def test_what_the_table_of_a_language_holds_together(tag: str, expected: str) -> None:
    assert tied(expected.replace("~", " "), tag) == expected


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ("de", "Im Jahr 2022 kamen 5 Menschen, und S. ging. Die Nr. war falsch, und Frau und Mann"),
        ("en", "I saw a man in 2022 and no one said so, in May he left"),
        ("pl", "Nie ma ich tu od lat"),
        ("ja", "2022年 1月"),
    ],
)
def test_words_that_are_free_stay_free(tag: str, text: str) -> None:
    assert bonded(text, tag) == ()


def test_a_line_end_of_the_source_is_a_blank_too() -> None:
    assert bound("nach Nr.\n  5 folgt", "de") == ((5, 12),)


def test_a_long_chain_is_broken() -> None:
    text = "a " * 60 + "konec"
    held = bonded(text, "cs")
    assert 0 < len(held) < 60
    assert all(end - begin <= LONGEST for begin, end in bound(text, "cs"))


@given(st.text(alphabet="aBé5 .§%€\nvVn—«»:", max_size=60), st.sampled_from(["de", "cs", "fr", "ru", *known()]))
def test_every_bond_is_a_run_of_blanks_between_words(text: str, tag: str) -> None:
    for begin, end in bonded(text, tag):
        assert text[begin:end].strip() == "" < text[begin:end]
        assert text[begin - 1 : begin].strip()
        assert text[end : end + 1].strip()
