"""The Markdown of an edition: CommonMark with tables, notes, definition lists and two attributes, every token placed.

Flow: text -> parse -> block tokens, whose inline tokens carry ``meta["at"]``, the place of their first character.

markdown-it-py keeps the lines of blocks but no columns of inlines. ``PlacedState`` notes the offset in a block's
content at which a token is pushed; ``markdown_places`` leads from there back to the source.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Literal

from markdown_it import MarkdownIt, helpers
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from flugblatt.content.markdown_places import place_inlines

DEEPEST = 20
"""Blocks or inlines within one another; deeper ones are refused, since the parser would cut them off."""

_PARSER_LIMIT = 60  # chosen: three times what text-nesting allows, so that this rule speaks before the parser cuts
_ATTRIBUTE_BLOCK = re.compile(r"\{[^{}\n]*\}")
_INNER_SPAN = re.compile(r"\[([^\[\]]*)\]\{[^{}\n]*\}")
_KEY_VALUE = r"""[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'{}=]*)"""
_ATTRIBUTE = rf"(?:[#.][^\s{{}}=]+|{_KEY_VALUE})"
_LOOKS_LIKE_ATTRIBUTES = re.compile(rf"\{{:?\s*(?:decorative|{_ATTRIBUTE}(?:\s+{_ATTRIBUTE})*)\s*\}}")
_PAIR = re.compile(
    r"""\s*(?P<key>[^\s=]+)(?:=(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<plain>[^\s"']*)))?(?=\s|$)"""
)

Attributes = tuple[tuple[str, str | None], ...]


@dataclass(frozen=True, slots=True)
class Definition:
    """A link reference definition as the parser kept it."""

    label: str
    line: int
    used: bool
    repeated: bool


@dataclass(frozen=True, slots=True)
class Parsed:
    tokens: tuple[Token, ...]
    definitions: tuple[Definition, ...]


class _References(dict[str, Any]):
    """The link reference definitions, remembering which of them a link asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.used: set[str] = set()

    def get(self, key: str, default: Any = None) -> Any:
        if key in self:
            self.used.add(key)
        return super().get(key, default)


class PlacedState(StateInline):
    """Notes the offset in the content at which each token begins, as ``meta["offset"]``."""

    def __init__(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> None:
        self._pending_offset = 0
        self._pushed = (-1, 0)
        self.placed: list[tuple[Token, int]] = []
        super().__init__(src, md, env, tokens)

    def append_pending(self, text: str) -> None:
        if not self.pending:
            self._pending_offset = self.pos
        super().append_pending(text)

    def pushPending(self) -> Token:
        token = super().pushPending()
        self.placed.append((token, self._pending_offset))
        return token

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        token = super().push(ttype, tag, nesting)
        # A run of delimiters is pushed mark by mark from one offset.
        offset, times = self._pushed
        times = times + 1 if ttype == "text" and offset == self.pos else 0
        self._pushed = (self.pos, times) if ttype == "text" else (-1, 0)
        self.placed.append((token, self.pos + times))
        return token


class _PlacedInline(ParserInline):
    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        state = PlacedState(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        # Only now: a rule may replace the meta of the token that it pushed.
        in_autolink = False
        for token, offset in state.placed:
            token.meta["offset"] = offset + in_autolink
            in_autolink = token.type == "link_open" and token.markup == "autolink"
        return state.tokens


def attributes_of(block: str) -> Attributes | None:
    """The keys and values of ``{lang=he dir=rtl}``; None where it is not of that form."""
    found: list[tuple[str, str | None]] = []
    inner, position = block[1:-1].rstrip(), 0
    while position < len(inner):
        match = _PAIR.match(inner, position)
        if match is None:
            return None
        values = [match[name] for name in ("double", "single", "plain")]
        found.append((match["key"], next((value for value in values if value is not None), None)))
        position = match.end()
    return tuple(found)


def _span(state: StateInline, silent: bool) -> bool:
    """``[words]{...}``: pushed as span_open and span_close; which attributes are right is judged later."""
    if state.src[state.pos] != "[" or state.src.startswith("[^", state.pos):
        return False
    start, maximum = state.pos, state.posMax
    label_end = state.md.helpers.parseLinkLabel(state, start)
    if label_end < 0:
        return False
    block = _ATTRIBUTE_BLOCK.match(state.src, label_end + 1, maximum)
    if block is None:
        return False
    if not silent:
        state.pos, state.posMax = start + 1, label_end
        token = state.push("span_open", "span", 1)
        token.info = block[0]
        token.meta["attributes_offset"] = block.start()
        state.md.inline.tokenize(state)
        state.push("span_close", "span", -1)
    state.pos, state.posMax = block.end(), maximum
    return True


class _Helpers:
    """Those of the parser, but that the words of a link may have an attribute of their own: ``[[слово]{lang=be}](https://…)``."""

    parseLinkDestination = staticmethod(helpers.parseLinkDestination)
    parseLinkTitle = staticmethod(helpers.parseLinkTitle)

    @staticmethod
    def parseLinkLabel(state: StateInline, start: int, disableNested: bool = False) -> int:
        """The end of the label that begins at ``start``, -1 where it has none, or a link in it that is not allowed."""
        before, level, position = state.pos, 1, start + 1
        while position < state.posMax:
            mark = state.src[position]
            level -= mark == "]"
            if not level:
                break
            state.pos = position
            state.md.inline.skipToken(state)
            following, state.pos = state.pos, before
            if mark == "[":
                alone = following == position + 1
                level += alone
                if disableNested and not alone and not _is_span_without_link(state.src[position:following]):
                    return -1
            position = following
        return -1 if level else position


def _is_span_without_link(words: str) -> bool:
    """Whether ``words`` are a span in which no bracket stands but those of other spans."""
    for _ in range(DEEPEST):
        words, count = _INNER_SPAN.subn(r"\1", words)
        if not count:
            break
    return "[" not in words


def _braces(state: StateInline, silent: bool) -> bool:
    """``{decorative}`` after an image; what else looks like attributes is pushed as ``attribute``, to be refused."""
    if state.src[state.pos] != "{" or silent:
        return False
    block = _ATTRIBUTE_BLOCK.match(state.src, state.pos, state.posMax)
    if block is None:
        return False
    after_image = not state.pending and state.tokens and state.tokens[-1].type == "image"
    if after_image and block[0] == "{decorative}" and "decorative" not in state.tokens[-1].meta:
        state.tokens[-1].meta["decorative"] = True
    elif after_image or _LOOKS_LIKE_ATTRIBUTES.fullmatch(block[0]):
        state.push("attribute", "", 0).content = block[0]
    else:
        return False
    state.pos = block.end()
    return True


def _parser() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"maxNesting": _PARSER_LIMIT})
    markdown.inline = _PlacedInline()
    markdown.helpers = _Helpers  # type: ignore[assignment]
    markdown.configure("commonmark", {"maxNesting": _PARSER_LIMIT})
    markdown.enable("table")
    markdown.use(deflist_plugin)
    markdown.use(footnote_plugin, inline=False, move_to_end=False, always_match_refs=True)
    markdown.inline.ruler.before("link", "span", _span)
    markdown.inline.ruler.before("link", "braces", _braces)
    markdown.inline.ruler2.disable("fragments_join")
    markdown.core.ruler.disable("text_join")
    markdown.core.ruler.at("inline", place_inlines)
    # Targets stay as written; which of them are allowed is judged with their places.
    markdown.normalizeLink = lambda url: url  # type: ignore[method-assign]
    markdown.normalizeLinkText = lambda link: link  # type: ignore[method-assign]
    markdown.validateLink = lambda url: True  # type: ignore[method-assign]
    return markdown


def parse(text: str) -> Parsed:
    """The block tokens of ``text`` (LF line ends, no BOM) and its link reference definitions."""
    references = _References()
    environment: dict[str, Any] = {"references": references}
    tokens = _parser().parse(text, environment)
    definitions = [
        Definition(label, reference["map"][0] + 1, label in references.used, repeated=False)
        for label, reference in references.items()
    ]
    definitions += [
        Definition(repeated["label"], repeated["map"][0] + 1, used=False, repeated=True)
        for repeated in environment.get("duplicate_refs", [])
    ]
    return Parsed(tuple(tokens), tuple(sorted(definitions, key=lambda definition: definition.line)))
