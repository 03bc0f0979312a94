"""The judge of transfer packages, and that it can say no."""

import io
import tarfile

import pytest

from flugblatt.judges.package import transfer
from flugblatt.model import Artefact

PUBLISHED = Artefact("archive-pdf", "w/de/w.de.pdf", "application/pdf", b"%PDF-1.7 as published")
RECORD = (
    b'<collection xmlns="http://www.loc.gov/MARC21/slim"><record><leader>00000nam a2200000uc 4500</leader>'
    b'<controlfield tag="001">x</controlfield><datafield tag="245" ind1="0" ind2="0"><subfield code="a">T</subfield>'
    b"</datafield></record></collection>"
)


def tar(**files: bytes) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w", format=tarfile.USTAR_FORMAT) as made:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            made.addfile(info, io.BytesIO(data))
    return stream.getvalue()


GOOD = {"catalogue_md.xml": RECORD, "content/w.de.pdf": PUBLISHED.data}


def test_record_and_published_file_pass() -> None:
    checks = transfer.judge(tar(**GOOD), PUBLISHED)
    assert [(check.check, check.verdict) for check in checks] == [("schema", "passed"), ("fixity", "passed")]


@pytest.mark.parametrize(
    ("files", "code"),
    [
        (GOOD | {"content/w.de.pdf": b"%PDF-1.7 as printed"}, "transfer-changed"),
        (GOOD | {"more.txt": b"x"}, "transfer-files"),
        ({"content/w.de.pdf": PUBLISHED.data}, "transfer-files"),
        ({"catalogue_md.xml": RECORD}, "transfer-files"),
        ({"catalogue_md.xml": RECORD, "content/other.pdf": PUBLISHED.data}, "transfer-files"),
    ],
)
def test_another_content_fails(files: dict[str, bytes], code: str) -> None:
    fixity = transfer.judge(tar(**files), PUBLISHED)[1]
    assert fixity.verdict == "failed" and code in {finding.code for finding in fixity.findings}


def test_a_record_that_is_no_marcxml_fails_by_its_schema() -> None:
    schema = transfer.judge(tar(**GOOD | {"catalogue_md.xml": RECORD.replace(b"leader", b"header")}), PUBLISHED)[0]
    assert (schema.check, schema.verdict) == ("schema", "failed")


@pytest.mark.parametrize("data", [b"", b"no tar at all", b"\0" * 10240])
def test_what_is_no_package_ends_in_a_verdict(data: bytes) -> None:
    schema, fixity = transfer.judge(data, PUBLISHED)
    assert (schema.verdict, fixity.verdict) == ("not run", "failed") and schema.reason
