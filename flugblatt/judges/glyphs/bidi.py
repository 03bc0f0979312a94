"""The Unicode bidirectional algorithm (UAX #9): the embedding level of every character of a line, and the visual order.

Flow: text and paragraph direction -> classes -> explicit levels (X1-X8) -> runs resolved by W1-W7, N0-N2, I1-I2 -> L1.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache
from itertools import groupby
from typing import Final

STRONG: Final = ("L", "R", "AL")
ISOLATES: Final = ("LRI", "RLI", "FSI")
EMBEDDINGS: Final = ("LRE", "RLE", "LRO", "RLO")
NEUTRAL: Final = frozenset(("B", "S", "WS", "ON", "FSI", "LRI", "RLI", "PDI"))
REMOVED: Final = frozenset((*EMBEDDINGS, "PDF", "BN"))
DEEPEST: Final = 125  # UAX #9, BD2
PAIRS: Final = 63  # UAX #9, BD16


def levels(text: str, base: int) -> list[int]:
    """The embedding level of every character of ``text``, one line in a paragraph of level ``base`` (0 or 1)."""
    classes = [class_of(char) for char in text]
    if base == 0 and not any(kind in ("R", "AL", "AN", *ISOLATES, *EMBEDDINGS) for kind in classes):
        return [0] * len(text)
    found, resolved = _explicit(text, classes, base)
    explicit = tuple(found)
    for sequence in _sequences(classes, explicit):
        _resolve(text, sequence, resolved, explicit, found, base, classes)
    _trailing(classes, found, base)
    return found


def visual(levels: Sequence[int]) -> list[int]:
    """The indices of a line's parts from left to right (UAX #9, L2)."""
    order = list(range(len(levels)))
    odd = [level for level in levels if level % 2]
    for level in range(max(levels, default=0), min(odd, default=1) - 1, -1):
        start = 0
        while start < len(order):
            end = start
            while end < len(order) and levels[order[end]] >= level:
                end += 1
            order[start:end] = reversed(order[start:end])
            start = max(end, start + 1)
    return order


@cache
def class_of(char: str) -> str:
    """The bidirectional class; a character that is not assigned counts as L (DerivedBidiClass.txt has more)."""
    return unicodedata.bidirectional(char) or "L"


@cache
def closing_bracket(char: str) -> str:
    """The closing bracket of an opening one, else empty (BidiBrackets.txt): the next mirrored Pe, but for two that cross."""
    if unicodedata.category(char) != "Ps" or not unicodedata.mirrored(char):
        return ""
    crossed = {"\u298d": "\u2990", "\u298f": "\u298e"}
    for closing in (crossed.get(char, ""), chr(ord(char) + 1), chr(ord(char) + 2)):
        if closing and unicodedata.category(closing) == "Pe" and unicodedata.mirrored(closing):
            return closing
    return ""


def _canonical(char: str) -> str:
    return {"\u2329": "\u3008", "\u232a": "\u3009"}.get(char, char)


def _explicit(text: str, classes: list[str], base: int) -> tuple[list[int], list[str]]:
    """Levels and classes after X1-X8."""
    stack: list[tuple[int, str, bool]] = [(base, "", False)]
    lost_isolates = lost_embeddings = valid = 0
    found: list[int] = []
    resolved: list[str] = []
    for index, kind in enumerate(classes):
        level, override, _ = stack[-1]
        if kind in (*EMBEDDINGS, *ISOLATES):
            isolate = kind in ISOLATES
            to_right = kind in ("RLE", "RLO", "RLI") or (kind == "FSI" and _first_strong(classes, index + 1) == 1)
            following = (level + 1) | 1 if to_right else (level + 2) & ~1
            found.append(level)
            resolved.append(override or kind if isolate else kind)
            if following <= DEEPEST and not lost_isolates and not lost_embeddings:
                stack.append((following, {"LRO": "L", "RLO": "R"}.get(kind, ""), isolate))
                valid += isolate
            elif isolate:
                lost_isolates += 1
            elif not lost_isolates:
                lost_embeddings += 1
            continue
        if kind == "PDI":
            if lost_isolates:
                lost_isolates -= 1
            elif valid:
                lost_embeddings = 0
                while not stack[-1][2]:
                    stack.pop()
                stack.pop()
                valid -= 1
            level, override, _ = stack[-1]
        elif kind == "PDF":
            if lost_isolates:
                pass
            elif lost_embeddings:
                lost_embeddings -= 1
            elif not stack[-1][2] and len(stack) > 1:
                stack.pop()
            level = stack[-1][0]
        found.append(base if kind == "B" else level)
        resolved.append(override if override and kind not in ("B", "BN", "PDF") else kind)
    return found, resolved


def _first_strong(classes: list[str], start: int) -> int:
    """1 where the first strong character up to the matching PDI is right-to-left (P2, P3)."""
    depth = 0
    for kind in classes[start:]:
        if kind in ISOLATES:
            depth += 1
        elif kind == "PDI":
            if not depth:
                return 0
            depth -= 1
        elif kind in STRONG and not depth:
            return int(kind != "L")
    return 0


def _sequences(classes: list[str], explicit: Sequence[int]) -> list[list[int]]:
    """The isolating run sequences (X10, BD13), without the characters that X9 removes."""
    kept = [index for index, kind in enumerate(classes) if kind not in REMOVED]
    runs = [list(run) for _, run in groupby(kept, key=lambda index: explicit[index])]
    sequences: list[list[int]] = []
    waiting: list[list[int]] = []
    for run in runs:
        if classes[run[0]] == "PDI" and waiting and explicit[waiting[-1][-1]] == explicit[run[0]]:
            home = waiting.pop()
            home.extend(run)
        else:
            home = list(run)
            sequences.append(home)
        if classes[run[-1]] in ISOLATES:
            waiting.append(home)
    return sequences


def _resolve(
    text: str,
    sequence: list[int],
    resolved: list[str],
    explicit: Sequence[int],
    found: list[int],
    base: int,
    classes: list[str],
) -> None:
    """Writes the levels of one sequence to ``found``; its neighbours count with their explicit levels (X10)."""
    level = explicit[sequence[0]]
    own = "R" if level % 2 else "L"
    before = next((explicit[index] for index in range(sequence[0] - 1, -1, -1) if classes[index] not in REMOVED), base)
    rest = range(sequence[-1] + 1, len(classes))
    after = next((explicit[index] for index in rest if classes[index] not in REMOVED), base)
    if classes[sequence[-1]] in ISOLATES:
        after = base
    opening = "R" if max(level, before) % 2 else "L"
    closing = "R" if max(level, after) % 2 else "L"
    kinds = _weak([resolved[index] for index in sequence], opening)
    _brackets([text[index] for index in sequence], kinds, own, opening, [classes[index] for index in sequence])
    _neutral(kinds, own, opening, closing)
    for index, kind in zip(sequence, kinds, strict=True):
        if level % 2:
            found[index] += kind in ("L", "EN", "AN")
        else:
            found[index] += {"R": 1, "AN": 2, "EN": 2}.get(kind, 0)


def _weak(kinds: list[str], opening: str) -> list[str]:
    """W1-W7."""
    strong = opening
    for index, kind in enumerate(kinds):
        if kind == "NSM":  # W1
            previous = kinds[index - 1] if index else opening
            kinds[index] = kind = "ON" if previous in (*ISOLATES, "PDI") else previous
        if kind in STRONG:
            strong = kind
        elif kind == "EN" and strong == "AL":  # W2
            kinds[index] = "AN"
    kinds = ["R" if kind == "AL" else kind for kind in kinds]  # W3
    for index in range(1, len(kinds) - 1):  # W4
        before, kind, after = kinds[index - 1 : index + 2]
        if before == after and ((kind in ("ES", "CS") and before == "EN") or (kind == "CS" and before == "AN")):
            kinds[index] = before
    start = 0
    for kind, group in groupby(list(kinds)):  # W5, W6
        end = start + len(list(group))
        if kind == "ET":
            numeric = (start and kinds[start - 1] == "EN") or (end < len(kinds) and kinds[end] == "EN")
            kinds[start:end] = ["EN" if numeric else "ON"] * (end - start)
        elif kind in ("ES", "CS"):
            kinds[start:end] = ["ON"] * (end - start)
        start = end
    strong = opening
    for index, kind in enumerate(kinds):  # W7
        if kind in ("L", "R"):
            strong = kind
        elif kind == "EN" and strong == "L":
            kinds[index] = "L"
    return kinds


def _brackets(chars: list[str], kinds: list[str], own: str, opening: str, classes: list[str]) -> None:
    """N0."""
    open_at: list[tuple[str, int]] = []
    pairs: list[tuple[int, int]] = []
    for index, char in enumerate(chars):
        if kinds[index] != "ON":
            continue
        if closing := closing_bracket(char):
            if len(open_at) == PAIRS:
                return
            open_at.append((_canonical(closing), index))
            continue
        for place in range(len(open_at) - 1, -1, -1):
            if open_at[place][0] == _canonical(char):
                pairs.append((open_at[place][1], index))
                del open_at[place:]
                break
    for start, end in sorted(pairs):
        inside = {_strength(kind) for kind in kinds[start + 1 : end]} - {""}
        if own in inside:
            direction = own
        elif inside:
            earlier = next((_strength(kind) for kind in reversed(kinds[:start]) if _strength(kind)), opening)
            direction = earlier if earlier != own else own
        else:
            continue
        for place in (start, end):
            kinds[place] = direction
            for index in range(place + 1, len(kinds)):
                if classes[index] != "NSM":
                    break
                kinds[index] = direction


def _strength(kind: str) -> str:
    return "L" if kind == "L" else "R" if kind in ("R", "EN", "AN") else ""


def _neutral(kinds: list[str], own: str, opening: str, closing: str) -> None:
    """N1, N2."""
    start = 0
    for neutral, group in groupby(list(kinds), key=lambda kind: kind in NEUTRAL):
        end = start + len(list(group))
        if neutral:
            before = _strength(kinds[start - 1]) if start else opening
            after = _strength(kinds[end]) if end < len(kinds) else closing
            kinds[start:end] = [before if before == after else own] * (end - start)
        start = end


def _trailing(classes: list[str], found: list[int], base: int) -> None:
    """Levels of what X9 left out (as the character before it), and L1."""
    for index, kind in enumerate(classes):
        if kind in REMOVED:
            found[index] = found[index - 1] if index else base
    reset = True
    for index in range(len(classes) - 1, -1, -1):
        kind = classes[index]
        if kind in ("B", "S"):
            reset = True
            found[index] = base
        elif kind in ("WS", *ISOLATES, "PDI", *REMOVED):
            if reset:
                found[index] = base
        else:
            reset = False
