"""Where test cells find their names: their own, the trainer's, Python's, and last the learner's.

The order is what makes marks hard to forge. A name that a given cell imports or defines is taken
from the trainer's text, and a builtin is Python's own, whatever learners put under these names in
their process. Only what is left is asked from there.
"""

from __future__ import annotations

import builtins
import importlib
import importlib.util
from typing import Any

from officina_courses.grading.examiner.asking import Line
from officina_courses.grading.examiner.forms import CannotTravelError
from officina_courses.grading.examiner.given import Given
from officina_courses.grading.examiner.known import Known
from officina_courses.grading.examiner.updating import kept
from officina_courses.grading.examiner.values import Writer

# How people call what they import; the same names mean these modules only.
USUAL = {
    "np": "numpy",
    "pd": "pandas",
    "plt": "matplotlib.pyplot",
    "sns": "seaborn",
    "sp": "scipy",
    "dt": "datetime",
    "sk": "sklearn",
    "tf": "tensorflow",
    "nx": "networkx",
}
REFERRED = ("list", "dict", "set", "bytearray", "deque", "ndarray", "DataFrame", "Series")


class Names(dict[str, Any]):
    """The globals of all test cells of one notebook.

    A dict that knows more than it holds: Python's slow way of finding globals, which it takes for
    every dict that is not exactly ``dict``, asks ``__missing__``.
    """

    def __init__(self, line: Line, given: Given) -> None:
        super().__init__(__name__="__main__", __builtins__=builtins)
        self._line = line
        self._given = given
        self._from_given: dict[str, Any] = {}
        self._fresh: dict[str, Any] = {}
        self._functions: dict[str, Any] = {}
        self._known: dict[str, Known] = {}
        line.name_of = self._name_of
        line.called = self._fresh.clear

    def forget(self, names: list[str]) -> None:
        """The learner's cells bound these names since: what an earlier test bound is gone."""
        for name in names:
            self.pop(name, None)

    def begin(self) -> None:
        """A new test: all of the learner's names are asked anew."""
        self._fresh.clear()
        self._functions.clear()

    def __missing__(self, name: str) -> Any:
        for place in (self._from_given, self._functions, self._fresh):
            if name in place:
                return place[name]
        if name in self._given.statements:
            return self._take_given(name)
        if name.startswith("__") and name.endswith("__"):
            raise KeyError(name)
        if hasattr(builtins, name) and name not in self._given.learners:
            raise KeyError(name)
        if name in self._given.tests:
            self._line.stop(f"{name} is bound by a test that did not come so far")
        # What an answer is to write must come from there, whatever a trainer's star brings along.
        for module in () if name in self._given.learners else self._given.stars:
            if name in _public(module):
                self._from_given[name] = getattr(importlib.import_module(module), name)
                return self._from_given[name]
        return self._ask(name)

    def _take_given(self, name: str) -> Any:
        """Run the trainer's own statement, here and not at the learner's."""
        found: dict[str, Any] = {}
        try:
            exec(compile(self._given.statements[name], "<given>", "exec"), self, found)  # noqa: S102
        except Exception as error:
            self._line.stop(f"what defines {name} does not run here: {type(error).__name__}")
        self._from_given[name] = found[name]
        return found[name]

    def _ask(self, name: str) -> Any:
        before = self._known.get(name)
        found = self._line.name(name, before)
        if found.kind == "missing":
            raise KeyError(name)
        if found.kind == "module":
            self._functions[name] = self._import(name, found.text)
            return self._functions[name]
        if found.kind == "opaque":
            self._line.stop(f"{name} cannot be read: {found.text}")
        if callable(found.value):
            if name in self._given.values:
                self._line.stop(f"{name} is given, and cannot be made here")
            self._functions[name] = found.value
            return found.value
        is_same = before is not None and found.same is not None and before.same == found.same
        value = kept(before.value, found.value) if before and is_same else found.value
        self._fresh[name] = value
        self._known[name] = found._replace(value=value)
        return value

    def _import(self, name: str, module: str) -> Any:
        """A module by the trainer's, its own or its usual name: learners must not choose it."""
        names = (name, USUAL.get(name), self._given.modules.get(name))
        if module not in names or importlib.util.find_spec(module) is None:
            self._line.stop(f"{name} is the module {module}, which no given cell imports")
        return importlib.import_module(module)

    def _name_of(self, value: Any) -> str | None:
        """The learner's name of a value that was read from there, and that no test changed."""
        if type(value).__name__ not in REFERRED:
            return None
        for name in self._fresh:
            if self._fresh[name] is value and self._is_unchanged(self._known[name], value):
                return name
        return None

    def _is_unchanged(self, known: Known, value: Any) -> bool:
        writer = Writer()
        try:
            return writer.write(value) == known.form and writer.buffers == known.buffers
        except CannotTravelError:
            return False


def _public(module: str) -> list[str]:
    """What a star import of the module binds."""
    found = vars(importlib.import_module(module))
    public = [name for name in found if not name.startswith("_")]
    return list(found.get("__all__", public))
