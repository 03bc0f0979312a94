"""Words of any two scripts in a line: what is painted is what is said, whichever language the edition is in."""

import random
from pathlib import Path

import pytest

from flugblatt.judges import glyphs
from flugblatt.language.table import language_of
from flugblatt.typeset import archive_pdf
from tests import editions

WORDS = {
    "de": ["Wasser", "für", "Ärzte"],
    "ru": ["вода", "для", "Ёж"],
    "el": ["νερό", "για", "ἄλφα"],
    "ar": ["ماء", "للجميع", "بئرٌ"],
    "he": ["מים", "לכל", "שָׁלוֹם"],
    "hi": ["पानी", "सबके", "क्षत्रिय"],
    "th": ["น้ำ", "เพื่อ", "ทุกคน"],
    "zh-Hans": ["水", "属于", "人"],
    "ja": ["水は", "みんな", "カタカナ"],
    "ko": ["물은", "모두의", "행동"],
    "ka": ["წყალი", "ყველა"],
    "hy": ["ջուր", "բոլոր"],
    "am": ["ውሃ", "ለሁሉም"],
    "ta": ["நீர்", "அனைவருக்கும்"],
    "km": ["ទឹក", "សម្រាប់"],
    "my": ["ရေ", "အားလုံး"],
    "fa": ["آب", "برای", "می‌خواهم"],
}
SIGNS = ("(", r"\[", "„", "“", ")", r"\]", ".", ",", "–", "/", "12", "3.5", "50%", "€ 7", "!", "«", "»", "№ 3")
BARE = ("de", "ru", "el")
"""Languages whose letters stand unmarked in texts of every language."""


def line(chance: random.Random, own: str, other: str) -> str:
    """Words of two languages, signs between them, with and without spaces; some are emphasised."""
    out: list[str] = []
    for _ in range(chance.randint(3, 9)):
        word = chance.choice(WORDS[other])
        marked = word if other in BARE and chance.random() < 0.5 else f"[{word}]{{lang={other}}}"
        part = chance.choices([chance.choice(WORDS[own]), marked, chance.choice(SIGNS)], [40, 35, 25])[0]
        out += [f"*{part}*" if chance.random() < 0.1 else part, chance.choice(["", " ", " ", " "])]
    return "".join(out).strip()


def faults(folder: Path, own: str, others: list[str], lines: int) -> list[str]:
    chance = random.Random(f"{own} {lines}")
    paragraphs = [f"{WORDS[own][0]} {line(chance, own, other)}" for other in others for _ in range(lines)]
    text = "\n\n".join((f"# {' '.join(WORDS[own])}", *paragraphs, " ".join(WORDS[own]))) + "\n"
    statement = editions.read(editions.write(folder, "probe", editions.PLAIN_YAML, **{own.replace("-", "_"): text}))
    made = archive_pdf.render(statement, statement.editions[0], language_of(statement.editions[0]))
    assert not [finding for finding in made.findings if finding.severity == "error"]
    return [str(finding) for finding in glyphs.judge(made.data).findings]


@pytest.mark.needs("fonts-noto-core", "fonts-noto-cjk")
@pytest.mark.parametrize(("own", "others"), [("ko", ["de", "ru", "ar"]), ("he", ["de", "ja", "fa"])])
def test_some_pairs_of_scripts(tmp_path: Path, own: str, others: list[str]) -> None:
    assert faults(tmp_path, own, others, 3) == []


@pytest.mark.slow
@pytest.mark.needs("fonts-noto-core", "fonts-noto-cjk")
@pytest.mark.parametrize("own", WORDS)
def test_all_pairs_of_scripts(tmp_path: Path, own: str) -> None:
    assert faults(tmp_path, own, [other for other in WORDS if other != own], 2) == []


@pytest.mark.needs("fonts-noto-cjk")
def test_latin_words_in_korean_text_are_shaped_as_of_no_language(tmp_path: Path) -> None:
    """The space behind the letter is another glyph than the one behind the syllable."""
    text = "# 행동 강령\n\n행동 [A 주 로.\n"
    statement = editions.read(editions.write(tmp_path, "probe", editions.PLAIN_YAML, ko=text))
    made = archive_pdf.render(statement, statement.editions[0], language_of(statement.editions[0]))
    assert glyphs.judge(made.data).verdict == "passed"
