"""Wrong tables: every fault of every table ends in file and line, what was expected, and a hint; those of the package have none."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from flugblatt import resources
from flugblatt.build import project
from flugblatt.language.rows import rows as languages
from flugblatt.leaflet.formats import formats
from flugblatt.model import Finding
from flugblatt.model.errors import ContentError
from flugblatt.package.libraries import libraries
from flugblatt.package.readme import rows as words
from flugblatt.records import language_codes
from flugblatt.report.explain import explain
from flugblatt.tables import shapes, table_reader
from flugblatt.tables.project_file import settings
from tests import own_tables
from tests.own_tables import FORMAT, KINDS, LABELS, LANGUAGE, LIBRARY, SHOP

Read = Callable[[], object]
OWN, STYLES = "flugblatt.toml", "styles/"
SHORT = LABELS.replace('notes = "La notes"\n', "").replace('page = "La page"\n', "")
WORDS = (
    '[eo]\npackage = "a"\ncheck = "a"\ngood = "a"\nsources = "a"\npublications = "a"\nrecords = "a"\nreports = "a"\n'
)


def found(read: Read, texts: dict[str, str]) -> tuple[Finding, ...]:
    with resources.using(own_tables.files(texts)), pytest.raises(ContentError) as caught:
        read()
    assert caught.value.exit_code == 3
    return caught.value.findings


def line_of(text: str, words: str) -> int:
    return text[: text.index(words)].count("\n") + 1


def without(text: str, key: str) -> str:
    return "".join(line for line in text.splitlines(True) if not line.startswith(f"{key} ="))


WRONG_KEY = [
    (languages, OWN, LANGUAGE.replace("name =", "nmae ="), "nmae", "[languages.eo] there is no key 'nmae'", "name"),
    (languages, OWN, LANGUAGE.replace("title =", "titel ="), "titel", "there is no key 'titel' here", "title"),
    (languages, f"{STYLES}languages.toml", "[scripts.Latn]\nsizze = 9\n", "sizze", "there is no key 'sizze'", "size"),
    (languages, OWN, '[fonts."Ein Font"]\nwheel = "ein_font"\nfile = []\n', "file =", "no key 'file'", "files"),
    (formats, OWN, FORMAT.replace("flip", "flipp"), "flipp", "[formats.karte] there is no key 'flipp' here", "flip"),
    (formats, f"{STYLES}shops.toml", SHOP.replace("safe =", "saffe =", 1), "saffe", "[shops.hier] there is no", "safe"),
    (libraries, f"{STYLES}libraries.toml", LIBRARY.replace("says", "sais"), "sais", "there is no key 'sais'", "says"),
    (libraries, f"{STYLES}libraries.toml", LIBRARY.replace("tag =", "tagg ="), "tagg", "no key 'tagg' here", "tag"),
    (words, f"{STYLES}package.toml", WORDS.replace("good", "god"), "god", "[eo] there is no key 'god' here", "good"),
    (settings, OWN, "[langauges.eo]\n", "[langauges", "there is no key 'langauges' here", "languages"),
]


@pytest.mark.parametrize(("read", "name", "text", "at", "said", "near"), WRONG_KEY)
def test_a_wrong_key_is_refused_at_its_line_with_the_key_that_was_meant(
    read: Read, name: str, text: str, at: str, said: str, near: str
) -> None:
    finding = next(one for one in found(read, {name: text}) if said in one.message)
    assert (finding.where, finding.hint) == (f"{name}:{line_of(text, at)}:1", f"did you mean {near}?")


WRONG = [
    # what lacks
    (
        languages,
        OWN,
        LANGUAGE.replace(LABELS, SHORT),
        "[languages.eo.labels]",
        "[languages.eo.labels] notes, page are missing",
    ),
    (
        languages,
        OWN,
        LANGUAGE.replace("kaj {n} aliaj", "kaj aliaj"),
        "others = ",
        "words with {n} for the number",
    ),
    (
        languages,
        OWN,
        LANGUAGE.partition("[languages.eo.kinds]")[0],
        "[languages.eo]",
        "kinds is missing: labels and kinds come",
    ),
    (
        languages,
        OWN,
        f"[languages.eo.kinds]\n{KINDS}",
        "[languages.eo.kinds]",
        "labels is missing: labels and kinds come",
    ),
    (
        languages,
        OWN,
        '[fonts."Ein Font"]\nwheel = "ein_font"\n',
        "[fonts",
        "files is missing, or else upright and weights",
    ),
    (formats, OWN, without(FORMAT, "closed"), "[formats.karte]", "[formats.karte] closed is missing"),
    (formats, f"{STYLES}formats.toml", without(SHOP, "says"), "[shops.hier]", "[shops.hier] says is missing"),
    (libraries, f"{STYLES}libraries.toml", without(LIBRARY, "record"), "[lnb]", "[libraries.lnb] record is missing"),
    (
        libraries,
        OWN,
        f"[libraries.lnb]\n{without(LIBRARY, 'x').split('[[')[0][6:]}",
        "[libraries.lnb]",
        "fields is missing",
    ),
    (words, f"{STYLES}package.toml", without(WORDS, "good"), "[eo]", "[eo] good is missing"),
    # what is of another kind
    (
        languages,
        OWN,
        '[languages.eo]\nhyphenate = "no"\n',
        "hyphenate",
        "hyphenate: expected true or false, found 'no'",
    ),
    (languages, OWN, '[languages.eo]\nweak = "la"\n', "weak", "weak: expected a list of words in quotation marks"),
    (languages, OWN, '[languages.eo]\ndigits = "0123"\n', "digits", "digits: expected ten figures"),
    (languages, OWN, LANGUAGE.replace('"La pages"', '" "'), "pages =", "pages: expected words in quotation marks"),
    (languages, OWN, "languages = 3\n", "languages", "expected tables [languages.NAME]"),
    (languages, OWN, "[languages]\neo = 3\n", "eo", "expected a table [languages.eo]"),
    (languages, OWN, "[languages.epo]\n", "[languages.epo]", "a language is named by its tag"),
    (
        languages,
        OWN,
        '[fonts.Amiri]\nfiles = ["Amiri-Fett.ttf"]\n',
        "files",
        "expected names of files that end in their style",
    ),
    (
        languages,
        OWN,
        '[fonts.Amiri]\nfiles = ["Amirix-Bold.ttf"]\n',
        "files",
        "no 'Amirix-Bold.ttf' in the wheel fontpkg_amiri",
    ),
    (languages, OWN, '[fonts.Amiri]\nwheel = "../x"\n', "wheel", "wheel: expected the module of a wheel"),
    (
        languages,
        f"{STYLES}languages.toml",
        "[scripts.Latn]\nsize = -1\n",
        "size",
        "size: expected a number from 1 to 200",
    ),
    (
        languages,
        f"{STYLES}languages.toml",
        "[scripts.latin]\n",
        "[scripts.latin]",
        "a script is named by its ISO 15924 code",
    ),
    (formats, OWN, FORMAT.replace("[105, 148]", "105", 1), "closed", "closed: expected [width, height] in millimetres"),
    (formats, OWN, "[formats.a4]\nback = [[3]]\n", "back", "[formats.a4] back: there is no panel 3"),
    (formats, OWN, "[formats.a4]\nclosed = [210, 290]\n", "[formats.a4]", "the rows are 290 high together"),
    (formats, OWN, '[shops.default]\nbleed = "3"\n', "bleed", "bleed: expected a number from 0 to 3, found '3'"),
    (formats, f"{STYLES}shops.toml", SHOP, "profile", "profile: there is no EIGEN.icc in styles/icc/"),
    (formats, f"{STYLES}formats.toml", 'auto = "a4"\n', "auto", "expected a list of names of formats"),
    (
        libraries,
        f"{STYLES}libraries.toml",
        LIBRARY.replace('["url"]', '["ulr"]'),
        "requires",
        'expected a list of "publisher" or',
    ),
    (
        libraries,
        f"{STYLES}libraries.toml",
        LIBRARY.replace('"epub"', '"book"'),
        "target",
        'target: expected "archive-pdf" or',
    ),
    (
        libraries,
        f"{STYLES}libraries.toml",
        LIBRARY.replace('"files"', '"../x"'),
        "folder",
        "expected the name of a folder",
    ),
    (
        libraries,
        f"{STYLES}libraries.toml",
        LIBRARY.replace('"856"', '"85"'),
        'tag = "85"',
        "expected the tag of a MARC field",
    ),
    (
        libraries,
        f"{STYLES}libraries.toml",
        LIBRARY.replace("{address}", "{adress}"),
        "subfields",
        "there is no word {adress}",
    ),
    (
        libraries,
        f"{STYLES}libraries.toml",
        LIBRARY.replace(".lnb.", ".dnb."),
        "suffix",
        "another library's package ends in",
    ),
    (libraries, f"{STYLES}libraries.toml", 'lnb = "x"\n', "lnb", "expected a table [libraries.lnb]"),
    (
        words,
        f"{STYLES}package.toml",
        WORDS.replace('good = "a"', "good = 1"),
        "good",
        "good: expected words in quotation marks",
    ),
    (settings, OWN, 'base_url = "example.org"\n', "base_url", "base_url: expected an https address"),
    (settings, OWN, '[cataloguing]\nlanguage = "xx"\n', "language", "language: expected de or en"),
    (settings, OWN, '[cataloguing]\nagency = "4711"\n', "agency", "agency: expected the MARC code of an agency"),
    (settings, OWN, '[limits]\npages = "many"\n', "pages", "pages: expected a number from 1"),
    (settings, OWN, "[limits]\npage = 3\n", "page", "there is no key 'page' here"),
    (settings, OWN, "formats = 3\n", "formats", "expected tables [formats.NAME]"),
    (settings, f"{STYLES}lagnuages.toml", "[languages.eo]\n", "[languages", "there is no table lagnuages.toml"),
    # what is no TOML, or there twice
    (languages, OWN, '[languages.eo]\nname = "Esperanto\n', "name", "Illegal character"),
    (languages, OWN, f"{LANGUAGE}\n[languages.eo]\n", "\n\n[languages.eo]\n", "Cannot declare"),
    (formats, OWN, f"{FORMAT}flip = 'short'\n", "flip = 'short'", "Cannot overwrite a value"),
    (libraries, f"{STYLES}libraries.toml", f"{LIBRARY}[lnb]\n", "[lnb]\n", "Cannot declare"),
    (words, f"{STYLES}package.toml", f"{WORDS}[eo]\n", "[eo]\n", "Cannot declare"),
    (settings, OWN, "limits = {\n", "limits", "Invalid"),
]


@pytest.mark.parametrize(("read", "name", "text", "at", "said"), WRONG)
def test_a_wrong_table_is_refused_where_it_is_wrong(read: Read, name: str, text: str, at: str, said: str) -> None:
    findings = found(read, {name: text})
    finding = next((one for one in findings if said in one.message), None)
    assert finding, findings
    path, line, _ = finding.where.rsplit(":", 2)
    lines = {text[:match].count("\n") + 1 + at.startswith("\n\n") * 2 for match in _all(text, at)}
    assert path == name and int(line) in lines, finding


def _all(text: str, words: str) -> list[int]:
    return [at for at in range(len(text)) if text.startswith(words, at)]


def test_bytes_that_are_no_utf_8_are_refused_at_their_line() -> None:
    file = resources.TableFile(OWN, OWN, b'[languages.eo]\nname = "\xff"\n')
    with resources.using((file,)), pytest.raises(ContentError, match=r"flugblatt.toml:2:1: .* expected UTF-8"):
        languages()


def test_what_two_files_of_a_project_both_say_is_refused() -> None:
    texts = {f"{STYLES}languages.toml": '[languages.eo]\nname = "Esperanto"\n', OWN: '[languages.eo]\n\nname = "EO"\n'}
    (finding,) = found(languages, texts)
    assert (finding.where, finding.hint) == ("flugblatt.toml:3:1", "keep one of the two")
    assert "name is given already, at styles/languages.toml:2" in finding.message


@pytest.mark.parametrize(
    ("text", "where", "said"),
    [
        (
            '[two_letters]\nde = "gerr"\n[three_letters]\ncodes = ""\n[iso639_3]\n',
            2,
            "de: expected a code of three letters",
        ),
        (
            '[two_letters]\ndeu = "ger"\n[three_letters]\ncodes = ""\n[iso639_3]\n',
            2,
            "a subtag of two letters was expected",
        ),
        ('[two_letters]\n[three_letters]\ncodes = "ace ac"\n[iso639_3]\n', 3, "codes: expected codes of three letters"),
        ("[two_letters]\n[iso639_3]\n", 1, "three_letters is missing"),
        ("[two_letters]\n[three_letters]\ncode = 1\n[iso639_3]\n", 3, "there is no key 'code'"),
    ],
)
def test_a_wrong_table_of_codes_is_refused_where_it_is_wrong(text: str, where: int, said: str) -> None:
    name = "styles/language-codes.toml"
    reader = table_reader.read("language-codes", own_tables.files({name: text}))
    assert not shapes.check(reader, reader.data, language_codes.TABLE)
    assert [one.where for one in reader.findings if said in one.message] == [f"{name}:{where}:1"]


def test_every_problem_of_every_table_is_told_in_one_run() -> None:
    texts = {
        f"{STYLES}libraries.toml": without(LIBRARY, "record"),
        OWN: f"base_url = 3\n{without(FORMAT, 'closed')}{LANGUAGE.replace('name', 'nmae')}",
    }
    with pytest.raises(ContentError) as caught, project.opened(own_tables.files(texts)):
        pass
    assert [one.code for one in caught.value.findings] == [
        "project-file",
        "language-table",
        "format-table",
        "library-table",
    ]


def test_the_tables_of_the_package_have_no_problem() -> None:
    with project.opened(()):
        assert languages()["languages"]["en"]["name"] == "English"


@pytest.mark.parametrize("code", table_reader.CODES)
def test_every_code_is_explained(code: str) -> None:
    assert "flugblatt.toml" in explain(code) or "styles/formats.toml" in explain(code)
