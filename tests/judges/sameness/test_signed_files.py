"""A PDF that somebody has signed is compared: what its signature adds is known, and nothing else may be added with it."""

import io
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pikepdf
import pytest

from flugblatt.judges import sameness
from flugblatt.judges.sameness import same_bytes
from flugblatt.model import Check
from tests.judges.mutations import forms, opened

PDF = "application/pdf"
SIZE = 400
NONE = "0000000000"
FIELD = "/FT /Sig /T (Signature1) /Type /Annot /Subtype /Widget /F 132"
CERTIFICATE = "<< /Length 4 >>\nstream\n0000\nendstream"
Build = Callable[[], bytes]


def written(pdf: pikepdf.Pdf) -> bytes:
    """The file with a table of places, as programs that sign write theirs behind it."""
    out = io.BytesIO()
    pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable, fix_metadata_version=False)
    return out.getvalue()


@cache
def unsigned() -> bytes:
    return written(opened(forms().pdf))


def signed(
    data: bytes,
    box: str = "0 0 0 0",
    field: str = FIELD,
    form: str = "/SigFlags 3",
    reason: str = "/Reason (Herausgabe)",
    page: str = "",
    catalog: str = "",
    left_out: int = 0,
    more: tuple[str, ...] = (),
) -> bytes:
    """The file with a signature in a state behind it (ISO 32000-2, 7.5.6, 12.8); MORE in ``catalog`` is the first of ``more``."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        size, root, first = int(pdf.trailer.Size), pdf.Root.objgen[0], pdf.pages[0].obj.objgen[0]
        whole, own = pdf.Root.unparse(resolved=True), pdf.pages[0].obj.unparse(resolved=True)
        info = pdf.trailer.Info.objgen[0]
    last = f"{size + 2} 0 R"
    objects = {
        root: whole[:-2] + f" /AcroForm << /Fields [{size} 0 R] {form} >> {catalog} >>".replace("MORE", last).encode(),
        first: own[:-2] + f" /Annots [{size} 0 R] {page} >>".encode(),
        size: f"<< {field} /Rect [{box}] /P {first} 0 R /V {size + 1} 0 R >>".encode(),
        size + 1: f"<< /Type /Sig /Filter /Adobe.PPKLite {reason} /ByteRange [0 {NONE} {NONE} {NONE}] ".encode()
        + b"/Contents <%s> >>" % (b"30" * SIZE),
        **{size + 2 + at: words.encode() for at, words in enumerate(more)},
    }
    out, places = data, dict[int, int]()
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = re.findall(rb"startxref\s+(\d+)", data)[-1].decode()
    table = "".join(f"{number} 1\n{place:010} 00000 n \n" for number, place in sorted(places.items()))
    trailer = f"trailer\n<< /Size {max(objects) + 1} /Root {root} 0 R /Info {info} 0 R /Prev {start} >>"
    out += f"xref\n{table}{trailer}\nstartxref\n{len(out)}\n%%EOF\n".encode()
    begin = out.rindex(b"/Contents <3030") + len(b"/Contents ")
    end = begin + 2 * SIZE + 2
    figures = f"[0 {begin:010} {end:010} {len(out) - end - left_out:010}]"
    return out.replace(f"[0 {NONE} {NONE} {NONE}]".encode(), figures.encode())


def in_packet(change: Callable[[bytes], bytes]) -> bytes:
    """The file with another packet."""
    pdf = opened(forms().pdf)
    packet = pdf.Root.Metadata.read_bytes()
    pdf.Root.Metadata.write(change(packet))
    assert change(packet) != packet
    return written(pdf)


def with_attributes(packet: bytes) -> bytes:
    """Some properties as attributes, an address as a resource: the form in which programs that sign write a packet anew."""
    for name in (b"xmp:CreateDate", b"pdf:Producer"):
        (value,) = re.findall(b"<%s>(.*?)</%s>" % (name, name), packet)
        packet = packet.replace(b"<%s>%s</%s>" % (name, value, name), b"")
        head = b'<rdf:Description rdf:about=""'
        packet = packet.replace(head, b'%s %s="%s"' % (head, name, value), 1)
    return re.sub(rb"(<pdfaSchema:namespaceURI)>([^<]*)</pdfaSchema:namespaceURI>", rb'\1 rdf:resource="\2"/>', packet)


def with_producer(words: bytes) -> Callable[[bytes], bytes]:
    return lambda packet: packet.replace(b"<pdf:Producer>", b"<pdf:Producer>%s" % words)


GOOD: dict[str, Build] = {
    "signed": lambda: signed(unsigned()),
    "with certificates for later": lambda: signed(unsigned(), catalog="/DSS << /Certs [MORE] >>", more=(CERTIFICATE,)),
    "its packet in another form": lambda: in_packet(with_attributes),
    "a program named that signs": lambda: in_packet(with_producer(b"pyHanko 0.38.0; ")),
}


def judged(data: bytes) -> Check:
    return sameness.judge(data, forms().pdf, PDF)


@pytest.mark.parametrize("build", GOOD.values(), ids=GOOD)
def test_a_signed_file_is_compared(build: Build) -> None:
    check = judged(build())
    assert check.verdict == "passed", list(map(str, check.findings))


def test_a_signed_file_is_said_to_be_signed_and_its_first_state_is_the_file() -> None:
    data = signed(unsigned())
    assert "signature" in judged(data).detail and "signature" not in judged(unsigned()).detail
    assert sameness.unsigned(data) == unsigned() and sameness.unsigned(unsigned()) == b""


FORGED: dict[str, tuple[Build, str]] = {
    "seen on the page": (lambda: signed(unsigned(), box="20 20 200 60"), "painted there"),
    "a field of text": (lambda: signed(unsigned(), field=FIELD.replace("/Sig /T", "/Tx /T")), "one state"),
    "a script of the field": (lambda: signed(unsigned(), field=f"{FIELD} /AA << >>"), "no /AA"),
    "an order of computing": (lambda: signed(unsigned(), form="/CO [] /SigFlags 3"), "no /CO"),
    "words beside its reason": (lambda: signed(unsigned(), reason="/Lie (Nieder)"), "no /Lie"),
    "bytes that it leaves out": (
        lambda: signed(unsigned(), left_out=-9),
        "leaves some out",
    ),
    "a page turned with it": (lambda: signed(unsigned(), page="/Rotate 180"), "/Rotate"),
    "a script with it": (lambda: signed(unsigned(), catalog="/OpenAction << /S /JavaScript /JS (1) >>"), "/OpenAction"),
    "another language with it": (lambda: signed(unsigned(), catalog="/Lang (ru)"), ""),
    "an object that nothing leads to": (lambda: signed(unsigned(), more=("(Nieder)",)), "nothing leads to"),
    "words for a certificate": (
        lambda: signed(
            unsigned(),
            catalog="/DSS << /Certs [MORE] >>",
            more=("<< /Length 6 >>\nstream\nNieder\nendstream",),
        ),
        "certificates alone",
    ),
    "a state of lies before a good one": (
        lambda: signed(signed(unsigned(), page="/Rotate 180"), page="/Rotate 0"),
        "/Rotate",
    ),
    "signed over another file": (lambda: signed(unsigned().replace(b"/Lang (de", b"/Lang (ru")), "Lang"),
    "words in the packet": (
        lambda: in_packet(lambda packet: packet.replace(b"<rdf:RDF", b"<!-- Nieder --><rdf:RDF")),
        "words beside the statements",
    ),
    "words between statements": (
        lambda: in_packet(lambda packet: packet.replace(b"</rdf:RDF>", b"Nieder</rdf:RDF>")),
        "words between the statements",
    ),
    "another date of the packet": (
        lambda: in_packet(lambda packet: packet.replace(b"<xmp:ModifyDate>2", b"<xmp:ModifyDate>1")),
        "ModifyDate",
    ),
    "a maker that is none": (lambda: in_packet(with_producer(b"geprueft ")), "Producer"),
}


@pytest.mark.parametrize(("build", "words"), FORGED.values(), ids=FORGED)
def test_what_a_signature_brings_with_it_is_found(build: Build, words: str) -> None:
    check = judged(build())
    assert check.verdict == "failed"
    assert any(words in f"{one.where} {one.message}" for one in check.findings), list(map(str, check.findings))


# --- Between the objects ---------------------------------------------------------------------------


def between(words: bytes) -> bytes:
    """The file with bytes before its table of places."""
    data = unsigned()
    (start,) = (int(place) for place in re.findall(rb"startxref\s+(\d+)", data))
    return re.sub(rb"startxref\s+\d+", b"startxref\n%d" % (start + len(words)), data[:start] + words + data[start:])


def instead(key: bytes, words: bytes) -> bytes:
    """The object with a key written anew before the table of places, to which the table leads; what was is emptied."""
    data = unsigned()
    match = next(one for one in re.finditer(rb"\n(\d+) 0 obj\n(.*?)endobj", data, re.DOTALL) if key in one[2])
    start, place = re.findall(rb"startxref\s+(\d+)", data)[0], b"%010d 00000 n" % (match.start() + 1)
    assert place in data
    body = b"%s 0 obj\n%sendobj\n" % (match[1], match[2].replace(key, words, 1))
    data = data.replace(place, b"%010d 00000 n" % int(start), 1)
    data = data[: match.start() + 1] + b" " * (len(match[0]) - 1) + data[match.end() :]
    return re.sub(
        rb"startxref\s+\d+",
        b"startxref\n%d" % (int(start) + len(body)),
        data[: int(start)] + body + data[int(start) :],
    )


HIDDEN: dict[str, tuple[Build, str]] = {
    "a page of another kind": (lambda: between(b"<html>Nieder</html>\n"), "nothing between"),
    "an archive": (lambda: between(b"PK\x03\x04" + b"\0" * 40 + b"\n"), "nothing between"),
    "a comment": (lambda: between(b"% Nieder\n"), "nothing between"),
    "an object without a place": (lambda: between(b"9999 0 obj\n(Nieder)\nendobj\n"), "object 9999"),
    "an object twice": (lambda: between(b"1 0 obj\n(Nieder)\nendobj\n"), "object 1 once"),
    "a key twice": (lambda: instead(b"/Type /Catalog", b"/Lang (ru) /Type /Catalog"), "duplicated key"),
    "words in another file": (lambda: instead(b"/Tabs /S", b"/Tabs /S /F (x.bin)"), "/F"),
}


@pytest.mark.parametrize(("build", "words"), HIDDEN.values(), ids=HIDDEN)
def test_what_lies_between_objects_is_found(build: Build, words: str) -> None:
    check = judged(build())
    assert check.verdict == "failed"
    assert any(words in one.message for one in check.findings), list(map(str, check.findings))


def test_an_object_written_elsewhere_is_the_same() -> None:
    assert judged(instead(b"/Tabs /S", b"/Tabs  /S")).verdict == "passed"


def contents(change: Callable[[pikepdf.Stream], None]) -> bytes:
    pdf = opened(forms().pdf)
    change(pdf.pages[1].Contents)
    return written(pdf)


def test_words_of_a_page_stand_in_the_file_and_end_where_they_are_unpacked() -> None:
    outside = contents(lambda stream: stream.__setitem__("/F", pikepdf.String("x.bin")))
    behind = contents(lambda stream: stream.write(stream.read_raw_bytes() + b"Nieder", filter=pikepdf.Name.FlateDecode))
    assert any("no /F" in one.message for one in judged(outside).findings)
    assert any("behind what the stream packs" in one.message for one in judged(behind).findings)


def test_the_states_of_a_file_are_counted(tmp_path: Path) -> None:
    data = signed(signed(unsigned()))
    assert [len(state) for state in same_bytes.states(data)] == [len(unsigned()), len(signed(unsigned())), len(data)]
