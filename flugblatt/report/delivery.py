"""Delivery: for each edition and shop, whether the shop can be given it, and what statement.yaml or a file lacks for that.

Flow: (Statement, files) -> ``deliveries`` by the table of shops -> ``list delivery`` and a section of the report. Nothing is sent.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from PIL import Image

from flugblatt.model import Artefact, Edition, Statement
from flugblatt.model.targets import row
from flugblatt.tables.ebook_shops import REQUIRED, EbookShop, ebook_shops


@dataclass(frozen=True, slots=True)
class Delivery:
    """What a shop would get of an edition (paths in the output folder), and what stands against it; ready where nothing does."""

    shop: EbookShop
    language: str
    files: tuple[str, ...]
    lacks: tuple[str, ...]

    @property
    def ready(self) -> bool:
        return not self.lacks


def deliveries(statement: Statement, files: Iterable[Artefact] | None = None) -> tuple[Delivery, ...]:
    """For every edition and shop; without ``files`` by statement.yaml alone."""
    given = None if files is None else {file.path: file for file in files}
    return tuple(_delivery(statement, edition, shop, given) for edition in statement.editions for shop in ebook_shops())


def _delivery(statement: Statement, edition: Edition, shop: EbookShop, files: dict[str, Artefact] | None) -> Delivery:
    paths = [path for target in shop.takes if (path := _path(edition, target)) and (files is None or path in files)]
    cover = row("pictures").path(edition, "cover")
    record = f"{edition.work}/records/{edition.work}.{edition.language}.{shop.record}" if shop.record else ""
    lacks = [*_of_statement(statement, edition, shop)]
    if files is not None:
        lacks += [] if paths else [f"no file that it takes ({', '.join(shop.takes)})"]
        lacks += [f"no record {shop.record}"] if record and record not in files else []
        lacks += [*_of_file(files[paths[0]], shop)] if paths else []
        lacks += [*_of_cover(files.get(cover), shop)]
    return Delivery(shop, edition.language, tuple(filter(None, (*paths[:1], cover, record))), tuple(lacks))


def _path(edition: Edition, target: str) -> str:
    """Where a target lies; empty where this version has no such target."""
    try:
        return row(target).path(edition)
    except KeyError:
        return ""


def _of_statement(statement: Statement, edition: Edition, shop: EbookShop) -> Iterator[str]:
    """What statement.yaml lacks, or says to the contrary."""
    for key in shop.requires:
        if not REQUIRED[key](statement, edition):
            yield f"statement.yaml lacks {key}"
    if statement.price and statement.price.free and not shop.free:
        yield "it takes no free books"
    if statement.withdrawn:
        yield f"the work is withdrawn ({statement.withdrawn.date})"


def _of_file(file: Artefact, shop: EbookShop) -> Iterator[str]:
    if shop.file and file.size > shop.file:
        yield f"{file.name} has {file.size:,} bytes, at most {shop.file:,} are taken"


def _of_cover(cover: Artefact | None, shop: EbookShop) -> Iterator[str]:
    if cover is None:
        yield "no cover (target pictures)"
        return
    least, most = shop.cover
    width, height = Image.open(io.BytesIO(cover.data)).size
    if least and (min(width, height) < least or max(width, height) > most):
        yield f"the cover has {width:,} by {height:,} pixels, {least:,} to {most:,} a side are taken"
    if shop.cover_file and cover.size > shop.cover_file:
        yield f"the cover has {cover.size:,} bytes, at most {shop.cover_file:,} are taken"


def lines(statement: Statement) -> Iterator[str]:
    """What ``list delivery`` says of a work: a line for each edition and shop."""
    for each in deliveries(statement):
        says = "ready as far as statement.yaml goes" if each.ready else "; ".join(each.lacks)
        asks = f" (beside: {each.shop.asks})" if each.shop.asks else ""
        yield f"{statement.work}  {each.language:<8} {each.shop.key:<10} {says}{asks}"
