"""ONIX for Books 3.1: a message for the book trade with a product for the e-book and one for the PDF.

Flow: Description -> ``render`` -> XML, reference names. Due only where statement.yaml gives a publisher.

An edition is one work in ONIX's sense (a translation is a work derived from another), each file a product with the
identifier of its form. The ISBN and the DOI name the e-book, as in the book itself. There is no price, no supplier, no
market and no audience; the publishing status is *unspecified*. Accessibility (list 196) says of the e-book what its
package document says, and of the PDF what it claims; both are judged before any record is made.
"""

from __future__ import annotations

from lxml import etree

from flugblatt.records.description import Description, Form, form_urn, isbn_of
from flugblatt.records.tree import add, add_if, root, written

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
    sender = add(header, "Sender")
    add(sender, "SenderName", statement.publisher.name)
    if statement.contact:
        add_if(sender, "ContactName", statement.contact.name)
        add_if(sender, "TelephoneNumber", statement.contact.phone)
        add_if(sender, "EmailAddress", statement.contact.email)
    add(header, "SentDateTime", statement.stamp_as("%Y%m%dT%H%M%SZ"))
    for form in forms:
        _product(message, description, form, tuple(other for other in forms if other is not form))
    return written(message)


def _product(
    message: etree._Element, description: Description, form: Form, alternatives: tuple[Form, ...]
) -> etree._Element:
    product = add(message, "Product")
    urn = form_urn(description, description.edition, form.target)
    add(product, "RecordReference", urn)
    add(product, "NotificationType", "03")
    _identifier(product, "22", urn)
    if form.target == "epub":
        isbn = isbn_of(description.statement)
        _identifier(product, "15" if len(isbn) == 13 else "02", isbn)
        _identifier(product, "06", description.statement.identifiers.doi)
    _descriptive(product, description, form)
    _collateral(product, description)
    _publishing(product, description)
    _related(product, description, form, alternatives)
    return product


def _identifier(product: etree._Element, kind: str, value: str) -> None:
    if value:
        identifier = add(product, "ProductIdentifier")
        add(identifier, "ProductIDType", kind)
        add(identifier, "IDValue", value)


def _descriptive(product: etree._Element, description: Description, form: Form) -> None:
    statement, edition = description.statement, description.edition
    code = description.codes.bibliographic
    detail = add(product, "DescriptiveDetail")
    add(detail, "ProductComposition", "00")
    add(detail, "ProductForm", "ED")
    for value in DETAILS[form.target]:
        add(detail, "ProductFormDetail", value)
    _accessibility(detail, description, form)
    add(detail, "PrimaryContentType", "10")
    if description.pictures:
        add(detail, "ProductContentType", "07")
    add(detail, "EpubTechnicalProtection", "00")
    if statement.rights and statement.rights.license:
        license_ = add(detail, "EpubLicense")
        add(license_, "EpubLicenseName", statement.rights.license)
        if description.license_address:
            expression = add(license_, "EpubLicenseExpression")
            add(expression, "EpubLicenseExpressionType", "01")
            add(expression, "EpubLicenseExpressionLink", description.license_address)
    if statement.series:
        _collection(detail, description)
    title = add(detail, "TitleDetail")
    add(title, "TitleType", "01")
    element = add(title, "TitleElement")
    add(element, "TitleElementLevel", "01")
    add(element, "TitleText", edition.title_text, language=code)
    add_if(element, "Subtitle", edition.subtitle, language=code)
    _contributors(detail, description)
    add(detail, "NoEdition")
    _languages(detail, description)
    if form.pages:
        _extent(detail, "07", str(form.pages), "03")
    _extent(detail, "22", str(form.size), "17")
    for subject in description.subjects:
        keyword = add(detail, "Subject")
        add(keyword, "SubjectSchemeIdentifier", "20")
        add(keyword, "SubjectHeadingText", subject, language=code if description.subjects_language else "")


def _accessibility(detail: etree._Element, description: Description, form: Form) -> None:
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
    feature = add(detail, "ProductFormFeature")
    add(feature, "ProductFormFeatureType", kind)
    add(feature, "ProductFormFeatureValue", value)
    return feature


def _collection(detail: etree._Element, description: Description) -> None:
    series = description.statement.series
    assert series is not None
    collection = add(detail, "Collection")
    add(collection, "CollectionType", "10")
    if series.issn:
        identifier = add(collection, "CollectionIdentifier")
        add(identifier, "CollectionIDType", "02")
        add(identifier, "IDValue", series.issn.replace("-", ""))
    title = add(collection, "TitleDetail")
    add(title, "TitleType", "01")
    element = add(title, "TitleElement")
    add(element, "TitleElementLevel", "02")
    add_if(element, "PartNumber", series.number)
    add(element, "TitleText", series.title)


def _contributors(detail: etree._Element, description: Description) -> None:
    """Issuers as authors. A translator stands in the statement alone: nobody has said whether it is a person."""
    for number, issuer in enumerate(description.issuers, 1):
        contributor = add(detail, "Contributor")
        add(contributor, "SequenceNumber", str(number))
        add(contributor, "ContributorRole", "A01")
        if issuer.uri:
            identifier = add(contributor, "NameIdentifier")
            add(identifier, "NameIDType", "01")
            add(identifier, "IDTypeName", "URI")
            add(identifier, "IDValue", issuer.uri)
        person = issuer.kind == "person"
        add(contributor, "PersonName" if person else "CorporateName", issuer.name)
        add_if(contributor, "PersonNameInverted" if person else "CorporateNameInverted", issuer.sort_name)
    translator = description.edition.translator
    if translator and description.issuers:
        names = ", ".join(issuer.name for issuer in description.issuers)
        said = f"{names}; {description.language.labels.translator}: {translator}"
        add(detail, "ContributorStatement", said, language=_label_code(description))


def _languages(detail: etree._Element, description: Description) -> None:
    language = add(detail, "Language")
    add(language, "LanguageRole", "01")
    add(language, "LanguageCode", description.codes.bibliographic)
    add(language, "ScriptCode", description.language.script.code)
    if description.original:
        original = add(detail, "Language")
        add(original, "LanguageRole", "02")
        add(original, "LanguageCode", description.original.codes.bibliographic)


def _extent(detail: etree._Element, kind: str, value: str, unit: str) -> None:
    extent = add(detail, "Extent")
    add(extent, "ExtentType", kind)
    add(extent, "ExtentValue", value)
    add(extent, "ExtentUnit", unit)


def _collateral(product: etree._Element, description: Description) -> None:
    """The summary as description (03), the statement of rights as the publisher's notice (13)."""
    rights = description.statement.rights
    language = description.codes.bibliographic if description.summary_language else ""
    texts = (("03", description.summary, language), ("13", rights.statement if rights else "", ""))
    given = tuple(each for each in texts if each[1])
    if given:
        collateral = add(product, "CollateralDetail")
        for kind, text, code in given:
            content = add(collateral, "TextContent")
            add(content, "TextType", kind)
            add(content, "ContentAudience", "00")
            add(content, "Text", text, language=code)


def _publishing(product: etree._Element, description: Description) -> None:
    statement = description.statement
    publisher = statement.publisher
    assert publisher is not None
    detail = add(product, "PublishingDetail")
    element = add(detail, "Publisher")
    add(element, "PublishingRole", "01")
    add(element, "PublisherName", publisher.name)
    for role, address in (("01", publisher.url), ("02", statement.url)):
        if address:
            website = add(element, "Website")
            add(website, "WebsiteRole", role)
            add(website, "WebsiteLink", address)
    add_if(detail, "CityOfPublication", publisher.place)
    add(detail, "PublishingStatus", "00")
    date = add(detail, "PublishingDate")
    add(date, "PublishingDateRole", "01")
    digits = statement.date.replace("-", "")
    add(date, "Date", digits, dateformat={8: "00", 6: "01", 4: "05"}[len(digits)])


def _related(product: etree._Element, description: Description, form: Form, alternatives: tuple[Form, ...]) -> None:
    """The edition as work and what it is translated from or into (list 164); other products (list 51)."""
    roles = {"original": "29", "translation": "49"}
    works = [("01", description.identifier)]
    works += [(roles[found.role], found.identifier) for found in description.relations if found.role in roles]
    products = [("06", form_urn(description, description.edition, other.target)) for other in alternatives]
    products += [
        ("11", form_urn(description, found.edition, form.target))
        for found in description.relations
        if found.role == "edition"
    ]
    material = add(product, "RelatedMaterial")
    for code, urn in works:
        work = add(material, "RelatedWork")
        add(work, "WorkRelationCode", code)
        identifier = add(work, "WorkIdentifier")
        add(identifier, "WorkIDType", "01")
        add(identifier, "IDTypeName", "URN")
        add(identifier, "IDValue", urn)
    for code, urn in products:
        other = add(material, "RelatedProduct")
        add(other, "ProductRelationCode", code)
        _identifier(other, "22", urn)
