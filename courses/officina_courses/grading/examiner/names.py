"""Which names of a notebook's one namespace a piece of its code binds and which it loads."""

from __future__ import annotations

import ast
import symtable
from collections.abc import Iterator

from officina_courses.python_text import tree_of

MUTATING = {
    "append", "extend", "insert", "remove", "pop", "clear", "sort", "reverse", "update", "add",
    "discard", "setdefault", "popitem", "appendleft", "popleft", "fill", "resize", "put",
    "intersection_update", "difference_update", "close", "send", "throw",
}  # fmt: skip
COMPREHENSIONS = ("listcomp", "setcomp", "dictcomp", "genexpr")


def binds(code: ast.stmt | str) -> set[str]:
    """The names that the code binds or deletes, also from inside its functions."""
    return {
        symbol.get_name()
        for table, symbol in _symbols(code)
        if symbol.is_assigned() or symbol.is_imported()
        if table.get_type() == "module" or symbol.is_declared_global()
    }


def loads(code: ast.stmt | str) -> set[str]:
    """The names that the code loads, also from inside its functions."""
    return {
        symbol.get_name()
        for table, symbol in _symbols(code)
        if symbol.is_referenced() and (table.get_type() == "module" or symbol.is_global())
    }


def inner_loads(code: ast.stmt | str) -> set[str]:
    """The names that functions of the code load when they are called."""
    return {
        symbol.get_name()
        for table, symbol in _symbols(code, of_functions=True)
        if symbol.is_referenced() and symbol.is_global()
    }


def imports(tree: ast.Module) -> set[str]:
    """The names that imports bind, those at the top of the code."""
    nodes = (node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom))
    return {name for node in nodes for name in binds(node)}


def wants(source: str) -> set[str]:
    """The names that the code loads before it has bound them itself."""
    bound: set[str] = set()
    wanted: set[str] = set()
    for node in tree_of(source).body:
        wanted |= loads(node) - bound
        bound |= binds(node)
    return wanted


def mutates(tree: ast.AST) -> set[str]:
    """The names whose values the code changes in place, as far as its text shows it."""
    return {name for node in ast.walk(tree) for name in _mutated(node)}


def _symbols(
    code: ast.stmt | str, *, of_functions: bool = False
) -> list[tuple[symtable.SymbolTable, symtable.Symbol]]:
    """The symbols of the code and of all scopes in it, or of those that run when called."""
    text = code if isinstance(code, str) else ast.unparse(code)
    found: list[tuple[symtable.SymbolTable, symtable.Symbol]] = []
    waiting = [(symtable.symtable(text, "<cell>", "exec"), not of_functions)]
    while waiting:
        table, is_wanted = waiting.pop()
        is_function = table.get_type() == "function" and table.get_name() not in COMPREHENSIONS
        is_wanted = is_wanted or is_function
        if is_wanted:
            found += [(table, symbol) for symbol in table.get_symbols()]
        waiting += [(child, is_wanted) for child in table.get_children()]
    return found


def _mutated(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        inplace = any(keyword.arg == "inplace" for keyword in node.keywords)
        if (node.func.attr in MUTATING or inplace) and isinstance(node.func.value, ast.Name):
            yield node.func.value.id
    targets: list[ast.expr] = []
    if isinstance(node, ast.Assign | ast.Delete):
        targets = node.targets
    elif isinstance(node, ast.AugAssign | ast.AnnAssign):
        targets = [node.target]
    for target in targets:
        while isinstance(target, ast.Subscript | ast.Attribute):
            target = target.value
            if isinstance(target, ast.Name):
                yield target.id
