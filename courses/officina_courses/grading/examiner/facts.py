"""What in a test's text needs more than values and calls, found by walking its syntax tree."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator
from typing import NamedTuple

from officina_courses.grading.examiner.given import can_import
from officina_courses.grading.examiner.names import binds, imports, mutates
from officina_courses.python_text import tree_of

IPYTHON = {"get_ipython", "display", "In", "Out", "_", "__", "___", "_i", "_ih", "_oh", "_dh"}
INSIDES = {
    "inspect", "globals", "locals", "vars", "dir", "exec", "eval", "__import__", "importlib", "gc",
    "ast", "dis", "id", "breakpoint", "doctest", "__main__", "tracemalloc", "getsource",
    "getmembers", "signature", "memoryview", "weakref",
}  # fmt: skip
INSIDE_ATTRIBUTES = {
    "__code__", "__globals__", "__closure__", "__defaults__", "__kwdefaults__", "__annotations__",
    "__dict__", "__wrapped__", "__class__", "cache_info", "cache_clear", "__signature__",
}  # fmt: skip
FILES = {
    "open", "os", "pathlib", "Path", "shutil", "glob", "tempfile", "sqlite3", "subprocess",
    "socket", "urllib", "requests", "multiprocessing", "threading", "zipfile", "tarfile", "input",
    "shelve", "dbm", "mmap", "concurrent", "asyncio", "pickle", "joblib",
}  # fmt: skip
FILE_ATTRIBUTES = {
    "read_csv", "read_excel", "read_json", "read_parquet", "read_html", "read_table", "read_sql",
    "read_text", "read_bytes", "write_text", "write_bytes", "loadtxt", "genfromtxt", "memmap",
    "fromfile", "tofile", "savetxt", "savez", "exists", "is_file", "is_dir", "iterdir",
    "to_parquet", "read_feather", "read_pickle", "to_pickle", "to_excel",
}  # fmt: skip
SETTINGS = {"sys", "warnings", "mock", "monkeypatch", "logging", "locale", "gettext", "contextvars",
            "atexit", "signal", "faulthandler", "builtins"}  # fmt: skip
CASES = {"unittest"}
SETTING_ATTRIBUTES = {
    "seed", "set_printoptions", "set_option", "seterr", "getcontext", "setcontext",
    "manual_seed", "option_context", "errstate", "printoptions", "warns",
}  # fmt: skip
HARMLESS_OF_SYS = {"maxsize", "float_info", "version_info", "version", "getsizeof", "stdout"}
PLOTS = {"matplotlib", "plt", "pylab", "seaborn", "sns", "plotly", "IPython", "ipywidgets", "bokeh"}
FAMILIES = (
    ("syntax", IPYTHON),
    ("insides", INSIDES),
    ("files", FILES),
    ("settings", SETTINGS),
    ("cases", CASES),
    ("plots", PLOTS),
)


class Facts(NamedTuple):
    """Reasons and where they are seen; names that are changed in place, and imported ones."""

    found: tuple[tuple[str, str], ...]
    mutated: set[str]
    imported: set[str]


def gather(source: str) -> Facts:
    """All that stands in the way of examining the test."""
    tree = tree_of(source)
    imported = imports(tree)
    own = binds(source)
    nodes = list(ast.walk(tree))
    mutated = mutates(tree)
    local = {arg.arg for node in nodes if isinstance(node, ast.arguments) for arg in _args(node)}
    local |= {
        node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }
    helpers = {
        node.name for node in nodes if isinstance(node, ast.FunctionDef | ast.ClassDef)
    } | _lambdas(nodes)
    found = [fact for node in nodes for fact in _facts(node, own - imported, helpers, local)]
    return Facts(tuple(found), mutated - local, imported)


def _facts(
    node: ast.AST, own: set[str], helpers: set[str], local: set[str]
) -> Iterator[tuple[str, str]]:
    if isinstance(node, ast.Name) and node.id not in own and isinstance(node.ctx, ast.Load):
        yield from _family(node.id)
    elif isinstance(node, ast.Import | ast.ImportFrom):
        yield from _import(node)
    elif isinstance(node, ast.Attribute):
        yield from _attribute(node, local)
    elif isinstance(node, ast.Compare):
        if any(isinstance(op, ast.Is | ast.IsNot) for op in node.ops) and not _is_plain_is(node):
            yield "identity", ast.unparse(node)
    elif isinstance(node, ast.Call):
        yield from _call(node, local, helpers)
    elif isinstance(node, ast.Delete | ast.AsyncFunctionDef | ast.Await | ast.AsyncFor):
        yield ("syntax", "async") if not isinstance(node, ast.Delete) else (
            "changes", ast.unparse(node.targets[0]))  # fmt: skip


def _family(name: str) -> Iterator[tuple[str, str]]:
    for code, names in FAMILIES:
        if name in names and name != "sys":
            yield code, name


def _import(node: ast.Import | ast.ImportFrom) -> Iterator[tuple[str, str]]:
    if isinstance(node, ast.ImportFrom) and (node.level or node.module == "__future__"):
        yield "modules", node.module or "."
    modules = [node.module or ""] if isinstance(node, ast.ImportFrom) else [
        alias.name for alias in node.names
    ]  # fmt: skip
    if isinstance(node, ast.ImportFrom):
        for alias in node.names:
            yield from _family(alias.name)
    for module in modules:
        if not can_import(module):
            yield "modules", module
        if module not in ("sys", "IPython") or isinstance(node, ast.ImportFrom):
            yield from _family(module.partition(".")[0])


def _attribute(node: ast.Attribute, local: set[str]) -> Iterator[tuple[str, str]]:
    text = ast.unparse(node)
    if isinstance(node.value, ast.Name) and node.value.id == "sys":
        if node.attr not in HARMLESS_OF_SYS or isinstance(node.ctx, ast.Store):
            yield "settings", text
    elif isinstance(node.ctx, ast.Store | ast.Del):
        if not isinstance(node.value, ast.Name) or node.value.id not in local:
            yield "changes", text
    elif node.attr in INSIDE_ATTRIBUTES:
        yield "insides", text
    elif node.attr in FILE_ATTRIBUTES:
        yield "files", text
    elif node.attr in SETTING_ATTRIBUTES:
        yield "settings", text


def _call(node: ast.Call, local: set[str], helpers: set[str]) -> Iterator[tuple[str, str]]:
    """A call of a plain name that the test does not bind may be one of the learner's functions."""
    if not isinstance(node.func, ast.Name) or node.func.id in local | helpers:
        return
    if hasattr(builtins, node.func.id) or node.func.id in PASSING:
        return
    for argument in [*node.args, *(keyword.value for keyword in node.keywords)]:
        is_helper = isinstance(argument, ast.Name) and argument.id in helpers
        if is_helper or isinstance(argument, ast.Lambda | ast.GeneratorExp):
            yield "callbacks", ast.unparse(node)


# Functions of libraries under their own names that call what they are given here, not there.
PASSING = {"reduce", "partial", "raises", "assert_raises", "Counter", "fsum", "prod", "chain",
           "mean", "median", "deepcopy", "isclose", "allclose"}  # fmt: skip


def _is_plain_is(node: ast.Compare) -> bool:
    """``is None``, ``is True`` and the like, and comparisons of types."""
    sides = [node.left, *node.comparators]
    return any(isinstance(side, ast.Constant) for side in sides) or any(
        isinstance(side, ast.Call) and ast.unparse(side.func) == "type" for side in sides
    )


def _lambdas(nodes: list[ast.AST]) -> set[str]:
    return {
        target.id
        for node in nodes
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Lambda)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def _args(node: ast.arguments) -> list[ast.arg]:
    rest = [arg for arg in (node.vararg, node.kwarg) if arg is not None]
    return [*node.posonlyargs, *node.args, *node.kwonlyargs, *rest]
