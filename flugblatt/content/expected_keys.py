"""The keys that people expect in ``statement.yaml`` and that it does not have, with what to write instead.

Flow: key, value, where it stands -> instead_of_key -> a hint with the value in it, or nothing.
"""

from __future__ import annotations

from difflib import get_close_matches

from flugblatt.content.values import WEB_ADDRESS, license_like
from flugblatt.content.yaml_source import in_list, quoted_in_list

KEYS = (
    *("date", "issuers", "kind", "revised", "changes", "publisher", "contact", "imprint", "original", "subjects"),
    *(
        "summary",
        "rights",
        "identifiers",
        "url",
        "series",
        "page",
        "theme",
        "accent",
        "picture",
        "logo",
        "fonts",
        "leaflets",
    ),
    *(
        "source_code",
        "shop",
        "run",
        "output_profile",
        "cataloguing",
        "price",
        "supplier",
        "exemption",
        "addressee",
        "signatories",
        "dateline",
        "boilerplate",
        "embargo",
        "withdrawn",
        "supersedes",
        "parity",
        "bilingual",
    ),
    *("autolink", "keep_metadata", "editions"),
)
"""The keys of statement.yaml, in the order of its documentation."""

BRAND_KEYS = ("theme", "accent", "picture", "logo", "fonts", "cataloguing")
"""The keys of brand.yaml, which statement.yaml has, too."""

_TITLE = "the title is the # line of the .md: # …"
_LANGUAGE = "the language of a text is the name of its file, like de.md"
_TEXT = "the text stands in a file of its own, like de.md"
_NAME = "the name of the folder is the name of the work"
_PICTURE = "pictures stand in the text: ![what it shows](picture.png)"
_PUBLISHED = "did you mean issuers, whose words it is, or publisher, who brings it out?"
_SENTENCES = (_TITLE, _LANGUAGE, _TEXT, _NAME, _PICTURE, _PUBLISHED)
_ACCESS = ("open", "reading-room", "registered")

# What Pandoc, Hugo, Jekyll, Quarto, Zenodo and Dublin Core call it: what to write here. … is the value, TAG an edition.
_ANYWHERE = {
    "title name headline heading titel überschrift": _TITLE,
    "herausgeber herausgeberin herausgeber_innen herausgegeben_von editor editors": _PUBLISHED,
    "author authors creator creators by person persons": "issuers: [{name: …, kind: person}]",
    "autor autorin autoren verfasser verfasserin": "issuers: [{name: …, kind: person}]",
    "issuer organization organisation organizations institution institute corporate_author": "issuers: [{name: …}]",
    "organisationen verein vereine absender": "issuers: [{name: …}]",
    "publication_date pubdate published date_published datum jahr year issued erscheinungsdatum veröffentlicht": "date: …",
    "modified updated lastmod last_modified date_modified revision_date": "revised: …",
    "language lang languages locale sprache": _LANGUAGE,
    "keywords keyword tags tag topics subject categories category": "subjects: […]",
    "schlagwort schlagworte schlagwörter themen thema": "subjects: […]",
    "license licence spdx lizenz": "rights: {license: …}",
    "copyright copyright_notice rechte": "rights: {statement: …}",
    "access zugang": "rights: {access: …}",
    "abstract description excerpt teaser zusammenfassung kurzfassung beschreibung": "summary: …",
    "isbn": "identifiers: {isbn: …}",
    "doi identifier": "identifiers: {doi: …}",
    "issn": "identifiers: {issn: …}",
    "urn urn_nbn": "identifiers: {urn_nbn: …}",
    "uri": "identifiers: {uri: …}",
    "type genre document_type doctype art typ textsorte": "kind: …",
    "link website homepage permalink canonical_url web webseite adresse_im_netz": "url: …",
    "email mail e_mail": "contact: {email: …}",
    "phone telephone tel telefon": "contact: {phone: …}",
    "place city location ort": "publisher: {name: …, place: …}",
    "address anschrift adresse": "publisher: {name: …, address: …}",
    "printer druck druckerei": "imprint: {printer: …}",
    "responsible verantwortlich v.i.s.d.p. visdp": "imprint: {responsible: …}",
    "subtitle untertitel": "editions: {TAG: {subtitle: …}}",
    "translator translators translated_by translation translations": "editions: {TAG: {translator: …}}",
    "übersetzer übersetzerin übersetzung": "editions: {TAG: {translator: …}}",
    "pull_quote pullquote quote zitat": "editions: {TAG: {pull_quote: …}}",
    "hyphenation hyphens hyphenate trennung silbentrennung": "editions: {TAG: {hyphenation: […]}}",
    "original_language translation_of source_language originalsprache": "original: …",
    "papersize paper page_size format papierformat": "page: …",
    "color colour accent_color farbe": 'accent: [0, 100, 80, 10], in per cent of the four inks, or "#C5202F"',
    "text body content inhalt": _TEXT,
    "slug id work": _NAME,
    "cost free": "price: {amount: …, currency: EUR}, or price: free",
    "verlag": "publisher: {name: …}",
    "kontakt": "contact: {name: …}",
    "impressum": "imprint: {publisher: …}",
    "reihe": "series: {title: …}",
    "preis": "price: {amount: …, currency: EUR}, or price: free",
    "distributor vendor": "supplier: …",
    "thema bisac": "subjects: [{scheme: thema, code: …, label: …}]",
    "an to recipient recipients addressees empfänger empfängerin adressat": "addressee: …",
    "signers signed_by signatures unterzeichner unterzeichnende unterzeichnerinnen": "signatories: […]",
    "about about_us boiler_plate abbinder": "boilerplate: …",
    "date_line ortsmarke spitzmarke": "dateline: …",
    "embargo_until embargoed_until hold_until release_time not_before": "embargo: …, with time and zone",
    "retracted retraction revoked withdrawal": "withdrawn: {date: …, reason: …}",
    "replaces previous_version predecessor": "supersedes: …, the name of another work",
    "image images bild bilder": _PICTURE,
    "cover cover_image titelbild": "picture: {file: …, alt: …}, with theme: picture",
    "emblem signet": "logo: {color: …, alt: …}",
    "design style template thema_der_gestaltung": "theme: …",
    "font schrift schriften": "fonts: {text: …, license: …}",
}
_WITHIN = {
    "publisher": {"city town location": "place: …", "website web link": "url: …"},
    "contact": {"mail e_mail": "email: …", "telephone tel mobile": "phone: …"},
    "rights": {"licence spdx": "license: …", "copyright holder": "statement: …"},
    "identifiers": {"urn": "urn_nbn: …", "url": "url: …, beside identifiers"},
    "series": {"name": "title: …", "volume issue": "number: …"},
    "changes": {"text description": "note: …"},
    "withdrawn": {"note why": "reason: …"},
    "subjects": {"name heading term": "label: …", "notation id": "code: …", "vocabulary": "scheme: …"},
    "signatories": {"role position title office amt": "function: …", "city town location ort": "place: …"},
    "issuers": {"type": "kind: …", "url website": "uri: …", "title organization organisation": "name: …"},
    "editions": {
        "lines_of_title title_line titellines titelzeilen": "title_lines: [first line, second line]",
        "title name": _TITLE,
        "language lang": _LANGUAGE,
        "quote pullquote": "pull_quote: …",
        "translators translated_by": "translator: …",
        "summary abstract description": "summary: {TAG: …}, beside editions",
        "subjects keywords tags": "subjects: {TAG: […]}, beside editions",
        "issuers author authors": "issuers: {TAG: […]}, beside editions",
    },
}
_MAIN_KEYS = {
    **{"publisher": "name", "rights": "license", "series": "title", "imprint": "publisher", "contact": "name"},
    "withdrawn": "date",
}


def instead_of_key(key: str, value: str, name: str, known: tuple[str, ...], tag: str) -> str:
    """What to write instead of ``key``, in the mapping ``name`` with the keys ``known``; empty where it cannot be told."""
    plain = key.strip().lower().replace(" ", "_").replace("-", "_")
    if plain in known:
        return f"did you mean {plain}?"
    parts = name.split(".")
    table = _WITHIN.get(parts[0], {}) if name else _ANYWHERE
    expected = next((written for keys, written in table.items() if plain in keys.split()), "")
    if not expected and (not name or not near(plain, known)):
        expected = next((written for keys, written in _ANYWHERE.items() if plain in keys.split()), "")
        expected = f"{expected}, not within {name}" if expected and name and expected not in _SENTENCES else expected
    if not expected:
        close = near(plain, known)
        return f"did you mean {close}?" if close else ""
    if expected in _SENTENCES:
        return expected.replace("…", value or "…")
    if expected.startswith("issuers: [{name: …}]") and len(in_list(value).split('", "')) > 1:
        return f"write issuers: {in_list(value)}"
    if expected.startswith("rights: {license"):
        value = value if WEB_ADDRESS.fullmatch(value) else license_like(value) or value
    if expected.startswith("rights: {access") and value not in _ACCESS:
        return "write rights: {access: open}, or reading-room or registered"
    head, dots, tail = expected.rpartition("…")
    parted = [part.strip() for part in value.split(",") if part.strip()]
    listed = ", ".join(map(quoted_in_list, parted)) if head.endswith("[") else ""
    filled = head + (listed or (quoted_in_list(value) if value else "…")) + tail if dots else expected
    return "write " + filled.replace("TAG", parts[1] if len(parts) > 1 and parts[0] == "editions" else tag)


def instead_of_line(key: str, value: str) -> str:
    """What a line of front matter becomes; a list in [ ] is given as it is."""
    plain = key.lower().replace("-", "_")
    inner = value.removeprefix("[").removesuffix("]") if value.startswith("[") else value
    if plain in KEYS:
        return f"write {plain}: {value} in statement.yaml" if value else f"write {plain}: … in statement.yaml"
    said = instead_of_key(key, inner.replace('"', "").replace("'", ""), "", (), "de")
    return said if said in ("", *_SENTENCES) or not said.startswith("write ") else f"{said} in statement.yaml"


def wrapped(name: str, text: str) -> str:
    """How a text is written that stands where a mapping should: with its main key; empty where there is none."""
    key = _MAIN_KEYS.get(name, "")
    if name == "rights" and not WEB_ADDRESS.fullmatch(text):
        meant = license_like(text)
        key, text = ("license", meant) if meant else ("statement", text)
    if name == "contact" and "@" in text:
        key = "email"
    if name == "identifiers":
        key = "doi" if text.startswith("10.") else "isbn" if text.startswith("97") else "uri"
    said = "…" if text.lower() in ("true", "false", "yes", "no") else quoted_in_list(text)
    return f"write {name}: {{{key}: {said}}}" if key and text else ""


def near(text: str, known: tuple[str, ...]) -> str:
    """The one of ``known`` that ``text`` is likely to mean."""
    return next(iter(get_close_matches(text.lower(), known, 1)), "")
