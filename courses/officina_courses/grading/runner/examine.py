"""Test cells run by plain compile and exec, with everything saved before learners' code ran.

IPython offers learners' code many ways into a cell that runs later: AST transformers, input
transformers, ``pre_run_cell`` hooks, a patched ``showtraceback``. None of them is on this path.
"""

from __future__ import annotations

import ast
import asyncio
import builtins
import inspect
import linecache
import sys
import traceback
from collections.abc import Callable, Set
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.lib.pretty import pretty

Verdict = tuple[BaseException | None, str | None]  # how one test cell ended: its error, its value


def make_examiner(
    namespace: dict[str, Any], alone: Set[str] = frozenset()
) -> Callable[[str, str], Verdict]:
    """A function that runs a test cell in the learner's ``namespace``.

    Those that stand in ``alone`` run in a copy of it, which the cells after them get to know.
    A learner's function could otherwise give back what the test calls its expected value. The copy
    is a plain dict: of any other kind learners' code could exchange the methods.

    Built before the first cell runs; all it needs is held in its closure, so that replacing a name
    in a module or in ``builtins`` later changes nothing here.
    """
    saved_builtins = dict(vars(builtins))
    live_builtins, builtins_module = vars(builtins), builtins
    parse, module, expression = ast.parse, ast.Module, ast.Expression
    expr_type, await_flag = ast.Expr, ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
    compile_, eval_, isinstance_ = compile, eval, isinstance
    settrace, setprofile = sys.settrace, sys.setprofile
    ends_with_semicolon: Callable[[str], bool] = DisplayHook.semicolon_at_end_of_expression
    as_text: Callable[[object], str] = pretty
    coroutine_flag, new_loop = inspect.CO_COROUTINE, asyncio.new_event_loop
    base_exception, nothing = BaseException, object()
    own: dict[str, Any] = {}  # one for all tests, so that a test's helper finds what is new

    def run(tree: ast.Module | ast.Expression, name: str, mode: str) -> Any:
        code = compile_(tree, name, mode, flags=await_flag, dont_inherit=True)
        result = eval_(code, own if name in alone else namespace)
        if code.co_flags & coroutine_flag:
            loop = new_loop()
            try:
                return loop.run_until_complete(result)
            finally:
                loop.close()
        return result

    def examine(source: str, name: str) -> Verdict:
        settrace(None)
        setprofile(None)
        live_builtins.update(saved_builtins)
        namespace["__builtins__"] = builtins_module
        own.clear()
        own.update(namespace)
        before = own.copy()
        try:
            tree = parse(source, name)
            last: Any = tree.body[-1] if tree.body else None
            if not isinstance_(last, expr_type) or ends_with_semicolon(source):
                run(tree, name, "exec")
                return None, None
            run(module(body=tree.body[:-1], type_ignores=[]), name, "exec")
            value = run(expression(body=last.value), name, "eval")
            return None, None if value is None else as_text(value)[:1000]
        except base_exception as error:
            return error, None
        finally:
            for key in [*before, *own] if name in alone else ():
                value = own.get(key, nothing)
                if value is nothing:
                    namespace.pop(key, None)
                elif value is not before.get(key, nothing):
                    namespace[key] = value

    return examine


def describe(error: BaseException, source: str, name: str) -> tuple[str, str, list[str]]:
    """Name, message and traceback of a failed test, for a pass whose outputs are shown."""
    linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
    lines = traceback.format_exception(type(error), error, error.__traceback__)
    shown = [line.rstrip("\n") for line in lines if "officina_courses/grading/runner" not in line]
    return type(error).__name__, shown[-1] if shown else "", shown
