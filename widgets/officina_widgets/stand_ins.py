"""A stand-in for a module: it becomes the real one when more is asked of it than it has.

``stand_in`` puts one into ``sys.modules``. ``put_off`` lets one module alone import a stand-in,
while it is executed; everybody else imports the real one at once, so that it never exists twice.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import Any


def stand_in(name: str, **names: object) -> ModuleType:
    """Put a module of that name there which has ``names``, and loads the real one for any other."""
    module = ModuleType(name, "Stands in until more of it is asked for.")
    module.__spec__ = importlib.util.spec_from_loader(name, loader=None)

    def the_real(attribute: str) -> object:
        if attribute.startswith("__"):
            raise AttributeError(attribute)
        withdraw(module)
        return getattr(importlib.import_module(name), attribute)

    module.__dict__.update(names, __getattr__=the_real)
    sys.modules[name] = module
    return module


def function_later(name: str, function: str) -> None:
    """Stand in for a module of which others import one function; its call loads the module."""

    def call(*arguments: Any, **options: Any) -> Any:
        withdraw(placed)
        return getattr(importlib.import_module(name), function)(*arguments, **options)

    placed = stand_in(name, **{function: call})


def withdraw(module: ModuleType) -> None:
    """Let the next one who imports that name get the real module."""
    if sys.modules.get(module.__name__) is module:
        del sys.modules[module.__name__]


@contextmanager
def put_off(wishes: Mapping[str, str]) -> Iterator[None]:
    """For each module named: what it imports by ``import`` and is not to wait for."""
    finder = PutOff(wishes)
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)


class PutOff(MetaPathFinder):
    """Finds the modules of ``put_off``; where it cannot, the others find them as ever."""

    def __init__(self, wishes: Mapping[str, str]) -> None:
        self._wishes = wishes

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Called by the import system."""
        wish = self._wishes.get(fullname)
        if wish is None or wish in sys.modules:
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is not None and spec.loader is not None:
            spec.loader = _WithStandIn(spec.loader, wish)
        return spec


class _WithStandIn(Loader):
    def __init__(self, real: Loader, wish: str) -> None:
        self._real = real
        self._wish = wish

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return self._real.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        module.__loader__ = self._real
        if module.__spec__ is not None:
            module.__spec__.loader = self._real
        placed = stand_in(self._wish)
        try:
            self._real.exec_module(module)
        except ImportError:  # a release that wants more of it than a stand-in has: as ever, then
            withdraw(placed)
            self._real.exec_module(module)
        finally:
            withdraw(placed)
