"""How many works a second, on one process, two, and a Dask cluster on loopback; memory, and what ten thousand works would take.

    python bench/many.py [--works N] [--largest N] [--fast]

Flow: N works of one language, their books, by one process and by two -> the ratio of their times, and memory beside that of a
quarter of the works -> the largest step, works of three languages as text and web page, here and by a scheduler with two
workers, whose bytes must be the same -> an estimate for 10,000 works of 10 languages, which is an estimate and no measurement.
``--fast`` takes text and web page for all steps.
"""

from __future__ import annotations

import argparse
import hashlib
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from measuring import BOOKS, ROOT, Cost, Ratio, build, show, targets

JOBS_AIM = 1.7
MEMORY_AIM = 1.15
"""Memory of many works beside that of a quarter of them: what stays of a work are its rows of the report."""
STATEMENT = "date: 2022-01-06\nissuers: [Koordinierungsrat]\n"
WORDS = {
    "de": (
        "Erklärung",
        "Wir fordern, dass die Gefangenen freigelassen werden, und dass niemand mehr für ein Wort bestraft wird.",
    ),
    "en": ("Statement", "We demand that the prisoners are released, and that nobody is punished for a word any more."),
    "be": ("Заява", "Мы патрабуем вызваліць зняволеных і каб ніхто больш не быў пакараны за слова."),
}
PARAGRAPHS = 12


def write(content: Path, works: int, languages: tuple[str, ...]) -> None:
    for number in range(works):
        work = content / f"work-{number:05}"
        work.mkdir(parents=True)
        (work / "statement.yaml").write_text(STATEMENT, encoding="utf-8")
        for language in languages:
            title, sentence = WORDS[language]
            body = "\n\n".join(f"{sentence} {sentence}" for _ in range(PARAGRAPHS))
            (work / f"{language}.md").write_text(f"# {title} {number + 1}\n\n{sentence}\n\n{body}\n", encoding="utf-8")


def made(content: Path, out: Path, names: tuple[str, ...], *words: str | Path) -> Cost:
    return build("--content", content, "--out", out, "--quiet", *targets(names), *words)


def digest(out: Path) -> str:
    """Of every published file; what differs from run to run lies beside them."""
    found = hashlib.sha256()
    for path in sorted(path for path in out.glob("work-*/**/*") if path.is_file()):
        found.update(path.relative_to(out).as_posix().encode() + b"\0" + path.read_bytes())
    return found.hexdigest()


@contextmanager
def cluster() -> Iterator[str]:
    """The address of a scheduler with two workers, each a process of its own."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    address, running = f"tcp://127.0.0.1:{port}", []
    scheduler = ("scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard", "--no-show")
    worker = ("worker", address, "--no-nanny", "--nthreads", "1", "--no-dashboard")
    try:
        for words in (scheduler, worker, worker):
            command = [sys.executable, "-m", "dask", *words]
            running.append(subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
        yield address
    finally:
        for process in running:
            process.kill()
            process.wait()


def two_jobs(scratch: Path, works: int, names: tuple[str, ...]) -> list[Ratio]:
    write(scratch / "single", works, ("de",))
    write(scratch / "few", max(works // 4, 1), ("de",))
    few = made(scratch / "few", scratch / "few-out", names, "--jobs", "1")
    one = made(scratch / "single", scratch / "one", names, "--jobs", "1")
    two = made(scratch / "single", scratch / "two", names, "--jobs", "2")
    if digest(scratch / "one") != digest(scratch / "two"):
        raise SystemExit("one process and two made different bytes")
    print(f"{works} works of one language, {len(names)} targets: one process {one.wall:.1f} s, two {two.wall:.1f} s")
    print(f"memory: {few.memory / 1e6:.0f} MB for {max(works // 4, 1)} works, {one.memory / 1e6:.0f} MB for {works}")
    return [
        Ratio(f"one process / two, wall, {works} works", one.wall / two.wall, JOBS_AIM, least=True),
        Ratio(f"memory of {works} works / of a quarter", one.memory / few.memory, MEMORY_AIM),
    ]


def largest(scratch: Path, works: int) -> None:
    names = ("text", "web")
    write(scratch / "large", works, tuple(WORDS))
    here = made(scratch / "large", scratch / "here", names)
    with cluster() as address:
        far = made(scratch / "large", scratch / "far", names, "--scheduler", address)
    if digest(scratch / "here") != digest(scratch / "far"):
        raise SystemExit("this machine and the cluster made different bytes")
    for name, cost in (("here", here), ("by Dask, two workers on loopback", far)):
        print(
            f"{works} works of 3 languages, text and web, {name}: {works / cost.wall:.2f} works/s, {cost.memory / 1e6:.0f} MB"
        )
    again = made(scratch / "large", scratch / "here", names)
    print(f"once more, nothing to do: {again.wall:.2f} s, {again.memory / 1e6:.0f} MB")
    days = 10_000 * 10 / (3 * works) * here.wall / 86_400
    print(f"estimate, not measured: 10,000 works of 10 languages, text and web, on this machine: {days * 24:.1f} hours")


def ratios(scratch: Path, works: int, fast: bool) -> list[Ratio]:
    return two_jobs(scratch, works, ("text", "web") if fast else BOOKS)


def main() -> int:
    parser = argparse.ArgumentParser(description="works a second and memory, by one process, two, and a cluster")
    parser.add_argument("--works", type=int, default=40)
    parser.add_argument("--largest", type=int, default=1000)
    parser.add_argument("--fast", action="store_true")
    wish = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = ratios(Path(folder), wish.works, wish.fast)
        if wish.largest:
            largest(Path(folder), wish.largest)
    return show(found)


if __name__ == "__main__":
    raise SystemExit(main())
