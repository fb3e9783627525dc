"""The examiner's end of the line to a learner's process: questions with a time, checked answers.

Whoever answers is hostile until proven otherwise. An answer must come after its question, in time,
in form and with the question's nonce; anything else ends the line, and the marks with it.
"""

from __future__ import annotations

import builtins
import os
import secrets
import sys
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, NoReturn

from officina_courses.grading.examiner import wire
from officina_courses.grading.examiner.forms import CannotTravelError, OutOfFormError
from officina_courses.grading.examiner.known import Known, known_value
from officina_courses.grading.examiner.updating import update
from officina_courses.grading.examiner.values import Writer, reader

if TYPE_CHECKING:
    from officina_courses.grading.engine import End

GRACE_SECONDS = 2.0
MOST_TEXT = 4 << 20
# Whoever raises these could end a loop of the test early, without an error.
SILENT = ("StopIteration", "StopAsyncIteration", "GeneratorExit")


class StoppedError(BaseException):
    """The test cannot go on; not an ``Exception``, so that no test catches it by accident."""


class Line:
    """Questions to one learner's process."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        os.set_blocking(descriptor, False)
        self.end: End | None = None
        self.detail = ""
        self.opaque = ""
        self.is_time_over = False
        self.is_asking = False
        self.allowed_silent: set[str] = set()
        self.left: Callable[[], float] = lambda: 0.0
        self.called: Callable[[], None] = lambda: None
        self.name_of: Callable[[Any], str | None] = lambda value: None
        self._functions: dict[int, dict[str, Any]] = {}

    def begin(self, left: Callable[[], float], source: str) -> None:
        """Forget what the last test brought about; ``left`` says how many seconds there are."""
        self.opaque, self.is_time_over = "", False
        self.left = left
        self.allowed_silent = {name for name in SILENT if name in source}

    @property
    def is_stopped(self) -> bool:
        """Whether the test could not go on, whatever it made of that."""
        return bool(self.opaque) or self.is_time_over or self.end is not None

    def stop(self, why: str) -> NoReturn:
        """End the test because something cannot travel."""
        self.opaque = self.opaque or why
        raise StoppedError

    def name(self, name: str, had: Known | None = None) -> Known:
        """What the learner's process has under this name; ``had`` is what it had before."""
        mark = {"had": had.mark} if had is not None and had.mark else {}
        message, buffers = self._ask({"op": "name", "name": name, **mark}, [])
        kind, text, same = (message.get(key) for key in ("kind", "text", "same"))
        if kind == "value" and type(same) is str:
            value = self._read(reader(buffers, self._special), message.get("v"))
            return known_value(value, message, buffers)
        if kind == "kept" and type(same) is str and had is not None and mark:
            return had._replace(same=same, value=had.anew(lambda: self._read_again(had)))
        if kind not in ("missing", "module", "opaque") or type(text) is not str:
            self._tampered("an answer about a name was out of form")
        return Known(kind, text=text[:200])

    def _read_again(self, had: Known) -> Any:
        return self._read(reader(list(had.buffers), self._special), had.form)

    def call(self, function: dict[str, Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Call a function of the learner's; its result, or its exception."""
        writer = Writer(self._named)
        try:
            question = {
                "op": "call",
                "function": function,
                "args": [writer.write(arg) for arg in args],
                "kwargs": {name: writer.write(arg) for name, arg in kwargs.items()},
            }
        except CannotTravelError as error:
            self.stop(f"an argument cannot be handed to the learner's function: {error}")
        message, buffers = self._ask(question, writer.buffers)
        self.called()
        read = reader(buffers, self._special)
        arguments = [*args, *kwargs.values()]
        changed = message.get("changed")
        if type(changed) is not dict:
            self._tampered("an answer was out of form")
        for number, form in changed.items():
            if not number.isdecimal() or int(number) >= len(arguments):
                self._tampered("an answer was out of form")
            new = self._read(read, form)
            if type(new) is not type(arguments[int(number)]):
                self._tampered("an argument came back as another kind")
            self._update(arguments[int(number)], new)
        if message.get("status") == "ok" and "argument" in message:
            number = message["argument"]
            if type(number) is not int or not 0 <= number < len(arguments):
                self._tampered("an answer was out of form")
            return arguments[number]
        return self._result(message, read)

    def _update(self, old: Any, new: Any) -> None:
        try:
            update(old, new)
        except (OutOfFormError, ValueError) as error:
            self._tampered(str(error)[:200])

    def _items(self, number: int) -> Iterator[Any]:
        while True:
            message, buffers = self._ask({"op": "next", "n": number}, [])
            self.called()
            if message.get("status") == "end":
                self._say(message)
                return
            yield self._result(message, reader(buffers, self._special))

    def _result(self, message: dict[str, Any], read: Any) -> Any:
        self._say(message)
        status = message.get("status")
        if status == "ok":
            return self._read(read, message.get("v"))
        if status == "error":
            raise self._error(message, read)
        if status == "timeout":
            self.is_time_over = True
            raise StoppedError
        if status == "opaque" and type(message.get("why")) is str:
            self.stop(message["why"][:200])
        return self._tampered("an answer was out of form")

    def _say(self, message: dict[str, Any]) -> None:
        """What the learner's code printed, where the test would have printed it."""
        printed = message.get("printed")
        if type(printed) is not list or len(printed) > 1000:
            self._tampered("an answer was out of form")
        for pair in printed:
            if type(pair) is not list or [type(part) for part in pair] != [str, str]:
                self._tampered("an answer was out of form")
            (sys.stderr if pair[0] == "stderr" else sys.stdout).write(pair[1][:MOST_TEXT])

    def _error(self, message: dict[str, Any], read: Any) -> BaseException:
        names, called, text = (message.get(key) for key in ("names", "called", "traceback"))
        if type(names) is not list or type(called) is not str or type(text) is not str:
            self._tampered("an answer was out of form")
        args = self._read(read, message.get("args"))
        for name in [*names, "Exception"]:
            kind = getattr(builtins, name, None) if type(name) is str else None
            if not isinstance(kind, type) or not issubclass(kind, BaseException):
                continue
            if name in SILENT and name not in self.allowed_silent:
                return RuntimeError(f"the function raised {name}")
            try:
                error = kind(*args)
            except Exception:  # noqa: S112 - one that is not made of its arguments
                continue
            error.add_note(f"raised by the learner's code, as {called[:80]}:\n{text[-20_000:]}")
            return error
        return self._tampered("an exception was out of form")

    def _read(self, read: Any, form: Any) -> Any:
        try:
            return read.read(form)
        except OutOfFormError as error:
            self._tampered(str(error))

    def _special(self, tag: str, form: dict[str, Any]) -> Any:
        number = form["n"]
        if type(number) is not int or number < 0:
            raise OutOfFormError("a function is out of form")
        if tag == "function":
            return self._function(number, form)
        if tag == "iterator":
            items = self._items(number)
            return items if form["generator"] is True else _Iterating(items)
        raise OutOfFormError("there is no such kind")

    def _function(self, number: int, form: dict[str, Any]) -> Callable[..., Any]:
        target = {"t": "function", "n": number}

        def function(*args: Any, **kwargs: Any) -> Any:
            return self.call(target, args, kwargs)

        if type(form["name"]) is not str or type(form["doc"]) not in (str, type(None)):
            raise OutOfFormError("a function is out of form")
        function.__name__ = function.__qualname__ = form["name"][:200]
        function.__doc__ = form["doc"]
        function.__module__ = "__main__"
        self._functions[id(function)] = {"target": target, "function": function}
        return function

    def _named(self, value: Any) -> dict[str, Any] | None:
        """The learner's own objects travel back by name or number, and are the same there."""
        known = self._functions.get(id(value))
        if known is not None:
            return dict(known["target"])
        name = self.name_of(value)
        return None if name is None else {"t": "name", "name": name}

    def _ask(
        self, question: dict[str, Any], buffers: list[bytes]
    ) -> tuple[dict[str, Any], list[bytes]]:
        if self.end is not None:
            raise StoppedError
        left = self.left()
        if left <= 0:
            self.is_time_over = True
            raise StoppedError
        nonce = secrets.token_hex(16)
        try:
            asked = wire.pack({**question, "nonce": nonce, "timeout": left}, buffers)
        except CannotTravelError as error:
            self.stop(f"an argument cannot be handed to the learner's function: {error}")
        deadline = time.monotonic() + left + GRACE_SECONDS
        self.is_asking = True
        try:
            if wire.has_words(self._descriptor):
                self._tampered("an answer came before its question")
            wire.send(self._descriptor, asked, deadline)
            message, found = wire.receive(self._descriptor, deadline)
        except wire.TooLateError:
            self._ended("timeout", "no answer came in time")
        except wire.ClosedError:
            self._ended("crashed", "the process ended in the middle of a test")
        except OutOfFormError as error:
            self._tampered(str(error))
        finally:
            self.is_asking = False
        if message.get("nonce") != nonce:
            self._tampered("an answer belonged to no question")
        return message, found

    def _tampered(self, detail: str) -> NoReturn:
        self._ended("tampered", detail)

    def _ended(self, end: End, detail: str) -> NoReturn:
        self.end, self.detail = self.end or end, self.detail or detail
        raise StoppedError


class _Iterating:
    """An iterator of the learner's that is no generator."""

    def __init__(self, items: Iterator[Any]) -> None:
        self._items = items

    def __iter__(self) -> Iterator[Any]:
        return self

    def __next__(self) -> Any:
        return next(self._items)
