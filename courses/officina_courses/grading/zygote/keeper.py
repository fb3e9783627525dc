"""The thread that starts a zygote's sandbox, stands by, and leaves nothing of it.

A thread of its own, because the kernel ends a sandbox that dies with its parent already when the
*thread* ends that started it, and graders come and go.
"""

from __future__ import annotations

import contextlib
import os
import select
import socket
import subprocess
import threading
from collections.abc import Callable, Mapping, Sequence
from io import FileIO
from pathlib import Path

from officina_courses import sandbox
from officina_courses.grading import confinement, ending
from officina_courses.grading.removal import scratch_folder
from officina_courses.grading.zygote import bounds, closed_folders
from officina_courses.grading.zygote.staging import make_stage
from officina_courses.pythons import Python
from officina_courses.sandbox import Bind, Sandbox, Tmpfs

OWN_FOLDER_BYTES = 64 << 20
LAST_WORDS = 2000


class Keeper:
    """Starts ``command`` of ``python`` with a socket's number behind it, in the outer sandbox.

    ``control`` is the grader's end; shutting it down ends everything. ``is_unneeded`` is asked
    whenever so many seconds have gone by, and ``when_over`` is called once at the end, with what
    the process said last.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        python: Python,
        seconds: float,
        is_unneeded: Callable[[], bool],
        when_over: Callable[[str], None],
    ) -> None:
        self._stack = contextlib.ExitStack()
        self._scratch = self._stack.enter_context(scratch_folder("officina-zygote-"))
        self.stage = make_stage(self._scratch, confinement.account("learner"))
        self.control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._stack.callback(self.control.close)
        self._seconds, self._is_unneeded, self._when_over = seconds, is_unneeded, when_over
        self._python = python
        self._thread = threading.Thread(
            target=self._keep, args=(command, theirs), name="officina-zygote", daemon=True
        )
        self._thread.start()

    def join(self) -> None:
        """Wait until nothing is left."""
        self._thread.join()

    def _keep(self, command: Sequence[str], theirs: socket.socket) -> None:
        words = self._scratch / "words"
        with self._stack:
            try:
                with words.open("wb") as errors:
                    self._stand_by(command, theirs, errors.fileno())
            except OSError as error:
                self._when_over(str(error))
            else:
                self._when_over(words.read_text(errors="replace")[-LAST_WORDS:])

    def _stand_by(self, command: Sequence[str], theirs: socket.socket, errors: int) -> None:
        with contextlib.ExitStack() as stack:
            reading, writing = os.pipe()
            info = stack.enter_context(FileIO(reading, "r"))
            with theirs, FileIO(writing, "w"):
                ways = closed_folders.ways_to(self._python.binds, self._scratch)
                starting = sandbox.nesting_command(
                    _outer_sandbox(self.stage, writing, self._python, ways),
                    [*command, str(theirs.fileno())],
                )
                process = subprocess.Popen(
                    closed_folders.opened(ways, starting),
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=errors,
                    env=confinement.environment(confinement.HOME, self._python),
                    cwd="/",
                    pass_fds=[theirs.fileno(), writing],
                    start_new_session=True,
                )
            stack.callback(ending.end_group, process)
            first = ending.first_process(info)
            if first is not None:
                stack.callback(os.close, first)
                stack.callback(ending.end_first, first)
            ends = select.poll()
            ends.register(self.control.fileno(), 0)  # told of its end alone
            while not ends.poll(self._seconds * 1000) and not self._is_unneeded():
                pass


def _outer_sandbox(stage: Path, info_fd: int, python: Python, ways: Mapping[Bind, Path]) -> Sandbox:
    """Python, the stage, and small folders of the zygote's own, which each fork covers."""
    folders = (Path("/tmp"), confinement.HOME, Path("/dev/shm"))  # noqa: S108 - inside
    return Sandbox(
        binds=(
            *(closed_folders.by_way(bind, ways) for bind in python.binds),
            confinement.ZEROS,
            Bind(source=stage, target=Path(bounds.STAGE)),
        ),
        tmpfs=tuple(Tmpfs(path=path, size_bytes=OWN_FOLDER_BYTES) for path in folders),
        masked=(*python.masked, confinement.FILES),
        account=confinement.account("learner"),
        cwd=confinement.HOME,
        info_fd=info_fd,
    )
