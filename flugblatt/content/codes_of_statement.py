"""The codes of a work's folder, its file names and ``statement.yaml``."""

from __future__ import annotations

from collections.abc import Mapping

from flugblatt.model import FindingCode

CODES_OF_STATEMENT: Mapping[str, FindingCode] = {
    "work-name": FindingCode(
        "The folder of a work is named with a-z, 0-9 and -.",
        reason="The name is part of every output's name and address.",
        right="content/kasachstan-2022",
        wrong="content/Kasachstan 2022",
    ),
    "statement-missing": FindingCode(
        "A work has a statement.yaml.",
        reason="Date and issuers stand nowhere else, and no fact is invented.",
        right="statement.yaml beside de.md",
        wrong="de.md alone",
    ),
    "edition-missing": FindingCode(
        "A work has at least one edition, <language>.md.",
        reason="There is nothing to publish without a text.",
        right="de.md beside statement.yaml",
        wrong="statement.yaml alone",
    ),
    "file-name": FindingCode(
        "Markdown and YAML files are named <language>.md and statement.yaml.",
        reason="A file of another name would be left out without a word.",
        right="de.md, statement.yaml",
        wrong="de.markdown, statement.yml",
    ),
    "file-unreadable": FindingCode(
        "statement.yaml and the editions are readable files in the work's folder.",
        reason="No file outside of it is ever read into an output, not even through a link.",
        right="de.md, a file",
        wrong="de.md, a symbolic link to ../other/de.md",
    ),
    "tag-not-canonical": FindingCode(
        "The name of an edition is a canonical language tag (RFC 5646, 4.5).",
        reason="Two names for one language would be two languages to every reader of the files.",
        right="he.md, de-DE.md",
        wrong="iw.md, DE.md",
    ),
    "tag-not-valid": FindingCode(
        "The name of an edition is a language tag whose subtags are in the IANA registry.",
        reason="Hyphenation, fonts, speech and catalogues are chosen by it.",
        right="de.md, tl.md, cnr.md, bs-Latn.md, de-1996.md",
        wrong="deutsch.md, hau.md, xx_YY.md",
    ),
    "tag-script": FindingCode(
        "A text is written in a script of the language that its file is named after.",
        reason="The tag of a country (am, kr, si) may be that of another language, whose voice and hyphens it would get.",
        right="ko.md, in Hangul; be-Latn.md, in Latin letters",
        wrong="kr.md (Kanuri), in Hangul",
        severity="warning",
    ),
    "file-unread": FindingCode(
        "A file that is named like an edition is Markdown, and no document of an office program lies beside the editions.",
        reason="A document of an office program beside the texts would be left out without a word.",
        right="en.md",
        wrong="en.docx, without en.md; Letter.docx",
        severity="warning",
    ),
    "tag-twice": FindingCode(
        "No two editions have the same tag, whatever the case.",
        reason="On many file systems they would be one file.",
        right="de.md",
        wrong="de.md and DE.md",
    ),
    "yaml-syntax": FindingCode(
        "statement.yaml is well-formed YAML, at most twelve levels deep.",
        reason="Nothing can be read behind a fault.",
        right='title: "Peace: now"',
        wrong="title: Peace: now",
    ),
    "yaml-document": FindingCode(
        "statement.yaml is one YAML document.",
        reason="What stands behind a second --- would be left out.",
        right="date: 2022-01-06",
        wrong="date: 2022-01-06, then --- and another date",
    ),
    "yaml-alias": FindingCode(
        "Values are written out: no anchors, no aliases.",
        reason="A few lines of aliases can stand for gigabytes.",
        right="name: Council",
        wrong="name: *council",
    ),
    "yaml-tag": FindingCode(
        "Values have no YAML tags.",
        reason="A tag can stand for a program; the toolchain knows itself what a value means.",
        right="date: 2022-01-06",
        wrong="date: !!timestamp 2022-01-06",
    ),
    "yaml-comment": FindingCode(
        "A text has no comment behind it, nor below it where the text could go on.",
        reason="YAML drops what stands behind a blank and #, and the published text would lack it.",
        right='name: "Initiative #OpenWells"',
        wrong="name: Initiative #OpenWells",
    ),
    "yaml-quotes": FindingCode(
        'Quotation marks that do not belong to a text are straight: " or none.',
        reason="YAML takes typographic ones for letters, and they would be published.",
        right='pull_quote: "Peace now", pull_quote: Peace now',
        wrong="pull_quote: “Peace now”",
    ),
    "yaml-key-twice": FindingCode(
        "Each key stands once.",
        reason="One of the two values would be lost.",
        right="kind: declaration",
        wrong="kind: declaration, and kind: statement below",
    ),
    "yaml-unknown-key": FindingCode(
        "Only the keys of the contract are known.",
        reason="A misspelt key would be left out without a word.",
        right="issuers: [Council]",
        wrong="isuers: [Council]",
    ),
    "yaml-missing": FindingCode(
        "What a key needs is there: date and issuers of a work, issuers for each edition, the name of an issuer.",
        reason="No fact is invented.",
        right="date: 2022-01-06",
        wrong="a statement.yaml without date",
    ),
    "yaml-type": FindingCode(
        "A value is a text, a list or a mapping, as its key wants it, and not empty. Texts are read as written.",
        reason="A value of another type has another meaning.",
        right="issuers: [Council]",
        wrong="issuers: Council",
    ),
    "yaml-value": FindingCode(
        "A value is one of those its key allows.",
        reason="Records and designs are made from it.",
        right="kind: open-letter, accent: [0, 100, 80, 10]",
        wrong="kind: letter, accent: [0, 300]",
    ),
    "yaml-date": FindingCode(
        "Dates are ISO 8601: year-month-day, year-month or year; revised may have a time, embargo has one with its zone.",
        reason="6.1.2022 is January to some and June to others.",
        right="date: 2022-01-06",
        wrong="date: 6.1.2022, date: 2022-02-30",
    ),
    "yaml-revised": FindingCode(
        "A work is neither revised nor withdrawn before its publication.",
        reason="One of the two dates is likely wrong.",
        right="date: 2022-01-06, revised: 2022-02-01",
        wrong="date: 2022-01-06, revised: 2021-02-01",
        severity="warning",
    ),
    "yaml-language": FindingCode(
        "Where a value depends on the language, its keys are tags of editions; original is a language tag.",
        reason="A value for no edition would be left out without a word.",
        right="summary: {be: Мір}, beside be.md; original: be, with be.md or without",
        wrong="summary: {be: Мір}, without be.md; original: Belarusian",
    ),
    "yaml-license": FindingCode(
        "A license is an SPDX identifier of the list in flugblatt/content/values.py, or an https: address.",
        reason="Catalogues and readers compare it letter by letter.",
        right="license: CC-BY-4.0",
        wrong="license: CC BY 4.0",
    ),
    "yaml-identifier": FindingCode(
        "DOI, ISBN, ISSN and URN:NBN have their form and a right check digit; uri is absolute.",
        reason="A wrong number leads to another work.",
        right="isbn: 978-3-16-148410-0",
        wrong="isbn: 978-3-16-148410-1",
    ),
    "yaml-isbn-twice": FindingCode(
        "An ISBN names one product: one form (epub, pdf, print) of one edition of one work.",
        reason="Shops and libraries would take two books for one, and sell the one for the other.",
        right="editions: {de: {identifiers: {isbn: {epub: 978-3-16-148410-0}}}}",
        wrong="identifiers: {isbn: 978-3-16-148410-0}, beside be.md and de.md",
    ),
    "yaml-pull-quote": FindingCode(
        "A pull quote is an exact quotation of its edition, but for runs of blanks and soft hyphens.",
        reason="It is shown large, as the words of the issuers.",
        right="pull_quote: Peace now, in a text with these words",
        wrong="pull_quote: Peace, now!",
    ),
    "yaml-title-lines": FindingCode(
        "title_lines are the lines of a title: together they are the title, word for word, and none ends within a word.",
        reason="They are set as they are, on pages, covers, leaflets and cards, and a title has the words of its source.",
        right='title_lines: ["Peace", "to all of us"], in an edition with the title Peace to all of us',
        wrong='title_lines: ["Peace", "to all"]',
    ),
    "yaml-hyphenation": FindingCode(
        "A word of hyphenation is written with a hyphen wherever it may be parted, and none at its ends.",
        reason="It is parted there and nowhere else, in every output.",
        right="hyphenation: [Versamm-lungs-freiheit]",
        wrong="hyphenation: [-freiheit, Zwei Wor-te]",
    ),
    "hyphenation-unused": FindingCode(
        "A word of hyphenation stands in the text of its edition, in the same form.",
        severity="warning",
        reason="Only that form is hyphenated as written: another ending is another word.",
        right="hyphenation: [Versamm-lungs-freiheit], where the text says Versammlungsfreiheit",
        wrong="the same where it says Versammlungsfreiheiten",
    ),
    "yaml-supersedes": FindingCode(
        "A work supersedes another work of the project, by the name of its folder.",
        reason="Readers of the earlier one are led to this one by it.",
        right="supersedes: appeal-2021, beside content/appeal-2021",
        wrong="supersedes: the work itself, or one that is not there",
    ),
    "yaml-file": FindingCode(
        "A file that statement.yaml names lies in the work's folder, one that brand.yaml names beside it.",
        reason="No file outside of it is ever read into an output.",
        right="output_profile: PSOcoated.icc, beside statement.yaml",
        wrong="output_profile: missing.icc",
    ),
    "accent-pale": FindingCode(
        "The accent has 4.5:1 on white in the themes red and picture, where it is text or the ground of text, and 3:1 in quiet and "
        "black, where it is an ornament (WCAG 2.2, 1.4.3 and 1.4.11).",
        reason="What is paler is not read by everybody.",
        right="accent: [100, 68, 0, 22]",
        wrong="accent: [0, 20, 100, 0], a yellow",
    ),
    "brand-picture": FindingCode(
        "The theme picture has a picture, with its alternative text.",
        reason="Without one the work is set in the theme red.",
        right="theme: picture, picture: {file: harbour.jpg, alt: The harbour at dusk}",
        wrong="theme: picture, without picture",
        severity="warning",
    ),
    "font-rights": FindingCode(
        "A font of a brand may be embedded by what its maker says in it (OpenType, OS/2, fsType).",
        reason="Every PDF, book and page carries the letters that it needs.",
        right="fonts: {text: Text-Regular.ttf, license: OFL-1.1}, with fsType 0",
        wrong="fonts: {text: Restricted.ttf, license: unknown}, with fsType 2",
    ),
    "yaml-profile": FindingCode(
        "An output profile is an ICC profile of a printing condition in CMYK (ICC.1:2010, 7.2: class prtr, colour space CMYK).",
        reason="A press file is made for one printing condition and must carry its profile (ISO 15930-7, 6.2).",
        right="output_profile: PSOcoated.icc, a CMYK profile of a print shop",
        wrong="output_profile: sRGB.icc",
    ),
}
