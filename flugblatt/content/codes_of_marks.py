"""The codes of an edition: its links, images, code, lists and tables."""

from __future__ import annotations

from collections.abc import Mapping

from flugblatt.model import FindingCode

CODES_OF_MARKS: Mapping[str, FindingCode] = {
    "link-scheme": FindingCode(
        "Links lead to https:, mailto:, tel: or a heading.",
        reason="Other addresses do not work, or not safely, in all outputs.",
        right="[words](https://example.org)",
        wrong="[words](javascript:alert), [words](page.html)",
    ),
    "link-target": FindingCode(
        "An address is whole: https: with a host, mailto: with an @, tel: with digits; without blanks.",
        reason="Nobody can follow another one.",
        right="[words](tel:+49301234567)",
        wrong="[words](https:///), [words](mailto:nobody)",
    ),
    "link-http": FindingCode(
        "Links are https:, where the site has it.",
        reason="http: can be read and changed on the way; it is kept.",
        right="https://example.org",
        wrong="http://example.org",
        severity="warning",
    ),
    "link-anchor": FindingCode(
        "A link #… leads to a heading of the same text.",
        reason="Else it leads nowhere.",
        right="[words](#part), with ## Part",
        wrong="[words](#part), without ## Part",
    ),
    "link-empty": FindingCode(
        "A link has words.",
        reason="Nobody could click on it.",
        right="[words](https://example.org)",
        wrong="[](https://example.org)",
    ),
    "link-twice": FindingCode(
        "Each link definition has a label of its own.",
        reason="The second address would be lost.",
        right="[a]: https://example.org",
        wrong="[a]: twice",
    ),
    "link-unread": FindingCode(
        "What looks like a link or an image is one.",
        reason="Else its address would be printed, and nobody could follow it.",
        right="[words](https://example.org), [words][a] with [a]: https://example.org",
        wrong="[words](two words), [words][a] without [a]:, [words[^1]](https://example.org)",
    ),
    "link-unused": FindingCode(
        "A link definition has its link.",
        reason="Markdown shows nothing of it.",
        right="[a] in the text and [a]: https://example.org",
        wrong="[a]: https://example.org alone",
        severity="warning",
    ),
    "image-file": FindingCode(
        "An image is a whole PNG, JPEG or SVG file in the work's folder, of at most 40 million pixels "
        "and 50 MB, named by its kind; an SVG has no text, no effects and no other files in it.",
        reason="What is drawn must be the same everywhere, and text must be text. 16 bits, CMYK, turned "
        "pictures, and what drawing programs write beside the shapes, are made over; metadata go.",
        right="![Map](map.png)",
        wrong="![Map](../map.png), ![Map](https://example.org/map.png)",
    ),
    "image-alt": FindingCode(
        "An image has an alt text, or is marked {decorative}.",
        reason="Who cannot see it hears nothing else of it.",
        right="![Map of the region](map.png), ![](line.png){decorative}",
        wrong="![](map.png)",
    ),
    "image-alt-marks": FindingCode(
        "An alt text is plain words.",
        reason="Marks cannot be heard.",
        right="![Map of the region](map.png)",
        wrong="![Map *of* the region](map.png)",
    ),
    "image-decorative": FindingCode(
        "A decorative image has no alt text.",
        reason="It is passed over in silence; the words would be lost.",
        right="![](line.png){decorative}",
        wrong="![Line](line.png){decorative}",
    ),
    "image-title": FindingCode(
        "The title of an image is its caption, set below it: the image stands in a paragraph of its own, and is not decorative.",
        reason="Among words, in a cell, a heading or a note there is no room for words below.",
        right='![Map](map.png "The region") between two empty lines',
        wrong='See ![Map](map.png "The region") here.',
    ),
    "code-unclosed": FindingCode(
        "Code between ``` has its last ```.",
        reason="Else the rest of the text is code.",
        right="```, code, ```",
        wrong="```, code",
    ),
    "code-indented": FindingCode(
        "Paragraphs are not indented.",
        reason="Four spaces make code of a paragraph: another font, and no marks.",
        right="Words",
        wrong="    Words",
        severity="warning",
    ),
    "list-single": FindingCode(
        "A list of one item begins with 1.",
        reason="A line that begins with 6. is read as a list; most often it is a date.",
        right="6\\. January",
        wrong="6. January",
        severity="warning",
    ),
    "list-numbers": FindingCode(
        "Each item of a numbered list has a number of its own.",
        reason="Numbers are printed as they are written; some programs count anew where all are 1.",
        right="1. one, below 2. two",
        wrong="1. one, below 1. two",
        severity="warning",
    ),
    "table-cells": FindingCode(
        "A row has no more cells than the header, nothing stands beside its bars, and a table has a row below its header.",
        reason="What is too much would be dropped, and a header alone heads nothing.",
        right="| a | b | below | A | B |",
        wrong="| a | b | c | below | A | B |",
    ),
}
