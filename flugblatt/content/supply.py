"""What the trade asks ``statement.yaml`` for: subjects with their schemes, price, supplier, exemption.

Flow: node -> one reader for each key -> value of ``model/trade.py``.
"""

from __future__ import annotations

import re
from functools import cache

from babel.core import get_global

from flugblatt.content import characters
from flugblatt.content.dates_in_words import locales_of
from flugblatt.content.yaml_fields import (
    Sheet,
    by_language,
    choice_of,
    form_of,
    list_of,
    read_fields,
    read_name,
    read_text,
    read_word,
    required,
)
from flugblatt.content.yaml_source import Broken, Mapping, Node
from flugblatt.model import Exemption, Price, Subject
from flugblatt.model.trade import EXEMPTIONS, SCHEMES

AMOUNT = re.compile(r"[0-9]{1,9}(\.[0-9]{1,2})?")
"""With a point, as ONIX writes it (P.26.71): at most two places behind it, as every currency but a few has them."""

_SIGNS = {"€": "EUR", "£": "GBP", "₽": "RUB", "₴": "UAH", "zł": "PLN"}


def _subject(node: Node, name: str, sheet: Sheet) -> Subject | None:
    if not isinstance(node, Mapping):
        text = read_name(node, name, sheet)
        return Subject(text) if text else None
    fields = read_fields(node, name, ("scheme", "code", "label"), sheet)
    label = required(fields, "label", read_text, sheet)
    scheme = required(fields, "scheme", choice_of(*SCHEMES), sheet)
    known = SCHEMES.get(scheme or "")
    form = known.code.fullmatch if known else lambda text: True
    expected = f"a code of {scheme} like {known.example}" if known else ""
    code = required(fields, "code", form_of(form, expected), sheet)
    return Subject(label, scheme, code) if label and scheme and code else None


read_subjects = by_language(list_of(_subject))


def read_price(node: Node, name: str, sheet: Sheet) -> Price | None:
    """What a reader pays, taxes included, or nothing."""
    if isinstance(node, Broken):
        return None
    if not isinstance(node, Mapping):
        return _free(node, name, sheet)
    fields = read_fields(node, name, ("amount", "currency"), sheet)
    amount = required(fields, "amount", _amount, sheet)
    currency = required(fields, "currency", _currency, sheet)
    return Price(amount, currency) if amount and currency else None


def _free(node: Node, name: str, sheet: Sheet) -> Price | None:
    text = read_word(node, name, sheet)
    if not text or text == "free":
        return Price() if text else None
    amount = re.search(r"[0-9]+([.,][0-9]{1,2})?", text)
    rest = text.replace(amount[0], "").strip() if amount else ""
    currency = next((code for code in (rest.upper(), _SIGNS.get(rest, "")) if code in currencies()), "EUR")
    hint = f"write price: {{amount: {amount[0].replace(',', '.')}, currency: {currency}}}" if amount else ""
    message = f"{name}, free or a mapping of amount and currency, was expected, found {characters.shortened(text)}"
    sheet.find("yaml-value", node.place, message, hint)
    return None


def _amount(node: Node, name: str, sheet: Sheet) -> str:
    text = read_word(node, name, sheet)
    if not text or (AMOUNT.fullmatch(text) and float(text) > 0):
        return text
    hint = "write price: free" if AMOUNT.fullmatch(text) else ""
    point = text.replace(",", ".")
    if not hint and AMOUNT.fullmatch(point):
        hint = f"write {point}"
    message = f"{name}, an amount above 0 like 4.99, was expected, found {characters.shortened(text)}"
    sheet.find("yaml-value", node.place, message, hint)
    return ""


def _currency(node: Node, name: str, sheet: Sheet) -> str:
    text = read_word(node, name, sheet)
    if not text or text in currencies():
        return text
    meant = _currency_meant(text, sheet.tags)
    message = f"{name}, a currency of ISO 4217 like EUR, was expected, found {characters.shortened(text)}"
    sheet.find("yaml-value", node.place, message, f"did you mean {meant}?" if meant else "")
    return ""


def _currency_meant(text: str, tags: tuple[str, ...]) -> str:
    """The currency with this sign, or with this name in German, English or a language of the work."""
    called = (
        code
        for locale in locales_of(tags)
        for code, name in sorted(locale.currencies.items())
        if name.casefold() == text.casefold()
    )
    return next((code for code in (text.upper(), _SIGNS.get(text, ""), *called) if code in currencies()), "")


@cache
def currencies() -> frozenset[str]:
    """The currencies that are tender somewhere today, by CLDR."""
    used = get_global("territory_currencies").values()
    return frozenset(code for rows in used for code, _, end, tender in rows if tender and end is None)


def read_exemption(node: Node, name: str, sheet: Sheet) -> Exemption:
    match choice_of(*EXEMPTIONS)(node, name, sheet):
        case "microenterprise" | "disproportionate-burden" | "fundamental-alteration" as given:
            return given
        case _:
            return ""
