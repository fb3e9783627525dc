"""The parent's end of the pipe: one question, one answer, within a time and a size.

The process at the other end is hostile until proven otherwise. Every question carries a nonce that
was never sent before, so an answer written in advance does not fit; an answer too many, too large
or out of form ends the conversation.
"""

from __future__ import annotations

import os
import secrets
import select
import time
from typing import Any, TypeVar

from pydantic import ValidationError

from officina_courses.grading import frames
from officina_courses.grading.engine import End
from officina_courses.grading.replies import Examined, Ready, Reply

Answer = TypeVar("Answer", Ready, Reply, Examined)


class ConversationEndedError(Exception):
    """There will be no more answers, and why."""

    def __init__(self, end: End, detail: str) -> None:
        super().__init__(detail)
        self.end = end
        self.detail = detail


class Conversation:
    """Questions to one runner."""

    def __init__(self, commands: int, replies: int, *, answer_bytes: int) -> None:
        self._commands = commands
        self._replies = replies
        self._answer_bytes = answer_bytes
        os.set_blocking(commands, False)
        os.set_blocking(replies, False)

    def ask(self, question: dict[str, Any], kind: type[Answer], *, seconds: float) -> Answer:
        """The answer to ``question``; raises ``ConversationEndedError`` where there is none."""
        deadline = time.monotonic() + seconds
        nonce = secrets.token_hex(16)
        self._refuse_early_words()
        self._send(frames.pack({**question, "nonce": nonce}), deadline)
        try:
            answer = kind.model_validate_json(self._receive(deadline))
        except (ValidationError, RecursionError) as error:
            raise ConversationEndedError("tampered", "an answer was out of form") from error
        if answer.nonce != nonce:
            raise ConversationEndedError("tampered", "an answer belonged to no question")
        return answer

    def _refuse_early_words(self) -> None:
        if not _is_ready(self._replies, select.POLLIN, 0):
            return
        try:
            early = os.read(self._replies, 1)
        except BlockingIOError:
            return
        if early:
            raise ConversationEndedError("tampered", "an answer came before its question")
        raise ConversationEndedError("crashed", "the process ended between two cells")

    def _send(self, data: bytes, deadline: float) -> None:
        view = memoryview(data)
        while view:
            _wait(self._commands, select.POLLOUT, deadline)
            try:
                view = view[os.write(self._commands, view) :]
            except BlockingIOError:
                continue
            except BrokenPipeError as error:
                raise ConversationEndedError("crashed", "the process ended") from error

    def _receive(self, deadline: float) -> bytes:
        size = frames.HEADER.unpack(self._exactly(frames.HEADER.size, deadline))[0]
        if size > self._answer_bytes:
            raise ConversationEndedError("tampered", f"an answer of {size} bytes is too large")
        return self._exactly(size, deadline)

    def _exactly(self, count: int, deadline: float) -> bytes:
        parts: list[bytes] = []
        while count:
            _wait(self._replies, select.POLLIN, deadline)
            try:
                part = os.read(self._replies, min(count, 1 << 20))
            except BlockingIOError:
                continue
            if not part:
                raise ConversationEndedError("crashed", "the process ended in the middle of a cell")
            parts.append(part)
            count -= len(part)
        return b"".join(parts)


def _wait(descriptor: int, kind: int, deadline: float) -> None:
    left = max(0.0, deadline - time.monotonic())
    if not _is_ready(descriptor, kind, left):
        raise ConversationEndedError("timeout", "no answer came in time")


def _is_ready(descriptor: int, kind: int, seconds: float) -> bool:
    poll = select.poll()  # select() fails for descriptors from 1024 on
    poll.register(descriptor, kind)
    return bool(poll.poll(seconds * 1000))
