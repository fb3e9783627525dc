"""What both directions of a value's journey share: the two refusals, and how forms are read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

PLAIN = {type(None), bool, int, float, str}  # what JSON has as Python has it


class CannotTravelError(Exception):
    """The value is of a kind, a size or a depth that does not travel."""


class OutOfFormError(Exception):
    """What arrived is no value that our own writer could have written."""


class Reader:
    """Builds values from their forms; whatever is out of form raises ``OutOfFormError``.

    A form with a tag unknown to ``readers`` goes to ``special``, where there is one.
    """

    def __init__(
        self,
        readers: Mapping[str, Callable[[Reader, dict[str, Any], int], Any]],
        buffers: list[bytes],
        special: Callable[[str, dict[str, Any]], Any] | None,
        *,
        most_pieces: int,
        deepest: int,
    ) -> None:
        self._readers = readers
        self._buffers = buffers
        self._special = special
        self._left = most_pieces
        self._deepest = deepest

    def read(self, form: Any, depth: int = 0) -> Any:
        """The value of a form."""
        self._left -= 1
        if self._left < 0 or depth > self._deepest:
            raise OutOfFormError("a value is too deep or too large")
        if type(form) in PLAIN:
            return form
        if type(form) is list:
            if PLAIN.issuperset(map(type, form)):
                self._left -= len(form)
                if self._left < 0:
                    raise OutOfFormError("a value is too deep or too large")
                return form.copy()  # whoever changes the value leaves the form as it is
            return [self.read(item, depth + 1) for item in form]
        if type(form) is not dict or type(tag := form.get("t")) is not str:
            raise OutOfFormError("a value has no kind")
        try:
            if tag in self._readers:
                return self._readers[tag](self, form, depth + 1)
            if self._special is not None:
                return self._special(tag, form)
        except OutOfFormError:
            raise
        except Exception as error:  # a part is missing, unhashable, no date, no dtype, …
            raise OutOfFormError(f"a value of the kind {tag[:40]!a} is out of form") from error
        raise OutOfFormError(f"there is no kind {tag[:40]!a}")

    def items(self, form: dict[str, Any], depth: int, count: int | None = None) -> list[Any]:
        """The values in a form's list, ``count`` of them where it is given."""
        items = form["v"]
        if type(items) is not list or (count is not None and len(items) != count):
            raise OutOfFormError("a list is out of form")
        return [self.read(item, depth) for item in items]

    def text(self, found: Any) -> str:
        """``found``, if it is text."""
        if type(found) is not str:
            raise OutOfFormError("a text is out of form")
        return found

    def texts(self, found: Any, count: int | None = None) -> list[str]:
        """``found``, if it is a list of texts."""
        if type(found) is not list or (count is not None and len(found) != count):
            raise OutOfFormError("a list of texts is out of form")
        return [self.text(item) for item in found]

    def buffer(self, number: Any) -> bytes:
        """The buffer of that number."""
        if type(number) is not int or not 0 <= number < len(self._buffers):
            raise OutOfFormError("there is no such buffer")
        return self._buffers[number]
