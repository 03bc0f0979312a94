"""The rules of a work's folder, its file names and ``statement.yaml``."""

from __future__ import annotations

from flugblatt.content.rule import Rule


def _error(code: str, rule: str, reason: str, passes: str, fails: str) -> Rule:
    return Rule(code, "error", rule, reason, passes, fails)


STATEMENT_RULES: tuple[Rule, ...] = (
    _error(
        "work-name",
        "The folder of a work is named with a-z, 0-9 and -.",
        "The name is part of every output's name and address.",
        "content/kasachstan-2022",
        "content/Kasachstan 2022",
    ),
    _error(
        "statement-missing",
        "A work has a statement.yaml.",
        "Date and issuers stand nowhere else, and no fact is invented.",
        "statement.yaml beside de.md",
        "de.md alone",
    ),
    _error(
        "edition-missing",
        "A work has at least one edition, <language>.md.",
        "There is nothing to publish without a text.",
        "de.md beside statement.yaml",
        "statement.yaml alone",
    ),
    _error(
        "file-name",
        "Markdown and YAML files are named <language>.md and statement.yaml.",
        "A file of another name would be left out without a word.",
        "de.md, statement.yaml",
        "de.markdown, statement.yml",
    ),
    _error(
        "file-unreadable",
        "statement.yaml and the editions are readable files in the work's folder.",
        "No file outside of it is ever read into an output, not even through a link.",
        "de.md, a file",
        "de.md, a symbolic link to ../other/de.md",
    ),
    _error(
        "tag-not-canonical",
        "The name of an edition is a canonical language tag (RFC 5646, 4.5).",
        "Two names for one language would be two languages to every reader of the files.",
        "he.md, de-DE.md",
        "iw.md, DE.md",
    ),
    _error(
        "tag-not-valid",
        "The name of an edition is a language tag whose subtags are in the IANA registry.",
        "Hyphenation, fonts, speech and catalogues are chosen by it.",
        "de.md, tl.md, cnr.md, bs-Latn.md, de-1996.md",
        "deutsch.md, hau.md, xx_YY.md",
    ),
    _error(
        "tag-twice",
        "No two editions have the same tag, whatever the case.",
        "On many file systems they would be one file.",
        "de.md",
        "de.md and DE.md",
    ),
    _error(
        "yaml-syntax",
        "statement.yaml is well-formed YAML, at most twelve levels deep.",
        "Nothing can be read behind a fault.",
        'title: "Peace: now"',
        "title: Peace: now",
    ),
    _error(
        "yaml-document",
        "statement.yaml is one YAML document.",
        "What stands behind a second --- would be left out.",
        "date: 2022-01-06",
        "date: 2022-01-06, then --- and another date",
    ),
    _error(
        "yaml-alias",
        "Values are written out: no anchors, no aliases.",
        "A few lines of aliases can stand for gigabytes.",
        "name: Council",
        "name: *council",
    ),
    _error(
        "yaml-tag",
        "Values have no YAML tags.",
        "A tag can stand for a program; the toolchain knows itself what a value means.",
        "date: 2022-01-06",
        "date: !!timestamp 2022-01-06",
    ),
    _error(
        "yaml-key-twice",
        "Each key stands once.",
        "One of the two values would be lost.",
        "kind: declaration",
        "kind: declaration, and kind: statement below",
    ),
    _error(
        "yaml-unknown-key",
        "Only the keys of the contract are known.",
        "A misspelt key would be left out without a word.",
        "issuers: [Council]",
        "isuers: [Council]",
    ),
    _error(
        "yaml-missing",
        "What a key needs is there: date and issuers of a work, issuers for each edition, the name of an issuer.",
        "No fact is invented.",
        "date: 2022-01-06",
        "a statement.yaml without date",
    ),
    _error(
        "yaml-type",
        "A value is a text, a list or a mapping, as its key wants it, and not empty. Texts are read as written.",
        "A value of another type has another meaning.",
        "issuers: [Council]",
        "issuers: Council",
    ),
    _error(
        "yaml-value",
        "A value is one of those its key allows.",
        "Records and designs are made from it.",
        "kind: open-letter, accent: [0, 100, 80, 10]",
        "kind: letter, accent: [0, 300]",
    ),
    _error(
        "yaml-date",
        "Dates are ISO 8601: year-month-day, year-month or year; revised may have a time.",
        "6.1.2022 is January to some and June to others.",
        "date: 2022-01-06",
        "date: 6.1.2022, date: 2022-02-30",
    ),
    Rule(
        "yaml-revised",
        "warning",
        "A work is not revised before its publication.",
        "One of the two dates is likely wrong.",
        "date: 2022-01-06, revised: 2022-02-01",
        "date: 2022-01-06, revised: 2021-02-01",
    ),
    _error(
        "yaml-language",
        "Where a value depends on the language, its keys are tags of editions; so is original.",
        "A value for no edition would be left out without a word.",
        "original: be, beside be.md",
        "original: be, without be.md",
    ),
    _error(
        "yaml-license",
        "A license is an SPDX identifier of the list in flugblatt/content/values.py, or an https: address.",
        "Catalogues and readers compare it letter by letter.",
        "license: CC-BY-4.0",
        "license: CC BY 4.0",
    ),
    _error(
        "yaml-identifier",
        "DOI, ISBN, ISSN and URN:NBN have their form and a right check digit; uri is absolute.",
        "A wrong number leads to another work.",
        "isbn: 978-3-16-148410-0",
        "isbn: 978-3-16-148410-1",
    ),
    _error(
        "yaml-pull-quote",
        "A pull quote is an exact quotation of its edition, but for runs of blanks and soft hyphens.",
        "It is shown large, as the words of the issuers.",
        "pull_quote: Peace now, in a text with these words",
        "pull_quote: Peace, now!",
    ),
    _error(
        "yaml-file",
        "A file that statement.yaml names lies in the work's folder.",
        "No file outside of it is ever read into an output.",
        "output_profile: PSOcoated.icc, beside statement.yaml",
        "output_profile: missing.icc",
    ),
    _error(
        "yaml-profile",
        "An output profile is an ICC profile of a printing condition in CMYK (ICC.1:2010, 7.2: class prtr, colour space CMYK).",
        "A press file is made for one printing condition and must carry its profile (ISO 15930-7, 6.2).",
        "output_profile: PSOcoated.icc, a CMYK profile of a print shop",
        "output_profile: sRGB.icc",
    ),
)
