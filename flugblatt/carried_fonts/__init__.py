"""Fonts that no wheel has, laid out as the wheels of fontpkg are: ``files`` and ``LICENSE`` (SIL Open Font License 1.1).

- ``CarriedEmoji-Medium.ttf``: Noto Emoji 3.006, in one colour (npm: @expo-google-fonts/noto-emoji 0.4.7), medium, as letters in
  colour on a dark ground are, too.
- ``CarriedSymbols-Regular.ttf``: of Noto Sans Symbols 2 2.008 (@expo-google-fonts/noto-sans-symbols-2 0.4.1) the arrows, signs,
  shapes, dingbats and punctuation of the Basic Multilingual Plane: U+2010–205E, 2190–23FF, 2500–27BF, 2900–297F, 2B00–2BFF.
- ``CarriedMath-Regular.ttf``: of Noto Sans Math 3.000 (@expo-google-fonts/noto-sans-math 0.4.2) letter-like signs, figures above
  and below the line, arrows and operators: U+2070–209F, 2100–22FF, 27C0–27EF.

Symbols and Math were cut with ``flugblatt.language.fonts.subset``; all are renamed. The blanks of Carried Emoji are a quarter of an
em wide, as those of a text are: Pango sets the blank behind an emoji in the same font, and Noto Emoji's is as wide as an emoji.
"""
