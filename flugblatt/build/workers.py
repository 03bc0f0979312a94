"""Where editions are made and judged: this process, or a pool of processes over all works; Java judges beside them.

Flow: plans -> ``Workers.make``, one work after the other -> each product, with the Java checks under way for it. The pool is given
what later works need while an earlier one is judged and published, so that no process of it waits; it is never so far ahead
that more than a few editions are held.
"""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from flugblatt import resources
from flugblatt.build import memory_sweeps, production, signals, store
from flugblatt.build.bounded import setting
from flugblatt.build.plan import Plan, Task
from flugblatt.judges import judge_table
from flugblatt.model import Artefact, Check, Edition, NotDue, Product, Statement
from flugblatt.model.errors import ToolFailed
from flugblatt.model.targets import form

if TYPE_CHECKING:
    from flugblatt.judges.external.java import JavaHost

AHEAD = 3
"""Editions under way for each process: one that it makes, one that waits for it, one that waits for its work; chosen."""
Made = tuple[Edition, Product | NotDue, tuple[Future[Check], ...]]
Products = tuple[Product | NotDue, ...]


def asks_java(task: Task) -> bool:
    """Whether a judge of the task needs Java."""
    return any(judge_table.needs_java(check) for target in task.targets for check in target.checks)


class JavaJudges:
    """The Java judges of a run, on threads of their own; nothing is started before something is due."""

    def __init__(self) -> None:
        self._host: JavaHost | None = None
        self._threads = ThreadPoolExecutor(2)

    def __enter__(self) -> JavaJudges:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if self._host and kind:  # nobody waits for its answers any more
            self._host.close()
        self.close()

    def close(self) -> None:
        """Java ends, and nothing can be asked any more."""
        self._threads.shutdown(cancel_futures=True)
        if self._host:
            self._host.close()

    @property
    def ended(self) -> bool:
        """Whether Java was started, and has ended."""
        return self._host is not None and self._host.ended

    def expect(self, plan: Plan) -> None:
        """Java is started for a plan that needs it, and warms up while its files are made."""
        if self._host is None and any(asks_java(task) for task in plan.due):
            from flugblatt.judges.external import java

            self._host = java.start()

    def ask(self, made: Product | NotDue) -> tuple[Future[Check], ...]:
        """The checks of a product that need Java, each as soon as it is judged."""
        if isinstance(made, NotDue) or not made.artefact.size:
            return ()
        artefact = made.artefact
        names = [name for name in form(artefact.target, artefact.kind).checks if judge_table.needs_java(name)]
        if not names:
            return ()
        assert self._host is not None
        return tuple(self._threads.submit(_asked, name, self._host, artefact) for name in names)


def _asked(name: str, host: JavaHost, artefact: Artefact) -> Check:
    """The check of a file, whose bytes are read when it is its turn."""
    return judge_table.ask(name, host, artefact.data)


class Workers:
    """This process for one job, a pool for more. What they make lies on the stage of the output folder ``out``.

    ``plans`` are drawn as the pool needs them, so that of works that come later nothing is held.
    """

    def __init__(self, jobs: int, plans: Iterator[Plan], judges: JavaJudges, out: Path) -> None:
        self._count = jobs or os.cpu_count() or 1
        self._source, self._judges, self._out = plans, judges, out
        self._drawn: deque[Plan] = deque()
        self._waiting: deque[tuple[Plan, Task]] = deque()
        self._begun: dict[tuple[str, str], tuple[Plan, Task, Future[Products]]] = {}
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if self._pool and kind:
            signals.given_up(self._pool)
        elif self._pool:
            self._pool.shutdown(cancel_futures=True)

    def plans(self) -> Iterator[Plan]:
        """The plans in their order, each to be made before the next one is asked for."""
        self._draw()
        while self._drawn:
            plan = self._drawn.popleft()
            yield plan
            self._forget(plan)
            self._draw()

    def make(self, plan: Plan) -> Iterator[Made]:
        """Each product of the plan with the Java checks under way for it. ToolFailed where the process that made it died."""
        if self._pool is None:
            yield from _made_here(self._out, plan, self._judges)
            return
        asked: list[Made] = []
        for task in plan.due:
            asked += [(task.edition, made, self._judges.ask(made)) for made in self._products(plan, task)]
            self._draw()
        yield from asked

    def _draw(self) -> None:
        """Plans are drawn until the pool has enough to do, or one waits; the pool is started for the second edition."""
        most = AHEAD * self._count
        while self._count > 1 and max(len(self._begun) + len(self._waiting), len(self._drawn)) < most:
            if not self._drawn_one():
                break
        if not self._drawn:
            self._drawn_one()
        if self._pool is None and len(self._waiting) > 1:
            self._pool = self._started()
        while self._pool and self._waiting and len(self._begun) < AHEAD * self._count:
            later = self._waiting.popleft()
            self._begun[_key(*later)] = (*later, self._submitted(*later))

    def _drawn_one(self) -> bool:
        plan = next(self._source, None)
        if plan is None:
            return False
        self._drawn.append(plan)
        self._judges.expect(plan)
        if self._count > 1:
            self._waiting.extend((plan, task) for task in plan.due)
        return True

    def _started(self) -> ProcessPoolExecutor:
        spawn = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(self._count, spawn, _begin, (resources.own(),))

    def _products(self, plan: Plan, task: Task) -> Products:
        """What the pool makes of a task. A process that died takes what the others were making with it: the task is tried once
        more, alone, and only if it dies again is it the one that kills."""
        try:
            return self._next(plan, task).result()
        except BrokenProcessPool:
            self._restart()
        try:
            return self._submitted(plan, task).result()
        except BrokenProcessPool as error:
            self._restart()
            raise ToolFailed("a process that made it was ended from outside, or ran out of memory") from error

    def _next(self, plan: Plan, task: Task) -> Future[Products]:
        """The task under way; those before it wait for nothing else."""
        wanted = _key(plan, task)
        while wanted not in self._begun:
            later = self._waiting.popleft()
            self._begun[_key(*later)] = (*later, self._submitted(*later))
        return self._begun.pop(wanted)[2]

    def _submitted(self, plan: Plan, task: Task) -> Future[Products]:
        assert self._pool is not None
        try:
            return self._pool.submit(_produced, self._out, plan.statement, task)
        except BrokenProcessPool as error:
            broken: Future[Products] = Future()
            broken.set_exception(error)
            return broken

    def _restart(self) -> None:
        """A new pool; what the old one had begun and not finished waits again."""
        lost = [key for key, (_, _, future) in self._begun.items() if not future.done() or future.exception()]
        self._waiting.extendleft(self._begun.pop(key)[:2] for key in reversed(lost))
        self._pool = self._started()

    def _forget(self, plan: Plan) -> None:
        """What is still to be made of a work that failed."""
        work = plan.statement.work
        self._waiting = deque(each for each in self._waiting if each[0].statement.work != work)
        self._begun = {key: each for key, each in self._begun.items() if key[0] != work}


def _begin(tables: tuple[resources.TableFile, ...]) -> None:
    """A process of the pool reads the tables that its starter does, and ends with it."""
    signals.in_worker()
    memory_sweeps.seldom()
    resources.use(tables)


def _key(plan: Plan, task: Task) -> tuple[str, str]:
    return plan.statement.work, task.edition.tags


def _produced(out: Path, statement: Statement, task: Task) -> Products:
    """What a process of the pool makes of an edition: its files lie on the stage when this returns, so that no bytes travel."""
    with setting(statement.work):
        made = production.produce(statement, task.edition, task.targets, task.leaflets)
        return tuple(_laid(out, statement, one) for one in made)


def _laid(out: Path, statement: Statement, made: Product | NotDue) -> Product | NotDue:
    if isinstance(made, NotDue):
        return made
    return replace(made, artefact=store.laid(out, statement.work, made.artefact), beside=b"")


def _made_here(out: Path, plan: Plan, judges: JavaJudges) -> Iterator[Made]:
    """The judges of this process come last, so that Java works beside the rendering."""
    waiting: deque[Made] = deque()
    with setting(plan.statement.work, len(plan.due)):
        for task in plan.due:
            for made in production.render(plan.statement, task.edition, task.targets, task.leaflets):
                waiting.append((task.edition, made, judges.ask(made)))
        while waiting:
            edition, made, java = waiting.popleft()
            if not isinstance(made, NotDue):
                made = _laid(out, plan.statement, production.judged(plan.statement, edition, made))
            yield edition, made, java
