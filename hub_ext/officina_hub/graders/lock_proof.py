"""Two locks that the keeper holds, so that a grader on a node can see whether locks reach it.

Graders of several machines keep out of each other's way by locks on files: ``flock`` for a turn at
a course, and those of ``fcntl`` by which SQLite keeps grader and formgrader apart. Some file
systems grant both to each machine separately, and two machines that write into one gradebook would
destroy it. So a grader begins only when it is refused what the keeper holds.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from officina_hub.errors import StartError

KINDS: tuple[tuple[str, Callable[[int, int], None]], ...] = (
    ("flock", fcntl.flock),
    ("fcntl", fcntl.lockf),
)
# A keeper that is just started anew holds them again by then.
PATIENCE_SECONDS = 30.0
PAUSE_SECONDS = 1.0


@contextmanager
def held(run: Path) -> Iterator[None]:
    """Hold them until the block ends; raises ``StartError`` where another keeper does."""
    handles = [_opened(run, kind) for kind, _ in KINDS]
    try:
        for handle, (kind, lock) in zip(handles, KINDS, strict=True):
            try:
                lock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except (BlockingIOError, PermissionError):
                raise _another(run) from None
            except OSError as error:
                raise _no_locks(run, f"the lock of {kind} was refused: {error}") from error
        yield
    finally:
        for handle in handles:
            os.close(handle)


def make_sure(run: Path, *, seconds: float = PATIENCE_SECONDS) -> None:
    """Return where both are another's; raise ``StartError`` where they stay free."""
    end = time.monotonic() + seconds
    for kind, lock in KINDS:
        while not _is_held(run, kind, lock):
            if time.monotonic() > end:
                raise _no_locks(run, f"the lock of {kind} that the keeper holds is free here")
            time.sleep(PAUSE_SECONDS)  # nobody is told of a lock that is taken


def _is_held(run: Path, kind: str, lock: Callable[[int, int], None]) -> bool:
    handle = _opened(run, kind)
    try:
        lock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return True
    except OSError as error:
        raise _no_locks(run, f"the lock of {kind} was refused: {error}") from error
    finally:
        os.close(handle)
    return False


def _opened(run: Path, kind: str) -> int:
    return os.open(run / f"keeper.{kind}", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def _another(run: Path) -> StartError:
    return StartError(
        f"Another keeper of graders holds the locks in {run}.",
        "Two would submit twice as many graders as the work needs.",
        "Stop that one, or name another folder in [grading.slurm].",
    )


def _no_locks(run: Path, what: str) -> StartError:
    return StartError(
        f"In {run} {what}.",
        "Locks on files must hold across machines, or two graders could write into one gradebook "
        "at once and destroy it. So nothing was graded.",
        "Start `officina graders keep` if it does not run. If it does, mount the file system with "
        "locks for the whole cluster (NFS 4, or `flock` for Lustre), or name another folder in "
        "[grading.slurm].",
    )
