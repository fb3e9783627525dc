"""Whether what a guarded test compares with is still what it was before the first cell.

All of it is remembered here before learners' code runs: modules, what they hold under a name, the
code of functions and of those that they call, whole packages that tests compare by, Python's
builtins, constants, and what the trainer's own functions compile to. No
method of a remembered thing is called when it is looked at again, for it could be a learner's.
"""

from __future__ import annotations

import builtins
import sys
import types
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from officina_courses.grading.runner.constants import PLAIN, constant, make_equal, make_same
from officina_courses.grading.runner.helpers import Helper, helper_of, make_is_alike
from officina_courses.grading.runner.packages import (
    CHANGEABLE,
    MADE_LATER,
    WHOLE,
    Package,
    functions_in,
    make_is_as_it_was,
    remember_package,
    remember_pythons_kinds,
)

FOLLOWED = 2  # how far functions are followed to those that they call
MOST = 5000  # functions and names that are remembered for one thing
FUNCTION = types.FunctionType
IN_CLASSES = (FUNCTION, staticmethod, classmethod, property)
# Builtins that programs exchange for good reasons, IPython among them.
EXCHANGED_OFTEN = frozenset(
    {"breakpoint", "copyright", "credits", "exit", "help", "input", "license", "open", "print"}
    | {"quit"}
)
# What Python's statements call.
OF_STATEMENTS = ("__build_class__", "__import__")
KINDS = remember_pythons_kinds()  # by a warm process, once for all its forks
MISSING = object()


class Inside(NamedTuple):
    """A function and what it was made of."""

    function: types.FunctionType
    code: types.CodeType
    defaults: tuple[Any, ...] | None
    by_name: dict[str, Any] | None
    items: tuple[tuple[str, Any], ...]
    cells: tuple[tuple[Any, Any], ...]


class Memory(NamedTuple):
    """What was held under names, what functions were (by id), and which names classes had.

    ``kinds`` are modules and classes with their own classes, which can be exchanged as well.
    """

    held: list[tuple[Mapping[Any, Any], Any, Any]]
    functions: dict[int, Inside]
    classes: list[tuple[Mapping[str, Any], frozenset[str], frozenset[str]]]
    kinds: list[tuple[Any, type]]


class Watch(NamedTuple):
    """All that is looked at for one test."""

    memories: tuple[Memory, ...] = ()
    packages: tuple[Package, ...] = ()
    names: tuple[tuple[str, tuple[Any, ...]], ...] = ()
    helpers: tuple[Helper, ...] = ()
    constants: tuple[tuple[str, Any], ...] = ()
    is_shadowed: bool = False


def make_watcher(
    namespace: dict[str, Any], watched: Mapping[str, Any], work: Path
) -> Callable[[str], bool]:
    """A function that tells of a test whether something that it compares with was exchanged."""
    rooms: dict[tuple[str, tuple[str, ...]], tuple[Memory, Any] | None] = {}
    packages: dict[str, Package] = {}

    def remembered(module: str, path: list[str]) -> tuple[Memory, Any] | None:
        key = (module, tuple(path))
        if key not in rooms:
            try:
                rooms[key] = _remember(module, path)
            except Exception:  # not installed, or it cannot be imported: the test will say it
                rooms[key] = None
        return rooms[key]

    def watch(needs: Mapping[str, Any]) -> Watch:
        wanted = [*needs["reached"], *(rest for _, *rest in needs["names"])]
        is_shadowed = any(_is_shadowed(module, work) for module, _ in wanted)
        if is_shadowed:
            return Watch(is_shadowed=True)
        found = [room for module, path in needs["reached"] if (room := remembered(module, path))]
        names = [
            (name, (room[1],))
            for name, module, path in needs["names"]
            if (room := remembered(module, path)) and _is_lasting(room[1])
        ]
        names += [(name, _of_python(namespace, name)) for name in needs["builtins"]]
        helpers = [helper for name, texts in needs["helpers"] if (helper := helper_of(name, texts))]
        constants = [one for name, text in needs["constants"] for one in constant(name, text)]
        return Watch(
            tuple(room[0] for room in found),
            names=tuple(names),
            helpers=tuple(helpers),
            constants=tuple(constants),
        )

    def with_packages(one: Watch, needs: Mapping[str, Any]) -> Watch:
        """Remembered when all that tests need is loaded, so that a package is whole."""
        tops = [module.partition(".")[0] for module, _ in needs["reached"]]
        wanted = dict.fromkeys(name for top in tops for name in WHOLE.get(top, ()))
        for name in wanted:
            if name not in packages:
                packages[name] = remember_package(name)
        return one._replace(packages=tuple(packages[name] for name in wanted))

    watches = {name: watch(needs) for name, needs in watched.items()}
    watches = {name: with_packages(one, watched[name]) for name, one in watches.items()}
    same, is_whole, is_alike = make_same(), _make_whole(), make_is_alike()
    is_as_it_was, is_equal = make_is_as_it_was(), make_equal()
    nothing, any_, all_, live, builtins_module = MISSING, any, all, vars(builtins), builtins
    usual = {
        name: value
        for name, value in live.items()
        if callable(value) and name[0] != "_" and name not in EXCHANGED_OFTEN
    } | {name: live[name] for name in OF_STATEMENTS}
    kinds = KINDS

    def are_builtins_ours() -> bool:
        found = namespace.get("__builtins__", live)
        if found is not live and found is not builtins_module:
            return False
        return all_(live.get(name, nothing) is value for name, value in usual.items())

    def is_exchanged(name: str) -> bool:
        if not is_as_it_was(kinds):
            return True
        one = watches.get(name)
        if one is None:
            return False
        if one.is_shadowed:
            return True
        if not are_builtins_ours():
            return True
        for key, expected in one.names:
            value = namespace.get(key, nothing)
            if not any_(same(value, each) for each in expected):
                return True
        for memory in one.memories:
            if not is_whole(memory):
                return True
        for package in one.packages:
            if not is_as_it_was(package):
                return True
        for key, value in one.constants:
            if not is_equal(namespace.get(key, nothing), value, 0):
                return True
        for helper in one.helpers:
            if not is_alike(namespace.get(helper.name, nothing), helper, namespace):
                return True
        return False

    return is_exchanged


def _is_shadowed(module: str, work: Path) -> bool:
    """Whether a file beside the notebook would be imported in the module's place."""
    top = module.partition(".")[0]
    return top not in sys.modules and ((work / f"{top}.py").exists() or (work / top).is_dir())


def _of_python(namespace: Mapping[str, Any], name: str) -> tuple[Any, ...]:
    """What may stand under a builtin's name: nothing, or what a star of these modules brings."""
    loaded = (sys.modules.get(module) for module in ("math", "cmath", "operator", "numpy"))
    stars = (vars(module).get(name) for module in loaded if module is not None)
    usual = (namespace.get(name, MISSING), vars(builtins).get(name, MISSING))
    return (*usual, *(value for value in stars if value is not None))


def _remember(module: str, path: list[str]) -> tuple[Memory, Any]:
    memory = Memory([], {}, [], [])
    found: Any = import_module(module)
    parts = module.split(".")
    for end in range(1, len(parts) + 1):
        name = ".".join(parts[:end])
        memory.held.append((sys.modules, name, sys.modules[name]))
        memory.kinds.append((sys.modules[name], type(sys.modules[name])))
    rest = list(path)
    while rest and isinstance(found, types.ModuleType):
        step = rest.pop(0)
        if not hasattr(found, step):
            import_module(f"{found.__name__}.{step}")
        value = getattr(found, step)
        if step in vars(found) and _is_lasting(value):
            memory.held.append((vars(found), step, value))
        if isinstance(value, types.ModuleType):
            memory.kinds.append((value, type(value)))
        found = value
    if isinstance(found, type):
        _remember_class(found, memory)
    for function in functions_in(found):
        _remember_function(function, memory, FOLLOWED)
    return memory, found


def _is_lasting(value: Any) -> bool:
    """Whether a name of a module that stands for this means the same thing for ever."""
    return callable(value) or isinstance(value, (types.ModuleType, *PLAIN))


def _remember_class(kind: type, memory: Memory) -> None:
    owners = [owner for owner in kind.__mro__ if owner.__flags__ & CHANGEABLE]
    every = frozenset(name for owner in kind.__mro__ for name in vars(owner)) - MADE_LATER
    of_kind: type = type(kind)
    if of_kind.__flags__ & CHANGEABLE:
        _remember_class(of_kind, memory)
    for owner in owners:
        memory.kinds.append((owner, type(owner)))
        held = vars(owner)
        memory.classes.append((held, frozenset(held), every))
        for name, value in held.items():
            if isinstance(value, IN_CLASSES):
                memory.held.append((held, name, value))
                for function in functions_in(value):
                    _remember_function(function, memory, 0)


def _remember_function(function: types.FunctionType, memory: Memory, follow: int) -> None:
    if len(memory.functions) > MOST or id(function) in memory.functions:
        return
    cells = []
    for cell in function.__closure__ or ():
        try:
            value = cell.cell_contents
        except ValueError:  # not bound yet
            continue
        if isinstance(value, FUNCTION):
            cells.append((cell, value))
    by_name = function.__kwdefaults__
    memory.functions[id(function)] = Inside(
        function,
        function.__code__,
        function.__defaults__,
        by_name,
        tuple((by_name or {}).items()),
        tuple(cells),
    )
    for _, inner in cells:
        _remember_function(inner, memory, max(follow - 1, 0))
    if not follow:
        return
    around = function.__globals__
    for name in function.__code__.co_names:
        value = around.get(name, MISSING)
        if value is MISSING and hasattr(builtins, name):
            memory.held.append((around, name, MISSING))
        elif value is not MISSING and (callable(value) or isinstance(value, types.ModuleType)):
            memory.held.append((around, name, value))
            if isinstance(value, types.ModuleType):
                memory.kinds.append((value, type(value)))
            for inner in functions_in(value):
                _remember_function(inner, memory, follow - 1)


def _make_whole() -> Callable[[Memory], bool]:
    same, nothing, len_, type_ = make_same(), MISSING, len, type
    later, all_ = MADE_LATER, all

    def is_whole(memory: Memory) -> bool:
        for mapping, name, value in memory.held:
            found = mapping.get(name, nothing)
            if found is not value and not same(found, value):
                return False
        for function, code, defaults, by_name, items, cells in memory.functions.values():
            if function.__code__ is not code or function.__defaults__ is not defaults:
                return False
            if function.__kwdefaults__ is not by_name:
                return False
            for name, value in items:
                if by_name is not None and by_name.get(name, nothing) is not value:
                    return False
            for cell, value in cells:
                if cell.cell_contents is not value:
                    return False
        for held, names, every in memory.classes:
            if len_(held) == len_(names):
                continue
            for name in held:
                is_pythons = name[:2] == "__" and name[-2:] == "__" and name not in later
                if name not in names and (name in every or is_pythons):
                    return False
        return all_(type_(thing) is kind for thing, kind in memory.kinds)

    return is_whole
