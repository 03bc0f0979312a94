"""ONIX 3.1, read back by XPath, each product for itself; a value that no path reads is extra.

Flow: XML -> ``Sheet`` -> the facts of each product -> one fact where all products agree, else one for each. What is of one
product only (its identifiers, its form, its accessibility) is always told apart.
"""

from __future__ import annotations

from lxml import etree

from flugblatt.judges.external import xml_schemas
from flugblatt.judges.fidelity import statement_facts
from flugblatt.judges.metadata.fields import Fields, filled, gathered
from flugblatt.judges.records import onix_trade_facts
from flugblatt.judges.records.record_facts import Constants, Said, constants, pages_of, picked
from flugblatt.judges.records.sheet import Sheet

PREFIXES = {"o": "http://ns.editeur.org/onix/3.1/reference"}
PDF = ("E107", "E201")
LARGE_TYPE = ("LTE",)
PRODUCTS = {"epub": ("E101", "E200"), "archive-pdf": PDF, "access-pdf": PDF, "large-print": PDF}
HEADER = {
    "ONIX release": "@release",
    "ONIX sender": "o:Header/o:Sender/o:SenderName/text()",
    "ONIX contact": "o:Header/o:Sender/o:ContactName/text()",
    "ONIX phone": "o:Header/o:Sender/o:TelephoneNumber/text()",
    "ONIX mail": "o:Header/o:Sender/o:EmailAddress/text()",
    "ONIX sent": "o:Header/o:SentDateTime/text()",
}
_D, _P, _R = "o:DescriptiveDetail", "o:PublishingDetail", "o:RelatedMaterial"
_W = f"{_R}/o:RelatedWork"
_C, _S, _L = f"{_D}/o:Contributor", f"{_D}/o:Collection", f"{_D}/o:EpubLicense/o:EpubLicenseExpression"
_WORK, _PRODUCT = "o:WorkIdentifier/o:IDValue/text()", "o:ProductIdentifier[o:ProductIDType!='15']/o:IDValue/text()"
SHARED = {
    "ONIX content types": f"{_D}/o:PrimaryContentType/text() | {_D}/o:ProductContentType/text()",
    "ONIX license": f"{_D}/o:EpubLicense/o:EpubLicenseName/text()",
    "ONIX license link": f"{_L}/o:EpubLicenseExpressionLink/text()",
    "ONIX collection ISSN": f"{_S}/o:CollectionIdentifier/o:IDValue/text()",
    "series number": f"{_S}/o:TitleDetail/o:TitleElement/o:PartNumber/text()",
    "series": f"{_S}/o:TitleDetail/o:TitleElement/o:TitleText/text()",
    "title": f"{_D}/o:TitleDetail/o:TitleElement/o:TitleText/text()",
    "subtitle": f"{_D}/o:TitleDetail/o:TitleElement/o:Subtitle/text()",
    "ONIX languages of texts": f"{_D}/o:TitleDetail//@language | {_D}/o:Subject//@language | o:CollateralDetail//@language",
    "ONIX sequence": f"{_C}/o:SequenceNumber/text()",
    "creators": f"{_C}/o:PersonName/text() | {_C}/o:CorporateName/text()",
    "ONIX persons": f"{_C}/o:PersonName/text()",
    "ONIX inverted persons": f"{_C}/o:PersonNameInverted/text()",
    "ONIX inverted organizations": f"{_C}/o:CorporateNameInverted/text()",
    "creator addresses": f"{_C}/o:NameIdentifier/o:IDValue/text()",
    "ONIX contributor statement": f"{_D}/o:ContributorStatement/text()",
    "ONIX contributor statement @language": f"{_D}/o:ContributorStatement/@language",
    "ONIX language roles": f"{_D}/o:Language/o:LanguageRole/text()",
    "language code": f"{_D}/o:Language[o:LanguageRole='01']/o:LanguageCode/text()",
    "original code": f"{_D}/o:Language[o:LanguageRole='02']/o:LanguageCode/text()",
    "ONIX script": f"{_D}/o:Language/o:ScriptCode/text()",
    "subjects": f"{_D}/o:Subject/o:SubjectHeadingText/text()",
    "summary": "o:CollateralDetail/o:TextContent[o:TextType='03']/o:Text/text()",
    "rights": "o:CollateralDetail/o:TextContent[o:TextType='13']/o:Text/text()",
    "ONIX text types": "o:CollateralDetail/o:TextContent/o:TextType/text()",
    "publisher": f"{_P}/o:Publisher/o:PublisherName/text()",
    "ONIX website roles": f"{_P}/o:Publisher/o:Website/o:WebsiteRole/text()",
    "ONIX page of the publisher": f"{_P}/o:Publisher/o:Website[o:WebsiteRole='01']/o:WebsiteLink/text()",
    "url": f"{_P}/o:Publisher/o:Website[o:WebsiteRole='02']/o:WebsiteLink/text()",
    "place": f"{_P}/o:CityOfPublication/text()",
    "ONIX work relations": f"{_W}/o:WorkRelationCode/text()",
    "ONIX edition": f"{_R}/o:RelatedWork[o:WorkRelationCode='01']/{_WORK}",
    "original": f"{_R}/o:RelatedWork[o:WorkRelationCode='29']/{_WORK}",
    "translations": f"{_R}/o:RelatedWork[o:WorkRelationCode='49']/{_WORK}",
    "ONIX product relations": f"{_R}/o:RelatedProduct/o:ProductRelationCode/text()",
    "ONIX product identifier types": f"{_R}//o:ProductIDType/text()",
    "ONIX printed edition": f"{_R}/o:RelatedProduct/o:ProductIdentifier[o:ProductIDType='15']/o:IDValue/text()",
    **onix_trade_facts.SHARED,
}
CONSTANTS: Constants = {
    "ONIX notification": ("o:NotificationType/text()", "03", ""),
    "ONIX composition": (f"{_D}/o:ProductComposition/text()", "00", ""),
    "ONIX form": (f"{_D}/o:ProductForm/text()", "ED", ""),
    "ONIX protection": (f"{_D}/o:EpubTechnicalProtection/text()", "00", ""),
    "ONIX license type": (f"{_L}/o:EpubLicenseExpressionType/text()", "01", "ONIX license link"),
    "ONIX collection type": (f"{_S}/o:CollectionType/text()", "10", "series"),
    "ONIX collection identifier type": (f"{_S}//o:CollectionIDType/text()", "02", "ONIX collection ISSN"),
    "ONIX collection title type": (f"{_S}/o:TitleDetail/o:TitleType/text()", "01", "series"),
    "ONIX collection level": (f"{_S}/o:TitleDetail/o:TitleElement/o:TitleElementLevel/text()", "02", "series"),
    "ONIX title type": (f"{_D}/o:TitleDetail/o:TitleType/text()", "01", ""),
    "ONIX title level": (f"{_D}/o:TitleDetail/o:TitleElement/o:TitleElementLevel/text()", "01", ""),
    "ONIX roles": (f"{_C}/o:ContributorRole/text()", "A01", "creators"),
    "ONIX name identifier type": (f"{_C}/o:NameIdentifier/o:NameIDType/text()", "01", "creator addresses"),
    "ONIX name identifier name": (f"{_C}/o:NameIdentifier/o:IDTypeName/text()", "URI", "creator addresses"),
    "ONIX text audiences": ("o:CollateralDetail/o:TextContent/o:ContentAudience/text()", "00", "ONIX text types"),
    "ONIX publishing role": (f"{_P}/o:Publisher/o:PublishingRole/text()", "01", ""),
    "ONIX work identifier types": (f"{_W}/o:WorkIdentifier/o:WorkIDType/text()", "01", "ONIX work relations"),
    "ONIX work identifier names": (f"{_W}/o:WorkIdentifier/o:IDTypeName/text()", "URN", "ONIX work relations"),
}
OWN = {
    "record reference": "o:RecordReference/text()",
    "identifiers": "o:ProductIdentifier/o:IDValue/text()",
    "identifier types": "o:ProductIdentifier/o:ProductIDType/text()",
    "details": f"{_D}/o:ProductFormDetail/text()",
    "edition type": f"{_D}/o:EditionType/text()",
    **onix_trade_facts.FEATURES,
    "feature descriptions": f"{_D}/o:ProductFormFeature/o:ProductFormFeatureDescription/text()",
    "feature description @language": f"{_D}/o:ProductFormFeature/o:ProductFormFeatureDescription/@language",
    "alternatives": f"{_R}/o:RelatedProduct[o:ProductRelationCode='06']/{_PRODUCT}",
    "other languages": f"{_R}/o:RelatedProduct[o:ProductRelationCode='11']/{_PRODUCT}",
}
OWN_OF_FILES = {
    "extent types": f"{_D}/o:Extent/o:ExtentType/text()",
    "extents": f"{_D}/o:Extent/o:ExtentValue/text()",
    "extent units": f"{_D}/o:Extent/o:ExtentUnit/text()",
    **onix_trade_facts.OF_FILES,
}


# --- What must be there --------------------------------------------------------------------------


def expected(said: Said) -> Fields:
    """The facts of the message: those of its header, those of all products, and those of each."""
    statement = said.statement
    publisher, contact, code = statement.publisher, statement.contact, said.code
    license_name, license_link = said.license
    printed = dict(said.isbns).get("print", "")
    persons = [issuer for issuer in said.issuers if issuer.kind == "person"]
    bodies = [issuer for issuer in said.issuers if issuer.kind != "person"]
    rights = bool(statement.rights and statement.rights.statement)
    series = statement.series
    texts = 1 + bool(said.edition.subtitle) + len(said.subjects) * bool(said.subjects_tag) + bool(said.summary_tag)
    works = ("01", *("29" for _ in said.original), *("49" for _ in said.translations))
    products = [name for name in PRODUCTS if any(file.target == name for file in said.files)] or list(PRODUCTS)
    earlier = bool(statement.supersedes)
    relations = (
        *("06",) * (len(products) - 1),
        "06" if printed else "",
        *("11" for _ in said.editions),
        *("03",) * earlier,
    )
    kinds = (
        *("22",) * (len(products) - 1),
        "15" if printed else "",
        *("22" for _ in said.editions),
        *("01",) * earlier,
    )
    fields = picked(
        said,
        *("title", "subtitle", "creators", "creator addresses", "language code", "subjects", "summary", "rights"),
        *("publisher", "place", "url", "series", "series number", "original", "translations"),
    )
    fields |= {
        "ONIX release": ("3.1",),
        "ONIX sender": (publisher.name if publisher else "",),
        "ONIX contact": (contact.name if contact else "",),
        "ONIX phone": (contact.phone if contact else "",),
        "ONIX mail": (contact.email if contact else "",),
        "ONIX sent": (f"{said.moment[:8]}T{said.moment[8:]}Z",),
        "ONIX content types": ("10", "07" if said.pictures else ""),
        "ONIX license": (license_name or license_link,),
        "ONIX license link": (license_link,),
        "ONIX collection ISSN": (series.issn.replace("-", "") if series else "",),
        "ONIX languages of texts": (*(code,) * texts, *("eng",) * (said.access == "open")),
        "ONIX sequence": tuple(str(number + 1) for number in range(len(said.issuers))),
        "ONIX persons": tuple(issuer.name for issuer in persons),
        "ONIX inverted persons": tuple(issuer.sort_name for issuer in persons),
        "ONIX inverted organizations": tuple(issuer.sort_name for issuer in bodies),
        "ONIX contributor statement": (_statement(said),),
        "ONIX contributor statement @language": (said.label_code if said.edition.translator else "",),
        "ONIX language roles": ("01", "02" if said.original else ""),
        "original code": tuple(other.code for other in said.original),
        "ONIX script": (said.language.script.code,),
        "ONIX text types": ("03" if said.summary else "", "13" if rights else "", *("20",) * (said.access == "open")),
        "ONIX website roles": ("01" if publisher and publisher.url else "", "02" if statement.url else ""),
        "ONIX page of the publisher": (publisher.url if publisher else "",),
        "ONIX work relations": works,
        "ONIX edition": (said.identifier,),
        "ONIX product relations": relations,
        "ONIX product identifier types": kinds,
        "ONIX printed edition": (printed,),
    }
    fields |= onix_trade_facts.expected(said, len(products))
    fields |= constants(CONSTANTS, fields)
    fields["ONIX Product/DescriptiveDetail/NoEdition"] = ("(empty)",) * sum(name != "large-print" for name in products)
    for name in products:
        fields |= {f"{key} of {name}": values for key, values in _own(said, name, products).items()}
    return fields


def _statement(said: Said) -> str:
    names = ", ".join(issuer.name for issuer in said.issuers)
    translator = said.edition.translator
    return f"{names}; {said.language.labels.translator}: {translator}" if translator else ""


def _own(said: Said, name: str, products: list[str]) -> Fields:
    """What one product says of itself."""
    urn = f"urn:uuid:{statement_facts.form_id(said.statement, said.edition, name)}"
    isbn = dict(said.isbns).get({"epub": "epub", "archive-pdf": "pdf"}.get(name, ""), "")
    doi = said.edition.identifiers.doi if name == "epub" else ""
    file = next((file for file in said.files if file.target == name), None)
    pages = str(pages_of(file.data)) if file and name != "epub" else ""
    shown, claims = onix_trade_facts.features(said, name)
    own = {
        "record reference": (urn,),
        "identifiers": (urn, isbn, doi),
        "identifier types": ("22", "15" if isbn else "", "06" if doi else ""),
        "details": PRODUCTS[name],
        "edition type": LARGE_TYPE if name == "large-print" else (),
        **shown,
        "alternatives": tuple(
            f"urn:uuid:{statement_facts.form_id(said.statement, said.edition, other)}"
            for other in products
            if other != name
        ),
        "other languages": tuple(
            f"urn:uuid:{statement_facts.form_id(said.statement, other, name)}"
            for other in said.statement.editions
            if other.language in {each.tag for each in said.editions}
        ),
    }
    extents = {
        "file extent types": ("07" if pages else "", "22"),
        "file extents": (pages, str(file.size) if file else ""),
        "file extent units": ("03" if pages else "", "17"),
    }
    return own | extents | claims


# --- What is there -------------------------------------------------------------------------------


def read(data: bytes) -> Fields:
    """The facts of a message."""
    root = xml_schemas.parse(data)
    if root.tag != f"{{{PREFIXES['o']}}}ONIXMessage":
        raise ValueError(f"{root.tag}, where ONIXMessage was expected")
    sheet = Sheet(root, PREFIXES, "ONIX")
    fields: Fields = {name: sheet.read(path) for name, path in HEADER.items()}
    products = sheet.elements("o:Product")
    shared = [_shared(sheet, product) for product in products]
    for name in dict.fromkeys(name for values in shared for name in values):
        found = [values.get(name, ()) for values in shared]
        if all(values == found[0] for values in found):
            fields[name] = found[0]
        else:
            fields |= {f"{name} of product {number}": values for number, values in enumerate(found, 1)}
    for product in products:
        own = {name: sheet.read(path, product) for name, path in OWN.items()}
        own |= {f"file {name}": sheet.read(path, product) for name, path in OWN_OF_FILES.items()}
        large = own["edition type"] == LARGE_TYPE
        names = [name for name in PRODUCTS if PRODUCTS[name] == own["details"] and (name == "large-print") == large]
        target = next((name for name in names if f"details of {name}" not in fields), (*names, "an unknown product")[0])
        for name, values in own.items():
            key = f"{name} of {target}"
            fields[key] = fields.get(key, ()) + values
    return filled(fields | gathered(sheet.left()))


def _shared(sheet: Sheet, product: etree._Element) -> Fields:
    paths = SHARED | {name: path for name, (path, _, _) in CONSTANTS.items()}
    values: Fields = {name: sheet.read(path, product) for name, path in paths.items()}
    values["date"] = tuple(_date(date) for date in values.pop("ONIX date"))
    return filled(values)


def _date(digits: str) -> str:
    return "-".join(part for part in (digits[:4], digits[4:6], digits[6:]) if part)
