"""``python -I -m officina_courses.grading.zygote.server MODULE,… SOCKET``: the zygote itself.

It gets one request at a time over the socket, forks, and answers with a descriptor of the fork's
first process. It never waits for a fork, so none can hold it up, and it ends when the grader's end
of the socket is closed. It holds no secret: a fork is a copy of all that it knows.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import NoReturn

from officina_courses.grading import call_filter, giving_way
from officina_courses.grading.zygote import child
from officina_courses.grading.zygote.bounds import HOME, Bounds, House, Request
from officina_courses.grading.zygote.preload import LeavesThreadsError, warm_up

ROLES = {
    "learner": "officina_courses.grading.runner.__main__",
    "examiner": "officina_courses.grading.examiner.serve",
    "kernel": "officina_courses.kernels.forked",
}
MOST_BYTES = 4096
MOST_DESCRIPTORS = 3  # questions, answers, and perhaps the line to a fork or client


def main(control: socket.socket, modules: list[str]) -> None:
    """Warm up, say so, and fork until the grader has enough."""
    serving = {role: _serve_of(name) for role, name in ROLES.items()}
    try:
        warm_up(modules)
    except LeavesThreadsError as error:
        _begin_again([name for name in modules if name != str(error)])
    house = House(os.getuid(), os.getgid(), call_filter.compiled(), _folders_of_home())
    signal.signal(signal.SIGCHLD, _bury)
    control.send(b'{"ready":true}')
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, MOST_BYTES, MOST_DESCRIPTORS)
        if not message:
            return
        asked = json.loads(message)
        if asked is None:
            control.send(b'{"alive":true}')
            continue
        request = Request(asked["role"], asked["staged"], Bounds(*asked["bounds"]))
        _answer(control, request, descriptors, serving, house)
        for descriptor in descriptors:
            os.close(descriptor)


def _begin_again(modules: list[str]) -> NoReturn:
    """The same program without a module that cannot be forked; the socket stays open."""
    *command, _, control = sys.orig_argv
    os.execv(sys.executable, [*command, ",".join(modules), control])  # noqa: S606


def _bury(signum: int, frame: object) -> None:
    """Wait for the forks that have ended: so their processor time counts as the zygote's."""
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _folders_of_home() -> tuple[str, ...]:
    """What IPython and others made there while they were warmed up; each fork gets them empty."""
    places = sorted(place for place in Path(HOME).rglob("*") if place.is_dir())
    return tuple(str(place.relative_to(HOME)) for place in places)


def _serve_of(name: str) -> child.Serve | None:
    try:
        found = find_spec(name)
    except ModuleNotFoundError:
        found = None
    return None if found is None else import_module(name).serve


def _answer(
    control: socket.socket,
    request: Request,
    descriptors: list[int],
    serving: dict[str, child.Serve | None],
    house: House,
) -> None:
    serve = serving.get(request.role)
    if serve is None:
        control.send(b'{"refused":"no such role is installed"}')
        return
    if request.bounds.gives_way:
        giving_way.lower_session()
    try:
        first = child.fork(request, descriptors, serve, house)
    except OSError as error:
        control.send(json.dumps({"refused": str(error)}).encode())
        return
    socket.send_fds(control, [b'{"forked":true}'], [first])
    os.close(first)


if __name__ == "__main__":
    main(socket.socket(fileno=int(sys.argv[2])), [name for name in sys.argv[1].split(",") if name])
