"""Whether what a guarded test compares with is still what it was before the first cell.

All of it is remembered here before learners' code runs: modules, what they hold under a name, the
code of functions and of those that they call, and what the trainer's own functions compile to. No
method of a remembered thing is called when it is looked at again, for it could be a learner's.
"""

from __future__ import annotations
import __future__

import builtins
import sys
import types
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

FOLLOWED = 2  # how far functions are followed to those that they call
MOST = 5000  # functions and names that are remembered for one thing
PLAIN = (type(None), bool, int, float, str)
CODE = types.CodeType
FUNCTION = types.FunctionType
IN_CLASSES = (FUNCTION, staticmethod, classmethod, property)
# What Python itself puts into a class when somebody asks for it.
MADE_LATER = frozenset({"__annotations__", "__annotations_cache__", "__doc__"})
MISSING = object()

Same = Callable[[Any, Any], bool]


class Inside(NamedTuple):
    """A function and what it was made of."""

    function: types.FunctionType
    code: types.CodeType
    defaults: tuple[Any, ...] | None
    by_name: dict[str, Any] | None
    items: tuple[tuple[str, Any], ...]
    cells: tuple[tuple[Any, Any], ...]


class Memory(NamedTuple):
    """What was held under names, what functions were (by id), and which names classes had."""

    held: list[tuple[Mapping[Any, Any], Any, Any]]
    functions: dict[int, Inside]
    classes: list[tuple[Mapping[str, Any], frozenset[str], frozenset[str]]]


class Helper(NamedTuple):
    """A function of the trainer's: what it may compile to, with defaults where they are plain."""

    name: str
    forms: tuple[tuple[types.CodeType, tuple[Any, ...] | None], ...]


class Watch(NamedTuple):
    """All that is looked at for one test."""

    memories: tuple[Memory, ...] = ()
    names: tuple[tuple[str, tuple[Any, ...]], ...] = ()
    helpers: tuple[Helper, ...] = ()
    is_shadowed: bool = False


def make_watcher(
    namespace: dict[str, Any], watched: Mapping[str, Any], work: Path
) -> Callable[[str], bool]:
    """A function that tells of a test whether something that it compares with was exchanged."""
    rooms: dict[tuple[str, tuple[str, ...]], tuple[Memory, Any] | None] = {}

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
        helpers = [helper for name, texts in needs["helpers"] if (helper := _helper(name, texts))]
        return Watch(tuple(room[0] for room in found), tuple(names), tuple(helpers))

    watches = {name: watch(needs) for name, needs in watched.items()}
    same, is_whole, is_alike = _make_same(), _make_whole(), _make_alike()
    nothing, any_ = MISSING, any

    def is_exchanged(name: str) -> bool:
        one = watches.get(name)
        if one is None:
            return False
        if one.is_shadowed:
            return True
        for key, expected in one.names:
            value = namespace.get(key, nothing)
            if not any_(same(value, each) for each in expected):
                return True
        for memory in one.memories:
            if not is_whole(memory):
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
    loaded = (sys.modules.get(module) for module in ("math", "cmath", "numpy"))
    stars = (vars(module).get(name) for module in loaded if module is not None)
    usual = (namespace.get(name, MISSING), vars(builtins).get(name, MISSING))
    return (*usual, *(value for value in stars if value is not None))


def _remember(module: str, path: list[str]) -> tuple[Memory, Any]:
    memory = Memory([], {}, [])
    found: Any = import_module(module)
    parts = module.split(".")
    for end in range(1, len(parts) + 1):
        name = ".".join(parts[:end])
        memory.held.append((sys.modules, name, sys.modules[name]))
    rest = list(path)
    while rest and isinstance(found, types.ModuleType):
        step = rest.pop(0)
        if not hasattr(found, step):
            import_module(f"{found.__name__}.{step}")
        value = getattr(found, step)
        if step in vars(found) and _is_lasting(value):
            memory.held.append((vars(found), step, value))
        found = value
    if isinstance(found, type):
        _remember_class(found, memory)
    for function in _functions_in(found):
        _remember_function(function, memory, FOLLOWED)
    return memory, found


def _is_lasting(value: Any) -> bool:
    """Whether a name of a module that stands for this means the same thing for ever."""
    return callable(value) or isinstance(value, (types.ModuleType, *PLAIN))


def _functions_in(value: Any) -> Iterator[types.FunctionType]:
    """The functions of Python that run where this is called, as far as it shows them."""
    if isinstance(value, FUNCTION):
        yield value
    elif isinstance(value, types.MethodType) and isinstance(value.__func__, FUNCTION):
        yield value.__func__
    elif isinstance(value, staticmethod | classmethod):
        yield from _functions_in(value.__func__)
    elif isinstance(value, property):
        yield from _functions_in(value.fget)
    elif type(value).__name__ == "_ArrayFunctionDispatcher":  # NumPy's: its function lies inside
        yield from _functions_in(value._implementation)


def _remember_class(kind: type, memory: Memory) -> None:
    owners = [owner for owner in kind.__mro__ if owner is not object]
    every = frozenset(name for owner in owners for name in vars(owner)) - MADE_LATER
    for owner in owners:
        held = vars(owner)
        memory.classes.append((held, frozenset(held), every))
        for name, value in held.items():
            if isinstance(value, IN_CLASSES):
                memory.held.append((held, name, value))
                for function in _functions_in(value):
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
            for inner in _functions_in(value):
                _remember_function(inner, memory, follow - 1)


def _helper(name: str, texts: list[str]) -> Helper | None:
    forms = []
    for text in texts:
        try:
            module = compile(text, "<helper>", "exec", dont_inherit=True)
        except (SyntaxError, ValueError, RecursionError):
            return None
        code = next((each for each in module.co_consts if isinstance(each, CODE)), None)
        if code is None:
            return None
        forms.append((code, _defaults(name, text)))
    return Helper(name, tuple(forms))


def _defaults(name: str, text: str) -> tuple[Any, ...] | None:
    """Its defaults, those by name after the others; None where one is no plain number or text."""
    made: dict[str, Any] = {}
    flags = __future__.annotations.compiler_flag
    try:
        exec(compile(text, "<helper>", "exec", flags, dont_inherit=True), made)  # noqa: S102 - ours
    except Exception:  # a default that other cells make
        return None
    function = made.get(name)
    if not isinstance(function, FUNCTION):
        return None
    values = (*(function.__defaults__ or ()), *(function.__kwdefaults__ or {}).values())
    return values if all(type(value) in PLAIN for value in values) else None


def _make_same() -> Same:
    type_, plain = type, PLAIN

    def same(found: Any, expected: Any) -> bool:
        """The same thing, or the same number or text: then ``==`` is Python's own."""
        if found is expected:
            return True
        kind = type_(found)
        for each in plain:
            if kind is each and type_(expected) is each:
                return bool_(found == expected)
        return False

    bool_ = bool
    return same


def _make_whole() -> Callable[[Memory], bool]:
    same, nothing, len_ = _make_same(), MISSING, len

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
                if name not in names and name in every:
                    return False
        return True

    return is_whole


def _make_alike() -> Callable[[Any, Helper, dict[str, Any]], bool]:
    """Whether a function is one of the trainer's, by what both compile to."""
    type_, len_, zip_, tuple_, repr_, all_ = type, len, zip, tuple, repr, all
    frozenset_, function_type, code_type, plain = frozenset, FUNCTION, CODE, PLAIN
    scalars, same = (*PLAIN, bytes, complex, type(...)), _make_same()

    def alike(found: types.CodeType, code: types.CodeType) -> bool:
        return (
            found.co_code == code.co_code
            and found.co_exceptiontable == code.co_exceptiontable
            and found.co_names == code.co_names
            and found.co_varnames == code.co_varnames
            and found.co_freevars == code.co_freevars
            and found.co_cellvars == code.co_cellvars
            and found.co_argcount == code.co_argcount
            and found.co_posonlyargcount == code.co_posonlyargcount
            and found.co_kwonlyargcount == code.co_kwonlyargcount
            and constant(found.co_consts, code.co_consts)
        )

    def constant(found: Any, expected: Any) -> bool:
        kind = type_(expected)
        if type_(found) is not kind:
            return False
        if kind is code_type:
            return alike(found, expected)
        if kind is tuple_:
            if len_(found) != len_(expected):
                return False
            return all_(constant(one, other) for one, other in zip_(found, expected))
        if kind is frozenset_:
            for one in found:
                if type_(one) not in scalars:
                    return False
            return len_(found) == len_(expected) and repr_(found) == repr_(expected)
        return kind in scalars and repr_(found) == repr_(expected)

    def values(function: types.FunctionType) -> tuple[Any, ...]:
        by_name = function.__kwdefaults__
        return (*(function.__defaults__ or ()), *((by_name or {}).values()))

    def is_alike(found: Any, helper: Helper, namespace: dict[str, Any]) -> bool:
        if type_(found) is not function_type or found.__globals__ is not namespace:
            return False
        for code, defaults in helper.forms:
            if not alike(found.__code__, code):
                continue
            if defaults is None:
                return True
            given = values(found)
            if len_(given) != len_(defaults):
                continue
            for one, other in zip_(given, defaults):
                if type_(one) not in plain or not same(one, other):
                    break
            else:
                return True
        return False

    return is_alike
