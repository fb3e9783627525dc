"""A fork from its first instruction on: apart, furnished, bound, and then in its role."""

from __future__ import annotations

import fcntl
import os
import random
import signal
import sys
import traceback
from collections.abc import Callable, Sequence
from typing import NoReturn

from officina_courses.grading import giving_way
from officina_courses.grading.zygote import first_process, rights, rooms, system_calls
from officina_courses.grading.zygote.bounds import House, Request

LAST_STANDARD = 2
FAR = 128
Serve = Callable[..., None]


def fork(request: Request, descriptors: Sequence[int], serve: Serve, house: House) -> int:
    """Start a fork that serves ``descriptors``; a descriptor for its first process."""
    child, pidfd = system_calls.clone_apart()
    if child == 0:
        try:
            _live(request, descriptors, serve, house)
        except BaseException:
            os.write(2, traceback.format_exc().encode())
        finally:  # whatever happens, this copy of the zygote never comes back to its caller
            os._exit(1)
    return pidfd


def _live(request: Request, descriptors: Sequence[int], serve: Serve, house: House) -> NoReturn:
    """Two processes for learners' code, at once, before either has touched much shared memory.

    No learner's code is in an examiner's fork: it needs nobody beside it who ends it from inside,
    and a second copy of the zygote costs as much as all its tests.
    """
    signal.pthread_sigmask(signal.SIG_BLOCK, first_process.CHILD_ENDED)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    runner = 0 if request.role == "examiner" else os.fork()
    if runner == 0:
        _take_share(request)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, first_process.CHILD_ENDED)
        kept = _keep_only(descriptors)
        rooms.furnish(request, house)
        rights.give_up(request.bounds, house.calls)
        _let_go_of_last_words()
        _throw_dice_anew()
        serve(*kept)
        os._exit(0)
    _let_go_of_last_words()
    os.closerange(LAST_STANDARD + 1, os.sysconf("SC_OPEN_MAX"))  # the grader hears the runner end
    rights.give_up(request.bounds, house.calls)
    first_process.guard(runner, request.bounds)


def _take_share(request: Request) -> None:
    """Out of the zygote's group of processes, whom ``kill(0, …)`` would reach.

    A session of its own has a full share of the processors; who gives way stays in the zygote's.
    """
    if request.bounds.gives_way:
        os.setpgid(0, 0)
        giving_way.lower_process()
    else:
        os.setsid()


def _keep_only(descriptors: Sequence[int]) -> list[int]:
    """The descriptors at fresh numbers; all others, the zygote's own among them, lead nowhere.

    Their numbers stay taken: objects that the zygote left in memory close theirs when they go, as
    Matplotlib's fonts do in every fork, and must not hit a file of somebody else.
    """
    nothing = os.open(os.devnull, os.O_RDWR)
    far = [fcntl.fcntl(one, fcntl.F_DUPFD_CLOEXEC, FAR) for one in descriptors]
    for number in map(int, os.listdir("/proc/self/fd")):  # noqa: PTH208 - milliseconds count here
        if number > LAST_STANDARD and number not in (nothing, *far):
            os.dup2(nothing, number, inheritable=False)
    kept = [fcntl.fcntl(one, fcntl.F_DUPFD_CLOEXEC, LAST_STANDARD + 1) for one in far]
    for one in far:
        os.close(one)
    return kept


def _let_go_of_last_words() -> None:
    """From here on nothing is written where the grader keeps what the zygote says."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in range(LAST_STANDARD + 1):
        os.dup2(nothing, standard)
    os.close(nothing)


def _throw_dice_anew() -> None:
    """Without it both generators of chance would go the same way in every fork."""
    random.seed()
    numpy = sys.modules.get("numpy.random")
    if numpy is not None:
        numpy.seed(int.from_bytes(os.urandom(4)))
