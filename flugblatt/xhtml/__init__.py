"""Edition -> XHTML: blocks and lines that every form shares, the colophon, the web page; and the plain text."""
