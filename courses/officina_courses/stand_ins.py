"""A stand-in for a module: it becomes the real one when more is asked of it than it has.

``stand_in`` puts one into ``sys.modules``. ``put_off`` lets one module alone import a stand-in,
while it is executed; everybody else imports the real one at once, so that it never exists twice.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import MappingProxyType, ModuleType
from typing import Any, NamedTuple

Around = Callable[[Callable[[], None], ModuleType], None]


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


class Wish(NamedTuple):
    """The module that is to be put off, and what of it the importer takes by name meanwhile."""

    module: str
    names: Mapping[str, object] = MappingProxyType({})


@contextmanager
def put_off(wishes: Mapping[str, Wish]) -> Iterator[None]:
    """For each module named: what it imports and is not to wait for."""
    finder = PutOff(wishes)
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)


class PutOff(MetaPathFinder):
    """Finds the modules of ``put_off``; where it cannot, the others find them as ever."""

    def __init__(self, wishes: Mapping[str, Wish]) -> None:
        self._wishes = wishes

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Called by the import system."""
        wish = self._wishes.get(fullname)
        if wish is None or wish.module in sys.modules:
            return None
        return _found(fullname, path, partial(_execute_without, wish))


class Returned(MetaPathFinder):
    """Gives the importer the real things under its names, once anybody imports their module."""

    def __init__(self, importer: ModuleType, wish: Wish) -> None:
        self._importer = importer
        self._wish = wish

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Called by the import system."""
        return _found(fullname, path, self._execute) if fullname == self._wish.module else None

    def _execute(self, execute: Callable[[], None], module: ModuleType) -> None:
        execute()
        sys.meta_path.remove(self)
        _give_back(self._importer, self._wish, module)


class _Around(Loader):
    """A loader, with something done around the execution of its module."""

    def __init__(self, real: Loader, around: Around) -> None:
        self._real = real
        self._around = around

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return self._real.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        module.__loader__ = self._real
        if module.__spec__ is not None:
            module.__spec__.loader = self._real
        self._around(lambda: self._real.exec_module(module), module)


def _found(name: str, path: Sequence[str] | None, around: Around) -> ModuleSpec | None:
    spec = PathFinder.find_spec(name, path)
    if spec is not None and spec.loader is not None:
        spec.loader = _Around(spec.loader, around)
    return spec


def _execute_without(wish: Wish, execute: Callable[[], None], importer: ModuleType) -> None:
    placed = stand_in(wish.module, **wish.names)
    try:
        execute()
    except ImportError:  # a release that wants more of it than a stand-in has: as ever, then
        withdraw(placed)
        execute()
        return
    finally:
        withdraw(placed)
    if real := sys.modules.get(wish.module):  # more of it was asked for
        _give_back(importer, wish, real)
    elif wish.names:
        sys.meta_path.insert(0, Returned(importer, wish))


def _give_back(importer: ModuleType, wish: Wish, real: ModuleType) -> None:
    for name in wish.names:
        setattr(importer, name, getattr(real, name))
