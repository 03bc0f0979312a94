"""What each file of a work is for, in words of people who have never seen such a file.

Flow: target and kind of an artefact -> its name and its purpose; of a leaflet with the name of its format.
"""

from __future__ import annotations

from collections.abc import Mapping

from flugblatt import resources
from flugblatt.model.checks import Grade
from flugblatt.model.targets import row

Words = tuple[str, str]
LEAFLET = {
    "read": ("Leaflet, in reading order", "to read on a screen; a screen reader can speak it"),
    "office": ("Leaflet, for the office printer", "print both sides of the sheet at full size, and fold"),
    "office-white": ("Leaflet, for the office printer, little ink", "the same without colour over the whole sheet"),
    "dummy": ("Leaflet, paper dummy", "print, fold by hand and see how the panels follow each other"),
    "picture": ("Leaflet, picture of a side", "to show how the unfolded sheet looks"),
}
POSTER = {
    "read": ("Poster, on the screen", "title, an excerpt of the text and where the whole is; not the whole text"),
    "office": ("Poster, for the office printer", "print at full size, an excerpt of the text and where the whole is"),
    "office-white": ("Poster, for the office printer, little ink", "the same without colour over the whole sheet"),
    "picture": ("Poster, picture", "to show how it looks"),
    "press": ("Poster, for the print shop", "PDF/X-4, with bleed; an excerpt of the text"),
}
"""What is said of the formats that bear an excerpt."""
RECORDS = {
    "mrc": ("MARC 21 record", "for a library's system"),
    "marc.xml": ("MARC 21 record in XML", "the same for programs that read XML"),
    "mods.xml": ("MODS record", "for repositories of libraries"),
    "dc.xml": ("Dublin Core record", "for repositories and harvesters"),
    "onix.xml": ("ONIX message", "for the book trade: shops and wholesalers"),
    "jsonld": ("schema.org record", "for search engines"),
    "datacite.xml": ("DataCite record", "for whoever registers the DOI"),
    "internet-archive.csv": ("Table for the Internet Archive", "for an upload, which was not made"),
}
FORMS: dict[tuple[str, str], Words] = {
    ("archive-pdf", ""): ("PDF for the archive", "to keep, send and print; text, source and metadata lie inside"),
    ("access-pdf", ""): (
        "PDF for assistive technology",
        "the same pages for readers of PDF 2.0, with richer structure",
    ),
    ("large-print", ""): ("PDF in large print", "for those who need large letters"),
    ("bilingual", ""): ("PDF in two languages", "both texts on facing pages"),
    ("bilingual", "leaflet"): ("Sheet in two languages", "both texts side by side, passage beside passage, to print"),
    ("epub", ""): ("E-book", "for reading devices, telephones and shops"),
    ("kepub", ""): ("E-book for Kobo", "the same book for Kobo's own devices"),
    ("web", ""): ("Web page", "for any browser, and for a site of your own"),
    ("text", ""): ("Plain text", "to paste into mail and chat"),
    ("pictures", "cover"): ("Cover", "for e-book shops"),
    ("pictures", "thumb"): ("Small cover", "for lists"),
    ("pictures", "card"): ("Card", "the picture that social media show beside a link"),
    ("press", "press"): ("Leaflet, for the print shop", "PDF/X-4, with bleed"),
    ("press", "ticket"): ("Job ticket", "what the print shop has to know, to send along"),
    ("press", "soft-proof"): ("Soft proof", "how the press file looks in the inks and on the white of its paper"),
    ("package", ""): ("Archive package", "everything in one file, to keep for good and to verify years later"),
    ("package", "signature"): ("Signature of the package", "says who made it"),
    ("dnb", ""): ("Package for a national library", "for its deposit of publications"),
    ("catalogue", "landing"): ("Landing page", "the page of the work, with all its editions and files"),
    ("catalogue", "linkset"): ("Links for programs", "FAIR Signposting, beside the landing page"),
    **{("leaflet", kind): said for kind, said in LEAFLET.items()},
    **{("records", kind): said for kind, said in RECORDS.items()},
}
OF_FORMATS = ("leaflet", "press")
"""The targets whose files begin with the name of their format."""
CHECKLIST = (
    "The package was copied as it is, and not unpacked and packed again.",
    "Its SHA-256 is the one above, computed on the copy.",
    "`flugblatt verify` said that it is good; date and name of who ran it:",
    "A second copy lies in another place, on another kind of medium.",
    "The record is in the catalogue; its number:",
    "Rights and access were looked at; restrictions, if there are any:",
    "The next check of the copies is due on:",
)
"""What an archive does with a package, to be ticked on paper."""
PROVEN: Mapping[Grade, str] = {
    "reproduced": "The file was made again from its sources, and every byte is the same.",
    "compared": "The file was made again. Bytes differ, but nothing that a reader meets: text, pictures and the pages as two "
    "programs paint them were compared.",
    "read": "The text that machines read is that of the source. What the eye sees was not judged. It counts only where "
    "`--require read` asks for it.",
}
"""What a proof of a file in hand is worth, by its grade."""


def words_of(target: str, kind: str, name: str) -> Words:
    """What a file is called and what it is for; ``name`` is its own, which begins with that of a format where it has one."""
    if target in OF_FORMATS:
        format_name = name.partition(".")[0]
        is_poster = bool(resources.rows("formats")["formats"].get(format_name, {}).get("excerpt"))
        called, purpose = (POSTER.get(kind) if is_poster else None) or _named(target, kind)
        return f"{called} ({format_name})", purpose
    return _named(target, kind)


def _named(target: str, kind: str) -> Words:
    return FORMS.get((target, kind)) or (row(target).label, row(target).says)
