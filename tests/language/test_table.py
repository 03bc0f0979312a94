"""What is known of languages."""

import tomllib
import unicodedata
from pathlib import Path

import pytest

from flugblatt import resources
from flugblatt.language.table import begun, describe, known, language_of, sample, script_of
from tests import editions


@pytest.mark.parametrize(
    ("tag", "text", "script", "direction"),
    [
        ("de", "Erklärung", "Latn", "ltr"),
        ("kk", "Адам құқықтары", "Cyrl", "ltr"),
        ("kk-Arab", "Адам", "Arab", "rtl"),
        ("ar", "الإعلان", "Arab", "rtl"),
        ("he", "הכרזה", "Hebr", "rtl"),
        ("ja", "世界人権宣言", "Jpan", "ltr"),
        ("zh-Hant", "世界人權宣言", "Hant", "ltr"),
        ("zh", "世界人权宣言", "Hans", "ltr"),
        ("zh-TW", "世界人權宣言", "Hant", "ltr"),
        ("ko", "세계 인권 선언", "Kore", "ltr"),
        ("am", "የሰው ልጆች", "Ethi", "ltr"),
    ],
)
def test_script_and_direction(tag: str, text: str, script: str, direction: str) -> None:
    language = describe(tag, text)
    assert (language.script.code, language.direction) == (script, direction)


QUOTATION = "אנחנו תושבי העמק מבקשים מן המועצה להשאיר את הבארות פתוחות לכל אדם ולכל משפחה"


@pytest.mark.parametrize(
    ("tag", "text", "script", "direction"),
    [
        ("en", f"They wrote: [{QUOTATION}]{{lang=he}}. We agree.", "Latn", "ltr"),
        ("en", f"They wrote: {QUOTATION}. We agree.", "Latn", "ltr"),
        ("eo", f"Ili skribis: {QUOTATION}. Ni konsentas.", "Latn", "ltr"),
        (
            "he",
            "כתבו: [We ask the council to leave the wells open to everybody]{lang=en}. אנחנו מסכימים",
            "Hebr",
            "rtl",
        ),
        ("he", "כתבו: We ask the council to leave the wells open to everybody. אנחנו מסכימים", "Hebr", "rtl"),
        ("sr", "Pišu: [Мы просим совет оставить колодцы открытыми для всех]{lang=ru}. Slažemo se", "Latn", "ltr"),
        ("ku", "Ew nivîsîn: داوا لە ئەنجومەن دەکەین. Em dipejirînin", "Latn", "ltr"),
        ("ja", "声明 [We ask the council to leave the wells open to everybody]{lang=en}", "Jpan", "ltr"),
    ],
)
def test_what_an_edition_quotes_does_not_turn_it(
    tag: str, text: str, script: str, direction: str, tmp_path: Path
) -> None:
    statement = editions.read(editions.write(tmp_path, "probe", editions.PLAIN_YAML, **{tag: f"# 1\n\n{text}\n"}))
    language = language_of(statement.editions[0])
    assert (language.script.code, language.direction) == (script, direction)


def test_han_with_kana_is_japanese() -> None:
    assert script_of("人類社会のすべての構成員") == "Jpan"


@pytest.mark.parametrize(
    ("tag", "date", "written"),
    [
        ("de", "2022-01-06", "6. Januar 2022"),
        ("de", "2022-01", "Januar 2022"),
        ("de", "2022", "2022"),
        ("de-1996", "2022-01-06T10:00:00Z", "6. Januar 2022"),
        ("hi", "1948-12-10", "१० दिसंबर १९४८"),
        ("ja", "1948-12-10", "1948年12月10日"),
        ("en-GB", "2022-01-06", "6 January 2022"),
    ],
)
def test_dates(tag: str, date: str, written: str) -> None:
    assert describe(tag, sample(tag)).day(date) == written


@pytest.mark.parametrize(
    ("tag", "text", "written"),
    [
        ("af", "Woord", "06 Januarie 2022"),
        ("sr", "Слово", "6. јануар 2022."),
        ("sr", "Slovo", "6. januar 2022."),
        ("fa", "کلمه", "۶ ژانویهٔ ۲۰۲۲"),
        ("ne", "शब्द", "२०२२ जनवरी ६"),
        ("my", "စကား", "၂၀၂၂ ဇန်နဝါရီ ၆"),
        ("ar-EG", "كلمة", "٦ يناير ٢٠٢٢"),
        ("ckb", "وشە", "٦ی کانوونی دووەمی ٢٠٢٢"),
        ("tg", "واژه", "2022-01-06"),  # CLDR has its months in Cyrillic alone
        ("dv", "ބަސް", "2022-01-06"),  # and here they are M01, M02 …
        ("gsw", "Wort", "6. Januar 2022"),
        ("nds-Cyrl", "Слово", "2022-01-06"),
    ],
)
def test_dates_are_those_of_cldr_with_labels_or_without_where_it_has_them_in_the_script(
    tag: str, text: str, written: str
) -> None:
    assert describe(tag, text).day("2022-01-06") == written


def test_a_date_inside_an_english_label_is_no_date_of_the_language() -> None:
    burmese = describe("my", "စကား")
    assert (burmese.day_in_label("2022-01-06T10:00Z"), burmese.number_in_label(12)) == ("2022-01-06", "12")
    hindi = describe("hi", "शब्द")
    assert (hindi.day_in_label("2022"), hindi.number_in_label(12)) == ("२०२२", "१२")


def test_serbian_has_the_labels_of_its_script_whatever_its_tag() -> None:
    latin, cyrillic = describe("sr", "Sva ljudska bića rađaju se slobodna"), describe("sr", "Сва људска бића")
    assert (latin.labels.title, latin.direction, latin.label_lang) == ("Naslov", "ltr", "")
    assert (cyrillic.labels.title, describe("sr-Latn", "Slovo").labels.title) == ("Наслов", "Naslov")


def test_a_language_without_labels_has_the_english_ones_and_says_so() -> None:
    language = describe("so", "hadal")
    assert (language.label_lang, language.labels.edition, language.name) == ("en", "This edition", "Soomaali")


@pytest.mark.parametrize(
    ("tag", "lang"), [("az", ""), ("az-Arab", "en"), ("uz-Cyrl", "en"), ("sr-Cyrl", ""), ("ja-Jpan", "")]
)
def test_labels_are_in_the_script_that_the_tag_names(tag: str, lang: str) -> None:
    assert describe(tag, "").label_lang == lang


@pytest.mark.parametrize(
    ("tag", "text", "name"),
    [
        ("sa", "मानव", "संस्कृत भाषा"),
        ("sa-Gran", "𑌮𑌾𑌨𑌵", "sa-Gran"),
        ("jv-Java", "ꦗꦮ", "Jawa"),
        ("ko", "인권", "한국어"),
        ("sr-Latn", "prava", "Srpski (latinica)"),
    ],
)
def test_a_language_is_named_in_a_script_that_the_page_can_set(tag: str, text: str, name: str) -> None:
    assert describe(tag, text).name == name


def test_every_family_of_the_table_is_in_its_package() -> None:
    from flugblatt.language import fonts

    table = tomllib.loads((resources.STYLES / "languages.toml").read_text(encoding="utf-8"))
    families = {family for script in table["scripts"].values() for family in (*script["text"], *script["sans"])}
    families |= {family for named in table["other_scripts"].values() for family in named}
    assert {family for family in families if not fonts.faces_of(family)} == set()


def test_every_language_has_every_label_in_nfc_and_without_colons() -> None:
    table = tomllib.loads((resources.STYLES / "languages.toml").read_text(encoding="utf-8"))["languages"]
    wanted = set(table["en"]["labels"]), set(table["en"]["kinds"])
    for tag in known():
        entry = table[tag]
        assert (set(entry["labels"]), set(entry["kinds"])) == wanted, tag
        for label in (*entry["labels"].values(), *entry["kinds"].values()):
            assert label and unicodedata.is_normalized("NFC", label), (tag, label)
            assert not set(label) & set(":!…"), (tag, label)


@pytest.mark.parametrize(
    ("tag", "name"),
    [("pt", "Português"), ("pt-BR", "Português (Brasil)"), ("de-AT", "Deutsch (Österreich)"), ("de-1996", "Deutsch")],
)
def test_a_country_stands_beside_the_name_of_a_language(tag: str, name: str) -> None:
    assert describe(tag, "Text").name == name


@pytest.mark.parametrize(
    ("name", "tag", "line"),
    [
        ("нямецкая", "be", "Нямецкая"),
        ("ingilizce", "tr", "İngilizce"),
        ("გერმანული", "ka", "გერმანული"),
        ("", "de", ""),
    ],
)
def test_a_name_that_begins_a_line_has_a_capital(name: str, tag: str, line: str) -> None:
    assert begun(name, tag) == line
