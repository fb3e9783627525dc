"""What a guarded test compares with and learners' code in its process could exchange.

Found in the trainer's text alone: modules that the test or the cells before it import, what is
reached through them, functions that the trainer's cells define, and builtins. The learner's process
remembers these before its first cell and looks again when the test runs.
"""

from __future__ import annotations

import ast
import builtins
import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from officina_courses.grading.engine import CellToRun
from officina_courses.grading.examiner.given import Given, definition, is_assignment
from officina_courses.grading.examiner.names import binds, loads
from officina_courses.python_text import UNREADABLE, tree_of

# What tests compare by, and what importing before a notebook's first cell changes nothing of.
COMPARING = frozenset(
    {"networkx", "numpy", "pandas", "polars", "scipy", "sklearn", "sympy", "torch", "xarray"}
)
# Nothing is compared by these, and learners give them another meaning for good reasons.
TALKING = frozenset({"breakpoint", "help", "input", "print"})
BUILTINS = (
    frozenset(name for name, value in vars(builtins).items() if callable(value) and name[0] != "_")
    - TALKING
)
MOST_TEXT = 20_000  # characters of a test
REMEMBERED = 500  # sources


class Reference(NamedTuple):
    """A module, or with a path what is reached through it."""

    module: str
    path: tuple[str, ...] = ()


class _Facts(NamedTuple):
    """What one piece of the trainer's code reads, imports, defines and binds."""

    loads: frozenset[str]
    binds: frozenset[str]
    imports: Mapping[str, Reference]
    helpers: Mapping[str, str]
    chains: tuple[tuple[str, ...], ...]


def watched(
    cells: Iterable[CellToRun], given: Given, left_out: frozenset[str] = frozenset()
) -> dict[str, Any]:
    """What to look at for each guarded test of a pass, by the name that it runs under.

    Only the sources that the pass sends anyway are read, so that no hidden line is told earlier.
    """
    known = _Known(given)
    found: dict[str, Any] = {}
    for cell in cells:
        if not cell.is_test or cell.mode != "guarded":
            continue
        facts = _facts(cell.source)
        if facts is None:
            continue
        if cell.key not in left_out and (needs := known.needs(facts)):
            found[f"<{cell.key}>"] = needs
        known.learn(facts)
    return found


class _Known:
    """What names of the one namespace mean, as far as the trainer's cells say it."""

    def __init__(self, given: Given) -> None:
        self._imports: dict[str, Reference] = {}
        for name, text in given.statements.items():
            facts = _facts(text)
            if facts and name in facts.imports:
                self._imports[name] = facts.imports[name]
        self._constants = {
            name: text for name, text in given.statements.items() if is_assignment(text)
        }
        self._helpers = {name: list(texts) for name, texts in given.helpers.items()}
        self._unclear = set(given.learners | given.values)
        # Where nobody knows what answers are to bind, a builtin's name may be the exercise's own.
        plain = BUILTINS if given.learners else frozenset()
        self._builtins = plain - given.learners - given.values - given.statements.keys()

    def learn(self, facts: _Facts) -> None:
        """A test that ran before: what it binds is there for those after it."""
        for name in facts.binds:
            meant = facts.imports.get(name)
            if meant is not None and self._imports.setdefault(name, meant) == meant:
                continue
            if name in facts.helpers:
                self._helpers.setdefault(name, []).append(facts.helpers[name])
            else:
                self._unclear.add(name)
        self._builtins -= facts.binds

    def needs(self, facts: _Facts) -> dict[str, Any]:
        """The names, what is reached, helpers and builtins that a test relies on."""
        names: dict[str, Reference] = {}
        reached: set[Reference] = set()
        helpers: dict[str, list[str]] = {}
        plain: set[str] = set()
        constants: dict[str, str] = {}
        unclear = self._unclear - facts.imports.keys()
        waiting = [facts]
        while waiting:
            one = waiting.pop()
            scope = {**self._imports, **facts.imports, **one.imports}
            for name in one.loads - unclear:
                is_own = name in facts.binds
                if name in scope:
                    reached.add(scope[name])
                    if not is_own:
                        names[name] = scope[name]
                elif name in self._helpers and name not in helpers and not is_own:
                    helpers[name] = self._helpers[name]
                    waiting += [more for text in helpers[name] if (more := _facts(text))]
                elif name in self._constants and not is_own:
                    constants[name] = self._constants[name]
                elif name in self._builtins and not is_own:
                    plain.add(name)
            for base, *path in one.chains:
                if base in scope and base not in unclear:
                    start = scope[base]
                    reached.add(Reference(start.module, (*start.path, *path)))
        watchable = sorted(each for each in reached if _is_watchable(each))
        kept = {name: each for name, each in names.items() if _is_watchable(each)}
        if not (watchable or kept or helpers or plain or constants):
            return {}
        return {
            "names": [[name, each.module, list(each.path)] for name, each in sorted(kept.items())],
            "reached": [[each.module, list(each.path)] for each in watchable],
            "helpers": [[name, texts] for name, texts in sorted(helpers.items())],
            "builtins": sorted(plain),
            "constants": sorted(map(list, constants.items())),
        }


def _is_watchable(reference: Reference) -> bool:
    top = reference.module.partition(".")[0]
    return top in COMPARING or top in sys.stdlib_module_names


@lru_cache(maxsize=REMEMBERED)
def _facts(source: str) -> _Facts | None:
    """None where nothing can be told of the text."""
    if len(source) > MOST_TEXT:
        return None
    try:
        tree = tree_of(source)
        loaded, bound = frozenset(loads(source)), frozenset(binds(source))
    except UNREADABLE:
        return None
    imports: dict[str, Reference] = {}
    for node in ast.walk(tree):
        imports |= _imports(node)  # also from inside functions, where they mean the same
    helpers = {name: text for node in tree.body for name, text in definition(source, node)}
    chains = tuple(sorted({tuple(chain) for node in ast.walk(tree) if (chain := _chain(node))}))
    return _Facts(loaded, bound, imports, helpers, chains)


def _imports(node: ast.AST) -> dict[str, Reference]:
    if isinstance(node, ast.Import):
        whole = {one.asname: Reference(one.name) for one in node.names if one.asname}
        tops = {one.name.partition(".")[0] for one in node.names if not one.asname}
        return whole | {top: Reference(top) for top in tops}
    if isinstance(node, ast.ImportFrom) and node.module and not node.level:
        module = node.module
        named = [one for one in node.names if one.name != "*"]
        return {one.asname or one.name: Reference(module, (one.name,)) for one in named}
    return {}


def _chain(node: ast.AST) -> list[str]:
    """``np.testing.assert_equal`` as its three names; empty for what is no such chain."""
    return list(reversed([*_links(node)])) if isinstance(node, ast.Attribute) else []


def _links(node: ast.expr) -> Iterator[str]:
    names: list[str] = []
    while isinstance(node, ast.Attribute):
        names.append(node.attr)
        node = node.value
    if isinstance(node, ast.Name):
        yield from (*names, node.id)
