"""Whatever the words are: every record of them is valid, and says them as they are."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as some

from flugblatt.judges import records as judge_of_records
from flugblatt.judges.external import xml_schemas
from flugblatt.model import ByLanguage, Change, Issuer, Place, Publisher, Rights, Series, Statement, Subject, Text
from tests.conftest import examples
from tests.records.works import files, least, rendered

LETTERS = some.characters(exclude_categories=("Cc", "Cs", "Cn", "Zs", "Zl", "Zp", "Co"))
WORDS = some.one_of(
    some.lists(some.text(LETTERS, min_size=1, max_size=12), min_size=1, max_size=4).map(" ".join),
    some.sampled_from(
        ["$a|b", "]]>", "&amp;", "urn:isbn:1-2", "<!--", '"', "\\", "=245", "a; b", "]]&gt;", "ﬁ e\u0301", "0"]
    ),
)
ISSUERS = some.builds(
    Issuer,
    WORDS,
    some.sampled_from(["organization", "person", "conference"]),
    some.sampled_from(["", "https://a.b/c"]),
    WORDS,
)


@settings(max_examples=examples(40))
@given(
    title=WORDS,
    subtitle=WORDS,
    translator=WORDS,
    issuers=some.lists(ISSUERS, min_size=1, max_size=4, unique_by=lambda issuer: issuer.name),
    words=some.lists(WORDS, min_size=6, max_size=6),
)
def test_any_words(title: str, subtitle: str, translator: str, issuers: list[Issuer], words: list[str]) -> None:
    base = least()
    each = replace(base.editions[0], title=(Text(title, Place(1, 1)),), subtitle=subtitle, translator=translator)
    statement: Statement = replace(
        base,
        editions=(each, replace(base.editions[0], language="be")),
        issuers=ByLanguage(tuple(issuers)),
        publisher=Publisher(words[0], words[1]),
        subjects=ByLanguage((Subject(words[0]), Subject(words[1], "thema", "JPVH"))),
        summary=ByLanguage(words[2]),
        rights=Rights(words[3], "CC0-1.0", "registered"),
        series=Series(words[4], "", words[5]),
        changes=(Change("2024", words[5]),),
    )
    found = rendered(statement, each)
    assert len(found) == 6
    for kind, data in found.items():
        for check in (
            xml_schemas.judge(kind, data),
            judge_of_records.judge(statement, each, kind, data, files(each)),
        ):
            assert check.verdict == "passed", (kind, *map(str, check.findings))
