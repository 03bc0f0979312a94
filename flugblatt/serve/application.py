"""The pages of ``serve``: each a function of a request; what takes long runs in other threads or processes.

Flow: request (through ``gate``) -> a handler below -> sources, views, states, builds -> a template of ``templates/serve`` -> page.
Every page works without script; ``serve.js`` asks for the same addresses and puts the pieces in their places.
"""

from __future__ import annotations

import asyncio
import re
import shutil
import subprocess
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp

from flugblatt import resources
from flugblatt.build import new_work, store
from flugblatt.content.standing import plain_name_of_work
from flugblatt.language import fonts
from flugblatt.model import Finding
from flugblatt.model.artefacts import Artefact
from flugblatt.model.errors import FlugblattError
from flugblatt.serve import metadata_form, source_files
from flugblatt.serve.child_builds import ChildBuilds
from flugblatt.serve.gate import Gate
from flugblatt.serve.live_views import VIEWS, LiveViews
from flugblatt.serve.source_files import Conflict, NotThere, SourceText
from flugblatt.serve.spoken_words import Words, words_of
from flugblatt.serve.watching import Bell, watch
from flugblatt.serve.work_standings import WorkStandings
from flugblatt.xhtml import blocks

RECORDS = "records"
"""The view of what is made of a whole work, which shows what was published."""
AT_ONCE = 100
"""Works on one page of the list, as in the catalogue."""
FACES = {"sans-500": ("Alegreya Sans", 500), "sans-800": ("Alegreya Sans", 800), "serif-400": ("Source Serif 4", 400)}
APART = (
    "sandbox allow-same-origin; default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "font-src 'self' data:; media-src 'self'; frame-ancestors 'self'"
)
"""What an output of a work may do when it is shown: nothing but to look as it looks."""
MEDIA = {
    ".xhtml": "application/xhtml+xml",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".otf": "font/otf",
    ".ttf": "font/ttf",
    ".woff2": "font/woff2",
    ".pdf": "application/pdf",
    ".html": "text/html; charset=utf-8",
}
SHOWN_AS_TEXT = (".txt", ".xml", ".jsonld", ".json", ".csv")
Handler = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything that the pages work with."""

    content: Path
    out: Path
    views: LiveViews
    states: WorkStandings
    builds: ChildBuilds
    bell: Bell


def make(content: Path, out: Path, token: str, hosts: tuple[str, ...]) -> ASGIApp:
    """The application for a project, behind its gate."""
    bell = Bell()
    builds = ChildBuilds(content, out, lambda work: bell.ring("build", work))
    desk = Desk(content, out, LiveViews(content), WorkStandings(content, out), builds, bell)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        watching = asyncio.create_task(watch(content, bell)) if content.is_dir() else None
        try:
            yield
        finally:
            if watching:
                watching.cancel()
                with suppress(asyncio.CancelledError):
                    await watching
            builds.stop()
            desk.views.close()

    work = "/works/{work}"
    view = work + "/views/{language}/{view}"
    routes = [
        Route("/", _works),
        Route("/new", _new, methods=["POST"]),
        Route("/events", _events),
        Route("/serve.css", _style),
        Route("/icon.svg", _icon),
        Route("/serve.js", _script),
        Route("/fonts/{name}", _font),
        Route("/published/{path:path}", _published),
        Route(f"{work}/", _work),
        Route(f"{work}/metadata", _metadata),
        Route(f"{work}/metadata", _save_metadata, methods=["POST"]),
        Route(f"{work}/build", _build_state),
        Route(f"{work}/build", _build, methods=["POST"]),
        Route(f"{work}/folder", _open_folder, methods=["POST"]),
        Route(f"{work}/findings", _findings),
        Route(f"{view}", _view),
        Route(f"{view}/verdicts", _verdicts),
        Route(f"{view}/{{number:int}}/page-{{page:int}}.png", _page_picture),
        Route(f"{view}/{{number:int}}/inside/{{path:path}}", _inside),
        Route(f"{view}/{{number:int}}/{{name}}", _file),
        Route(f"{work}/{{name}}", _source),
        Route(f"{work}/{{name}}", _save, methods=["POST"]),
    ]
    handlers = {NotThere: _not_there, FlugblattError: _refused, OSError: _refused}
    application = Starlette(routes=routes, lifespan=lifespan, exception_handlers=handlers)
    application.state.desk = desk
    return Gate(application, token, hosts)


# --- Works ---------------------------------------------------------------------------------------


async def _works(request: Request) -> Response:
    desk = _desk(request)
    states = await run_in_threadpool(desk.states.all)
    first = max(_number(request.query_params.get("from", "0")), 0)
    return _page(
        request,
        "works",
        states=states[first : first + AT_ONCE],
        before=max(first - AT_ONCE, 0) if first else None,
        after=first + AT_ONCE if first + AT_ONCE < len(states) else None,
        folder=desk.content.absolute().parent.name,
    )


async def _new(request: Request) -> Response:
    """A work, or another edition of one, of a file that was chosen or dropped."""
    desk, words = _desk(request), _words(request)
    async with request.form(max_files=1, max_fields=20, max_part_size=2**20) as form:
        upload = form.get("file")
        if not isinstance(upload, UploadFile) or not upload.filename:
            raise NotThere(words("file"))
        name = (
            re.sub(r"[^\w.() -]", "_", PurePosixPath(upload.filename.replace("\\", "/")).name).lstrip(".") or "text.txt"
        )
        data = await upload.read()
        said = {key: str(form.get(key, "")).strip() for key in ("work", "language", "date", "issuers")}
    work = said["work"] or plain_name_of_work(Path(name).stem)
    there = (desk.content / work / new_work.STATEMENT).is_file()
    if there:
        source_files.folder_of(desk.content, work)
    with tempfile.TemporaryDirectory(prefix="flugblatt-serve-") as folder:
        file = Path(folder) / name
        file.write_bytes(data)
        order = new_work.Import(
            content=desk.content,
            work=work,
            files=(str(file),),
            languages=tuple(filter(None, (said["language"],))),
            date="" if there else said["date"],
            issuers=() if there else tuple(filter(None, map(str.strip, said["issuers"].splitlines()))),
        )
        made = await run_in_threadpool(lambda: desk.views.run(lambda: new_work.make(order, None)))
    desk.bell.ring("change", work)
    return _page(request, "imported", made=made, work=work, file=name, edition=made.editions[0])


async def _work(request: Request) -> Response:
    folder = _folder(request)
    names = source_files.names(folder)
    if not names:
        raise NotThere(f"{folder.name}: {resources.COMMAND} new {folder.name} --from FILE")
    return RedirectResponse(quote(names[0]), 303)


# --- Sources -------------------------------------------------------------------------------------


async def _source(request: Request) -> Response:
    folder = _folder(request)
    source = source_files.read(folder, request.path_params["name"])
    if _wants_json(request):
        return JSONResponse({"text": source.text, "sha256": source.sha256})
    return await _desk_page(request, folder, source, source.text)


async def _save(request: Request) -> Response:
    folder, name = _folder(request), request.path_params["name"]
    async with request.form(max_files=0, max_fields=8, max_part_size=source_files.LARGEST) as form:
        text, seen = str(form.get("text", "")), str(form.get("seen", ""))
    try:
        source = await run_in_threadpool(source_files.save, folder, name, text, seen)
    except Conflict as conflict:
        words = _words(request)
        if _wants_json(request):
            told = {"conflict": words("conflict"), "sha256": conflict.now.sha256, "text": conflict.now.text}
            return JSONResponse(told, 409)
        return await _desk_page(request, folder, conflict.now, text, conflict.now.text)
    if _wants_json(request):
        findings = await run_in_threadpool(_desk(request).views.findings, folder.name)
        return JSONResponse(
            {"sha256": source.sha256, "findings": _piece(request, "findings", **_found(findings, name))}
        )
    view = request.query_params.get("view", VIEWS[0])
    return RedirectResponse(f"{quote(name)}?view={quote(view)}&wait", 303)


async def _findings(request: Request) -> Response:
    """What the sources are found with now, and the digest of the one that a page shows."""
    folder = _folder(request)
    name = request.query_params.get("name", new_work.STATEMENT)
    findings = await run_in_threadpool(_desk(request).views.findings, folder.name)
    sha256 = source_files.read(folder, name).sha256
    return JSONResponse({"sha256": sha256, "findings": _piece(request, "findings", **_found(findings, name))})


async def _desk_page(
    request: Request, folder: Path, source: SourceText, text: str, theirs: str | None = None
) -> Response:
    """The page of a source: the editor, what was found, and a view beside it."""
    desk = _desk(request)
    names = source_files.names(folder)
    languages = [name.removesuffix(".md") for name in names if name.endswith(".md")]
    language = source.name.removesuffix(".md") if source.name.endswith(".md") else (languages or [""])[0]
    view = request.query_params.get("view", VIEWS[0])
    view = view if view in (*VIEWS, RECORDS) else VIEWS[0]
    findings = await run_in_threadpool(desk.views.findings, folder.name)
    due = view == RECORDS or "wait" in request.query_params or desk.views.is_kept(folder.name, language, view)
    piece = await _view_piece(request, folder, language, view) if language and due else ""
    return _page(
        request,
        "desk",
        409 if theirs is not None else 200,
        work=folder.name,
        names=names,
        source=source,
        text=text,
        theirs=theirs,
        language=language,
        direction=_direction(text) if source.name.endswith(".md") else "ltr",
        views=(*VIEWS, RECORDS),
        view=view,
        shown_view=piece,
        build=desk.builds.last(folder.name),
        published=_published_files(desk, folder.name),
        **_found(findings, source.name),
    )


def _direction(text: str) -> str:
    """The direction of a text by its first strong letter (UAX #9, P2)."""
    import unicodedata

    kinds = (unicodedata.bidirectional(char) for char in text[:4000])
    strong = next((kind for kind in kinds if kind in ("L", "R", "AL")), "L")
    return "ltr" if strong == "L" else "rtl"


def _found(findings: tuple[Finding, ...], name: str) -> dict[str, object]:
    """The findings with the lines of this source that they speak of; those of other files come last."""
    here, elsewhere = [], []
    for finding in findings:
        match = re.fullmatch(rf"(?:.*/)?{re.escape(name)}:(\d+)(?::(\d+))?", finding.where)
        if match:
            here.append((int(match[1]), finding))
        else:
            elsewhere.append((0, finding))
    return {"found": [*sorted(here, key=lambda one: one[0]), *elsewhere]}


# --- Metadata ------------------------------------------------------------------------------------


async def _metadata(request: Request) -> Response:
    folder = _folder(request)
    source = source_files.read(folder, new_work.STATEMENT)
    return await _metadata_page(request, folder, source)


async def _save_metadata(request: Request) -> Response:
    folder = _folder(request)
    async with request.form(max_files=0, max_fields=80, max_part_size=source_files.LARGEST) as form:
        given = {key: str(value) for key, value in form.items() if key != "seen"}
        seen = str(form.get("seen", ""))
    source = source_files.read(folder, new_work.STATEMENT)
    if source.sha256 != seen:
        return await _metadata_page(request, folder, source, conflict=True)
    text = metadata_form.changed(source.text, given)
    try:
        await run_in_threadpool(source_files.save, folder, new_work.STATEMENT, text, seen)
    except Conflict as conflict:
        return await _metadata_page(request, folder, conflict.now, conflict=True)
    return RedirectResponse("metadata?saved=1", 303)


async def _metadata_page(request: Request, folder: Path, source: SourceText, conflict: bool = False) -> Response:
    findings = await run_in_threadpool(_desk(request).views.findings, folder.name)
    return _page(
        request,
        "metadata",
        409 if conflict else 200,
        work=folder.name,
        names=source_files.names(folder),
        source=source,
        fields=metadata_form.fields(source.text),
        first=metadata_form.FIRST,
        conflict=conflict,
        saved="saved" in request.query_params,
        **_found(findings, new_work.STATEMENT),
    )


# --- Views ---------------------------------------------------------------------------------------


async def _view(request: Request) -> Response:
    folder = _folder(request)
    piece = await _view_piece(request, folder, request.path_params["language"], request.path_params["view"])
    return Response(piece, media_type="text/html")


async def _view_piece(request: Request, folder: Path, language: str, view: str) -> str:
    desk = _desk(request)
    if view == RECORDS:
        return await _records_piece(request, folder)
    shown = await run_in_threadpool(desk.views.shown, folder.name, language, view)
    texts = [
        file.artefact.data.decode("utf-8", "replace") for file in shown.files if file.artefact.name.endswith(".txt")
    ]
    return _piece(request, "view", work=folder.name, language=language, view=view, shown=shown, texts=texts)


async def _records_piece(request: Request, folder: Path) -> str:
    desk = _desk(request)
    state = await run_in_threadpool(desk.states.of, folder.name)
    paths = [path for path in _published_files(desk, folder.name) if f"/{RECORDS}/" in path]
    texts = [
        (path, (desk.out / path).read_bytes().decode("utf-8", "replace"))
        for path in paths
        if path.endswith(SHOWN_AS_TEXT)
    ]
    return _piece(request, "records", work=folder.name, records=texts, others=set(paths), state=state)


async def _verdicts(request: Request) -> Response:
    folder, view = _folder(request), request.path_params["view"]
    if view == RECORDS:
        return Response("", media_type="text/html")
    judged = await run_in_threadpool(_desk(request).views.checks, folder.name, request.path_params["language"], view)
    return Response(_piece(request, "verdicts", judged=judged), media_type="text/html")


async def _page_picture(request: Request) -> Response:
    artefact = await _artefact(request)
    if artefact.media_type != MEDIA[".pdf"]:
        raise NotThere(f"{artefact.name} has no pages")
    data = await run_in_threadpool(_desk(request).views.picture, artefact, request.path_params["page"])
    return Response(data, media_type="image/png")


async def _inside(request: Request) -> Response:
    """A file of a book, for a frame that lets it do nothing."""
    path = request.path_params["path"]
    data = _desk(request).views.inside(await _artefact(request), path)
    return _apart(data, path)


async def _file(request: Request) -> Response:
    artefact = await _artefact(request)
    if "download" in request.query_params:
        return _attached(artefact.data, artefact.name)
    return _apart(artefact.data, artefact.name)


async def _artefact(request: Request) -> Artefact:
    folder, where = _folder(request), request.path_params
    views = _desk(request).views
    return await run_in_threadpool(views.file, folder.name, where["language"], where["view"], where["number"])


def _apart(data: bytes, name: str) -> Response:
    """An output as it is, where nothing in it can act on these pages."""
    suffix = PurePosixPath(name).suffix.lower()
    media = MEDIA.get(suffix, "text/plain; charset=utf-8" if suffix in SHOWN_AS_TEXT else "application/octet-stream")
    headers = {} if suffix == ".pdf" else {"content-security-policy": APART}  # browsers show no PDF in a sandbox
    return Response(data, media_type=media, headers=headers)


def _attached(data: bytes, name: str) -> Response:
    headers = {"content-disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
    return Response(data, media_type="application/octet-stream", headers=headers)


# --- Builds --------------------------------------------------------------------------------------


async def _build(request: Request) -> Response:
    folder = _folder(request)
    _desk(request).builds.start(folder.name)
    if _wants_json(request):
        return await _build_state(request)
    return RedirectResponse("./", 303)


async def _build_state(request: Request) -> Response:
    desk, work = _desk(request), _folder(request).name
    piece = _piece(request, "build", work=work, build=desk.builds.last(work), published=_published_files(desk, work))
    return Response(piece, media_type="text/html")


async def _published(request: Request) -> Response:
    """A file that was published, or the report of a work: no other file of the output folder is given out."""
    desk, path = _desk(request), request.path_params["path"]
    work = path.partition("/")[0]
    source_files.folder_of(desk.content, work)
    place = desk.out / path
    if path not in _published_files(desk, work) or not place.resolve().is_relative_to(desk.out.resolve()):
        raise NotThere(f"{path} is not published")
    data = await run_in_threadpool(place.read_bytes)
    return _attached(data, place.name) if "download" in request.query_params else _apart(data, place.name)


def _published_files(desk: Desk, work: str) -> tuple[str, ...]:
    report = f"{work}/report.html"
    paths = (report, *store.published(desk.out, work))
    return tuple(path for path in paths if (desk.out / path).is_file())


async def _open_folder(request: Request) -> Response:
    """Shows the folder of what was published with the program of the machine, or of the sources where nothing was."""
    desk, folder, words = _desk(request), _folder(request), _words(request)
    place = desk.out / folder.name
    place = (place if place.is_dir() else folder).absolute()
    program = next(filter(None, map(shutil.which, ("xdg-open", "open"))), None)
    if program:
        subprocess.Popen((program, place), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    said = words("opened" if program else "not_opened", folder=place)
    if _wants_json(request):
        return JSONResponse({"said": said})
    return _page(request, "said", said=said, work=folder.name)


# --- What every page needs -----------------------------------------------------------------------


async def _events(request: Request) -> Response:
    return StreamingResponse(_desk(request).bell.events(), media_type="text/event-stream")


async def _style(request: Request) -> Response:
    faces = "".join(
        f"@font-face{{font-family:'Page {name.partition('-')[0]}';font-weight:{weight};src:url(fonts/{name})}}\n"
        for name, (_, weight) in FACES.items()
    )
    return Response(faces + (resources.STYLES / "serve.css").read_text(encoding="utf-8"), media_type="text/css")


async def _icon(_: Request) -> Response:
    """The mark of the house: an opening quotation mark."""
    path, (left, top, right, bottom) = fonts.outline("Source Serif 4", "“", 700)
    drawn = f'<path fill="#C5202F" d="{path}"/>'
    box = f"{left:g} {top:g} {right - left:g} {bottom - top:g}"
    return Response(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}">{drawn}</svg>', media_type="image/svg+xml"
    )


async def _script(_: Request) -> Response:
    return Response((resources.TEMPLATES / "serve" / "serve.js").read_bytes(), media_type="text/javascript")


async def _font(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in FACES:
        raise NotThere(f"there is no font {name!r}")
    family, weight = FACES[name]
    upright = [face for face in fonts.faces_of(family) if not face.italic]
    data = min(upright, key=lambda face: abs(face.weight - weight)).read()
    return Response(data, media_type="font/otf", headers={"cache-control": "private, max-age=3600"})


async def _not_there(request: Request, error: Exception) -> Response:
    return _told(request, 404, str(error))


async def _refused(request: Request, error: Exception) -> Response:
    said = f"{error.strerror}: {error.filename}" if isinstance(error, OSError) else str(error)
    return _told(request, 400 if isinstance(error, FlugblattError) else 500, said)


def _told(request: Request, status: int, said: str) -> Response:
    if _wants_json(request):
        return JSONResponse({"error": said}, status)
    if "/views/" in request.url.path:
        return PlainTextResponse(said, status)
    return _page(request, "said", status, said=said, work="")


def _desk(request: Request) -> Desk:
    desk = request.app.state.desk
    assert isinstance(desk, Desk)
    return desk


def _folder(request: Request) -> Path:
    return source_files.folder_of(_desk(request).content, request.path_params["work"])


def _words(request: Request) -> Words:
    return words_of(request.headers.get("accept-language", ""), request.query_params.get("speak", ""))


def _wants_json(request: Request) -> bool:
    return "application/json" in request.headers.get("accept", "")


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 9 else 0


def _page(request: Request, template: str, status: int = 200, **values: object) -> Response:
    return Response(_piece(request, template, **values), status, media_type="text/html")


def _piece(request: Request, template: str, **values: object) -> str:
    return blocks.render(
        f"serve/{template}.html.j2",
        base=request.scope["root_path"],
        say=_words(request),
        quoted=quote,
        **values,
    )
