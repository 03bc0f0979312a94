"""Drawing: the content stream in which every fragment says its text, whoever reads it.

Flow: the engine draws a text box -> ``FaithfulStream`` marks it -> glyphs that do not yield the text get ActualText
(ISO 32000-1, 14.9.4), automatic hyphens get ActualText U+00AD and stay visible, swallowed spaces stand right after the
last glyph, page margins and decoration become artifacts.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pydyf

from flugblatt.typeset.alignment import RTL, Alignment, Fragment
from flugblatt.typeset.engine import Stream

STEP = 60


def utf16(text: str) -> str:
    """A PDF text string in UTF-16 with its mark (ISO 32000-1, 7.9.2.2)."""
    marked = ("\ufeff" + text).encode("utf-16-be")
    return f"<{marked.hex()}>"


def faithful_stream(alignment: Alignment) -> type[Stream]:
    """A stream class for one document."""

    class FaithfulStream(Stream):  # type: ignore[misc]
        _fragment: Fragment | None = None
        _font: Any = None
        _shown: list[str]
        _moved = False

        def clone(self, **changes: Any) -> Any:
            made = super().clone(**changes)
            made.__class__ = FaithfulStream
            return made

        def set_font_size(self, font: str, size: float) -> None:
            self._font = next(known for known in self._fonts.values() if known.hash == font)
            super().set_font_size(font, size)

        def set_text_rise(self, rise: float) -> None:
            self._moved = self._moved or bool(rise)
            super().set_text_rise(rise)

        @contextmanager
        def marked(self, box: Any, tag: str) -> Iterator[None]:
            if self._tags is None:
                with super().marked(box, tag):
                    yield
                return
            artifact = alignment.artifacts.get(box)
            if artifact is not None:
                properties = pydyf.Dictionary(artifact)
                pydyf.Stream.begin_marked_content(self, "Artifact", properties)
                text = getattr(box, "text", "")
                self._fragment, self._shown, self._moved = Fragment(text), [], False
                yield
                if text.strip() and not self._says(text) and not RTL.search(text):
                    properties["ActualText"] = utf16(text)
                self._fragment = None
                pydyf.Stream.end_marked_content(self)
                return
            begun = len(self.stream)
            with super().marked(box, tag):
                self._fragment, self._shown, self._moved = alignment.fragments.get(box), [], False
                yield
                if self._fragment is not None:
                    self._say(self._fragment, box, begun)
                self._fragment = None

        def _say(self, fragment: Fragment, box: Any, begun: int) -> None:
            """ActualText where the glyphs alone do not give the text: on the content, or on the structure for RTL."""
            logical = fragment.logical
            if not logical.strip():
                return
            if self._says(logical):
                return
            actual = utf16(logical + ("\u00ad" if fragment.hyphen else ""))
            if RTL.search(logical) or any(ord(char) > 0xFFFF for char in logical):
                alignment.actuals[box] = actual
            else:
                next(part for part in self.stream[begun:] if isinstance(part, pydyf.Dictionary))["ActualText"] = actual

        def _says(self, logical: str) -> bool:
            """Whether the glyphs shown, in their places, give this text to a reader without ActualText."""
            marks = any(unicodedata.combining(char) for char in logical)
            return "".join(self._shown) == logical and not self._moved and not marks

        def show_text(self, string: str) -> None:
            fragment = self._fragment
            if fragment is None:
                self._emit(string)
                return
            codes = [code for run in re.findall("<([0-9a-f]*)>", string) for code in re.findall("....", run)]
            texts = [self._font.to_unicode.get(int(code, 16), "") for code in codes]
            self._moved = self._moved or "" in texts
            if fragment.tail and texts and texts[-1] == " ":
                # The space follows its word at once: a justified line would carry it off the page.
                string = re.sub(f"(?:>-?[0-9.]+<)+({codes[-1]})(?:>-?[0-9.]+)?>?$", r"\1>", string)
            if fragment.hyphen and texts and self._ends_in_hyphen(fragment, texts):
                at = string.rindex(codes[-1])
                head = string[:at]
                head = head[:-1] if head.endswith("<") else head + ">"
                if head:
                    self._emit(head)
                pydyf.Stream.begin_marked_content(self, "Span", pydyf.Dictionary({"ActualText": utf16("\u00ad")}))
                self._emit(f"<{codes[-1]}>")
                pydyf.Stream.end_marked_content(self)
                self._shown.append("".join(texts[:-1]))
                return
            self._shown.append("".join(texts))
            self._emit(string)

        def _ends_in_hyphen(self, fragment: Fragment, texts: list[str]) -> bool:
            """Whether the last glyph is the automatic hyphen, also where the font draws it as the U+002D that came first."""
            if texts[-1] == "-":
                return "".join((*self._shown, *texts[:-1])) == fragment.logical
            return texts[-1] in (fragment.hyphen, "\u00ad")

        def _emit(self, string: str) -> None:
            """Large offsets in small steps, or plain readers take them for spaces."""
            out: list[str] = []
            for index, part in enumerate(re.split("(<[0-9a-f]*>)", string)):
                if index % 2 == 0 and part.strip() and abs(float(part)) > STEP:
                    count = int(abs(float(part)) / STEP) + 1
                    out.append(" ".join([f"{float(part) / count:.4f}"] * count))
                else:
                    out.append(part)
            super().show_text("".join(out))

    return FaithfulStream
