"""How the parts of an SVG look: presentation attributes, style sheets and style attributes as one set of properties each.

Flow: tree -> Styles -> properties of an element, in the order of the cascade (CSS Cascading 4; SVG 2, 6.6) and in the plain forms
that every reader of SVG draws alike: colours as #rrggbb, opacities as numbers, no lists of alternatives.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import cssselect2
import tinycss2
from lxml import etree
from tinycss2.color5 import parse_color


def names(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


SVG = "{http://www.w3.org/2000/svg}"
_PAINTS = {"fill": "fill-opacity", "stroke": "stroke-opacity", "stop-color": "stop-opacity"}
_OPACITIES = frozenset(("opacity", *_PAINTS.values()))
_DRAWN = names(
    "fill fill-opacity fill-rule stroke stroke-width stroke-linecap stroke-linejoin stroke-miterlimit"
    " stroke-dasharray stroke-dashoffset stroke-opacity stop-color stop-opacity clip-path clip-rule opacity mask"
    " marker-start marker-mid marker-end overflow color display visibility transform transform-origin filter"
    " mix-blend-mode vector-effect paint-order mask-type x y width height rx ry cx cy r"
)
"""The properties that say what is drawn; of others, programs write many, and none changes a shape."""
_ATTRIBUTES = _DRAWN - names("x y width height rx ry cx cy r transform transform-origin")
_MOST_RULES = 20_000  # selectors and declarations; chosen: drawing programs write some hundred
_LARGEST = 1e9  # user units; chosen: what is larger breaks other programs, and no drawing is so wide
_NO_NUMBER = re.compile(r"(?<![\w.#-])[-+]?(?:nan|inf|infinity)(?![\w-])", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![\w#.])[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_NUMERIC = names(
    "x y x1 x2 y1 y2 cx cy fx fy r rx ry width height d points viewBox transform gradientTransform patternTransform offset"
    " stroke-width stroke-miterlimit stroke-dasharray stroke-dashoffset opacity fill-opacity stroke-opacity stop-opacity"
    " refX refY markerWidth markerHeight orient font-size"
)
_REFERS = re.compile(r"\b(?:var|env|light-dark|color-mix|attr|if)\(")
"""A value that only some readers of SVG work out; programs write one that all know before it."""
_FOREIGN_COLOR = re.compile(r"\s*(?:icc-color|device-cmyk|device-gray|url)\([^)]*\)\s*$")

Properties = dict[str, str]


class Unsafe(Exception):
    """What an SVG holds that cannot be drawn everywhere, its line, and what to export instead."""

    def __init__(self, what: str, line: int, hint: str = "") -> None:
        super().__init__(what)
        self.what, self.line, self.hint = what, line, hint


def demand_numbers(root: etree._Element) -> None:
    """Raises Unsafe for what is no number, or an endless one, where a drawing has numbers."""
    for node in root.iter(etree.Element):
        for name, value in node.attrib.items():
            if str(name) in _NUMERIC and (found := _strange_number(str(value))):
                raise Unsafe(
                    f"{name} with the number {found[:20]}", node.sourceline or 1, "draw it anew, or export it as PNG"
                )


def _strange_number(value: str) -> str:
    if match := _NO_NUMBER.search(value):
        return match[0]
    if len(value) < 10 and "e" not in value.lower():  # too short for a number beyond the largest
        return ""
    return next((one for one in _NUMBER.findall(value) if abs(float(one)) > _LARGEST), "")


class Styles:
    """The style sheets of a drawing."""

    def __init__(self, root: etree._Element) -> None:
        self._matcher, self._count = cssselect2.Matcher(), 0
        wrapper = cssselect2.ElementWrapper.from_xml_root(root)
        self._wrappers = {id(one.etree_element): one for one in wrapper.iter_subtree()}
        for node in root.iter(f"{SVG}style"):
            self._read("".join(node.itertext()), node.sourceline or 0)

    def _read(self, text: str, line: int) -> None:
        for rule in tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True):
            loads = rule.type == "at-rule" and rule.lower_at_keyword in ("import", "font-face")
            if loads and ("url" in tinycss2.serialize([rule]).lower() or rule.lower_at_keyword == "import"):
                raise Unsafe("a style that loads another file", line)
            if rule.type != "qualified-rule":
                continue
            declarations = tuple(_declarations(rule.content, line))
            try:
                selectors = cssselect2.compile_selector_list(rule.prelude)
            except cssselect2.SelectorError:
                continue
            for selector in selectors:
                self._matcher.add_selector(selector, declarations)
                self._count += 1 + len(declarations)
            if self._count > _MOST_RULES:
                raise Unsafe(f"more than {_MOST_RULES:,} rules of style", line, "export the picture as PNG")

    def properties(self, node: etree._Element) -> Properties:
        """What is said of ``node`` itself; what it inherits stays with its parents."""
        line = node.sourceline or 0
        layers: list[tuple[bool, str, str]] = [
            (False, name, str(node.get(name))) for name in _ATTRIBUTES if node.get(name)
        ]
        layers += [(False, "transform", str(node.get("transform")))] if node.get("transform") else []
        for *_, declarations in self._matcher.match(self._wrappers[id(node)]):
            layers += [(important, name, value) for name, value, important in declarations]
        layers += [(important, name, value) for name, value, important in _declarations(node.get("style") or "", line)]
        for _, name, value in layers:
            if re.search(r"url\(\s*['\"]?(?![#'\"\s])", value):
                raise Unsafe(f"a reference in {name}", line, "embed what it refers to, as paths")
        found: Properties = {}
        unread: Properties = {}
        for _, name, value in sorted(layers, key=lambda layer: layer[0]):
            plain = "" if _REFERS.search(value) else _plain(name, value.strip())
            if plain:
                found[name] = plain
            elif _REFERS.search(value) or (name in _PAINTS and parse_color(value)):
                unread[name] = value
        if lost := next((name for name in unread if name not in found), ""):
            raise Unsafe(
                f"{lost}: {unread[lost][:40]}",
                line,
                "write it as a plain value or colour, or export the picture as PNG",
            )
        _part_alpha(found)
        return found


def _declarations(content: object, line: int) -> Iterator[tuple[str, str, bool]]:
    for part in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
        if part.type != "declaration":
            continue
        value = tinycss2.serialize([token for token in part.value if token.type != "comment"]).strip()
        value = re.sub(r"""url\(\s*(['"]?)(.*?)\1\s*\)""", r"url(\2)", value)
        if re.search(r"url\((?!#)", value) and not part.lower_name.startswith(("-", "src", "cursor", "font", "list")):
            raise Unsafe("a style that loads another file", line)
        names = ("marker-start", "marker-mid", "marker-end") if part.lower_name == "marker" else (part.lower_name,)
        yield from ((name, value, part.important) for name in names if name in _DRAWN)


def _plain(name: str, value: str) -> str:
    """The value in a form that is drawn alike everywhere; empty where it says nothing, so that another one holds."""
    if "url(" in value:
        value = re.sub(r"""url\(\s*(['"]?)(.*?)\1\s*\)""", r"url(\2)", value)
    if name in _PAINTS:
        return _paint(value)
    if name in _OPACITIES:
        share = value.endswith("%")
        try:
            amount = float(value.rstrip("% ")) / (100 if share else 1)
        except ValueError:
            return ""
        return f"{min(1.0, max(0.0, amount)):g}"
    return "" if value in ("inherit", "unset", "initial", "revert") else value


def _paint(value: str) -> str:
    if value in ("none", "currentColor", "context-fill", "context-stroke"):
        return value
    match = re.match(r"(url\(#[^)]*\))\s*(.*)", value)
    if match:
        rest = _paint(match[2]) if match[2] else ""
        return f"{match[1]} {rest}".strip()
    return _hex(_FOREIGN_COLOR.sub("", value))


def _hex(value: str) -> str:
    color = parse_color(value)
    if color is None or not hasattr(color, "to"):
        return "currentColor" if value.lower() == "currentcolor" else ""
    try:
        plain = color.to("srgb")
    except NotImplementedError:  # a colour of another space, before which programs write one that all know
        return ""
    red, green, blue = (round(255 * min(1.0, max(0.0, part))) for part in plain.coordinates)
    alpha = "" if plain.alpha >= 1 else f"{round(255 * plain.alpha):02x}"
    return f"#{red:02x}{green:02x}{blue:02x}{alpha}"


def _part_alpha(found: Properties) -> None:
    """Colours with alpha as a colour and an opacity, which older readers know."""
    for paint, opacity in _PAINTS.items():
        match = re.fullmatch("(#[0-9a-f]{6})([0-9a-f]{2})", found.get(paint, ""))
        if match:
            share = int(match[2], 16) / 255 * float(found.get(opacity, "1"))
            found[paint], found[opacity] = match[1], f"{share:.4g}"
