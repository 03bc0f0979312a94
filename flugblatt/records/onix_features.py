"""Accessibility in ONIX (list 196): what each file has, what it claims, what statement.yaml says of the law, whom to ask.

Flow: Description, form -> ``features`` -> ProductFormFeature of the product. A claim is repeated where the file makes it, for the
judges of the same run have judged it; nothing is claimed here.
"""

from __future__ import annotations

from lxml import etree

from flugblatt.model import Artefact
from flugblatt.records.description import Description
from flugblatt.records.file_access import package_metadata
from flugblatt.records.tree import add, group

EPUB_FEATURES = ("10", "13", "19", "22", "29", "30", "32", "36", "41", "52")
"""Nothing disabled, one logical order, page breaks, language tags, headings to walk by, roles, landmarks, changeable appearance,
page list, all of it readable without sight."""
PDF_FEATURES = ("10", "13", "22", "52")
CLAIMED = {"archive-pdf": "05", "access-pdf": "06", "large-print": "05"}
"""PDF/UA-1 and PDF/UA-2, which the files carry in their metadata."""
CONTENTS, SHORT_TEXTS = "11", "14"
CLAIM = "EPUB Accessibility 1.1 - WCAG 2.2 Level AA"
OF_CLAIM = ("04", "82", "85")
"""EPUB Accessibility 1.1, WCAG 2.2, level AA."""
EXEMPTIONS = {"microenterprise": "75", "disproportionate-burden": "76", "fundamental-alteration": "77"}
CONTACT = "99"
VERSION_OF_EPUB = "101F"
"""List 220: EPUB 3.3."""


def features(detail: etree._Element, description: Description, form: Artefact) -> None:
    """Those of list 196 in the order of their codes; of the e-book also list 143 (no hazards) and its version."""
    epub, found = form.target == "epub", []
    # "11" promises a way to every table and picture too, which contents and outline of a statement do not list.
    found += [] if description.pictures or description.tables else [CONTENTS]
    found += [SHORT_TEXTS] if description.pictures else []
    found += [*EPUB_FEATURES] if epub else [*PDF_FEATURES, CLAIMED[form.target]]
    found += [*OF_CLAIM] if epub and claims(form.data) else []
    found += [EXEMPTIONS[description.statement.exemption]] if description.statement.exemption else []
    if epub:
        language = description.language
        summary, words = _feature(detail, "09", "00"), language.accessibility(description.pictures)
        add(summary, "ProductFormFeatureDescription", words, language=label_code(description))
    for value in sorted(found):
        _feature(detail, "09", value)
    contact = description.statement.contact
    if contact and contact.email:
        add(_feature(detail, "09", CONTACT), "ProductFormFeatureDescription", contact.email)
    if epub:
        _feature(detail, "12", "00")
        _feature(detail, "15", VERSION_OF_EPUB)


def claims(epub: bytes) -> bool:
    """Whether an e-book says that it conforms (EPUB Accessibility 1.1, 4.3)."""
    return ("dcterms:conformsTo", CLAIM) in package_metadata(epub)


def label_code(description: Description) -> str:
    """The code of the language that labels are in."""
    return description.codes.bibliographic if not description.language.label_lang else "eng"


def _feature(detail: etree._Element, kind: str, value: str) -> etree._Element:
    return group(detail, "ProductFormFeature", ProductFormFeatureType=kind, ProductFormFeatureValue=value)
