"""The links that a landing page must have for programs (FAIR Signposting), computed again from statement and files.

Flow: Case -> ``signposts`` -> pairs of a relation and what it leads to: address, media type, language.
"""

from __future__ import annotations

from collections.abc import Iterator

from flugblatt.judges.catalogue.index_reader import TEXTS
from flugblatt.judges.catalogue.pages_read import outside
from flugblatt.judges.fidelity import statement_facts
from flugblatt.model import Artefact, Edition
from flugblatt.model.cases import Case


def main_of(case: Case) -> Edition:
    """The original, or the first edition where there is none here."""
    editions = case.statement.editions
    return next((one for one in editions if one.language == case.statement.original), editions[0])


def files_of(case: Case, language: str) -> list[Artefact]:
    """The files in the folder of an edition, its records and transfer packages; the one record of all lies with the first."""
    work, first = case.statement.work, case.statement.editions[0].language
    own = [f"{work}/{language}/", f"{work}/records/{work}.{language}.", f"{work}/archive/{work}.{language}."]
    own += [f"{work}/records/{work}.internet-archive.csv"] * (language == first)
    return [file for file in case.files or () if file.path.startswith(tuple(own))]


def texts_of(case: Case, language: str) -> list[Artefact]:
    return [file for file in files_of(case, language) if file.target in TEXTS]


def records_of(case: Case, language: str) -> list[Artefact]:
    return [file for file in files_of(case, language) if file.target == "records"]


def cite_as(case: Case) -> str:
    """The address to cite."""
    statement = case.statement
    uris = [edition.identifiers.uri for edition in statement.editions]
    uri = next((uri for uri in uris if uri.startswith("https:")), "")
    return f"https://doi.org/{statement.identifiers.doi}" if statement.identifiers.doi else uri or statement.url


def signposts(case: Case) -> Iterator[tuple[str, str]]:
    """Every relation with its target."""
    statement = case.statement
    if cite_as(case):
        yield "cite-as", cite_as(case)
    yield "type", "https://schema.org/AboutPage"
    yield "type", "https://schema.org/CreativeWork"
    for issuer in dict.fromkeys(one.uri for one in statement_facts.issuers(statement, main_of(case))):
        if issuer:
            yield "author", issuer
    if statement.rights and statement.rights.license_address:
        yield "license", statement.rights.license_address
    for edition in statement.editions:
        for file in texts_of(case, edition.language):
            yield "item", f"{outside(file.path)} {file.media_type} {edition.language}"
    for pair in statement.pairs():
        for file in files_of(case, pair.tags):
            yield "item", f"{outside(file.path)} {file.media_type}"
    for edition in statement.editions:
        for file in records_of(case, edition.language):
            yield "describedby", f"{outside(file.path)} {file.media_type}"
