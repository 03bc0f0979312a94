"""One reading of a PDF for every judge: content streams, fonts, structure tree, catalogue."""
