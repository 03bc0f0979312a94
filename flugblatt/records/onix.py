"""ONIX for Books 3.1: a message for the book trade with a product for the e-book and one for the PDF.

Flow: Description -> ``render`` -> XML, reference names. Due only where statement.yaml gives a publisher.

An edition is one work in ONIX's sense (a translation is a work derived from another), each file a product with the
identifier of its form and its own ISBN; the printed edition is named where it has one. The DOI names the e-book. There is no
price, no supplier, no market and no audience; the publishing status is *unspecified*. Accessibility (list 196) says of the
e-book what its package document says, and of the PDF what it claims; both are judged before any record is made.
"""

from __future__ import annotations

from lxml import etree

from flugblatt.model import Artefact
from flugblatt.model.targets import product_of
from flugblatt.records.description import Description, form_urn
from flugblatt.records.tree import add, add_if, group, root, written

ONIX = "http://ns.editeur.org/onix/3.1/reference"
PRODUCTS = ("epub", "archive-pdf")
DETAILS = {"epub": ("E101", "E200"), "archive-pdf": ("E107", "E201")}
"""List 175: format, and whether it reflows or is fixed."""
EPUB_FEATURES = ("10", "13", "19", "22", "29", "36", "41", "52")
"""List 196: nothing disabled, one logical order, page breaks, language tags, headings to walk by, changeable
appearance, page list, all of it readable without sight."""
PDF_FEATURES = ("05", "13", "22")
"""List 196: PDF/UA-1, one logical order, language tags."""
CONTENTS, SHORT_TEXTS = "11", "14"
VERSION_OF_EPUB = "101F"
"""List 220: EPUB 3.3."""


def render(description: Description) -> bytes | None:
    """The message, valid by ONIX_BookProduct_3.1_reference.xsd; None without a publisher or without a product."""
    statement = description.statement
    forms = tuple(form for name in PRODUCTS for form in description.forms if form.target == name)
    if not statement.publisher or not forms:
        return None
    message = root("ONIXMessage", ONIX)
    message.set("release", "3.1")
    header = add(message, "Header")
    contact = statement.contact
    reached = (
        {"ContactName": contact.name, "TelephoneNumber": contact.phone, "EmailAddress": contact.email}
        if contact
        else {}
    )
    group(header, "Sender", SenderName=statement.publisher.name, **reached)
    add(header, "SentDateTime", statement.stamp_as("%Y%m%dT%H%M%SZ"))
    for form in forms:
        _product(message, description, form, tuple(other for other in forms if other is not form))
    return written(message)


def _product(
    message: etree._Element, description: Description, form: Artefact, alternatives: tuple[Artefact, ...]
) -> None:
    urn = form_urn(description, description.edition.language, form.target)
    product = group(message, "Product", RecordReference=urn, NotificationType="03")
    group(product, "ProductIdentifier", ProductIDType="22", IDValue=urn)
    doi = description.edition.identifiers.doi if form.target == "epub" else ""
    for kind, value in (("15", _isbn(description, product_of(form.target))), ("06", doi)):
        if value:
            group(product, "ProductIdentifier", ProductIDType=kind, IDValue=value)
    _descriptive(product, description, form)
    _collateral(product, description)
    _publishing(product, description)
    _related(product, description, form, alternatives)


def _descriptive(product: etree._Element, description: Description, form: Artefact) -> None:
    statement, edition = description.statement, description.edition
    code = description.codes.bibliographic
    detail = group(product, "DescriptiveDetail", ProductComposition="00", ProductForm="ED")
    for value in DETAILS[form.target]:
        add(detail, "ProductFormDetail", value)
    _accessibility(detail, description, form)
    add(detail, "PrimaryContentType", "10")
    if description.pictures:
        add(detail, "ProductContentType", "07")
    add(detail, "EpubTechnicalProtection", "00")
    if address := description.license_address:
        license_ = group(detail, "EpubLicense", EpubLicenseName=description.license_name or address)
        group(license_, "EpubLicenseExpression", EpubLicenseExpressionType="01", EpubLicenseExpressionLink=address)
    if statement.series:
        _collection(detail, description)
    element = group(group(detail, "TitleDetail", TitleType="01"), "TitleElement", TitleElementLevel="01")
    add(element, "TitleText", edition.title_text, language=code)
    add_if(element, "Subtitle", edition.subtitle, language=code)
    _contributors(detail, description)
    add(detail, "NoEdition")
    _languages(detail, description)
    if form.target == "archive-pdf":
        group(detail, "Extent", ExtentType="07", ExtentValue=str(description.pages), ExtentUnit="03")
    group(detail, "Extent", ExtentType="22", ExtentValue=str(form.size), ExtentUnit="17")
    for subject in description.subjects:
        keyword = group(detail, "Subject", SubjectSchemeIdentifier="20")
        add(keyword, "SubjectHeadingText", subject, language=code if description.subjects_language else "")


def _accessibility(detail: etree._Element, description: Description, form: Artefact) -> None:
    """List 196 and, for the e-book, its summary, its version and list 143: no hazards."""
    pictures = (SHORT_TEXTS,) if description.pictures else ()
    if form.target != "epub":
        for value in sorted((*PDF_FEATURES, *pictures)):
            _feature(detail, "09", value)
        return
    # "11" promises a way to every table and picture too, which the contents of a statement do not list.
    contents = () if description.pictures or description.tables else (CONTENTS,)
    language = description.language
    summary = _feature(detail, "09", "00")
    add(summary, "ProductFormFeatureDescription", language.labels.accessibility, language=_label_code(description))
    for value in sorted((*EPUB_FEATURES, *contents, *pictures)):
        _feature(detail, "09", value)
    _feature(detail, "12", "00")
    _feature(detail, "15", VERSION_OF_EPUB)


def _label_code(description: Description) -> str:
    """The code of the language that labels are in."""
    return description.codes.bibliographic if not description.language.label_lang else "eng"


def _feature(detail: etree._Element, kind: str, value: str) -> etree._Element:
    return group(detail, "ProductFormFeature", ProductFormFeatureType=kind, ProductFormFeatureValue=value)


def _collection(detail: etree._Element, description: Description) -> None:
    series = description.statement.series
    assert series is not None
    collection = group(detail, "Collection", CollectionType="10")
    if series.issn:
        group(collection, "CollectionIdentifier", CollectionIDType="02", IDValue=series.issn.replace("-", ""))
    title = group(collection, "TitleDetail", TitleType="01")
    group(title, "TitleElement", TitleElementLevel="02", PartNumber=series.number, TitleText=series.title)


def _contributors(detail: etree._Element, description: Description) -> None:
    """Issuers as authors. A translator stands in the statement alone: nobody has said whether it is a person."""
    for number, issuer in enumerate(description.issuers, 1):
        contributor = group(detail, "Contributor", SequenceNumber=str(number), ContributorRole="A01")
        if issuer.uri:
            group(contributor, "NameIdentifier", NameIDType="01", IDTypeName="URI", IDValue=issuer.uri)
        name = "PersonName" if issuer.kind == "person" else "CorporateName"
        add(contributor, name, issuer.name)
        add_if(contributor, f"{name}Inverted", issuer.sort_name)
    translator = description.edition.translator
    if translator and description.issuers:
        names = ", ".join(issuer.name for issuer in description.issuers)
        said = f"{names}; {description.language.labels.translator}: {translator}"
        add(detail, "ContributorStatement", said, language=_label_code(description))


def _languages(detail: etree._Element, description: Description) -> None:
    own, script = description.codes.bibliographic, description.language.script.code
    group(detail, "Language", LanguageRole="01", LanguageCode=own, ScriptCode=script)
    if description.original:
        group(detail, "Language", LanguageRole="02", LanguageCode=description.original.codes.bibliographic)


def _collateral(product: etree._Element, description: Description) -> None:
    """The summary as description (03), the statement of rights as the publisher's notice (13)."""
    rights = description.statement.rights
    language = description.codes.bibliographic if description.summary_language else ""
    texts = (("03", description.summary, language), ("13", rights.statement if rights else "", ""))
    given = tuple(each for each in texts if each[1])
    if given:
        collateral = add(product, "CollateralDetail")
        for kind, text, code in given:
            content = group(collateral, "TextContent", TextType=kind, ContentAudience="00")
            add(content, "Text", text, language=code)


def _publishing(product: etree._Element, description: Description) -> None:
    statement = description.statement
    publisher = statement.publisher
    assert publisher is not None
    detail = add(product, "PublishingDetail")
    element = group(detail, "Publisher", PublishingRole="01", PublisherName=publisher.name)
    for role, address in (("01", publisher.url), ("02", statement.url)):
        if address:
            group(element, "Website", WebsiteRole=role, WebsiteLink=address)
    add_if(detail, "CityOfPublication", publisher.place)
    add(detail, "PublishingStatus", "00")
    date = group(detail, "PublishingDate", PublishingDateRole="01")
    digits = statement.date.replace("-", "")
    add(date, "Date", digits, dateformat={8: "00", 6: "01", 4: "05"}[len(digits)])


def _related(
    product: etree._Element, description: Description, form: Artefact, alternatives: tuple[Artefact, ...]
) -> None:
    """The edition as work and what it is translated from or into (list 164); other products (list 51)."""
    roles = {"original": "29", "translation": "49"}
    works = [("01", description.identifier)]
    works += [(roles[found.role], found.identifier) for found in description.relations if found.role in roles]
    own = description.edition.language
    products = [("06", "22", form_urn(description, own, other.target)) for other in alternatives]
    if printed := _isbn(description, "print"):
        products.append(("06", "15", printed))
    products += [
        ("11", "22", form_urn(description, found.language, form.target))
        for found in description.relations
        if found.role == "edition"
    ]
    material = add(product, "RelatedMaterial")
    for code, urn in works:
        work = group(material, "RelatedWork", WorkRelationCode=code)
        group(work, "WorkIdentifier", WorkIDType="01", IDTypeName="URN", IDValue=urn)
    for code, kind, value in products:
        other = group(material, "RelatedProduct", ProductRelationCode=code)
        group(other, "ProductIdentifier", ProductIDType=kind, IDValue=value)


def _isbn(description: Description, product: str) -> str:
    return next((isbn.number for isbn in description.isbns if isbn.form == product), "")
