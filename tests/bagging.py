"""Bags and tars for tests, written by tarfile and hashlib alone, so that the judges are tried with what they did not make."""

import hashlib
import io
import tarfile
from collections.abc import Iterable
from pathlib import Path

Files = dict[str, bytes]

PAYLOAD: Files = {
    "data/uuid-1/METS.xml": b"<mets/>",
    "data/uuid-1/representations/source/data/de.md": b"# Ein Titel\n\nEin Satz.\n",
    "data/uuid-1/representations/source/data/Landkarte \u2116 1.png": b"\x89PNG",
}


def bagged(payload: Files, tags: Files | None = None) -> Files:
    """The files of a bag: the payload, whose names begin with data/, the tag files, and both pairs of manifests."""
    oxum = f"{sum(map(len, payload.values()))}.{len(payload)}"
    files = {
        "bagit.txt": b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
        "bag-info.txt": f"Source-Organization: B\u00fcro\nPayload-Oxum: {oxum}\n".encode(),
        **(tags or {"README.txt": b"What this is.\n"}),
    }
    for algorithm in ("sha256", "sha512"):
        files[f"manifest-{algorithm}.txt"] = manifest(payload, algorithm)
    return tag_manifests(files) | payload


def tag_manifests(files: Files) -> Files:
    """The files with their two tag manifests made anew."""
    tags = {name: data for name, data in files.items() if not name.startswith(("data/", "tagmanifest-"))}
    made = {f"tagmanifest-{algorithm}.txt": manifest(tags, algorithm) for algorithm in ("sha256", "sha512")}
    return files | made


def again(files: Files) -> Files:
    """The same files under manifests that fit them: what somebody does who changes a package and covers it up."""
    made = {"bagit.txt", "bag-info.txt", *(name for name in files if "manifest-" in name and "/" not in name)}
    tags = {name: data for name, data in files.items() if "/" not in name and name not in made}
    fresh = bagged({name: data for name, data in files.items() if name.startswith("data/")}, tags)
    info = files.get("bag-info.txt", b"")
    oxum = next(line for line in fresh["bag-info.txt"].split(b"\n") if line.startswith(b"Payload-Oxum"))
    kept = [line for line in info.split(b"\n") if line and not line.startswith(b"Payload-Oxum")]
    return tag_manifests(fresh | {"bag-info.txt": b"\n".join((*kept, oxum, b""))})


def manifest(files: Files, algorithm: str) -> bytes:
    lines = [f"{hashlib.new(algorithm, data).hexdigest()}  {escaped(name)}\n" for name, data in sorted(files.items())]
    return "".join(lines).encode()


def escaped(name: str) -> str:
    return name.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def entry(name: str, data: bytes = b"", kind: bytes = tarfile.REGTYPE, link: str = "") -> tuple[tarfile.TarInfo, bytes]:
    info = tarfile.TarInfo(name)
    info.size, info.type, info.linkname, info.mtime = len(data), kind, link, 0
    return info, data


def tarred(entries: Iterable[tuple[tarfile.TarInfo, bytes]], form: int = tarfile.PAX_FORMAT) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=form) as tar:
        for info, data in entries:
            tar.addfile(info, io.BytesIO(data))
    return out.getvalue()


def tar_of(files: Files, top: str = "probe", form: int = tarfile.PAX_FORMAT) -> bytes:
    return tarred([entry(f"{top}/{name}", data) for name, data in sorted(files.items())], form)


def files_of(tar: bytes) -> Files:
    """The files of a good tar without their one folder."""
    with tarfile.open(fileobj=io.BytesIO(tar)) as opened:
        members = [member for member in opened.getmembers() if member.isfile()]
        return {member.name.partition("/")[2]: opened.extractfile(member).read() for member in members}  # type: ignore[union-attr]


def lay(folder: Path, files: Files) -> Path:
    """The files below a folder."""
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder
