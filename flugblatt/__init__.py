"""Flugblatt: a public statement in, proven publications out.

The rooms, in the order in which they may import each other:

- ``model`` holds the values that cross rooms, ``errors`` the exceptions with their exit codes, ``identifiers`` the UUIDs.
- ``languages`` and ``content`` read: the language table; the sources of a work, with every problem found in one pass.
- ``fonts``, ``shaping``, ``words``, ``setting``, ``colophon`` and ``markup`` turn an edition into XHTML: families, faulty
  sequences, words, lines, rows, blocks.
- ``typeset`` sets the PDFs (line ends, engine, alignment, drawing, tagging, xmp); ``faces``, ``cover``, ``epub``, ``web``
  and ``plain`` make the other forms; ``leaflet`` fits, folds and imposes; ``records`` describes for libraries. A renderer is a
  pure function to bytes.
- ``judges`` read the finished bytes and share no code with what made them.
- ``targets`` is the one table of what is made; ``archive`` packs; ``store`` is the only room that touches the project's
  folders; ``planning`` says what is due; ``report``, ``certificate`` and ``proof_report`` say what was found.
- ``production`` makes one edition, ``deposit`` what libraries take of the whole work, ``pipeline`` runs it all; ``signing``
  signs.
- ``examination``, ``proving`` and ``verification`` judge finished files and packages from anywhere; ``cli`` is the way in.
"""

__version__ = "0.1.0"
