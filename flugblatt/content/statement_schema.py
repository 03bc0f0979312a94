"""``statement.yaml`` and ``brand.yaml`` as JSON Schemas (draft 7, which all editors know), for those that complete and check
them while they are written.

Flow: one schema for each key, with the choices that the readers of the keys have -> ``schema``. The readers judge; what they ask
beyond a schema (a quotation that is exact, a file that is there) is theirs alone. A test holds both to the same keys.
"""

from __future__ import annotations

from typing import Any, get_args

from flugblatt.content.expected_keys import BRAND_KEYS, KEYS
from flugblatt.content.supply import currencies
from flugblatt.model import Kind
from flugblatt.model.brand import Theme
from flugblatt.model.trade import EXEMPTIONS, SCHEMES
from flugblatt.model.work import PRODUCTS

Schema = dict[str, Any]
DIALECT = "http://json-schema.org/draft-07/schema#"
TEXT: Schema = {"type": ["string", "number"]}
"""Words; YAML takes those that are figures alone for a number."""
NAME: Schema = {"type": "string"}
"""A name, which no figures alone and no date are."""
WEB: Schema = {"type": "string", "pattern": "^https://"}
TAG: Schema = {"type": "string", "pattern": "^[a-z]{2,8}(-[A-Za-z0-9]{1,8})*$"}
DATE: Schema = {
    "anyOf": [
        {"type": "string", "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"},
        {"type": "integer", "minimum": 1000, "maximum": 9999},
    ]
}
MOMENT: Schema = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+(Z|[+-][0-9]{2}:[0-9]{2})$"}


def _mapping(required: tuple[str, ...] = (), /, **keys: Schema) -> Schema:
    asked: Schema = {"required": list(required)} if required else {}
    return {"type": "object", "additionalProperties": False, "properties": keys, **asked}


def _list(of: Schema) -> Schema:
    return {"type": "array", "items": of, "minItems": 1}


def _by_language(of: Schema) -> Schema:
    """A value for all editions, or one for each language."""
    return {"anyOf": [of, {"type": "object", "propertyNames": TAG, "additionalProperties": of, "minProperties": 1}]}


def _choice(*words: str) -> Schema:
    return {"enum": list(words)}


ISBN: Schema = {"anyOf": [TEXT, _mapping(**dict.fromkeys(PRODUCTS, TEXT))]}
IDENTIFIERS = _mapping(doi=TEXT, isbn=ISBN, issn=TEXT, urn_nbn=TEXT, uri=TEXT)
NAMES = _list(
    {
        "anyOf": [
            NAME,
            _mapping(
                ("name",), name=NAME, kind=_choice("organization", "person", "conference"), uri=TEXT, sort_name=TEXT
            ),
        ]
    }
)
SUBJECTS = _list(
    {"anyOf": [NAME, _mapping(("scheme", "code", "label"), scheme=_choice(*SCHEMES), code=TEXT, label=TEXT)]}
)
LINES: Schema = {"anyOf": [TEXT, _list(TEXT)]}
FILES: Schema = {"anyOf": [NAME, _list(NAME)]}
SWITCH: Schema = {"type": "boolean"}
SAYS: dict[str, tuple[str, Schema]] = {
    "date": ("When it was published (ISO 8601).", DATE),
    "issuers": ("Who issued it, for all editions or by language.", _by_language(NAMES)),
    "kind": ("What it is; a statement where nothing is said.", _choice(*get_args(Kind))),
    "revised": (
        "The last change to text or metadata.",
        {"anyOf": [DATE, {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T"}]},
    ),
    "changes": (
        "What was changed and when, printed in the colophon.",
        _list(_mapping(("date", "note"), date=DATE, note=TEXT)),
    ),
    "publisher": ("Who publishes it.", _mapping(("name",), name=TEXT, place=TEXT, address=TEXT, url=WEB)),
    "contact": ("Who can be asked.", _mapping(name=TEXT, email=TEXT, phone=TEXT)),
    "imprint": ("What press laws want on printed matter.", _mapping(publisher=LINES, printer=LINES, responsible=LINES)),
    "original": ("The language of the original: the other editions are its translations.", TAG),
    "subjects": ("What it is about, for all editions or by language.", _by_language(SUBJECTS)),
    "summary": ("A text, for all editions or by language.", _by_language(TEXT)),
    "rights": (
        "What readers may do.",
        _mapping(statement=TEXT, license=TEXT, access=_choice("open", "reading-room", "registered")),
    ),
    "identifiers": ("Identifiers that others have given.", IDENTIFIERS),
    "url": ("Where it is published; the QR code leads there.", WEB),
    "series": ("The series that it is part of.", _mapping(("title",), title=TEXT, issn=TEXT, number=TEXT)),
    "page": ("The page of the archival PDFs.", _choice("a5", "a4", "letter")),
    "theme": ("How it is set; red where nothing is said.", _choice(*get_args(Theme))),
    "accent": (
        "The colour: cyan, magenta, yellow and black in per cent, or a colour of the screen.",
        {
            "anyOf": [
                {
                    "type": "array",
                    "items": {"type": "number", "minimum": 0, "maximum": 100},
                    "minItems": 4,
                    "maxItems": 4,
                },
                {"type": "string", "pattern": "^#[0-9A-Fa-f]{6}$"},
            ]
        },
    ),
    "picture": (
        "The picture of the theme picture, PNG or JPEG.",
        _mapping(("file", "alt"), file=NAME, alt=_by_language(TEXT), credit=_by_language(TEXT)),
    ),
    "logo": (
        "The emblem in colour and in white, SVG or PNG; the space around it in parts of its height.",
        _mapping(
            ("color", "alt"),
            color=NAME,
            white=NAME,
            alt=_by_language(TEXT),
            clear_space={"type": "number", "minimum": 0.25, "maximum": 2},
        ),
    ),
    "fonts": (
        "Font files for the text and for what stands about it, and the licence that they come under.",
        _mapping(("license",), text=FILES, sans=FILES, license=TEXT),
    ),
    "leaflets": ("Formats of leaflets, or auto.", {"anyOf": [_choice("auto"), _list({"type": "string"})]}),
    "source_code": ("Whether leaflets bear their source in a code on the back.", SWITCH),
    "run": ("How many copies are printed: the job ticket says it.", {"type": "integer", "minimum": 1}),
    "shop": ("The print shop, a table [shops.NAME].", {"type": "string"}),
    "output_profile": ("An ICC file in the folder of the work.", {"type": "string"}),
    "cataloguing": ("Who catalogues, in the records for libraries.", _mapping(language=TEXT, agency=TEXT)),
    "price": (
        "What a reader pays, taxes included.",
        {
            "anyOf": [
                _choice("free"),
                _mapping(("amount", "currency"), amount=TEXT, currency=_choice(*sorted(currencies()))),
            ]
        },
    ),
    "supplier": ("Who sells it.", TEXT),
    "exemption": ("Why accessibility is not claimed (Directive (EU) 2019/882).", _choice(*EXEMPTIONS)),
    "addressee": ("Whom an open letter is addressed to: lines, for all editions or by language.", _by_language(LINES)),
    "signatories": (
        "Who signs, in the order of the list.",
        _list({"anyOf": [NAME, _mapping(("name",), name=NAME, function=TEXT, place=TEXT)]}),
    ),
    "dateline": ("Where a press release is from; the date follows where the text has no figure.", _by_language(TEXT)),
    "boilerplate": ("What a press release says of its sender, below the text.", _by_language(TEXT)),
    "embargo": ("A moment with its zone, before which nothing is shown.", MOMENT),
    "withdrawn": ("When and why it was withdrawn.", _mapping(("date",), date=DATE, reason=_by_language(TEXT))),
    "supersedes": (
        "Another work of the project, by the name of its folder.",
        {"type": "string", "pattern": "^[a-z0-9-]+$"},
    ),
    "parity": (
        "Places where editions may differ.",
        _mapping(("ignore",), ignore=_list(_mapping(("where", "reason"), where=TEXT, reason=TEXT))),
    ),
    "bilingual": ("Pairs of editions.", _list({"type": "array", "items": TAG, "minItems": 2, "maxItems": 2})),
    "autolink": ("Bare addresses become links.", SWITCH),
    "keep_metadata": ("The metadata of pictures stays.", SWITCH),
    "editions": (
        "What is said of one edition, by its language.",
        {
            "type": "object",
            "propertyNames": TAG,
            "additionalProperties": _mapping(
                subtitle=TEXT,
                translator=TEXT,
                pull_quote=TEXT,
                title_lines=_list(TEXT),
                hyphenation=_list(TEXT),
                identifiers=IDENTIFIERS,
            ),
        },
    ),
}


def schema() -> Schema:
    """The whole of it, keys in the order of their documentation."""
    keys = {key: {"description": SAYS[key][0], **SAYS[key][1]} for key in KEYS}
    return {"$schema": DIALECT, "title": "statement.yaml of flugblatt", **_mapping(("date", "issuers"), **keys)}


def brand_schema() -> Schema:
    """brand.yaml, which has the keys of the same names."""
    keys = {key: {"description": SAYS[key][0], **SAYS[key][1]} for key in BRAND_KEYS}
    return {"$schema": DIALECT, "title": "brand.yaml of flugblatt", **_mapping((), **keys)}
