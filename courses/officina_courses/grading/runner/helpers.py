"""Functions that given cells define, by what the trainer's text compiles to."""

from __future__ import annotations
import __future__

import builtins
import types
from collections.abc import Callable
from typing import Any, NamedTuple

from officina_courses.grading.runner.constants import PLAIN, SCALARS, make_same

CODE = types.CodeType
FUNCTION = types.FunctionType


class Helper(NamedTuple):
    """A function of the trainer's: what it may compile to, with defaults where they are plain."""

    name: str
    forms: tuple[tuple[types.CodeType, tuple[Any, ...] | None], ...]


def helper_of(name: str, texts: list[str]) -> Helper | None:
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


def make_is_alike() -> Callable[[Any, Helper, dict[str, Any]], bool]:
    """Whether a function is one of the trainer's, by what both compile to."""
    type_, len_, zip_, tuple_, repr_, all_ = type, len, zip, tuple, repr, all
    frozenset_, function_type, code_type, plain = frozenset, FUNCTION, CODE, PLAIN
    scalars, same = SCALARS, make_same()
    live = vars(builtins)

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
        if found.__builtins__ is not live:  # it reads them there, and not in the notebook's names
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
