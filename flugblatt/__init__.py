"""Flugblatt: a public statement in, proven publications out.

The rooms, in the order in which they may import each other:

- ``resources`` knows where data lies; ``carried_fonts`` are fonts that no wheel has. ``model`` holds the values that cross
  rooms, the one table of targets, the exceptions
  with their exit codes and the identifiers.
- ``tables`` reads and validates the tables of data, the package's and the project's own.
- ``language``: what is known of languages and letters (table, fonts, shaping, words). ``content`` reads: the sources of a work,
  with every problem found in one pass; ``content.importing`` makes them of files of other programs.
- ``xhtml`` turns an edition into XHTML (blocks, lines, colophon, web page) and plain text; ``typeset`` sets the PDFs; ``epub``
  makes the book and its cover; ``leaflet`` fits, folds and imposes; ``records`` describes for libraries;
  ``catalogue`` makes landing pages, index and feeds of what was published. A renderer is a pure function to bytes.
- ``judges`` read the finished bytes and share no code with what made them.
- ``package`` packs and signs; ``report`` tells what was found: report, certificate, page, explanations; ``proving`` compares any
  two texts.
- ``build`` plans, produces, deposits and publishes; ``build.store`` is the only module that touches the output folder.
- ``verification`` judges finished files and packages from anywhere; ``doctor`` says what a machine has; ``terminal`` reads what
  is typed and prints what people read; ``serve`` shows a project in the browser; ``cli`` is the way in.
"""

__version__ = "0.1.0"
