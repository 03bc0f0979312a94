"""The HTML that archive-pdf is set from, for benchmarks and for curious eyes: its resources stand in it as data addresses.

python -m flugblatt.typeset.page_html --html WORK TAG > edition.html
"""

from __future__ import annotations

import argparse
import base64
import sys
from pathlib import Path

from flugblatt import resources
from flugblatt.content import read_work
from flugblatt.language.table import language_of
from flugblatt.typeset import archive_pdf


def main() -> int:
    """0 where the edition was printed, 3 where the work has problems or no such edition."""
    parser = argparse.ArgumentParser(description="print the HTML that an edition is set from")
    parser.add_argument("--html", nargs=2, required=True, metavar=("WORK", "TAG"))
    parser.add_argument("--content", type=Path, default=Path("content"))
    options = parser.parse_args()
    work, tag = options.html
    resources.use(resources.beside(options.content))
    statement, findings = read_work(options.content / work)
    for finding in findings:
        print(finding, file=sys.stderr)
    edition = next((edition for edition in statement.editions if edition.language == tag), None) if statement else None
    if statement is None or edition is None:
        return 3
    page = archive_pdf.compose(statement, edition, language_of(edition), "foot")
    html = page.html
    for resource in page.resources:
        address = f"data:{resource.media_type};base64,{base64.b64encode(resource.data).decode()}"
        html = html.replace(f"url({resource.path})", f"url({address})").replace(
            f'src="{resource.path}"', f'src="{address}"'
        )
    sys.stdout.write(html)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
