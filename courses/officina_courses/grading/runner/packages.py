"""Whether a package by which tests compare is as a whole what it was before the first cell.

Following a function to what it calls misses what lies deeper. In these packages all is remembered
instead, shallow: which function, class or module stands under each name of its modules and classes,
and what each function is made of. So are Python's own kinds, whose methods can be exchanged in
memory only. Comparing it goes by identity alone, in C for the most part, so that some ten thousand
names cost about a millisecond and no learner's method is ever called.
"""

from __future__ import annotations

import builtins
import sys
import types
from collections.abc import Callable, Iterator, Mapping
from operator import attrgetter, is_
from typing import Any, NamedTuple

# Packages that are remembered whole, each with those that it compares by.
WHOLE: Mapping[str, tuple[str, ...]] = {
    "numpy": ("numpy",),
    "pandas": ("pandas", "numpy"),
    "unittest": ("unittest",),
}
# No test compares by these, and they are large, or change by themselves.
ASIDE = (
    *("numpy.f2py", "numpy.fft", "numpy.polynomial", "numpy.random"),
    *("pandas.io", "pandas.plotting", "pandas.tests", "pandas.tseries", "unittest.mock"),
)
# What Python and its library put into a class later, as when somebody asks for it or copies one.
MADE_LATER = frozenset(
    {
        *("__abstractmethods__", "__annotate__", "__annotate_func__", "__annotations__"),
        *("__annotations_cache__", "__doc__", "__slotnames__", "__test__"),
    }
)
# An option of pandas chooses among functions of the same module for these names.
CHOSEN = frozenset({"_evaluate", "_where"})
# By these even tests compare that name nothing.
PYTHONS: tuple[type, ...] = (
    *(object, type, bool, int, float, complex, str, bytes, bytearray, memoryview),
    *(list, tuple, dict, set, frozenset, range, slice, type(None), type({}.keys())),
    *(type({}.values()), type({}.items()), BaseException, Exception, AssertionError),
    *(types.FunctionType, types.BuiltinFunctionType, types.MethodType, types.ModuleType),
)
FUNCTION = types.FunctionType
CHANGEABLE = 1 << 9  # Py_TPFLAGS_HEAPTYPE: a class that Python code made
MISSING = object()


class Room(NamedTuple):
    """The names of a module or of a class, and which of them mean the same thing for ever."""

    held: Mapping[str, Any]
    names: tuple[str, ...]
    values: tuple[Any, ...]
    lasting: dict[str, Any]
    owner: Any


class Package(NamedTuple):
    """All that is remembered of one: things with their kinds, functions with their parts."""

    loaded: dict[str, types.ModuleType]
    rooms: list[Room]
    things: list[Any]
    kinds: list[type]
    classes: list[type]
    orders: list[tuple[type, ...]]
    functions: list[types.FunctionType]
    parts: dict[str, list[Any]]
    cells: list[tuple[Any, Any]]
    by_name: list[tuple[dict[str, Any], dict[str, Any]]]


def functions_in(value: Any) -> Iterator[types.FunctionType]:
    """The functions of Python that run where this is called, as far as it shows them."""
    if isinstance(value, FUNCTION):
        yield value
    elif isinstance(value, types.MethodType) and isinstance(value.__func__, FUNCTION):
        yield value.__func__
    elif isinstance(value, staticmethod | classmethod):
        yield from functions_in(value.__func__)
    elif isinstance(value, property):
        for each in (value.fget, value.fset):
            yield from functions_in(each)
    elif type(value).__name__ == "_ArrayFunctionDispatcher":  # NumPy's: its function lies inside
        yield from functions_in(value._implementation)


def remember_package(package: str) -> Package:
    """What is loaded of it at this moment."""
    made = _nothing()
    known: set[int] = set()
    for name, module in sorted(sys.modules.items()):
        is_of_it = name == package or name.startswith(f"{package}.")
        if is_of_it and not name.startswith(ASIDE) and isinstance(module, types.ModuleType):
            made.loaded[name] = module
            _remember_room(made, known, vars(module), module, package)
    return made


def remember_pythons_kinds() -> Package:
    """Python's own kinds of values, with all their methods."""
    made = _nothing()
    known: set[int] = set()
    for kind in PYTHONS:
        _remember_room(made, known, vars(kind), kind, "builtins")
    return made


def _nothing() -> Package:
    return Package({}, [], [], [], [], [], [], {name: [] for name in PARTS}, [], [])


def _remember_room(
    made: Package, known: set[int], held: Mapping[str, Any], owner: Any, package: str
) -> None:
    if id(owner) in known:
        return
    known.add(id(owner))
    names, values = tuple(held), tuple(held.values())
    lasting = {
        name: value
        for name, value in zip(names, values, strict=True)
        if _is_lasting(value) and name not in MADE_LATER | CHOSEN
    }
    made.rooms.append(Room(held, names, values, lasting, owner))
    made.things.append(owner)
    made.kinds.append(type(owner))
    for value in lasting.values():
        for function in functions_in(value):
            _remember_function(made, known, function)
        if isinstance(value, type):
            _remember_class(made, known, value, package)


def _remember_class(made: Package, known: set[int], kind: type, package: str) -> None:
    """The class with its bases and its own class, where these belong to the package, too."""
    if id(kind) in known:
        return
    if str(kind.__module__).partition(".")[0] not in (package, "abc"):
        return
    if kind.__flags__ & CHANGEABLE:
        made.classes.append(kind)
        made.orders.append(kind.__mro__)
    _remember_room(made, known, vars(kind), kind, package)
    for other in (*kind.__mro__, type(kind)):
        _remember_class(made, known, other, package)


def _is_lasting(value: Any) -> bool:
    return callable(value) or isinstance(value, types.ModuleType) or hasattr(type(value), "__get__")


PARTS = ("__code__", "__defaults__", "__kwdefaults__")


def _remember_function(made: Package, known: set[int], function: types.FunctionType) -> None:
    if id(function) in known:
        return
    known.add(id(function))
    made.functions.append(function)
    for name, values in made.parts.items():
        values.append(getattr(function, name))
    if function.__kwdefaults__:
        made.by_name.append((function.__kwdefaults__, dict(function.__kwdefaults__)))
    for cell in function.__closure__ or ():
        try:
            value = cell.cell_contents
        except ValueError:  # not bound yet
            continue
        if isinstance(value, FUNCTION):
            made.cells.append((cell, value))
            _remember_function(made, known, value)


def make_is_as_it_was() -> Callable[[Package], bool]:
    """A function that looks at a package again; all it needs is held in its closure."""
    all_, map_, len_, type_, tuple_, same = all, map, len, type, tuple, is_
    module_type, nothing, later = types.ModuleType, MISSING, MADE_LATER
    parts_of = {name: attrgetter(name) for name in PARTS}
    order_of: Callable[[type], Any] = vars(type)["__mro__"].__get__
    names_of: Callable[[type], Any] = vars(type)["__dict__"].__get__
    own_builtins, subclass, loaded = dict(vars(builtins)), issubclass, sys.modules
    chosen_of = CHOSEN

    def is_looked_up_first(room: Room, name: str, value: Any) -> bool:
        """Whether a new name comes before what was found under it, or is a word of Python's."""
        if subclass(type_(room.owner), module_type):
            usual = own_builtins.get(name, nothing)
            return usual is not nothing and usual is not value
        if name in later:
            return False
        if name[:2] == "__" and name[-2:] == "__":
            return True
        return any_(name in names_of(base) for base in order_of(room.owner)[1:])

    def is_room_whole(room: Room) -> bool:
        held = room.held
        names, values = tuple_(held), tuple_(held.values())
        if (
            len_(names) == len_(room.names)
            and all_(map_(same, values, room.values))
            and all_(map_(same, names, room.names))
        ):
            return True
        for name, value in room.lasting.items():
            if held.get(name, nothing) is not value:
                return False
        before = set_(room.names)
        for name in chosen_of & before:
            if not any_(held.get(name, nothing) is value for value in room.lasting.values()):
                return False
        for name in names:
            if name not in before and is_looked_up_first(room, name, held.get(name)):
                return False
        return True

    any_, set_ = any, set

    def is_as_it_was(package: Package) -> bool:
        if not all_(map_(same, map_(loaded.get, package.loaded), package.loaded.values())):
            return False
        if not all_(map_(same, map_(type_, package.things), package.kinds)):
            return False
        if not all_(map_(same, map_(order_of, package.classes), package.orders)):
            return False
        for room in package.rooms:
            if not is_room_whole(room):
                return False
        for name, values in package.parts.items():
            if not all_(map_(same, map_(parts_of[name], package.functions), values)):
                return False
        for cell, value in package.cells:
            if cell.cell_contents is not value:
                return False
        for now, before in package.by_name:
            if len_(now) != len_(before):
                return False
            for key, value in before.items():
                if now.get(key, nothing) is not value:
                    return False
        return True

    return is_as_it_was
