"""The codes of the judge ``parity``, each with what it means and what to do."""

from __future__ import annotations

from collections.abc import Mapping

from flugblatt.model import FindingCode

COMPARE = "Compare the two lines that the finding names, and mend the one that is wrong. "
PURPOSE = (
    "If the translation differs there on purpose, say so in statement.yaml: "
    "parity: {ignore: [{where: be.md:12, reason: …}]}."
)


def _code(meaning: str, remedy: str = COMPARE, reason: str = "") -> FindingCode:
    return FindingCode(meaning, remedy + PURPOSE, reason, severity="warning")


CODES: Mapping[str, FindingCode] = {
    "parity-missing": _code(
        "A block of the original that the translation does not have.",
        "Translate the line of the original that the finding names; it belongs after the line that it stands at. ",
        "Readers of one language would learn less than those of another.",
    ),
    "parity-added": _code(
        "A block of the translation that the original does not have.",
        "Look whether the original lost it, or whether the translation says more than was signed. ",
        "What the issuers signed is the original.",
    ),
    "parity-doubled": _code("A block of the translation that stands there twice, and in the original once."),
    "parity-moved": _code(
        "A block that stands at another place than in the original. Lengths, figures and the words that recur in other blocks "
        "say so, with no dictionary: look at both places."
    ),
    "parity-split": _code("One paragraph of the original that is two in the translation."),
    "parity-joined": _code(
        "Two paragraphs of the original that are one in the translation, or one of them is missing.",
    ),
    "parity-kind": _code(
        "A block of another kind: a heading made a paragraph, a quotation made plain text, another kind of list."
    ),
    "parity-level": _code("A heading of another level."),
    "parity-label": _code("An item of a list with another number or letter."),
    "parity-table": _code("A table with another number of rows or columns."),
    "parity-note": _code(
        "A block with more or fewer calls of notes than in the original.",
        "Set the missing call, as in word[^1], with its note, or take the one too many away. ",
    ),
    "parity-picture": _code("A block with more or fewer pictures than in the original."),
    "parity-link": _code(
        "A link that leads elsewhere than in the original, or has no counterpart.",
        reason="Addresses are not translated; one that was changed by accident leads readers astray.",
    ),
    "parity-link-language": _code(
        "A link to the same site in another language: its address differs in a language tag alone (/de/ and /be/, de.example.org "
        "and be.example.org, ?lang=de), or in what follows it. As a rule that is meant.",
        "Look whether the page says the same. ",
    ),
    "parity-number": _code(
        "Other numbers than in the original. They are compared by value: digits of every script, marks for decimals and thousands "
        "as CLDR has them; numbers up to 100 may be words of the language, Roman, Hebrew or Han numerals.",
    ),
    "parity-date": _code("Another month than in the original, by its name in CLDR or as a figure of a date."),
    "parity-untranslated": _code(
        "A block, or five words and more on end, as the original has it, or in a script that the language is not written in.",
        "Translate it; mark what is quoted in another language, as in [Wort]{lang=de}. ",
    ),
    "parity-length": _code(
        "A block, or a sentence of one, that is far shorter or longer than the original lets expect: the usual ratio is that of "
        "the two languages (styles/lengths.toml) and of this text.",
        "Look whether something is missing, or was added. ",
    ),
    "parity-unended": _code(
        "A block that ends without a mark, where the original ends with one and the translation ends its blocks so elsewhere.",
        "Look whether the end of the sentence is missing. ",
    ),
    "parity-name": _code(
        "Latin letters in an original of another script (a name, an abbreviation, a code) that the translation does not have."
    ),
    "parity-unused": FindingCode(
        "A place in parity: {ignore: …} of statement.yaml where nothing is found.",
        "Take it out, or correct its line: the text may have moved.",
        severity="warning",
    ),
}
