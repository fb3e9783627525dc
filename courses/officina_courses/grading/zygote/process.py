"""One life of a zygote, from its start to its end, as the grader talks to it."""

from __future__ import annotations

import contextlib
import json
import math
import os
import socket
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from officina_courses.grading import ending
from officina_courses.grading.zygote import bounds
from officina_courses.grading.zygote.keeper import Keeper
from officina_courses.grading.zygote.staging import staged
from officina_courses.pythons import Python

MODULE = "officina_courses.grading.zygote.server"
READY_SECONDS = 120.0
FORK_SECONDS = 30.0
MOST_BYTES = 4096


class ZygoteEndedError(Exception):
    """The zygote forks no more, and why."""


class ForkRefusedError(Exception):
    """The zygote lives and could not fork, and why."""


class ZygoteProcess:
    """A zygote that was started once and is asked by any number of threads."""

    def __init__(self, python: Python, modules: Sequence[str], *, idle_seconds: float) -> None:
        self._lock = threading.Lock()
        self._idle_seconds = idle_seconds
        self._forks = 0
        self._last_used = math.inf  # it is started for a fork, which is about to be asked for
        self._ended: str | None = None
        self._keeper = Keeper(
            python.command(MODULE, ",".join(modules)),
            python=python,
            seconds=idle_seconds,
            is_unneeded=self._is_idle,
            when_over=self._was_over,
        )
        self._control = self._keeper.control
        with self._lock:
            self._control.settimeout(READY_SECONDS)
            self._hear()
            self._control.settimeout(FORK_SECONDS)

    @property
    def is_over(self) -> bool:
        """Whether another one must be started."""
        return self._ended is not None

    @contextlib.contextmanager
    def fork(
        self, role: bounds.Role, files: Path | None, limits: bounds.Bounds, ends: Sequence[int]
    ) -> Iterator[int]:
        """A fork that serves the descriptors ``ends``, as a descriptor of its first process."""
        with self._in_use(), staged(files, self._keeper.stage) as name:
            answer, found = self._ask({"role": role, "staged": name, "bounds": limits}, ends)
            if "refused" in answer:
                raise ForkRefusedError(answer["refused"])
            first = found[0]
            try:
                os.set_inheritable(first, False)  # noqa: FBT003 - its own signature
                yield first
            finally:
                ending.end_first(first)
                os.close(first)

    @property
    def stage(self) -> Path:
        """Where the files of its forks are put."""
        return self._keeper.stage

    def wait_until_gone(self) -> None:
        """Wait until nothing of it is left, whoever ends it."""
        self._keeper.join()

    def is_alive(self) -> bool:
        """Whether it answers: told for certain, also when it was killed a moment ago."""
        try:
            self._ask(None, ())
        except ZygoteEndedError:
            return False
        return True

    def end(self) -> None:
        """End it with all its forks, and wait until they are gone."""
        with self._lock:
            self._give_up("it was ended")
        self._keeper.join()

    def end_if_unused(self) -> bool:
        """End it where no fork of it lives; whether it is over now."""
        with self._lock:
            if not self._forks:
                self._give_up("it was not needed any more")
            return self.is_over

    @contextlib.contextmanager
    def _in_use(self) -> Iterator[None]:
        with self._lock:
            self._refuse_if_over()
            self._forks += 1
        try:
            yield
        finally:
            with self._lock:
                self._forks -= 1
                self._last_used = time.monotonic()

    def _ask(
        self, question: object, descriptors: Sequence[int]
    ) -> tuple[dict[str, Any], list[int]]:
        with self._lock:
            self._refuse_if_over()
            try:
                with contextlib.suppress(OSError):  # it has ended, as is heard at once
                    socket.send_fds(self._control, [json.dumps(question).encode()], descriptors)
                return self._hear()
            except BaseException:  # whoever is interrupted here leaves an answer behind
                self._give_up("a question to it was interrupted")
                raise

    def _hear(self) -> tuple[dict[str, Any], list[int]]:
        try:
            message, found, _, _ = socket.recv_fds(self._control, MOST_BYTES, 1)
        except OSError as error:
            self._give_up(f"it did not answer: {error}")
        else:
            if message:
                return json.loads(message), found
            self._give_up("it has ended")
        raise ZygoteEndedError(self._ended)

    def _refuse_if_over(self) -> None:
        if self._ended is not None:
            raise ZygoteEndedError(self._ended)

    def _give_up(self, why: str) -> None:
        if self._ended is None:
            self._ended = why
            with contextlib.suppress(OSError):
                self._control.shutdown(socket.SHUT_RDWR)

    def _is_idle(self) -> bool:
        with self._lock:
            if self._forks or time.monotonic() - self._last_used < self._idle_seconds:
                return False
            self._give_up("it was not needed any more")
            return True

    def _was_over(self, last_words: str) -> None:
        with self._lock:
            self._give_up(f"it has ended: {last_words}")
