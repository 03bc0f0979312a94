"""What shops need of an ONIX product beside its description: subjects, texts, the cover, dates and status, supply.

Flow: Description -> the blocks 1 (subjects), 2, 4 and 6 of a product. Supply is there where statement.yaml gives a price and a
supplier, the cover where flugblatt.toml says where the project is published.
"""

from __future__ import annotations

import io

from lxml import etree
from PIL import Image

from flugblatt.model import Artefact, Price, Subject
from flugblatt.records.description import Description, file_address
from flugblatt.records.tree import add, add_if, group

SCHEMES = {"bisac": "10", "ddc": "01", "udc": "09", "gnd": "91", "eurovoc": "B0"}
"""List 27."""
THEMA = {"1": "94", "2": "95", "3": "96", "4": "97", "5": "98", "6": "99"}
"""List 27: a qualifier of Thema begins with its figure, a subject category (93) with a letter."""
MAIN = ("93", "10")
"""Schemes for shelves, in which one subject is the main one: the first that statement.yaml gives."""
KEYWORDS = "20"
FORTHCOMING, ACTIVE, WITHDRAWN = "02", "04", "11"
"""List 64."""
NOT_YET, AVAILABLE, WITHDRAWN_FROM_SALE = "10", "20", "46"
"""List 65."""


def subjects(detail: etree._Element, description: Description) -> None:
    """A Subject each: with scheme and code, or as a keyword."""
    language = description.codes.bibliographic if description.subjects_language else ""
    seen: set[str] = set()
    for subject in description.statement.subjects.for_language(description.edition.language) or ():
        scheme = _scheme(subject)
        element = add(detail, "Subject")
        if scheme in MAIN and scheme not in seen:
            add(element, "MainSubject")
        seen.add(scheme)
        add(element, "SubjectSchemeIdentifier", scheme)
        add_if(element, "SubjectCode", subject.code)
        add(element, "SubjectHeadingText", subject.label, language=language)


def _scheme(subject: Subject) -> str:
    if subject.scheme == "thema":
        return THEMA.get(subject.code[0], "93")
    return SCHEMES.get(subject.scheme, KEYWORDS)


def collateral(product: etree._Element, description: Description) -> None:
    """The summary as description (03), the statement of rights as the publisher's notice (13), open access (20), the cover."""
    rights = description.statement.rights
    language = description.codes.bibliographic if description.summary_language else ""
    license_ = description.license_name or description.license_address
    terms = f"Open access ({license_})" if license_ else "Open access"
    texts = (
        ("03", description.summary, language),
        ("13", rights.statement if rights else "", ""),
        ("20", terms if rights and rights.access == "open" else "", "eng"),
    )
    given = tuple(each for each in texts if each[1])
    address = file_address(description.cover) if description.cover else ""
    if not given and not address:
        return
    element = add(product, "CollateralDetail")
    for kind, text, code in given:
        content = group(element, "TextContent", TextType=kind, ContentAudience="00")
        add(content, "Text", text, language=code)
    if description.cover and address:
        _cover(element, description.cover, address)


def _cover(element: etree._Element, cover: Artefact, address: str) -> None:
    """Lists 158, 159, 161 and 162: the front cover, a still image to download, with its format, size and SHA-256."""
    resource = group(element, "SupportingResource", ResourceContentType="01", ContentAudience="00", ResourceMode="03")
    version = group(resource, "ResourceVersion", ResourceForm="02")
    width, height = Image.open(io.BytesIO(cover.data)).size
    said = (("01", "D502"), ("02", str(height)), ("03", str(width)), ("07", str(cover.size)), ("08", cover.sha256))
    for kind, value in said:
        group(version, "ResourceVersionFeature", ResourceVersionFeatureType=kind, FeatureValue=value)
    add(version, "ResourceLink", address)


def status(detail: etree._Element, description: Description) -> None:
    """Publishing status and dates: publication (01), end of the embargo (02), withdrawal (13)."""
    statement = description.statement
    withdrawn = statement.withdrawn
    add(detail, "PublishingStatus", WITHDRAWN if withdrawn else FORTHCOMING if statement.embargoed else ACTIVE)
    if withdrawn:
        reason = withdrawn.reason.for_language(description.edition.language) or ""
        named = bool(withdrawn.reason.named)
        add_if(detail, "PublishingStatusNote", reason, language=description.codes.bibliographic if named else "")
    _date(detail, "01", statement.date)
    if ends := statement.embargo_ends:
        date = group(detail, "PublishingDate", PublishingDateRole="02")
        add(date, "Date", ends.strftime("%Y%m%dT%H%MZ"), dateformat="13")
    if withdrawn:
        _date(detail, "13", withdrawn.date)


def _date(detail: etree._Element, role: str, text: str) -> None:
    digits = text.replace("-", "")
    date = group(detail, "PublishingDate", PublishingDateRole=role)
    add(date, "Date", digits, dateformat={8: "00", 6: "01", 4: "05"}[len(digits)])


def supply(product: etree._Element, description: Description) -> None:
    """Who supplies it (in a role that nobody has named), whether it can be had, and for how much, taxes included."""
    statement = description.statement
    if not statement.supplier or not statement.price:
        return
    detail = group(add(product, "ProductSupply"), "SupplyDetail")
    group(detail, "Supplier", SupplierRole="00", SupplierName=statement.supplier)
    ends = statement.embargo_ends if statement.embargoed else None
    add(detail, "ProductAvailability", WITHDRAWN_FROM_SALE if statement.withdrawn else NOT_YET if ends else AVAILABLE)
    if ends:
        date = group(detail, "SupplyDate", SupplyDateRole="08")
        add(date, "Date", ends.strftime("%Y%m%d"), dateformat="00")
    _price(detail, statement.price)


def _price(detail: etree._Element, price: Price) -> None:
    """List 57: free of charge; or list 58: the recommended retail price including tax."""
    if price.free:
        add(detail, "UnpricedItemType", "01")
    else:
        group(detail, "Price", PriceType="02", PriceAmount=price.amount, CurrencyCode=price.currency)
