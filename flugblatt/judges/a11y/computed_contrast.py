"""Rule on contrast: the colours of every text and its ground, computed from the style sheets as a browser would.

Flow: style sheets -> rules that set colours and sizes, for screens in light and in dark -> cssselect2 matches them to elements ->
colours and sizes, inherited -> the ratio of WCAG 2.2 -> findings. Pictures behind text are not read: our style sheets have none but
the mark, on which no text stands. What scrolls is found here, too, as the same style sheets say it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import cssselect2
import tinycss2
from tinycss2.color5 import parse_color

from flugblatt.judges.a11y.accessible_markup import FOCUSABLE, Document
from flugblatt.model import Finding

READ = frozenset(
    ("color", "background", "background-color", "font", "font-size", "font-weight", "opacity", "overflow", "overflow-x")
)
LEAST, LEAST_LARGE = 4.5, 3.0  # WCAG 2.2, 1.4.3
LARGE, LARGE_BOLD = 24.0, 18.66  # px: 18 pt, 14 pt in bold (WCAG 2.2, large scale)
BOLD = 700
HEADING_SIZES = {"h1": 2.0, "h2": 1.5, "h3": 1.17, "h4": 1.0, "h5": 0.83, "h6": 0.67}
"""em: the sizes that browsers give headings (HTML, 15.3.7)."""
HEAVY = frozenset(("b", "strong", "th", *HEADING_SIZES))
LINK = (0.0, 0.0, 238 / 255)  # the colour of links (HTML, 15.3.9)
SIZE = re.compile(r"([\d.]+)(px|em|rem|%|pt)")
VARIABLE = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,([^()]*))?\)")
DEEPEST = 8  # variables within variables; chosen, lest one names itself

Colour = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Look:
    """How an element looks: text and ground, the size in px, the weight, and the opacity of all that it stands in."""

    text: Colour
    ground: Colour
    size: float
    weight: float
    opacity: float = 1.0


LIGHT = Look((0.0, 0.0, 0.0), (1.0, 1.0, 1.0), 16.0, 400.0)
DARK = replace(LIGHT, text=(1.0, 1.0, 1.0), ground=(18 / 255, 18 / 255, 18 / 255))
"""Without a style sheet, as browsers paint them."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A selector that was compiled, with the declarations that count here."""

    selector: Any
    declarations: tuple[tuple[str, str, bool], ...]


def judge(document: Document) -> Iterator[Finding]:
    schemes = ("light", "dark") if any("prefers-color-scheme" in css for css in document.styles) else ("light",)
    for scheme in schemes:
        yield from _Scheme(
            document, scheme, [rule for sheet in document.sheets for rule in _rules(sheet, scheme)]
        ).findings()


def ratio(one: Colour, other: Colour) -> float:
    """The contrast of two colours (WCAG 2.2, contrast ratio)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: Colour) -> float:
    red, green, blue = (value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _rules(nodes: list[Any], scheme: str) -> Iterator[Rule]:
    """The rules that hold on a screen of this scheme, in their order; those for narrow and wide screens hold everywhere."""
    for node in nodes:
        if node.type == "at-rule" and node.lower_at_keyword in ("media", "supports") and node.content:
            asked = tinycss2.serialize(node.prelude).lower()
            other = "dark" if scheme == "light" else "light"
            if "print" not in asked and not re.search(rf"prefers-color-scheme:\s*{other}", asked):
                yield from _rules(tinycss2.parse_rule_list(node.content, True, True), scheme)
        elif node.type == "qualified-rule":
            inside = tinycss2.parse_declaration_list(node.content, True, True)
            wanted = tuple(
                (one.lower_name, tinycss2.serialize(one.value).strip(), one.important)
                for one in inside
                if one.type == "declaration" and (one.lower_name in READ or one.name.startswith("--"))
            )
            if wanted:
                yield from (Rule(selector, wanted) for selector in _selectors(node.prelude))


def _selectors(prelude: Any) -> Iterator[Any]:
    """Those that can be compiled; one that asks for what only a pointer or a browser knows matches nothing here."""
    parts: list[list[Any]] = [[]]
    for token in prelude:
        if token.type == "literal" and token.value == ",":
            parts.append([])
        else:
            parts[-1].append(token)
    for part in parts:
        try:
            yield from cssselect2.compile_selector_list(part)
        except cssselect2.SelectorError:
            continue


class _Scheme:
    """A document in one scheme of colours."""

    def __init__(self, document: Document, scheme: str, rules: list[Rule]) -> None:
        self.document, self.scheme = document, scheme
        self.matcher = cssselect2.Matcher()
        for rule in rules:
            self.matcher.add_selector(rule.selector, rule.declarations)

    def findings(self) -> Iterator[Finding]:
        top = cssselect2.ElementWrapper.from_html_root(self.document.root)
        dark = self.scheme == "dark" or "color-scheme:dark" in "".join(self.document.styles).replace(" ", "")
        look, variables = self._look(top, DARK if dark else LIGHT, {}, LIGHT.size)
        yield from self._within(top, look, variables, look.size)

    def _within(self, wrapper: Any, look: Look, variables: dict[str, str], root: float) -> Iterator[Finding]:
        for child in wrapper.iter_children():
            if child.etree_element.tag in ("head", "svg") or not isinstance(child.etree_element.tag, str):
                continue
            inner, own = self._look(child, look, variables, root)
            yield from self._judged(child.etree_element, inner)
            yield from self._within(child, inner, own, root)

    def _judged(self, element: Any, look: Look) -> Iterator[Finding]:
        if not ((element.text or "").strip() or any((child.tail or "").strip() for child in element)):
            return
        large = look.size >= LARGE or (look.weight >= BOLD and look.size >= LARGE_BOLD)
        text, least = _over((*look.text, look.opacity), look.ground), LEAST_LARGE if large else LEAST
        if (found := ratio(text, look.ground)) < least:
            colours = f"{_hexadecimal(text)} on {_hexadecimal(look.ground)}, in {self.scheme}"
            message = f"expected a contrast of {least:g} to 1; found {found:.2f} ({colours})"
            yield self.document.find("a11y-contrast", message, element)

    def _look(self, wrapper: Any, parent: Look, variables: dict[str, str], root: float) -> tuple[Look, dict[str, str]]:
        """How an element looks, and the variables that hold within it."""
        element = wrapper.etree_element
        said = self._declared(wrapper)
        variables = variables | {name: value for name, value in said.items() if name.startswith("--")}
        look = parent
        if element.tag in HEADING_SIZES:
            look = replace(look, size=parent.size * HEADING_SIZES[element.tag])
        if element.tag in HEAVY:
            look = replace(look, weight=BOLD)
        if element.tag == "a" and element.get("href") and self.scheme == "light":
            look = replace(look, text=LINK)
        for name, value in said.items():
            value = _resolved(value, variables)
            match name:
                case "color" if value == "inherit":
                    look = replace(look, text=parent.text)
                case "color":
                    look = replace(look, text=self._colour(value, element, look.ground, look.text))
                case "background" | "background-color":
                    look = replace(look, ground=self._ground(value, parent.ground))
                case "font-size" | "font":
                    look = _sized(look, value.partition("/")[0], parent.size, root)
                case "font-weight":
                    look = _weighed(look, value)
                case "opacity" if found := re.fullmatch(r"\d*\.?\d+", value):
                    look = replace(look, opacity=parent.opacity * float(found[0]))
        return look, variables

    def _declared(self, wrapper: Any) -> dict[str, str]:
        """What the style sheets say of an element, the strongest last; a style attribute is none of ours."""
        found: dict[str, str] = {}
        important: dict[str, str] = {}
        for *_, pseudo, declarations in sorted(self.matcher.match(wrapper), key=lambda match: match[:2]):
            for name, value, strong in declarations if pseudo is None else ():
                (important if strong else found).pop(name, None)
                (important if strong else found)[name] = value
        return {name: value for name, value in found.items() if name not in important} | important

    def _colour(self, value: str, element: Any, ground: Colour, before: Colour) -> Colour:
        colour = parse_color(value)
        if colour is None or colour == "currentcolor":
            return before
        return _over(tuple(colour.to("srgb")), ground)

    def _ground(self, value: str, below: Colour) -> Colour:
        """The colour of a ground over what is below it; of several values the one that is a colour."""
        for token in tinycss2.parse_component_value_list(value):
            colour = parse_color(token)
            if colour is not None and colour != "currentcolor":
                return _over(tuple(colour.to("srgb")), below)
        return below


def _over(colour: tuple[float, ...], ground: Colour) -> Colour:
    """A colour with its opacity over a ground."""
    *parts, opacity = colour
    red, green, blue = (value * opacity + under * (1 - opacity) for value, under in zip(parts, ground, strict=True))
    return red, green, blue


def _resolved(value: str, variables: dict[str, str]) -> str:
    for _ in range(DEEPEST):
        if "var(" not in value:
            break
        value = VARIABLE.sub(lambda match: variables.get(match[1], match[2] or ""), value)
    return value.strip()


def _sized(look: Look, value: str, above: float, root: float) -> Look:
    """With the size of ``font-size``, or of ``font``, which says the weight before it."""
    for word in value.split():
        if word in ("bold", "bolder") or re.fullmatch(r"[1-9]00", word):
            look = _weighed(look, word)
        if found := SIZE.fullmatch(word):
            factor = {"px": 1.0, "pt": 4 / 3, "em": above, "rem": root, "%": above / 100}[found[2]]
            look = replace(look, size=float(found[1]) * factor)
    return look


def _weighed(look: Look, value: str) -> Look:
    names = {"bold": 700.0, "bolder": 700.0, "normal": 400.0, "lighter": 300.0}
    found = re.fullmatch(r"\d+", value)
    return replace(look, weight=float(found[0]) if found else names.get(value, look.weight))


def _hexadecimal(colour: Colour) -> str:
    return "#" + "".join(f"{round(value * 255):02X}" for value in colour)


# --- What scrolls ------------------------------------------------------------------------------------


def scrollers(document: Document) -> Iterator[Finding]:
    """Parts that scroll under their window must be reached by keyboard (WCAG 2.2, 2.1.1)."""
    matcher = cssselect2.Matcher()
    for sheet in document.sheets:
        for rule in _rules(sheet, "light"):
            scrolls = any(
                name in ("overflow", "overflow-x") and {*value.split()} & {"auto", "scroll"}
                for name, value, _ in rule.declarations
            )
            if scrolls:
                matcher.add_selector(rule.selector, True)
    for wrapper in cssselect2.ElementWrapper.from_html_root(document.root).iter_subtree():
        element = wrapper.etree_element
        if (
            matcher.match(wrapper)
            and element.get("tabindex") != "0"
            and not any(inner.tag in FOCUSABLE and (inner.tag != "a" or inner.get("href")) for inner in element.iter())
        ):
            yield document.find(
                "a11y-keyboard", "expected a part that scrolls to be reached by keyboard; found none", element
            )
