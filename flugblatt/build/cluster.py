"""Works made on a Dask cluster that is there: whole works go out, published ones come back.

Flow: plan with something due -> ``Request`` (the statement as it was read, the project's tables, what is published of the work) ->
on a worker ``made``: judge, deposit and publish into a folder of its own, with one Java for the process -> ``Reply`` (rows and
files) -> the store takes it over here. Files travel as bytes, or lie in a folder that both sides see.

A worker of another toolchain, or with other fonts, another Pango or Java, makes other bytes: it is refused by its name. What a
lost worker had goes to another one, twice. The engine's settings belong to the process, so that it makes one work at a time.
"""

from __future__ import annotations

import atexit
import shutil
import threading
import time
import uuid
import warnings
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from flugblatt import resources
from flugblatt.build import machine, store
from flugblatt.build.plan import Order, Plan
from flugblatt.build.workers import JavaJudges
from flugblatt.model import Finding, Statement
from flugblatt.model.errors import FlugblattError, ToolFailed, ToolMissing, UsageError
from flugblatt.resources import TableFile

RETRIES = 2
"""So often a work is given out again whose worker was lost."""
PATIENCE = 60.0
"""Seconds that a cluster without a worker has to start one: clusters that grow with their work need some."""
LOOK = 2.0
"""Seconds after which it is asked whether a worker that should answer is still there; chosen."""
AHEAD = 2
"""Works given out for each worker: one that it makes and one that waits; chosen."""

Files = Mapping[str, bytes] | str
"""Files by their paths in an output folder, or the name of the folder below the shared one that they lie in."""


@dataclass(frozen=True, slots=True)
class Identity:
    """What two processes must have in common to make the same bytes."""

    toolchain: str
    machine: str


@dataclass(frozen=True, slots=True)
class Request:
    """A work to be made. ``found`` is what was found in its sources, ``before`` what is published of it."""

    order: Order
    statement: Statement
    tables: tuple[TableFile, ...]
    found: tuple[Finding, ...]
    before: Files


@dataclass(frozen=True, slots=True)
class Reply:
    """``rows`` is what came of a work, an Outcome of the pipeline; ``files`` what it published or rejected."""

    rows: Any
    files: Files


Build = Callable[[Order, Statement, tuple[Finding, ...], JavaJudges], Any]
"""Makes one work into the output folder of the order."""


# --- On a worker -----------------------------------------------------------------------------------

_one_at_a_time = threading.Lock()
_judges: JavaJudges | None = None


def identity() -> Identity:
    """Of this process."""
    return Identity(store.package(), machine.digest())


def made(build: Build, request: Request) -> Reply:
    """A work made in this process, in a folder that ends with it."""
    work = request.statement.work
    with _one_at_a_time, TemporaryDirectory(prefix="flugblatt-") as folder, resources.using(request.tables):
        out = Path(folder) / "out"
        _unpack(request.before, out, work, request.order.shared)
        with store.alone(out):
            rows = build(replace(request.order, out=out), request.statement, request.found, _java())
        return Reply(rows, _packed(out, work, request.order.shared))


def _java() -> JavaJudges:
    """The judges of this process; others where Java has ended."""
    global _judges
    if _judges is None or _judges.ended:
        _judges = JavaJudges()
        atexit.register(_judges.close)
    return _judges


# --- Files on their way ----------------------------------------------------------------------------


def _packed(out: Path, work: str, shared: Path | None) -> Files:
    """What an output folder has of a work: its publication, its state, what was rejected."""
    paths = store.files_of(out, work)
    if shared is None:
        return {path: (out / path).read_bytes() for path in paths}
    name = f"flugblatt-{uuid.uuid4()}"
    for path in paths:
        (shared / name / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(out / path, shared / name / path)
    return name


def _unpack(files: Files, folder: Path, work: str, shared: Path | None) -> None:
    """Lay files that came into a folder. What lies in the shared folder ends with this."""
    folder.mkdir(parents=True, exist_ok=True)
    if isinstance(files, str):
        assert shared is not None
        place = shared / files
        found = {path.relative_to(place).as_posix(): path for path in place.rglob("*") if path.is_file()}
        store.lay_foreign(folder, work, ((name, path.read_bytes()) for name, path in found.items()))
    else:
        store.lay_foreign(folder, work, files.items())


def _dropped(files: Files, shared: Path | None) -> None:
    if isinstance(files, str) and shared is not None:
        shutil.rmtree(shared / files, ignore_errors=True)


# --- Here ------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Given:
    """A work that is under way."""

    plan: Plan
    request: Request
    future: Any
    workers: frozenset[str]
    lost: int = 0


class Cluster:
    """The workers of a scheduler that make the same bytes as this process."""

    def __init__(self, order: Order, build: Build, say: Callable[[str], None]) -> None:
        self._order, self._build, self._say = order, build, say
        self._known: dict[str, str] = {}
        if order.shared is not None and not order.shared.is_dir():
            raise UsageError(
                f"there is no folder {order.shared}; --shared names one that this machine and the workers see"
            )
        if order.sign:
            raise UsageError(
                "no key travels to a cluster: build with --scheduler, then once more with --sign and without it"
            )

    def __enter__(self) -> Cluster:
        try:
            import distributed
        except ImportError as error:
            message = f"--scheduler needs the extra cluster; type: {resources.PIP} install 'flugblatt[cluster]'"
            raise ToolMissing(message) from error
        warnings.filterwarnings("ignore", "Sending large graph", UserWarning)
        try:
            connected: Any = distributed.Client
            self._client = connected(self._order.scheduler, timeout=10, set_as_default=False)
        except (OSError, ValueError) as error:
            raise ToolFailed(f"no Dask scheduler answers at {self._order.scheduler}: {error}") from error
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close(timeout=2)

    def made(
        self, plans: Iterator[Plan], found: Callable[[str], tuple[Finding, ...]]
    ) -> Iterator[tuple[Plan, Reply | FlugblattError | None]]:
        """The plans in their order with what came back; None where nothing was due. ``found`` gives what was found in the sources
        of a work."""
        under_way: deque[_Given | Plan] = deque()
        for plan in plans:
            under_way.append(self._given(plan, found(plan.statement.work)) if plan.due else plan)
            while sum(isinstance(one, _Given) for one in under_way) >= AHEAD * max(len(self._good()), 1):
                yield self._back(under_way.popleft())
        while under_way:
            yield self._back(under_way.popleft())

    def take(self, reply: Reply, work: str) -> Path:
        """The files that came back, on the stage."""
        stage = store.stage(self._order.out, work)
        _unpack(reply.files, stage, work, self._order.shared)
        _dropped(reply.files, self._order.shared)
        return stage

    def _given(self, plan: Plan, found: tuple[Finding, ...]) -> _Given:
        for task in plan.due:
            self._say(f"{plan.statement.work}: {task.edition.language}: {', '.join(one.name for one in task.targets)}")
        before = _packed(self._order.out, plan.statement.work, self._order.shared)
        order = replace(self._order, works=(plan.statement.work,), jobs=1)
        request = Request(order, plan.statement, resources.own(), found, before)
        future, workers = self._submitted(request)
        return _Given(plan, request, future, workers)

    def _submitted(self, request: Request) -> tuple[Any, frozenset[str]]:
        good = self._awaited()
        key = f"flugblatt-{request.statement.work}-{uuid.uuid4()}"
        return self._client.submit(made, self._build, request, key=key, workers=sorted(good), pure=False), good

    def _back(self, given: _Given | Plan) -> tuple[Plan, Reply | FlugblattError | None]:
        if isinstance(given, Plan):
            return given, None
        try:
            return given.plan, self._result(given)
        except FlugblattError as error:
            return given.plan, error
        finally:
            given.future.release()
            _dropped(given.request.before, self._order.shared)

    def _result(self, given: _Given) -> Reply:
        """ToolFailed where its workers were lost too often."""
        from distributed import CancelledError, KilledWorker, TimeoutError

        while True:
            try:
                reply = given.future.result(timeout=LOOK)
                assert isinstance(reply, Reply)
                return reply
            except TimeoutError:
                if given.workers & self._good():
                    continue
            except (KilledWorker, CancelledError):
                pass
            except FlugblattError:
                raise
            except Exception as error:
                raise ToolFailed(f"its worker failed: {type(error).__name__}: {error}") from error
            given.lost += 1
            if given.lost > RETRIES:
                raise ToolFailed("the workers that made it were lost, or ran out of memory")
            self._say(f"{given.plan.statement.work}: its worker was lost; another one makes it")
            given.future.release()
            given.future, given.workers = self._submitted(given.request)

    def _awaited(self) -> frozenset[str]:
        """The workers that can be used, as soon as there is one."""
        begun = time.monotonic()
        while not (good := self._good()):
            refused = [reason for reason in self._known.values() if reason]
            if refused:
                raise ToolMissing(
                    f"no worker of {self._order.scheduler} can be used: {'; '.join(sorted(set(refused)))}"
                )
            if time.monotonic() - begun > PATIENCE:
                raise ToolFailed(f"{self._order.scheduler} has no worker, and had none for {PATIENCE:.0f} s")
            if time.monotonic() - begun < LOOK:
                self._say(f"{self._order.scheduler}: waiting for a worker")
            time.sleep(LOOK)
        return good

    def _good(self) -> frozenset[str]:
        """The workers that are there and make the same bytes; each is asked once, and named where it is refused."""
        there = frozenset(self._client.scheduler_info(n_workers=-1)["workers"])
        new = sorted(there - self._known.keys())
        if new:
            said = self._client.run(identity, workers=new, on_error="return")
            for worker in new:
                self._known[worker] = _refusal(worker, said.get(worker))
                if self._known[worker]:
                    self._say(f"refused: {self._known[worker]}")
        return frozenset(worker for worker in there if not self._known.get(worker, "not asked"))


def _refusal(worker: str, said: object) -> str:
    """Why a worker cannot be used; empty where it can."""
    own = identity()
    if not isinstance(said, Identity):
        return f"{worker} has no flugblatt, or another one ({type(said).__name__})"
    if said.toolchain != own.toolchain:
        return f"{worker} has another toolchain than this machine"
    if said.machine != own.machine:
        return f"{worker} has other fonts, or another Python, Pango or Java than this machine"
    return ""
