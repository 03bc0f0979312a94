"""What an ONIX product says to shops: subjects, texts, cover, status and dates, supply, accessibility; as XPaths, and expected.

Flow: ``SHARED``, ``FEATURES``, ``OF_FILES`` are read by ``onix_reader``; ``expected`` and ``features`` compute the same again.
Codes are those of EDItEUR's lists, issue 75; nothing here is shared with what makes the records.
"""

from __future__ import annotations

import io
import re
import zipfile

from flugblatt.judges.metadata.fields import Fields
from flugblatt.judges.records.record_facts import Said, address

_D, _P, _C = "o:DescriptiveDetail", "o:PublishingDetail", "o:CollateralDetail"
_S, _A = "o:ProductSupply/o:SupplyDetail", f"{_C}/o:SupportingResource"
_V = f"{_A}/o:ResourceVersion"
MAIN = "ONIX Product/DescriptiveDetail/Subject/MainSubject"
"""The path of an element without a value, as a Sheet names what nobody asked for."""
_IS_CLAIM = "contains(' 04 82 85 ', concat(' ', o:ProductFormFeatureValue, ' '))"
"""A value is a claim of conformance: EPUB Accessibility 1.1, WCAG 2.2, level AA."""
CLAIM = re.compile(rb'property="dcterms:conformsTo"[^>]*>\s*EPUB Accessibility 1\.1 - WCAG 2\.2 Level AA\s*<')


def _date(role: str) -> str:
    return f"{_P}/o:PublishingDate[o:PublishingDateRole='{role}']/o:Date"


SHARED = {
    "ONIX subject schemes": f"{_D}/o:Subject/o:SubjectSchemeIdentifier/text()",
    "ONIX subject codes": f"{_D}/o:Subject/o:SubjectCode/text()",
    "ONIX main subjects": f"{_D}/o:Subject[o:MainSubject]/o:SubjectCode/text()",
    "ONIX open access": f"{_C}/o:TextContent[o:TextType='20']/o:Text/text()",
    "ONIX status": f"{_P}/o:PublishingStatus/text()",
    "ONIX status note": f"{_P}/o:PublishingStatusNote/text()",
    "ONIX status note @language": f"{_P}/o:PublishingStatusNote/@language",
    "ONIX date roles": f"{_P}/o:PublishingDate/o:PublishingDateRole/text()",
    "ONIX date": f"{_date('01')}/text()",
    "ONIX date format": f"{_date('01')}/@dateformat",
    "ONIX embargo": f"{_date('02')}/text()",
    "ONIX embargo format": f"{_date('02')}/@dateformat",
    "ONIX withdrawal": f"{_date('13')}/text()",
    "ONIX withdrawal format": f"{_date('13')}/@dateformat",
    "ONIX superseded": "o:RelatedMaterial/o:RelatedProduct[o:ProductRelationCode='03']/o:ProductIdentifier/o:IDValue/text()",
    "ONIX superseded by name": "o:RelatedMaterial/o:RelatedProduct/o:ProductIdentifier/o:IDTypeName/text()",
    "ONIX supplier": f"{_S}/o:Supplier/o:SupplierRole/text() | {_S}/o:Supplier/o:SupplierName/text()",
    "ONIX availability": f"{_S}/o:ProductAvailability/text()",
    "ONIX supply date": f"{_S}/o:SupplyDate/o:SupplyDateRole/text() | {_S}/o:SupplyDate/o:Date/text()",
    "ONIX supply date format": f"{_S}/o:SupplyDate/o:Date/@dateformat",
    "ONIX unpriced": f"{_S}/o:UnpricedItemType/text()",
    "ONIX price": " | ".join(f"{_S}/o:Price/o:{name}/text()" for name in ("PriceType", "PriceAmount", "CurrencyCode")),
    "file cover": " | ".join(
        (
            *(f"{_A}/o:{name}/text()" for name in ("ResourceContentType", "ContentAudience", "ResourceMode")),
            *(f"{_V}/o:{name}/text()" for name in ("ResourceForm", "ResourceLink")),
            *(
                f"{_V}/o:ResourceVersionFeature/o:{name}/text()"
                for name in ("ResourceVersionFeatureType", "FeatureValue")
            ),
        )
    ),
}
_FEATURE = f"{_D}/o:ProductFormFeature"
FEATURES = {
    "features": f"{_FEATURE}[not({_IS_CLAIM})]/o:ProductFormFeatureValue/text()",
    "feature types": f"{_FEATURE}[not({_IS_CLAIM})]/o:ProductFormFeatureType/text()",
}
OF_FILES = {
    "claims": f"{_FEATURE}[{_IS_CLAIM}]/o:ProductFormFeatureValue/text()",
    "claim types": f"{_FEATURE}[{_IS_CLAIM}]/o:ProductFormFeatureType/text()",
}
_SCHEMES = {"": "20", "bisac": "10", "ddc": "01", "udc": "09", "gnd": "91", "eurovoc": "B0"}
_QUALIFIERS = "123456"
_LAWS = {"microenterprise": "75", "disproportionate-burden": "76", "fundamental-alteration": "77"}


def expected(said: Said, products: int) -> Fields:
    """What all products have in common."""
    statement = said.statement
    schemes = [_scheme(subject.scheme, subject.code) for subject in said.schemed]
    shelves = [(scheme, subject.code) for scheme, subject in zip(schemes, said.schemed, strict=True)]
    main = [next((code for scheme, code in shelves if scheme == wanted), "") for wanted in ("93", "10")]
    ordered = [code for scheme, code in dict.fromkeys(shelves) if code in main and scheme in ("93", "10")]
    withdrawn, ends = statement.withdrawn, statement.embargo_ends
    reason = (withdrawn.reason.for_language(said.edition.language) or "") if withdrawn else ""
    license_ = next(filter(None, said.license), "")
    coming = bool(ends and statement.embargoed)
    sold = bool(statement.supplier and statement.price)
    date, until = (_digits(statement.date), _digits(withdrawn.date) if withdrawn else "")
    return {
        "ONIX subject schemes": tuple(schemes),
        "ONIX subject codes": tuple(subject.code for subject in said.schemed),
        "ONIX main subjects": tuple(ordered),
        MAIN: ("(empty)",) * (len(ordered) * products),
        "ONIX open access": (
            (f"Open access ({license_})" if license_ else "Open access") if said.access == "open" else "",
        ),
        "ONIX status": ("11" if withdrawn else "02" if coming else "04",),
        "ONIX status note": (reason,),
        "ONIX status note @language": (said.code if reason and withdrawn and withdrawn.reason.named else "",),
        "ONIX date roles": ("01", "02" if ends else "", "13" if withdrawn else ""),
        "date": (statement.date,),
        "ONIX date format": (_FORMATS[len(date)],),
        "ONIX embargo": (ends.strftime("%Y%m%dT%H%MZ") if ends else "",),
        "ONIX embargo format": ("13" if ends else "",),
        "ONIX withdrawal": (until,),
        "ONIX withdrawal format": (_FORMATS[len(until)] if until else "",),
        "ONIX superseded": (statement.supersedes,),
        "ONIX superseded by name": ("name of the work" if statement.supersedes else "",),
        "ONIX supplier": ("00", statement.supplier) if sold else (),
        "ONIX availability": (("46" if withdrawn else "10" if coming else "20") if sold else "",),
        "ONIX supply date": ("08", ends.strftime("%Y%m%d")) if sold and coming and ends else (),
        "ONIX supply date format": ("00" if sold and coming else "",),
        "ONIX unpriced": ("01" if sold and statement.price and statement.price.free else "",),
        "ONIX price": _price(said) if sold else (),
        "file cover": _cover(said),
    }


_FORMATS = {4: "05", 6: "01", 8: "00"}


def _digits(date: str) -> str:
    return date.replace("-", "")


def _scheme(scheme: str, code: str) -> str:
    if scheme != "thema":
        return _SCHEMES[scheme]
    return f"9{3 + int(code[0])}" if code[0] in _QUALIFIERS else "93"


def _price(said: Said) -> tuple[str, ...]:
    price = said.statement.price
    return ("02", price.amount, price.currency) if price and price.amount else ()


def _cover(said: Said) -> tuple[str, ...]:
    """The parts of the cover as they follow one another; a cover for shops has 1600 by 2560 pixels."""
    cover = said.cover
    link = address(cover) if cover else ""
    if cover is None or not link:
        return ()
    features = ("01", "D502", "02", "2560", "03", "1600", "07", str(len(cover.data)), "08", cover.sha256)
    return ("01", "00", "03", "02", *features, link)


def features(said: Said, name: str) -> tuple[Fields, Fields]:
    """What one product says of its accessibility: of itself, and repeating the claims of its file."""
    epub, contact = name == "epub", said.statement.contact
    own = ["10", "13", "22", "52"] + (["19", "29", "30", "32", "36", "41"] if epub else [])
    own += ["11"] if not said.pictures and not said.tables else []
    own += ["14"] if said.pictures else []
    own += {"archive-pdf": ["05"], "access-pdf": ["06"], "large-print": ["05"]}.get(name, [])
    own += [_LAWS[said.statement.exemption]] if said.statement.exemption else []
    mail = contact.email if contact else ""
    listed = (*("00",) * epub, *sorted(own), *("99",) * bool(mail))
    beside = ("00", "101F") if epub else ()
    words = (said.language.accessibility(said.pictures) if epub else "", mail)
    claims = (
        ("04", "82", "85") if epub and any(_claims(file.data) for file in said.files if file.target == "epub") else ()
    )
    shown = {
        "features": (*listed, *beside),
        "feature types": ("09",) * len(listed) + (("12", "15") if epub else ()),
        "feature descriptions": words,
        "feature description @language": (said.label_code if epub else "",),
    }
    return shown, {"file claims": claims, "file claim types": ("09",) * len(claims)}


def _claims(data: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            return any(CLAIM.search(book.read(name)) for name in book.namelist() if name.endswith(".opf"))
    except zipfile.BadZipFile:
        return False
