"""A letter in three languages, as Word writes it: a note, a list, a quotation with tracked changes, a table."""

from __future__ import annotations

from tests.content.importing import word_specimens as word

TEXTS = {
    "de": (
        "Erklärung",
        "„Wir“ sagen – heute – dies.",
        "Eine Anmerkung.",
        ("Name", "Zahl"),
        ("Maria", "10\u00a0000"),
        "de-DE",
    ),
    "be": ("Заява", "«Мы» кажам — сёння — гэта.", "Заўвага.", ("Імя", "Лік"), ("Марыя", "10\u00a0000"), "be-BY"),
    "he": ("הצהרה", "אנחנו אומרים – היום – „כך”.", "הערה.", ("שם", "מספר"), ("מריה", "10"), "he-IL"),
}


def written(tag: str, **other: str) -> bytes:
    """The file in a language, with ``other`` words in the place of some."""
    title, text, note, head, row, locale = TEXTS[tag]
    for old, new in other.items():
        text = text.replace(old, new)
    blocks = (
        word.paragraph(title, style="Titel"),
        word.paragraph(text, word.note_call(1)),
        word.item(row[0], 1),
        word.paragraph(word.inserted(title), word.deleted("x"), style="Zitat"),
        word.table(head, row),
    )
    return word.docx(*blocks, notes=(note,), parts={"word/styles.xml": word.STYLES.replace("de-DE", locale)})
