"""The package before the validator of the E-ARK specifications, which reports one rule only: its own mistake in SIP14."""

from __future__ import annotations

import copy
import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from tests import deposits

ROOT = Path(__file__).parent.parent.parent
PYTHON = ROOT / ".cache" / "eark" / "bin" / "python"
RUNNER = Path(__file__).parent / "eark_offline.py"
AT_THE_TOP = {"CSIP17", "CSIP60", "CSIP92", "CSIP93", "CSIP95", "CSIP97", "CSIP99", "CSIP105", "CSIP113"}
"""What the rules miss in the METS of a representation: records, documentation and schemas, which serve the whole package and lie
at its top, and pointers to further representations inside this one."""
M = "{http://www.loc.gov/METS/}"
CSIP = "{https://DILCIS.eu/XML/METS/CSIPExtensionMETS}"

Report = dict[str, list[dict[str, str]]]


@pytest.fixture(autouse=True)
def eark() -> None:
    if not PYTHON.is_file() or subprocess.run([str(PYTHON), "-c", "import lxml"], check=False).returncode:
        if os.environ.get("CI") == "true":
            pytest.fail("missing with CI=true: eark-validator", pytrace=False)
        pytest.skip("not proven here: eark-validator")


@pytest.fixture
def information_package(tmp_path: Path) -> Path:
    (folder,) = (deposits.unpacked(deposits.package(), tmp_path) / "data").iterdir()
    return folder


def judged(folder: Path, *options: str) -> Report:
    """What the validator says of a folder, with a network that leads nowhere."""
    environment = {**os.environ, **dict.fromkeys(("http_proxy", "https_proxy"), "http://127.0.0.1:9")}
    command = [str(PYTHON), str(RUNNER), *options, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0, done.stderr
    found: Report = json.loads(done.stdout)[str(folder)]
    return found


def rules(rows: list[dict[str, str]]) -> set[str]:
    """The rules that are not kept; what is only told (severity Info) is left out."""
    return {row["rule"] for row in rows if row["severity"] not in ("Info", "Information")}


def rewritten(folder: Path, change: Callable[[etree._Element], Any]) -> Path:
    mets = folder / "METS.xml"
    root = etree.fromstring(mets.read_bytes())
    change(root)
    mets.write_bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))
    return folder


def test_nothing_is_reported_but_sip14(information_package: Path) -> None:
    report = judged(information_package)
    assert rules(report["structure"]) == set()
    assert rules(report["schema"]) == set()
    assert rules(report["rules"]) == {"SIP14"}


def test_by_the_rule_as_the_profile_words_it_nothing_is_reported(information_package: Path) -> None:
    assert rules(judged(information_package, "--mended")["rules"]) == set()


def test_the_lists_of_the_representations_lack_only_what_lies_at_the_top(information_package: Path) -> None:
    report = judged(information_package)
    assert rules(report["source"]) == rules(report["publications"]) == AT_THE_TOP


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (lambda root: root.attrib.pop("OBJID"), "CSIP1"),
        (lambda root: root.set("TYPE", "Leaflet"), "CSIP2"),
        (lambda root: root.set("PROFILE", "https://example.org/"), "SIP2"),
        (lambda root: root.find(f"{M}metsHdr").attrib.pop(f"{CSIP}OAISPACKAGETYPE"), "CSIP9"),
        (lambda root: root.remove(root.find(f"{M}structMap")), "XML-1"),
        (lambda root: root.find(f".//{M}file").attrib.pop("CREATED"), "CSIP70"),
    ],
)
def test_the_validator_finds_what_it_looks_for(
    information_package: Path, change: Callable[..., Any], rule: str
) -> None:
    report = judged(rewritten(information_package, change))
    assert rule in rules(report["rules"]) | rules(report["schema"])


def test_the_validator_does_not_look_at_the_files(information_package: Path) -> None:
    """Why ``information_package`` judges what it judges: a changed and a missing file are nothing to the validator."""
    (publications,) = (information_package / "representations" / "publications" / "data" / "de").parents[:1]
    next(publications.rglob("*.pdf")).write_bytes(b"x")
    next(publications.rglob("*.epub")).unlink()
    (information_package / "documentation" / "unlisted.txt").write_text("x")
    assert rules(judged(information_package)["rules"]) == {"SIP14"}


# --- The mistake in SIP14 ------------------------------------------------------------------------


def example(profile: str, name: str) -> etree._Element:
    """An example of a profile, as the validator's own copy of it has it."""
    (path,) = PYTHON.parent.parent.glob(
        f"lib/python3*/site-packages/eark_validator/ipxml/resources/profiles/V2.1.0/{profile}"
    )
    (found,) = (one for one in etree.parse(path).iter("{*}Example") if one.get("ID") == name)
    return found


def with_agents(*agents: etree._Element) -> Callable[[etree._Element], None]:
    def change(root: etree._Element) -> None:
        header = root.find(f"{M}metsHdr")
        assert header is not None
        for agent in header.findall(f"{M}agent"):
            header.remove(agent)
        for position, agent in enumerate(agents):
            header.insert(position, copy.deepcopy(agent))

    return change


def program() -> etree._Element:
    """The mandatory agent, as the profile of the common specification has it in its example."""
    (agent,) = example("E-ARK-CSIP.xml", "metsHdrElementExample1").iter(f"{M}agent")
    return agent


def creator() -> etree._Element:
    """The archival creator "described in SIP9 - SIP14", as the profile for submission has it in its example."""
    (agent,) = example("E-ARK-SIP.xml", "metsHdrAgentExample1").iter(f"{M}agent")
    return agent


def test_the_examples_of_the_profiles_themselves_break_sip14(information_package: Path) -> None:
    report = judged(rewritten(information_package, with_agents(program(), creator())))
    assert rules(report["schema"]) == set()
    assert rules(report["rules"]) == {"SIP14"}
    (said,) = (row for row in report["rules"] if row["rule"] == "SIP14")
    assert "agent[@ROLE = 'CREATOR']/mets:note@NOTETYPE" in said["location"]


def test_the_header_of_the_profile_breaks_sip14_where_it_keeps_the_profile(information_package: Path) -> None:
    """The notes that the profile types IDENTIFICATIONCODE, as it asks, are the ones that the rule complains of."""
    agents = list(example("E-ARK-SIP.xml", "metsHdrElementExample1").iter(f"{M}agent"))
    notes = [note for agent in agents if agent.get("ROLE") == "CREATOR" for note in agent.iter(f"{M}note")]
    assert [note.get(f"{CSIP}NOTETYPE") for note in notes] == ["IDENTIFICATIONCODE", None]
    report = judged(rewritten(information_package, with_agents(program(), *agents)))
    assert len([row for row in report["rules"] if row["rule"] == "SIP14"]) == len(notes) + 1


def test_no_package_can_keep_sip14(information_package: Path) -> None:
    """The rule asks the program's note for a NOTETYPE of no namespace, which METS does not have; without the note CSIP15
    is broken, with another type CSIP16."""

    def plainly(root: etree._Element) -> None:
        root.find(f".//{M}agent[@ROLE='CREATOR']/{M}note").set("NOTETYPE", "IDENTIFICATIONCODE")

    def retyped(root: etree._Element) -> None:
        root.find(f".//{M}agent[@ROLE='CREATOR']/{M}note").set(f"{CSIP}NOTETYPE", "IDENTIFICATIONCODE")

    def without(root: etree._Element) -> None:
        agent = root.find(f".//{M}agent[@ROLE='CREATOR']")
        agent.remove(agent.find(f"{M}note"))

    original = (information_package / "METS.xml").read_bytes()
    for change, schema, broken in (
        (plainly, {"XML-1"}, set()),
        (retyped, set(), {"CSIP16", "SIP14"}),
        (without, set(), {"CSIP15", "CSIP16"}),
    ):
        (information_package / "METS.xml").write_bytes(original)
        report = judged(rewritten(information_package, change))
        assert (rules(report["schema"]), rules(report["rules"])) == (schema, broken)


def test_the_mended_rule_can_fail(information_package: Path) -> None:
    wrong = creator()
    wrong.find(f"{M}note").set(f"{CSIP}NOTETYPE", "SOFTWARE VERSION")  # type: ignore[union-attr]
    rewritten(information_package, with_agents(program(), wrong))
    assert rules(judged(information_package, "--mended")["rules"]) == {"SIP14"}
