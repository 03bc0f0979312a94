"""What a work is linked with, for programs: FAIR Signposting, as links of the landing page and as a set of links of its own.

Flow: WorkFacts -> ``links`` (of the landing page) -> its head; with the links of each file -> ``linkset`` (RFC 9264, 4.2).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from flugblatt.catalogue import site_paths
from flugblatt.catalogue.facts import EditionFacts, FileFacts, WorkFacts
from flugblatt.model.targets import SINGLE

ABOUT, WORK = "https://schema.org/AboutPage", "https://schema.org/CreativeWork"
TEXTS = tuple(target.name for target in SINGLE)
"""The targets whose files are the edition itself."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link by RFC 8288; ``path``: that of a file of the folder, which is named from the page; else ``address`` is whole."""

    relation: str
    path: str = ""
    address: str = ""
    type: str = ""
    language: str = ""
    title: str = ""

    def href(self, page: str) -> str:
        return self.address or site_paths.outside(self.path, page)


def cite_as(facts: WorkFacts) -> str:
    """The address to cite: of the DOI, or what ``identifiers.uri`` or ``url`` say; nothing else is persistent."""
    uri = next((edition.uri for edition in facts.editions if edition.uri.startswith("https:")), "")
    return f"https://doi.org/{facts.doi}" if facts.doi else uri or facts.url


def links(facts: WorkFacts) -> Iterator[Link]:
    """The links of the landing page (signposting.org/FAIR), but those to pages for people."""
    if address := cite_as(facts):
        yield Link("cite-as", address=address)
    for address in (ABOUT, WORK):
        yield Link("type", address=address)
    for address in dict.fromkeys(issuer.uri for issuer in facts.main.issuers if issuer.uri):
        yield Link("author", address=address)
    if facts.rights and facts.rights.license_address:
        yield Link("license", address=facts.rights.license_address)
    for edition in facts.editions:
        for file in items(edition):
            yield Link("item", file.path, type=file.media_type, language=edition.language)
    for pair in facts.pairs:
        for file in pair.files:
            yield Link("item", file.path, type=file.media_type)
    for edition in facts.editions:
        for file in edition.files:
            if file.target == "records":
                yield Link("describedby", file.path, type=file.media_type)


def items(edition: EditionFacts) -> tuple[FileFacts, ...]:
    """The files that are the edition, one for each target."""
    return tuple(file for file in edition.files if file.target in TEXTS)


def linkset(facts: WorkFacts) -> bytes:
    """All links of the landing page and those back from each file, as a set (RFC 9264, 4.2)."""
    page, here = site_paths.landing(facts.work), site_paths.linkset(facts.work)
    contexts = [{"anchor": site_paths.outside(page, here), **_targets(tuple(links(facts)), here)}]
    back = (Link("collection", page, type="text/html"), Link("type", address=WORK))
    for file in (
        *(file for one in facts.editions for file in items(one)),
        *(f for one in facts.pairs for f in one.files),
    ):
        contexts.append({"anchor": site_paths.outside(file.path, here), **_targets(back, here)})
    for edition in facts.editions:
        for file in edition.files:
            if file.target == "records":
                about = (Link("describes", page, type="text/html"),)
                contexts.append({"anchor": site_paths.outside(file.path, here), **_targets(about, here)})
    return (json.dumps({"linkset": contexts}, ensure_ascii=False, indent=1) + "\n").encode()


def _targets(found: tuple[Link, ...], page: str) -> dict[str, list[dict[str, object]]]:
    def target(link: Link) -> dict[str, object]:
        value: dict[str, object] = {"href": link.href(page)}
        if link.type:
            value["type"] = link.type
        if link.language:
            value["hreflang"] = [link.language]
        return value

    return {relation: [target(link) for link in group] for relation, group in groupby(found, lambda one: one.relation)}
