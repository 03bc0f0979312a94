"""The pictures to share of a few editions, for the tests of those that make them and of those that judge them."""

from pathlib import Path
from tempfile import TemporaryDirectory

from flugblatt.build import production
from flugblatt.judges import judge_table
from flugblatt.model import Check, Product, Statement
from flugblatt.model.cases import Case
from flugblatt.model.targets import chosen
from tests import editions
from tests.sharing import shared

YAML = "date: 2026-05-03\nkind: open-letter\nissuers: [{issuers}]\n"
TEXTS = {
    "de": "# Die *Wärme*[^1] kommt künftig aus dem [Dunaj]{lang=sk}\n\nVorspann.\n\nText.\n\n[^1]: Anmerkung.\n",
    "ar": editions.ARABIC,
    "hi": "# मानव अधिकारों की सार्वभौम घोषणा\n\nप्रस्तावना।\n\nपाठ।\n",
    "so": "# Bayaan wadajir ah\n\nEreyga koowaad.\n\nEreyga labaad.\n",
    "zh-Hant": "# 關於保障新聞自由與人權捍衛者安全以及釋放所有政治犯的共同聲明\n\n前言。\n\n本文。\n",
}


BODIES = {
    "ar": "فقرة أولى.\n\nفقرة ثانية.\n",
    "he": "פסקה ראשונה.\n\nפסקה שנייה.\n",
    "fa": "بند نخست.\n\nبند دوم.\n",
    "ur": "پہلا پیراگراف۔\n\nدوسرا پیراگراف۔\n",
}


@shared
def pictures(tag: str, issuers: str, title: str = "", theme: str = "red") -> tuple[Statement, tuple[Product, ...]]:
    """The pictures of an edition, judged by all but Java, which is not asked for them."""
    body = BODIES.get(tag, "Vorspann.\n\nText.\n")
    text = f"# {title}\n\n{body}" if title else TEXTS[tag]
    with TemporaryDirectory() as folder:
        yaml = YAML.format(issuers=issuers) + f"theme: {theme}\n"
        statement = editions.read(editions.write(Path(folder), "probe", yaml, **{tag.replace("-", "_"): text}))
    made = production.produce(statement, statement.editions[0], chosen(("pictures",)))
    return statement, tuple(one for one in made if isinstance(one, Product))


def german(kind: str) -> tuple[Statement, Product]:
    statement, products = pictures("de", "Büro, Rat")
    return statement, next(one for one in products if one.artefact.kind == kind)


def judged(check: str, kind: str, data: bytes | None = None, page: bytes | None = None) -> Check:
    """The check of a German picture, or of what became of its file or its page."""
    statement, product = german(kind)
    data = product.artefact.data if data is None else data
    page = product.beside if page is None else page
    return judge_table.judge(check, Case(statement, statement.editions[0], "pictures", data, kind=kind, beside=page))


def codes(check: Check) -> set[str]:
    return {finding.code for finding in check.findings}
