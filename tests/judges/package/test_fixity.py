"""A bag passes when it is whole; each thing that can happen to it is found with its file, and bagit agrees."""

import io
from pathlib import Path

import bagit
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flugblatt.judges.package import fixity
from flugblatt.judges.package.unpacking import unpack_tar
from flugblatt.model import Check
from tests.bagging import PAYLOAD, Files, again, bagged, entry, lay, manifest, tag_manifests, tar_of, tarred

GOOD = bagged(PAYLOAD)
TAG_MANIFESTS = {name for name in GOOD if name.startswith("tagmanifest-")}
PERCENT = "data/uuid-1/100%.png"
TEXT = "data/uuid-1/representations/source/data/de.md"
METS = "data/uuid-1/METS.xml"


def judged(files: Files) -> Check:
    return judged_tar(tar_of(files))


def judged_tar(tar: bytes) -> Check:
    return fixity.judge(fixity.of(unpack_tar(io.BytesIO(tar), len(tar))))


def found(files: Files) -> set[tuple[str, str]]:
    check = judged(files)
    assert check.check == "fixity" and check.verdict == ("failed" if check.findings else "passed")
    return {(finding.code, finding.where) for finding in check.findings}


def without(files: Files, *names: str) -> Files:
    return {name: data for name, data in files.items() if name not in names}


def test_a_whole_bag_passes(tmp_path: Path) -> None:
    check = judged(GOOD)
    assert (check.check, check.verdict, check.findings) == ("fixity", "passed", ())
    assert check.detail == f"{len(GOOD)} files, {sum(map(len, GOOD.values())):,} bytes"
    assert bagit.Bag(str(lay(tmp_path / "bag", GOOD))).validate()


def test_a_percent_sign_is_escaped_in_manifests_and_nowhere_else() -> None:
    files = bagged({**PAYLOAD, PERCENT: b"x"})
    assert b"100%25.png" in files["manifest-sha512.txt"] and judged(files).verdict == "passed"


def flipped(name: str, where: int) -> Files:
    data = bytearray(GOOD[name])
    data[where] ^= 1
    return {**GOOD, name: bytes(data)}


@pytest.mark.parametrize("name", sorted(set(GOOD) - TAG_MANIFESTS))
@pytest.mark.parametrize("where", [0, -1])
def test_one_bit_flipped_in_any_file_is_found_there(name: str, where: int, tmp_path: Path) -> None:
    assert name in {place.partition(":")[0] for _, place in found(flipped(name, where))}
    with pytest.raises(bagit.BagError):
        bagit.Bag(str(lay(tmp_path / "bag", flipped(name, where)))).validate()


@pytest.mark.parametrize("name", sorted(TAG_MANIFESTS))
@pytest.mark.parametrize("where", [0, -1])
def test_one_bit_flipped_in_a_tag_manifest_is_found(name: str, where: int) -> None:
    """What it lists does not fit, or its line is no line any more."""
    assert found(flipped(name, where))


CHANGES = {
    "added": (
        {**GOOD, "data/uuid-1/new.txt": b"x"},
        {("fixity-extra", "data/uuid-1/new.txt"), ("fixity-oxum", "bag-info.txt")},
    ),
    "added beside": ({**GOOD, "notes.txt": b"x"}, {("fixity-extra", "notes.txt")}),
    "added as a tag manifest": (
        {**GOOD, "tagmanifest-sha512.txt.old": b"x"},
        {("fixity-extra", "tagmanifest-sha512.txt.old")},
    ),
    "added below": ({**GOOD, "tags/notes.txt": b"x"}, {("fixity-extra", "tags/notes.txt")}),
    "removed": (without(GOOD, TEXT), {("fixity-missing", TEXT), ("fixity-oxum", "bag-info.txt")}),
    "removed beside": (without(GOOD, "README.txt"), {("fixity-missing", "README.txt")}),
    "renamed": (
        {**without(GOOD, TEXT), f"{TEXT}.bak": GOOD[TEXT]},
        {("fixity-missing", TEXT), ("fixity-extra", f"{TEXT}.bak")},
    ),
    "swapped": ({**GOOD, TEXT: GOOD[METS], METS: GOOD[TEXT]}, {("fixity-changed", TEXT), ("fixity-changed", METS)}),
    "emptied": ({**GOOD, TEXT: b""}, {("fixity-changed", TEXT), ("fixity-oxum", "bag-info.txt")}),
    "no tag manifest": (without(GOOD, "tagmanifest-sha512.txt"), {("fixity-bag", "tagmanifest-sha512.txt")}),
    "no manifest": (
        tag_manifests(without(GOOD, "manifest-sha256.txt")),
        {("fixity-bag", "manifest-sha256.txt")},
    ),
    "unknown manifest": (
        tag_manifests({**GOOD, "manifest-crc32.txt": b"0  x\n"}),
        {("fixity-bag", "manifest-crc32.txt")},
    ),
    "further manifest that fits": (tag_manifests({**GOOD, "manifest-md5.txt": manifest(PAYLOAD, "md5")}), set()),
    "further manifest that does not": (
        tag_manifests({**GOOD, "manifest-md5.txt": manifest({**PAYLOAD, TEXT: b"x"}, "md5")}),
        {("fixity-changed", TEXT)},
    ),
    "to be fetched": (
        tag_manifests({**GOOD, "fetch.txt": f"https://example.org/x - {TEXT}\n".encode()}),
        {("fixity-bag", "fetch.txt")},
    ),
    "other version": (
        tag_manifests({**GOOD, "bagit.txt": GOOD["bagit.txt"].replace(b"1.0", b"0.97")}),
        {("fixity-bag", "bagit.txt")},
    ),
    "other encoding": (
        tag_manifests({**GOOD, "bagit.txt": b"\xef\xbb\xbf" + GOOD["bagit.txt"]}),
        {("fixity-bag", "bagit.txt")},
    ),
    "no Payload-Oxum": (tag_manifests({**GOOD, "bag-info.txt": b"A: b\n"}), {("fixity-oxum", "bag-info.txt")}),
    "Payload-Oxum twice": (
        tag_manifests({**GOOD, "bag-info.txt": GOOD["bag-info.txt"] * 2}),
        {("fixity-oxum", "bag-info.txt")},
    ),
    "a manifest that disagrees with the other": (
        tag_manifests({**GOOD, "manifest-sha256.txt": manifest(without(PAYLOAD, METS), "sha256")}),
        {("fixity-extra", METS)},
    ),
    "a line twice": (
        tag_manifests(
            {**GOOD, "manifest-sha256.txt": manifest(PAYLOAD, "sha256") + manifest({METS: b"<mets/>"}, "sha256")}
        ),
        {("fixity-manifest", "manifest-sha256.txt:4")},
    ),
    "a line that is none": (
        tag_manifests({**GOOD, "manifest-sha256.txt": manifest(PAYLOAD, "sha256") + b"abc\n"}),
        {("fixity-manifest", "manifest-sha256.txt:4")},
    ),
    "no UTF-8": (
        tag_manifests({**GOOD, "manifest-sha256.txt": b"\xff"}),
        {("fixity-manifest", "manifest-sha256.txt")},
    ),
    "a tag file in the manifest": (
        tag_manifests(
            {**GOOD, "manifest-sha256.txt": manifest({**PAYLOAD, "README.txt": GOOD["README.txt"]}, "sha256")}
        ),
        {("fixity-manifest", "manifest-sha256.txt:1")},
    ),
    "a manifest that climbs": (
        tag_manifests({**GOOD, "manifest-sha256.txt": manifest({**PAYLOAD, "data/../../etc/passwd": b"x"}, "sha256")}),
        {("fixity-missing", "data/../../etc/passwd")},
    ),
    "covered up": (again({**GOOD, TEXT: b"# Ein anderer Titel\n"}), set()),
}


@pytest.mark.parametrize(("files", "expected"), CHANGES.values(), ids=CHANGES)
def test_each_change_is_found_with_its_file(files: Files, expected: set[tuple[str, str]]) -> None:
    assert found(files) == expected


TARS = {
    "files at the top": (tarred([entry(name, data) for name, data in GOOD.items()]), "fixity-bag"),
    "two folders": (tarred([entry(f"{top}/bagit.txt", b"x") for top in ("a", "b")]), "fixity-bag"),
    "a file beside": (tarred([entry("a/bagit.txt", GOOD["bagit.txt"]), entry("b", b"x")]), "fixity-bag"),
    "no bag": (tar_of({"README.txt": b"x"}), "fixity-bag"),
    "nothing": (tarred([]), "fixity-bag"),
    "a link": (tarred([entry("a/x", kind=b"2", link="/etc/passwd")]), "fixity-plain"),
    "a climbing name": (tarred([entry("../bagit.txt", b"x")]), "fixity-name"),
    "twice": (tarred([entry("a/bagit.txt", b"x"), entry("a/bagit.txt", b"y")]), "fixity-collision"),
    "garbage": (b"no tar", "fixity-tar"),
}


@pytest.mark.parametrize(("tar", "code"), TARS.values(), ids=TARS)
def test_what_is_no_bag_fails(tar: bytes, code: str) -> None:
    check = judged_tar(tar)
    assert check.verdict == "failed" and {finding.code for finding in check.findings} == {code}


def test_a_folder_is_a_bag_or_holds_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    itself = fixity.read(lay(tmp_path / "one" / "probe", GOOD))
    assert itself.name == "probe" and fixity.judge(itself).verdict == "passed"
    around = fixity.read(tmp_path / "one")
    assert around.name == "probe" and around.files == itself.files
    monkeypatch.chdir(tmp_path / "one" / "probe")
    for path in (Path("."), Path("data/..")):
        assert fixity.read(path) == itself
    (tmp_path / "one" / "beside.txt").write_text("x")
    assert fixity.judge(fixity.read(tmp_path / "one")).verdict == "failed"


def test_a_file_that_may_not_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from flugblatt.judges.package import unpacking

    def refuse(path: bytes) -> bytes:
        raise PermissionError(13, "Permission denied", path)

    monkeypatch.setattr(unpacking, "_read_plain", refuse)
    check = fixity.judge(fixity.read(lay(tmp_path, GOOD)))
    assert {finding.code for finding in check.findings} == {"fixity-unreadable"}


def test_too_large_is_refused() -> None:
    import tarfile

    info = tarfile.TarInfo("probe/huge")
    info.size = 10**10
    assert {f.code for f in judged_tar(info.tobuf(tarfile.GNU_FORMAT) + bytes(1024)).findings} == {"fixity-size"}


def test_every_code_has_a_case() -> None:
    cases = {code for _, expected in CHANGES.values() for code, _ in expected} | {code for _, code in TARS.values()}
    assert cases | {"fixity-unreadable", "fixity-size"} == set(fixity.CODES)


@given(st.sampled_from(sorted(GOOD)), st.binary(max_size=300))
def test_any_content_of_any_file_ends_in_a_verdict(name: str, data: bytes) -> None:
    assert bool(found({**GOOD, name: data})) == (data != GOOD[name])


@given(
    st.dictionaries(st.sampled_from(["bagit.txt", "manifest-sha512.txt", "data/x", "tagmanifest-md5.txt"]), st.binary())
)
def test_any_few_files_end_in_a_verdict(files: Files) -> None:
    assert judged(files).verdict == "failed"
