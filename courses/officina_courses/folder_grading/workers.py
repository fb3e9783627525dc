"""Processes side by side, each with one task at a time.

A worker that dies takes only its own task along, and another takes its place. Workers are forked,
so they start in milliseconds and import nothing again; they write nothing but their answer.
"""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Generator, Iterable
from contextlib import AbstractContextManager, suppress
from multiprocessing.connection import Connection, wait
from typing import Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")
Begin = Callable[[], AbstractContextManager[Callable[[T], R]]]

END_SECONDS = 30
# prctl(2): a signal when the parent dies; the orphans of own children become own children.
SIGNAL_WITH_PARENT, ADOPT_ORPHANS = 1, 36
_CONTEXT = multiprocessing.get_context("fork")


class WorkerDied(Exception):  # noqa: N818 - it is handed over as an answer, never raised
    """In the place of an answer: the process ended before it gave one."""


class _Worker(Generic[T, R]):
    def __init__(self, begin: Begin[T, R]) -> None:
        self.answers, theirs = _CONTEXT.Pipe()
        self._process = _CONTEXT.Process(target=_serve, args=(begin, theirs), daemon=True)
        self._process.start()
        theirs.close()

    def give(self, task: T) -> None:
        with suppress(BrokenPipeError):  # it died while it was idle: the answer is an end of file
            self.answers.send(task)

    def take(self) -> R | WorkerDied:
        try:
            answer: R = self.answers.recv()
        except (EOFError, OSError):
            return WorkerDied()
        return answer

    def end(self) -> None:
        """Ask it to go, then make it go: its sandboxes go with it."""
        self._process.terminate()
        self._process.join(END_SECONDS)
        self._process.kill()
        self._process.join()
        self._process.close()
        self.answers.close()


def side_by_side(
    tasks: Iterable[T], begin: Begin[T, R], *, workers: int
) -> Generator[tuple[T, R | WorkerDied]]:
    """Each task with its answer, in the order in which they come.

    Each worker enters ``begin()`` once, for the function that answers all its tasks.
    """
    waiting = deque(tasks)
    busy: dict[Connection, tuple[_Worker[T, R], T]] = {}

    def employ(worker: _Worker[T, R]) -> None:
        task = waiting.popleft()
        busy[worker.answers] = (worker, task)
        worker.give(task)

    try:
        for _ in range(min(workers, len(waiting))):
            employ(_Worker(begin))
        while busy:
            for ready in wait(list(busy)):
                assert isinstance(ready, Connection)  # noqa: S101 - all that was asked about
                worker, task = busy.pop(ready)
                answer = worker.take()
                if waiting and not isinstance(answer, WorkerDied):
                    employ(worker)
                else:
                    worker.end()
                    if waiting:
                        employ(_Worker(begin))
                yield task, answer
    finally:
        for worker, _ in busy.values():
            worker.end()


def _serve(begin: Begin[T, R], tasks: Connection) -> None:
    """A worker's life. Ctrl-C is its parent's to answer; asked to end, it clears up and goes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    libc = ctypes.CDLL(None)
    libc.prctl(SIGNAL_WITH_PARENT, signal.SIGTERM, 0, 0, 0)
    # Without it the processor time of ended sandboxes would be counted as nobody's.
    libc.prctl(ADOPT_ORPHANS, 1, 0, 0, 0)
    try:
        with suppress(EOFError), begin() as work:
            while True:
                tasks.send(work(tasks.recv()))
                _reap()
    finally:
        _reap()


def _reap() -> None:
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
