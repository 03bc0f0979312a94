"""PREMIS and METS: verdicts word for word, tools with their versions, rights and parties as the statement gives them."""

from __future__ import annotations

import re

from lxml import etree

from flugblatt import package
from flugblatt.build import deposit
from flugblatt.model import Artefact, Check, Finding
from tests import deposits

P = "{http://www.loc.gov/premis/v3}"


def test_what_a_judge_found_is_told_word_for_word() -> None:
    statement = deposits.rich()
    (first, *_) = deposits.texts(statement)
    finding = Finding("x-odd", "warning", "a < b & c", "page 3")
    checks = (
        Check("fidelity", "passed", "our checks", (finding,), detail="3 of 3 blocks"),
        Check("glyphs", "not run", "", reason="an earlier step failed"),
        Check("verapdf:3a", "passed", "veraPDF 1.31.207"),
    )
    file = deposits.with_checks(first, *checks)
    made = package.package(statement, (file,), (), (), statement.stamp, "revised", deposits.TOOLS)
    premis = deposits.inner(deposits.files_of(made.data))["metadata/preservation/premis.xml"]
    events = premis_events(premis)
    assert [row for row in events if row["kind"] == "validation"] == [
        {
            "kind": "validation",
            "detail": "fidelity: our checks: the text is the source's text, in order, once",
            "outcome": "passed",
            "note": "3 of 3 blocks; warning x-odd page 3: a < b & c",
            "agents": "flugblatt, our checks",
        },
        {
            "kind": "validation",
            "detail": "glyphs: HarfBuzz: the glyphs painted are those that the text says, from the fonts embedded",
            "outcome": "not run",
            "note": "an earlier step failed",
            "agents": "",
        },
        {
            "kind": "validation",
            "detail": "verapdf:3a: veraPDF: the file is PDF/A-3a (ISO 19005-3)",
            "outcome": "passed",
            "note": "",
            "agents": "veraPDF",
        },
    ]


def premis_events(premis: bytes) -> list[dict[str, str]]:
    root = etree.fromstring(premis)
    agents = {
        one.findtext(f".//{P}agentIdentifierValue"): one.findtext(f"{P}agentName") for one in root.iter(f"{P}agent")
    }
    return [
        {
            "kind": event.findtext(f"{P}eventType") or "",
            "detail": event.findtext(f".//{P}eventDetail") or "",
            "outcome": event.findtext(f".//{P}eventOutcome") or "",
            "note": event.findtext(f".//{P}eventOutcomeDetailNote") or "",
            "agents": ", ".join(agents[value.text] or "" for value in event.iter(f"{P}linkingAgentIdentifierValue")),
        }
        for event in root.iter(f"{P}event")
    ]


def test_every_file_has_its_checksums_and_the_tools_their_versions() -> None:
    premis = deposits.inner(deposits.files_of(deposits.package()))["metadata/preservation/premis.xml"].decode()
    for name, version in (*deposits.TOOLS, ("veraPDF", "1.31.207"), ("EPUBCheck", "5.3.0")):
        assert re.search(
            f"<agentName>{name}</agentName>\\s*<agentType>software</agentType>\\s*<agentVersion>{version}<", premis
        )
    assert "<rightsBasis>license</rightsBasis>" in premis
    assert "<licenseTerms>CC-BY-4.0</licenseTerms>" in premis
    bare = deposits.inner(deposits.files_of(deposits.light_package("date: 2024\nissuers: [Büro]\n")))
    assert "<rights>" not in bare["metadata/preservation/premis.xml"].decode()
    words = deposits.light_package("date: 2024\nissuers: [Büro]\nrights: {statement: Frei zum Druck., access: open}\n")
    told = deposits.inner(deposits.files_of(words))["metadata/preservation/premis.xml"].decode()
    assert "<rightsBasis>other</rightsBasis>" in told
    assert "<otherRightsNote>Frei zum Druck.</otherRightsNote>" in told


def agents_of(yaml: str) -> list[tuple[str, ...]]:
    mets = etree.fromstring(deposits.inner(deposits.files_of(deposits.light_package(yaml)))["METS.xml"])
    m = "{http://www.loc.gov/METS/}"
    return [
        tuple(filter(None, (agent.get("ROLE"), agent.get("OTHERROLE"), agent.get("TYPE"), *agent.itertext())))
        for agent in mets.iter(f"{m}agent")
    ]


def test_the_parties_are_those_that_the_statement_names() -> None:
    issuers = "date: 2024\nissuers: [{name: Büro, uri: 'https://example.org/b'}, {name: Maria Muster, kind: person}]\n"
    found = [tuple(part.strip() for part in row if part.strip()) for row in agents_of(issuers)]
    assert found[1:] == [
        ("ARCHIVIST", "ORGANIZATION", "Büro", "https://example.org/b"),
        ("ARCHIVIST", "INDIVIDUAL", "Maria Muster"),
        ("OTHER", "SUBMITTER", "ORGANIZATION", "Büro", "https://example.org/b"),
        ("OTHER", "SUBMITTER", "INDIVIDUAL", "Maria Muster"),
    ]
    more = (
        issuers
        + "publisher: {name: Verlag, url: 'https://example.org/v'}\ncontact: {name: Tina, email: t@example.org}\n"
    )
    found = [tuple(part.strip() for part in row if part.strip()) for row in agents_of(more)]
    assert found[3:] == [
        ("OTHER", "SUBMITTER", "ORGANIZATION", "Verlag", "https://example.org/v"),
        ("OTHER", "CONTACT", "INDIVIDUAL", "Tina", "t@example.org"),
    ]


def test_the_tables_and_profiles_of_a_project_are_sources_of_every_edition() -> None:
    statement = deposits.rich()
    tables = ("flugblatt.toml", "styles/formats.toml", "styles/icc/own.icc")
    own = tuple(Artefact("source", f"{statement.work}/{name}", deposit._media(name), name.encode()) for name in tables)
    texts = deposits.texts(statement)
    made = package.package(
        statement, tuple(map(deposits.deposited, texts)), (), own, statement.stamp, "revised", deposits.TOOLS
    )
    premis = etree.fromstring(deposits.inner(deposits.files_of(made.data))["metadata/preservation/premis.xml"])
    names = {
        file.findtext(f"{P}originalName"): file.findtext(f".//{P}objectIdentifierValue")
        for file in premis.iter(f"{P}object")
    }
    wanted = {names[f"representations/source/data/{name}"] for name in tables}
    made_events = [event for event in premis.iter(f"{P}event") if event.findtext(f"{P}eventType") == "creation"]
    assert len(made_events) == len(statement.editions)
    for event in made_events:
        assert wanted <= {value.text for value in event.iter(f"{P}linkingObjectIdentifierValue")}
    for text in texts:
        name = f"representations/publications/data/{text.artefact.path.partition('/')[2]}"
        (file,) = (one for one in premis.iter(f"{P}object") if one.findtext(f"{P}originalName") == name)
        assert wanted <= {value.text for value in file.iter(f"{P}relatedObjectIdentifierValue")}
