"""The codes of the judge ``preflight``: what can be wrong with a leaflet file, and what to do."""

from __future__ import annotations

from collections.abc import Mapping

from flugblatt.model import FindingCode

AGAIN = (
    "Build the leaflet again; if the finding stays, report it with the source. No other program may have changed "
    "the file."
)
INKS = "Convert the colour to the four inks of the press, with the profile of the output intent."
ROOM = "Build the leaflet again, in a format with more room if the text is long; nothing may have been moved by hand."
CODES: Mapping[str, FindingCode] = {
    "preflight-version": FindingCode(
        "A press file of another version than PDF 1.6.", "Save the file as PDF 1.6; PDF/X-4 is built on it."
    ),
    "preflight-id": FindingCode(
        "A press file without an identifier.", "Save the file with a program that writes an /ID, or build it again."
    ),
    "preflight-encrypted": FindingCode("An encrypted file.", "Save the file without password."),
    "preflight-active": FindingCode(
        "Actions, scripts or forms.", "Take actions, scripts and form fields out; paper cannot do anything."
    ),
    "preflight-annotation": FindingCode(
        "Annotations in a press file.", "Take notes, links and comments out of the press file."
    ),
    "preflight-attached": FindingCode(
        "Files attached to a press file.", "Take attached files out; they belong to the PDF for reading."
    ),
    "preflight-layer": FindingCode("Layers in a press file.", "Merge the layers, so that everyone prints the same."),
    "preflight-device": FindingCode(
        "Functions, screens or PostScript that belong to the press, or parts that lie in another file.",
        "Save the file as plain PDF/X-4, without PostScript, screens and references to other files.",
    ),
    "preflight-intent": FindingCode(
        "Not exactly one output intent, or not that of the print shop.",
        "Give the output intent of the print shop: shop or output_profile in statement.yaml.",
    ),
    "preflight-profile": FindingCode(
        "An output intent without its ICC profile, or with another.",
        "Give the ICC profile that the print shop names: output_profile in statement.yaml.",
    ),
    "preflight-xmp": FindingCode("Metadata that PDF/X-4 needs are missing, or disagree with Info.", AGAIN),
    "preflight-trapped": FindingCode(
        "No word on whether the file is trapped, or two that disagree.",
        "Say in the file that it is not trapped (Trapped False), in XMP and in Info.",
    ),
    "preflight-pages": FindingCode("Another number of pages than the format has.", AGAIN),
    "preflight-turned": FindingCode("A page that is turned or scaled.", AGAIN),
    "preflight-box-missing": FindingCode(
        "A press page without TrimBox or BleedBox.", "Give every page its TrimBox and BleedBox."
    ),
    "preflight-box-order": FindingCode(
        "Boxes that do not lie in one another.", "Lay the boxes in one another: TrimBox in BleedBox in MediaBox."
    ),
    "preflight-art-box": FindingCode(
        "An ArtBox beside the TrimBox.", "Take the ArtBox out; PDF/X allows one of the two."
    ),
    "preflight-trim-size": FindingCode("A page of another size than the format.", AGAIN),
    "preflight-bleed-size": FindingCode(
        "Another bleed than the print shop wants.", "Give the bleed that the print shop wants: shop in statement.yaml."
    ),
    "preflight-rgb-operator": FindingCode("A colour set in RGB.", INKS),
    "preflight-rgb-space": FindingCode("A colour space of RGB or Lab.", INKS),
    "preflight-rgb-image": FindingCode("An image in RGB or Lab.", INKS),
    "preflight-rgb-shading": FindingCode("A shading in RGB or Lab.", INKS),
    "preflight-rgb-group": FindingCode("A transparency group in RGB or Lab.", INKS),
    "preflight-spot": FindingCode(
        "An ink of its own that the print shop has not named, or the accent without the one that it has.",
        "Build the press file again for this shop: `spot` in its table names the ink of the accent; without it there are four.",
    ),
    "preflight-rich-black": FindingCode(
        "Black text mixed from several inks.", "Set text in black alone: [0, 0, 0, 100]."
    ),
    "preflight-overprint": FindingCode(
        "Black text that knocks out, or colour or white that overprints.", "Let black text overprint, and nothing else."
    ),
    "preflight-small-text": FindingCode(
        "Text under 10 pt in more than two inks.", "Set small text in black, or in one ink beside another."
    ),
    "preflight-negative-text": FindingCode(
        "Light text on dark ground that is too small or too thin.",
        "Set light text on dark ground larger or bolder, or dark on light.",
    ),
    "preflight-contrast": FindingCode(
        "Text whose colour is too near to its ground.", "Give a darker accent in statement.yaml, or a lighter ground."
    ),
    "preflight-ink": FindingCode(
        "More ink in one place than the paper can take.",
        "Give lighter colours or pictures; the finding names the place and the most that the paper takes.",
    ),
    "preflight-bleed": FindingCode(
        "Colour that ends at the trimmed edge, or before the bleed does.",
        "Let colour that touches an edge run on to the edge of the bleed.",
    ),
    "preflight-marks-inside": FindingCode(
        "Crop or fold marks inside the bleed.", "Move the marks out of the bleed: they would be seen on the leaflet."
    ),
    "preflight-marks-unwanted": FindingCode(
        "Marks, or anything outside of the bleed, where the print shop wants none.",
        "Take them away, or name a print shop that wants marks: shop in statement.yaml.",
    ),
    "preflight-marks-missing": FindingCode(
        "An edge, cut or fold without its marks, where the print shop wants them.", AGAIN
    ),
    "preflight-marks-place": FindingCode("A mark where there is no edge, cut or fold.", AGAIN),
    "preflight-thin-line": FindingCode("A line thinner than 0.25 pt.", "Draw the line at least 0.25 pt thick."),
    "preflight-resolution": FindingCode(
        "A picture of less than 200 dpi as it is printed.",
        "Give a picture with more dots, print it smaller, or use a drawing (SVG).",
    ),
    "preflight-font-embedded": FindingCode(
        "A font that is not in the file.", "Embed the font; the print shop would put another in its place."
    ),
    "preflight-font-allowed": FindingCode(
        "A face that the language table does not name.",
        "Mark words with their own language, as in [слово]{lang=be}, so that they get its font.",
    ),
    "preflight-text-over-fold": FindingCode("Text over a fold.", ROOM),
    "preflight-text-near-fold": FindingCode("Text nearer to a fold than is safe.", ROOM),
    "preflight-text-over-edge": FindingCode("Text over a trimmed edge or a cut.", ROOM),
    "preflight-text-near-edge": FindingCode("Text nearer to a trimmed edge or a cut than is safe.", ROOM),
    "preflight-panel-order": FindingCode("A panel in the place of another.", AGAIN),
    "preflight-panel-text": FindingCode("A panel with another text than in the reading file.", AGAIN),
    "preflight-set-off": FindingCode(
        "A page of a booklet that is not set off towards the fold by the thickness of the sheets around it.", AGAIN
    ),
    "preflight-source-code": FindingCode(
        "A code that should hold the source of the sheet, and holds something else.",
        "Build the sheet again; of a sheet from elsewhere do not trust the code.",
    ),
    "preflight-code": FindingCode(
        "A QR code that cannot be read, leads elsewhere, or should not be there.",
        "Compare url in statement.yaml with what the finding says that the code leads to; then build it again.",
    ),
    "preflight-code-ink": FindingCode(
        "A QR code in other inks than black.", "Print the code in black alone; cameras read it best."
    ),
    "preflight-backs": FindingCode(
        "A format whose backs are not behind their fronts.",
        "Mend the table of the format that the finding names; every back lies behind its front.",
    ),
    "preflight-duplex": FindingCode("A file that is printed on the wrong sides, or turned over the wrong edge.", AGAIN),
    "preflight-scaling": FindingCode("A file that the printer would make larger or smaller.", AGAIN),
    "preflight-edge-ink": FindingCode(
        "Ink in the margin that office printers leave, in the file without full-bleed colour.",
        "Use the office file with full-bleed colour, or report it: this one must leave the margin white.",
    ),
    "preflight-imprint": FindingCode(
        "No imprint with publisher and printer.",
        "Give imprint: {publisher, printer} in statement.yaml, where the law of the place wants it.",
        severity="warning",
    ),
    "preflight-unreadable": FindingCode(
        "A file that cannot be read.", "Take another copy of the file: it is damaged, locked or no PDF."
    ),
}
