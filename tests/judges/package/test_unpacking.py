"""What a hostile tar or folder holds is found by its name, kind or size, before anything of it is read or written."""

import io
import os
import subprocess
import tarfile
import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flugblatt.judges.package import unpacking
from flugblatt.judges.package.unpacking import Unpacked, unpack, unpack_tar
from flugblatt.model.errors import UsageError
from tests.bagging import PAYLOAD, Files, bagged, entry, lay, tar_of, tarred
from tests.commands import PATIENCE

GOOD = bagged(PAYLOAD)


def opened(tar: bytes) -> Unpacked:
    return unpack_tar(io.BytesIO(tar), len(tar))


def codes(unpacked: Unpacked) -> set[str]:
    assert not (unpacked.findings and unpacked.files)
    return {finding.code for finding in unpacked.findings}


def with_entry(*entries: tuple[tarfile.TarInfo, bytes], form: int = tarfile.PAX_FORMAT) -> bytes:
    good = [entry(f"probe/{name}", data) for name, data in GOOD.items()]
    return tarred([*good, *entries], form)


NAMES = {
    "climbing": "probe/../../evil.sh",
    "climbing at once": "../evil.sh",
    "absolute": "/etc/cron.d/evil",
    "absolute twice": "//etc/cron.d/evil",
    "drive": "C:/evil.exe",
    "stream": "probe/README.txt:evil",
    "backslash": "probe\\..\\evil.exe",
    "dot": "probe/./README.md",
    "empty part": "probe//README.md",
    "newline": "probe/README\n.txt",
    "escape": "probe/\x1b[2J",
    "delete": "probe/\x7f",
    "bidirectional override": "probe/\u202etxt.exe",
    "line separator": "probe/a\u2028b",
    "private use": "probe/\ue000",
    "decomposed": unicodedata.normalize("NFD", "probe/Erklärung.md"),
    "space at the end": "probe/README.txt ",
    "dot at the end": "probe/README.txt.",
    "long": "probe/" + "a" * 256,
    "long in all": "probe/" + "a/" * 600 + "a",
    "deep": "probe/" + "a/" * 40 + "a",
    "dots alone": "..",
}


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
@pytest.mark.parametrize("form", [tarfile.PAX_FORMAT, tarfile.GNU_FORMAT])
def test_unsafe_names_are_refused(name: str, form: int) -> None:
    found = opened(with_entry(entry(name, b"x"), form=form))
    assert codes(found) == {"fixity-name"}
    assert all(char.isprintable() for finding in found.findings for char in f"{finding}".replace("\n", ""))
    folder = opened(with_entry(entry(f"{name}/", kind=tarfile.DIRTYPE), form=form))
    assert codes(folder) == {"fixity-name"}, folder


def test_a_name_that_is_no_utf8_is_refused() -> None:
    assert codes(opened(with_entry(entry("probe/Erkl\udce4rung", b"x"), form=tarfile.GNU_FORMAT))) == {"fixity-name"}


KINDS = {
    "symbolic link": (tarfile.SYMTYPE, "/etc/passwd"),
    "symbolic link inside": (tarfile.SYMTYPE, "README.txt"),
    "hard link": (tarfile.LNKTYPE, "probe/README.txt"),
    "character device": (tarfile.CHRTYPE, ""),
    "block device": (tarfile.BLKTYPE, ""),
    "pipe": (tarfile.FIFOTYPE, ""),
    "contiguous file": (tarfile.CONTTYPE, ""),
    "unknown": (b"Z", ""),
}


@pytest.mark.parametrize(("kind", "link"), KINDS.values(), ids=KINDS)
def test_what_is_no_plain_file_is_refused_with_its_name(kind: bytes, link: str) -> None:
    found = opened(with_entry(entry("probe/data/evil", kind=kind, link=link)))
    assert codes(found) == {"fixity-plain"}
    assert [finding.where for finding in found.findings] == ["probe/data/evil"]


def test_a_link_before_a_file_that_goes_through_it_is_refused() -> None:
    link = entry("probe/data/out", kind=tarfile.SYMTYPE, link="/etc")
    assert "fixity-plain" in codes(opened(with_entry(link, entry("probe/data/out/evil.sh", b"x"))))


COLLISIONS = {
    "twice": ("probe/README.txt",),
    "capitals": ("probe/readme.TXT",),
    "capitals of a folder": ("probe/Data/uuid-1/METS.txt",),
    "sharp s": ("probe/Straße", "probe/strasse"),
    "file and folder": ("probe/README.txt/x",),
    "folder and file": ("probe/data",),
    "dot before": ("./probe/README.txt",),
}


@pytest.mark.parametrize("names", COLLISIONS.values(), ids=COLLISIONS)
def test_names_that_are_one_on_some_computers_are_refused(names: tuple[str, ...]) -> None:
    found = opened(with_entry(*(entry(name, b"x") for name in names)))
    assert codes(found) == {"fixity-collision"}, found


def test_a_composed_and_a_decomposed_name_collide() -> None:
    names = ("probe/Erkl\u00e4rung", "probe/Erkla\u0308rung")
    assert codes(opened(with_entry(*(entry(name) for name in names)))) == {"fixity-collision", "fixity-name"}


# --- Sizes ---------------------------------------------------------------------------------------


def sparse(size: int) -> bytes:
    """A GNU tar with a sparse member that claims ``size`` bytes and stores none."""
    info = tarfile.TarInfo("probe/data/huge")
    header = bytearray(info.tobuf(tarfile.GNU_FORMAT))
    header[156:157] = b"S"
    header[386:410] = b"%011o\0" % size + b"00000000000\0"
    header[483:495] = b"%011o\0" % size if size < 8**11 else b"\x80" + size.to_bytes(11, "big")
    return sealed(header) + bytes(1024)


def sealed(header: bytearray) -> bytes:
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)
    return bytes(header)


@pytest.mark.parametrize("size", [10 * 10**9, 8 * 2**40])
def test_a_huge_sparse_member_is_refused_from_its_header(size: int) -> None:
    begun = time.process_time()
    assert codes(opened(sparse(size))) == {"fixity-plain"}
    assert time.process_time() - begun < 1


def test_a_sparse_member_of_the_pax_form_is_refused() -> None:
    info, data = entry("probe/data/huge", b"1\n0\n0\n" + bytes(506))
    info.pax_headers = {"GNU.sparse.major": "1", "GNU.sparse.minor": "0", "GNU.sparse.realsize": str(10**10)}
    found = opened(tarred([(info, data)]))
    assert codes(found) == {"fixity-tar"} and "sparse" in found.findings[0].message


@pytest.mark.parametrize("size", [10 * 10**9, 2**60])
def test_a_huge_size_is_refused_though_the_bytes_are_not_there(size: int) -> None:
    info = tarfile.TarInfo("probe/data/huge")
    info.size = size
    found = opened(info.tobuf(tarfile.GNU_FORMAT) + bytes(1024))
    assert codes(found) == {"fixity-size"} and f"{size:,}" in found.findings[0].message


def test_a_pax_header_that_says_another_size_is_refused() -> None:
    info, data = entry("probe/README.txt", b"x")
    info.pax_headers = {"size": "0"}
    assert codes(opened(tarred([(info, data)]))) == {"fixity-tar"}


def test_a_tar_with_a_hole_of_gigabytes_on_disk_is_refused_at_once(tmp_path: Path) -> None:
    path = tmp_path / "huge.tar"
    info = tarfile.TarInfo("probe/data/huge")
    info.size = 10 * 10**9
    with path.open("wb") as file:
        file.write(info.tobuf(tarfile.GNU_FORMAT))
        file.truncate(info.size + 4096)
    begun = time.process_time()
    assert codes(unpack(path)) == {"fixity-size"}
    assert time.process_time() - begun < 1


def test_a_sparse_file_of_gigabytes_in_a_folder_is_refused_unread(tmp_path: Path) -> None:
    lay(tmp_path, GOOD)
    with (tmp_path / "data" / "huge").open("wb") as file:
        file.truncate(10 * 10**9)
    begun = time.process_time()
    assert codes(unpack(tmp_path)) == {"fixity-size"}
    assert time.process_time() - begun < 1


def test_too_many_files_are_refused() -> None:
    entries = [entry(f"probe/{number}") for number in range(unpacking.LARGEST_COUNT + 1)]
    assert codes(opened(tarred(entries))) == {"fixity-size"}


def test_the_sum_of_the_sizes_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "LARGEST_TOTAL", 100)
    assert codes(opened(tarred([entry("probe/a", bytes(60)), entry("probe/b", bytes(60))]))) == {"fixity-size"}


# --- The tar itself ------------------------------------------------------------------------------


@pytest.mark.parametrize("form", [tarfile.PAX_FORMAT, tarfile.GNU_FORMAT, tarfile.USTAR_FORMAT])
def test_good_tars_are_read_in_every_form(form: int) -> None:
    long = {"data/" + "b" * 90 + "/" + "a" * 60: b"long"}
    found = opened(tar_of(GOOD | long, form=form))
    assert found.findings == ()
    assert {file.name: file.data for file in found.files} == {
        f"probe/{name}": data for name, data in (GOOD | long).items()
    }


@pytest.mark.parametrize("form", ["ustar", "gnu", "posix"])
def test_the_tars_of_the_machines_own_program_are_read(form: str, tmp_path: Path) -> None:
    lay(tmp_path / "probe", GOOD)
    path = tmp_path / "made.tar"
    subprocess.run(["tar", f"--format={form}", "-cf", path, "-C", tmp_path, "probe"], check=True, timeout=PATIENCE)
    found = unpack(path)
    assert found.findings == ()
    assert {file.name: file.data for file in found.files} == {f"probe/{name}": data for name, data in GOOD.items()}


def test_a_folder_is_read_like_its_tar(tmp_path: Path) -> None:
    found = unpack(lay(tmp_path, GOOD))
    assert found.findings == ()
    assert {file.name: file.data for file in found.files} == GOOD


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"\x1f\x8b\x08\0" + bytes(60), "gzip"),
        (b"BZh91AY", "bzip2"),
        (b"\xfd7zXZ\0", "xz"),
        (b"PK\3\4" + bytes(50), "zip"),
    ],
)
def test_what_is_packed_is_named(data: bytes, word: str) -> None:
    found = opened(data)
    assert codes(found) == {"fixity-tar"} and word in found.findings[0].message and found.findings[0].hint


def test_a_tar_that_is_cut_off_anywhere_is_refused() -> None:
    tar = tar_of({"a.txt": b"x" * 700, "b.txt": b"y"})
    end = 512 + 1024 + 512 + 512
    for cut in range(0, end + 1024, 100):
        assert codes(opened(tar[:cut])) == {"fixity-tar"}, cut
    assert codes(opened(tar[: end + 1024])) == set()


def test_bytes_that_belong_to_no_file_are_refused() -> None:
    tar = bytearray(tar_of({"a.txt": b"x" * 700}))
    behind_file, behind_end = bytearray(tar), bytearray(tar)
    behind_file[512 + 701] = 1
    behind_end[-1] = 1
    assert codes(opened(bytes(behind_file))) == {"fixity-tar"}
    assert codes(opened(bytes(behind_end))) == {"fixity-tar"}
    assert codes(opened(bytes(tar) + tar_of({"b.txt": b"y"}))) == {"fixity-tar"}


def test_each_flipped_bit_of_a_header_is_found() -> None:
    tar = tar_of({"a.txt": b"x"})
    for bit in range(8 * 512):
        flipped = bytearray(tar)
        flipped[bit // 8] ^= 1 << bit % 8
        found = opened(bytes(flipped))
        # The field of the checksum may begin with a space or a zero, and end with a space or a NUL.
        assert found.findings or (bit // 8 in range(148, 156) and found == opened(tar)), bit


def test_a_folder_with_content_is_refused() -> None:
    header = bytearray(tarfile.TarInfo("probe/x/").tobuf(tarfile.USTAR_FORMAT))
    header[156:157], header[124:135] = b"5", b"00000001000"
    assert codes(opened(sealed(header) + bytes(512 * 3))) == {"fixity-tar"}


# --- A folder ------------------------------------------------------------------------------------


def test_links_and_pipes_in_a_folder_are_refused_and_not_opened(tmp_path: Path) -> None:
    lay(tmp_path, GOOD)
    (tmp_path / "data" / "link").symlink_to("/etc/passwd")
    (tmp_path / "data" / "above").symlink_to("..", target_is_directory=True)
    os.mkfifo(tmp_path / "data" / "pipe")
    found = unpack(tmp_path)
    assert codes(found) == {"fixity-plain"}
    assert {finding.where for finding in found.findings} == {"data/link", "data/above", "data/pipe"}


def test_strange_names_in_a_folder_are_refused(tmp_path: Path) -> None:
    lay(tmp_path, GOOD)
    for name in (b"Erkl\xe4rung", b"a\nb", "a\u0308".encode(), b"back\\slash"):
        (Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name))).write_bytes(b"x")
    found = unpack(tmp_path)
    assert codes(found) == {"fixity-name"} and len(found.findings) == 4


def test_capitals_in_a_folder_collide(tmp_path: Path) -> None:
    assert codes(unpack(lay(tmp_path, {**GOOD, "readme.TXT": b"x"}))) == {"fixity-collision"}


def test_what_is_not_there_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="No such file"):
        unpack(tmp_path / "gone.tar")
    os.mkfifo(tmp_path / "pipe.tar")
    with pytest.raises(UsageError, match="neither a file nor a folder"):
        unpack(tmp_path / "pipe.tar")


# --- Anything at all -----------------------------------------------------------------------------


@given(st.binary(max_size=4096))
def test_any_bytes_end_in_a_verdict(data: bytes) -> None:
    assert codes(opened(data))


@given(st.integers(0, 6 * 512), st.binary(min_size=1, max_size=40), st.booleans())
def test_any_changed_tar_ends_in_a_verdict(at: int, new: bytes, seal: bool) -> None:
    tar = bytearray(tar_of({"a.txt": b"x" * 700, "b.txt": b"y", "ü.txt": b"z"}))
    tar[at : at + len(new)] = new
    if seal:
        start = at // 512 * 512
        tar[start : start + 512] = sealed(bytearray(tar[start : start + 512]))
    found = opened(bytes(tar))
    read: Files = {file.name: file.data for file in found.files}
    assert found.findings or all(not unpacking.name_problem(name) for name in read)
