"""What the trainer's own cells give to tests: imports, functions, constants, in the trainer's text.

A learner who overwrites ``check`` or ``np`` in a process of their own changes nothing here.
"""

from __future__ import annotations

import ast
import importlib.util
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal, NamedTuple

from officina_courses.grading.examiner.names import binds, loads, mutates
from officina_courses.python_text import UNREADABLE, tree_of

Part = Literal["given", "answer", "test"]
IMPORTS = (ast.Import, ast.ImportFrom)
WRITTEN = (
    ast.Constant,
    ast.List,
    ast.Tuple,
    ast.Set,
    ast.Dict,
    ast.BinOp,
    ast.UnaryOp,
    ast.operator,
    ast.unaryop,
    ast.expr_context,
)


class TrainerCell(NamedTuple):
    """A code cell as the trainer wrote it; a test's ``known`` is what learners have of it."""

    part: Part
    source: str
    grade_id: str = ""
    known: str = ""


class Given(NamedTuple):
    """Statements that bind a name, modules imported by a star, and whose other names are.

    ``learners`` are names that answers bind; ``tests`` those that test cells bind and no other
    cell, so that nothing a learner has under them is meant; ``values`` those that given cells bind
    by more than can be repeated here, as a table that is read: functions are not taken for them.
    ``modules`` are those that the trainer's answers import, by their names there; ``helpers`` the
    functions that given cells define, in the text and the lines of these cells.
    """

    statements: dict[str, str]
    stars: tuple[str, ...] = ()
    learners: frozenset[str] = frozenset()
    tests: frozenset[str] = frozenset()
    values: frozenset[str] = frozenset()
    modules: Mapping[str, str] = {}
    helpers: Mapping[str, tuple[str, ...]] = {}

    def as_json(self) -> dict[str, Any]:
        """As it is sent to an examiner."""
        return {
            "statements": self.statements,
            "stars": list(self.stars),
            "learners": sorted(self.learners),
            "tests": sorted(self.tests),
            "values": sorted(self.values),
            "modules": dict(self.modules),
        }

    @classmethod
    def from_json(cls, sent: dict[str, Any]) -> Given:
        """What ``as_json`` made."""
        learners, tests, values = (
            frozenset(sent[whose]) for whose in ("learners", "tests", "values")
        )
        stars = tuple(sent["stars"])
        return cls(sent["statements"], stars, learners, tests, values, sent["modules"])


def find_given(cells: Iterable[TrainerCell], *, is_solved: bool) -> Given:
    """What the cells give; ``is_solved`` says that their answers are the trainer's, not stubs.

    Only then it is known which constants no answer is meant to change.
    """
    statements: dict[str, str] = {}
    imported: dict[str, str] = {}  # by answers
    stars: list[str] = []
    learners: set[str] = set()
    mentioned: set[str] = set()
    mutated: set[str] = set()
    others: set[str] = set()
    tests: set[str] = set()
    helpers: dict[str, tuple[str, ...]] = {}
    for cell in cells:
        bound_here = {name for node in _body(cell.source) for name in binds(node)}
        if cell.part == "test":
            tests |= bound_here
            continue
        others |= bound_here
        for node in _body(cell.source):
            bound = binds(node)
            mutated |= mutates(node)
            for name, text in definition(cell.source, node) if cell.part == "given" else ():
                helpers[name] = (*helpers.get(name, ()), text)
            if cell.part == "answer" and isinstance(node, IMPORTS):
                texts = dict(_imports(node))
                imported |= {name: texts.get(name, "") for name in bound}
            elif cell.part == "answer":
                learners |= bound
                mentioned |= bound | loads(node)
            elif isinstance(node, ast.ImportFrom) and node.names[0].name == "*":
                module = "" if node.level else node.module or ""
                stars += [module] if can_import(module) else []
            elif isinstance(node, IMPORTS):
                statements |= dict(_imports(node))
            elif _is_definition(node) or _is_constant(node):
                statements |= dict.fromkeys(bound, ast.unparse(node))
            else:
                for name in bound:
                    statements.pop(name, None)
    # To import what a given cell imports, too, is no answer, and changes nothing.
    learners |= {name for name, text in imported.items() if statements.get(name) != text}
    constants = {name for name, text in statements.items() if is_assignment(text)}
    changeable = learners | (constants & (mentioned | mutated) if is_solved else constants)
    kept = {name: text for name, text in statements.items() if name not in changeable}
    values = others - learners - kept.keys()
    return Given(
        kept,
        tuple(stars),
        frozenset(learners),
        frozenset(tests - others),
        frozenset(values),
        {name: module for name, text in imported.items() if (module := _module(text))},
        {name: texts for name, texts in helpers.items() if name in kept},
    )


def definition(source: str, node: ast.stmt) -> Iterator[tuple[str, str]]:
    """The name and the text of a function at the top of a cell, if nothing decorates it.

    In lines as they stand: what a function compiles to depends on them.
    """
    name = node.name if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) else ""
    if isinstance(node, ast.Assign) and isinstance(node.value, ast.Lambda):
        target = node.targets[0]
        name = target.id if len(node.targets) == 1 and isinstance(target, ast.Name) else ""
    text = ast.get_source_segment(source, node) if name else None
    if text and not getattr(node, "decorator_list", []):
        yield name, text


def can_import(module: str) -> bool:
    """Whether a process without the learner's folder finds the module."""
    try:
        return importlib.util.find_spec(module) is not None
    except (ImportError, ValueError):
        return False


def _body(source: str) -> list[ast.stmt]:
    try:
        return tree_of(source).body
    except UNREADABLE:
        return []


def _imports(node: ast.Import | ast.ImportFrom) -> Iterator[tuple[str, str]]:
    for alias in node.names:
        module = alias.name if isinstance(node, ast.Import) else node.module
        if getattr(node, "level", 0) or not can_import(module or ""):
            continue
        one = ast.Import([alias])
        if isinstance(node, ast.ImportFrom):
            one = ast.ImportFrom(node.module, [alias], 0)  # type: ignore[assignment]
        yield alias.asname or alias.name.partition(".")[0], ast.unparse(one)


def _module(text: str) -> str:
    """The module that one name stands for after this import; empty where that is no module."""
    for node in tree_of(text).body:
        if isinstance(node, ast.Import):
            alias = node.names[0]
            return alias.name if alias.asname else alias.name.partition(".")[0]
    return ""


def _is_definition(node: ast.stmt) -> bool:
    """A function or a class, also one that is chosen by ``if`` or ``try``."""
    if isinstance(node, ast.If | ast.Try):
        inner = [one for one in ast.walk(node) if isinstance(one, ast.stmt) and one is not node]
        return any(map(_is_definition, inner)) or any(isinstance(one, IMPORTS) for one in inner)
    is_named = isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    if isinstance(node, ast.Assign) and is_named and isinstance(node.value, ast.Lambda):
        return True
    return isinstance(node, ast.FunctionDef | ast.ClassDef)


def _is_constant(node: ast.stmt) -> bool:
    """An assignment to plain names of what is written down: literals and arithmetic of them."""
    if not isinstance(node, ast.Assign) or any(not isinstance(t, ast.Name) for t in node.targets):
        return False
    return all(isinstance(part, WRITTEN) for part in ast.walk(node.value))


def is_assignment(text: str) -> bool:
    """Whether a statement binds plain names to what is written down."""
    return _is_constant(tree_of(text).body[0])
