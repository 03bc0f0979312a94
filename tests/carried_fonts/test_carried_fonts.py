"""Emoji and symbols are set by fonts that come with the package, in one colour, each sequence as one glyph."""

import pytest

from flugblatt.language import font_subsets, fonts
from flugblatt.language.table import describe

EMOJI = "😀👍🏽👩‍👩‍👧‍👦🏳️‍🌈🇺🇦1️⃣❤️☎✅❌✓✗★→⚠️⇒≠☐"


def test_emoji_and_symbols_are_set_without_a_package_of_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    installed = fonts.faces_of
    monkeypatch.setattr(fonts, "faces_of", lambda family: () if family.startswith("Noto") else installed(family))
    families = fonts.choose(describe("en", "All "), f"All {EMOJI}")
    assert fonts.uncovered(families.text, EMOJI) == fonts.uncovered(families.sans, EMOJI) == ""


@pytest.mark.parametrize("sequence", ["👍🏽", "👩‍👩‍👧‍👦", "🏳️‍🌈", "🇺🇦", "1️⃣", "❤️", "⚠️"])
def test_a_sequence_of_emoji_is_one_glyph(sequence: str) -> None:
    face = fonts.face_for((fonts.EMOJI,), 400)
    assert fonts.advance(face, sequence) == fonts.advance(face, "😀")
    assert fonts.advance(face, " ") == 0.25


def test_the_licence_of_carried_fonts_travels_with_them() -> None:
    text = font_subsets._licence(fonts.EMOJI)
    assert "SIL Open Font License, Version 1.1" in text and "CarriedEmoji-Medium.ttf" in text
