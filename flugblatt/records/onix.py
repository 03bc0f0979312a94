"""ONIX for Books 3.1: a message for the book trade with a product for the e-book and one for each PDF.

Flow: Description -> ``render`` -> XML, reference names. Due only where statement.yaml gives a publisher.

An edition is one work in ONIX's sense (a translation is a work derived from another), each file a product with the
identifier of its form and its own ISBN, that of the PDF on archive-pdf; the printed edition is named where it has one. The DOI
names the e-book. There is no market and no audience, as nobody has said one; ``onix_supply`` writes what shops ask for, and
``onix_features`` what each file says of its accessibility, which is judged before any record is made.
"""

from __future__ import annotations

from lxml import etree

from flugblatt.model import Artefact
from flugblatt.model.targets import product_of
from flugblatt.records.description import Description, form_urn, pages_of
from flugblatt.records.onix_features import features, label_code
from flugblatt.records.onix_supply import collateral, status, subjects, supply
from flugblatt.records.tree import add, add_if, group, root, written

ONIX = "http://ns.editeur.org/onix/3.1/reference"
PRODUCTS = ("epub", "archive-pdf", "access-pdf", "large-print")
DETAILS = {"epub": ("E101", "E200")} | dict.fromkeys(PRODUCTS[1:], ("E107", "E201"))
"""List 175: format, and whether it reflows or is fixed."""
LARGE_PRINT = "LTE"
"""List 21: a large type edition."""


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
    isbn = "" if form.target == "access-pdf" else _isbn(description, product_of(form.target))
    for kind, value in (("15", isbn), ("06", doi)):
        if value:
            group(product, "ProductIdentifier", ProductIDType=kind, IDValue=value)
    _descriptive(product, description, form)
    collateral(product, description)
    _publishing(product, description)
    _related(product, description, form, alternatives)
    supply(product, description)


def _descriptive(product: etree._Element, description: Description, form: Artefact) -> None:
    statement, edition = description.statement, description.edition
    code = description.codes.bibliographic
    detail = group(product, "DescriptiveDetail", ProductComposition="00", ProductForm="ED")
    for value in DETAILS[form.target]:
        add(detail, "ProductFormDetail", value)
    features(detail, description, form)
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
    if form.target == "large-print":
        add(detail, "EditionType", LARGE_PRINT)
    else:
        add(detail, "NoEdition")
    _languages(detail, description)
    if form.target != "epub":
        group(detail, "Extent", ExtentType="07", ExtentValue=str(pages_of(form)), ExtentUnit="03")
    group(detail, "Extent", ExtentType="22", ExtentValue=str(form.size), ExtentUnit="17")
    subjects(detail, description)


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
        add(detail, "ContributorStatement", said, language=label_code(description))


def _languages(detail: etree._Element, description: Description) -> None:
    own, script = description.codes.bibliographic, description.language.script.code
    group(detail, "Language", LanguageRole="01", LanguageCode=own, ScriptCode=script)
    if description.original:
        group(detail, "Language", LanguageRole="02", LanguageCode=description.original.codes.bibliographic)


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
    status(detail, description)


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
    if earlier := description.statement.supersedes:
        products.append(("03", "01", earlier))
    material = add(product, "RelatedMaterial")
    for code, urn in works:
        work = group(material, "RelatedWork", WorkRelationCode=code)
        group(work, "WorkIdentifier", WorkIDType="01", IDTypeName="URN", IDValue=urn)
    for code, kind, value in products:
        other = group(material, "RelatedProduct", ProductRelationCode=code)
        name = "name of the work" if kind == "01" else ""
        group(other, "ProductIdentifier", ProductIDType=kind, IDTypeName=name, IDValue=value)


def _isbn(description: Description, product: str) -> str:
    return next((isbn.number for isbn in description.isbns if isbn.form == product), "")
