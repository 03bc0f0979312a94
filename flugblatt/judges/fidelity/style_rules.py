"""Judges style rules: nothing in them may hide, add or change text.

Flow: CSS -> without comments and strings -> declarations, each with its selector and the conditions around it -> findings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from flugblatt.model import Finding

TOKEN = re.compile(
    r"""(?P<comment>/\*.*?\*/)|(?P<url>url\(\s*(?:"[^"]*"|'[^']*'|[^)"']*)\s*\))|(?P<string>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')"""
    r"|(?P<mark>[{};])|(?P<rest>[^{};\"'/u]+|.)",
    re.S | re.I,
)
NUMBER = re.compile(r"^([+-]?\d*\.?\d+)")
# Chosen: a hanging mark or a drop cap moves less, and text that is to be hidden far more; each about 3 em of 16 px.
FARTHEST = {"em": 3.0, "rem": 3.0, "px": 48.0, "pt": 36.0, "mm": 13.0, "%": 50.0}
SHIFTS = frozenset(
    [
        "text-indent",
        "left",
        "right",
        "top",
        "bottom",
        "inset",
        "inset-inline-start",
        "inset-inline-end",
        "letter-spacing",
        "word-spacing",
    ]
)
GROUNDS = ("background", "background-color")
NAVIGATION = re.compile(r"(?:nav|\.switch)(?:\s*,\s*(?:nav|\.switch))*")


@dataclass(frozen=True, slots=True)
class Declaration:
    """``conditions`` are the at-rules around it, outermost first."""

    conditions: tuple[str, ...]
    selector: str
    name: str
    value: str


def judge_style(css: str, name: str) -> list[Finding]:
    """Findings for a style sheet; ``name`` is that of its file."""
    found: list[Finding] = []
    colours: dict[tuple[tuple[str, ...], str], dict[str, str]] = {}
    for declaration in declarations(css):
        rule = colours.setdefault((declaration.conditions, declaration.selector), {})
        rule[declaration.name] = declaration.value
        reason = _reason(declaration)
        grounds = [rule[name] for name in GROUNDS if name in rule]
        if declaration.name in (*GROUNDS, "color") and rule.get("color") in grounds:
            reason = "it has the colour of its ground"
        if reason:
            message = f"expected style that leaves the text alone, found {declaration.selector} {{ {declaration.name}: "
            message += f"{declaration.value[:60]} }}: {reason}"
            found.append(Finding("fidelity-hidden", "error", message, f"{name}, style"))
    return found


def declarations(css: str) -> Iterator[Declaration]:
    """Every declaration of ``css``; addresses are left out of the values."""
    around: list[str] = []
    text = ""
    for token in TOKEN.finditer(css):
        match token.lastgroup:
            case "comment":
                continue
            case "url":
                text += "url()"
            case "mark" if token[0] == "{":
                around.append(" ".join(text.split()))
                text = ""
            case "mark":
                yield from _declaration(around, text)
                text = ""
                if token[0] == "}" and around:
                    around.pop()
            case _:
                text += token[0]
    yield from _declaration(around, text)


def _declaration(around: list[str], text: str) -> Iterator[Declaration]:
    name, colon, value = text.partition(":")
    if not text.strip():
        return
    conditions = tuple(rule for rule in around if rule.startswith("@"))
    selector = " ".join(rule for rule in around if not rule.startswith("@"))
    if not colon:
        name, value = text, ""
    value = " ".join(value.replace("!important", " ").split())
    yield Declaration(conditions, selector or " ".join(conditions), name.strip().lower(), value.lower())


def _reason(declaration: Declaration) -> str:
    name, value, selector = declaration.name, declaration.value, declaration.selector
    if name.startswith("@import"):
        return "it brings in another style sheet"
    if "\\" in name or "\\" in selector or ("\\" in value and name != "content"):
        return "it is written in escapes"
    match name:
        case "display" if value == "none":
            on_paper = any(re.fullmatch(r"@media\s+print", condition) for condition in declaration.conditions)
            return "" if on_paper and NAVIGATION.fullmatch(selector) else "it hides text"
        case "visibility" | "content-visibility" if value not in ("visible", "auto", "inherit"):
            return "it hides text"
        case "opacity" | "font-size" | "zoom" | "max-height" | "height" | "max-width" | "width" if _is_zero(value):
            return "it hides text"
        case "font" if re.search(r"(?:^|\s)0(?:[a-z%]*)(?:/|\s)", value):
            return "it hides text"
        case "color" | "-webkit-text-fill-color" if value == "transparent" or re.search(
            r"(?:,|/)\s*0(?:\.0*)?%?\s*\)", value
        ):
            return "it hides text"
        case "content" if value not in ("none", "normal", '""', "''"):
            return "it adds text"
        case "text-transform" | "-webkit-text-security" if value not in ("none", "inherit"):
            return "it changes text"
        case "unicode-bidi" | "direction" | "writing-mode" | "quotes":
            return "it changes the order or the marks of text"
        case "clip" | "clip-path" | "mask" | "mask-image" | "filter" | "transform" | "scale" | "translate" | "rotate":
            return "it can hide text"
        case "position" if value == "fixed":
            return "it can lie over text"
        case "overflow" | "overflow-x" | "overflow-y" if value in ("hidden", "clip"):
            return "it can cut text off"
        case "line-clamp" | "-webkit-line-clamp" | "text-overflow":
            return "it can cut text off"
        case "list-style" | "list-style-type" if re.search(r"[\"']|decimal|roman|alpha|symbols\(", value):
            return "it adds text"
        case _ if (name in SHIFTS or name.startswith("margin")) and _is_far(value):
            return "it moves text away"
    return ""


def _is_zero(value: str) -> bool:
    number = NUMBER.match(value)
    return bool(number) and abs(float(number[1])) < 0.05 if number else False


def _is_far(value: str) -> bool:
    """Whether a length moves text to the left of where it stands by more than a hanging label needs."""
    for part in value.split(" "):
        number = NUMBER.match(part)
        if number and float(number[1]) < 0:
            unit = part[number.end() :]
            if -float(number[1]) > FARTHEST.get(unit, 0.0) + (2.0 if unit == "rem" else 0.0):
                return True
    return False
