"""One message between learner's process and examiner: its sizes, its JSON, then its buffers.

Both ends read with the same bounds. The examiner also holds a time for every answer, and refuses
what comes before its question.
"""

from __future__ import annotations

import json
import os
import select
import struct
import time
from typing import Any

from officina_courses.grading.examiner.forms import CannotTravelError, OutOfFormError

HEAD = struct.Struct("!II")  # bytes of JSON, number of buffers
SIZE = struct.Struct("!I")
LARGEST_JSON = 64 << 20
LARGEST_BUFFERS = 64 << 20
MOST_BUFFERS = 10_000


class TooLateError(Exception):
    """Nothing came in time."""


class ClosedError(Exception):
    """The other end is gone."""


def pack(message: dict[str, Any], buffers: list[bytes]) -> bytes:
    """A message as it travels; raises ``CannotTravelError`` for what the other end would refuse."""
    text = json.dumps(message, allow_nan=False, separators=(",", ":")).encode()
    if len(text) > LARGEST_JSON or len(buffers) > MOST_BUFFERS:
        raise CannotTravelError("it is too large")
    if sum(map(len, buffers)) > LARGEST_BUFFERS:
        raise CannotTravelError("it is too large")
    sizes = b"".join(SIZE.pack(len(buffer)) for buffer in buffers)
    return b"".join([HEAD.pack(len(text), len(buffers)), sizes, text, *buffers])


def send(descriptor: int, data: bytes, deadline: float | None = None) -> None:
    """All of ``data``, until the deadline where there is one."""
    view = memoryview(data)
    while view:
        try:
            view = view[os.write(descriptor, view[: 1 << 16]) :]
        except BlockingIOError:
            _wait(descriptor, select.POLLOUT, deadline)
        except (BrokenPipeError, ConnectionResetError) as error:
            raise ClosedError from error


def receive(descriptor: int, deadline: float | None = None) -> tuple[dict[str, Any], list[bytes]]:
    """The next message; ``OutOfFormError`` where it is none."""
    text_size, count = HEAD.unpack(_exactly(descriptor, HEAD.size, deadline))
    if text_size > LARGEST_JSON or count > MOST_BUFFERS:
        raise OutOfFormError("a message is too large")
    sizes = [SIZE.unpack(_exactly(descriptor, SIZE.size, deadline))[0] for _ in range(count)]
    if sum(sizes) > LARGEST_BUFFERS:
        raise OutOfFormError("a message is too large")
    text = _exactly(descriptor, text_size, deadline)
    buffers = [_exactly(descriptor, size, deadline) for size in sizes]
    try:
        message = json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise OutOfFormError("a message is out of form") from error
    if type(message) is not dict:
        raise OutOfFormError("a message is out of form")
    return message, buffers


def has_words(descriptor: int) -> bool:
    """Whether the other end has said something unasked; ``ClosedError`` where it is gone."""
    poll = select.poll()
    poll.register(descriptor, select.POLLIN)
    if not poll.poll(0):
        return False
    try:
        if os.read(descriptor, 1):
            return True
    except BlockingIOError:
        return False
    except ConnectionResetError as error:
        raise ClosedError from error
    raise ClosedError


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def _exactly(descriptor: int, count: int, deadline: float | None) -> bytes:
    parts: list[bytes] = []
    while count:
        try:
            part = os.read(descriptor, min(count, 1 << 20))
        except BlockingIOError:
            _wait(descriptor, select.POLLIN, deadline)
            continue
        except ConnectionResetError as error:
            raise ClosedError from error
        if not part:
            raise ClosedError
        parts.append(part)
        count -= len(part)
    return b"".join(parts)


def _wait(descriptor: int, kind: int, deadline: float | None) -> None:
    if deadline is None:
        return
    poll = select.poll()
    poll.register(descriptor, kind)
    if not poll.poll(max(0.0, deadline - time.monotonic()) * 1000):
        raise TooLateError
