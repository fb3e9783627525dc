"""Checks that no cell asks the network and that every data file says whence it is."""

from __future__ import annotations

import ast
import hashlib
import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Final

from officina_courses.checks.codes import found
from officina_courses.checks.python_code import cell_tree
from officina_courses.checks.subject import ExerciseFolder, Subject
from officina_courses.model import Finding, Frozen
from officina_courses.python_text import UNREADABLE
from officina_courses.utf8 import NotUtf8, guessed_text, text_of

ABOUT: Final = "data-about.md"
NO_DATA: Final = frozenset(
    {".ipynb", ".py", ".md", ".svg", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".r", ".jl"}
)
ASKING: Final = frozenset(
    {"urlopen", "urlretrieve", "get", "post", "put", "head", "request", "read_csv", "read_json",
     "read_parquet", "read_excel", "read_html", "create_connection"}
)  # fmt: skip
ALWAYS_ASKING: Final = re.compile(
    r"(fetch_(?!one\b|all\b|many\b)[a-z0-9_]+|load_dataset|hf_hub_download|snapshot_download)$"
)
ELSEWHERE: Final = re.compile(r"https?://(?!(localhost|127\.0\.0\.1|\[::1\])\b)", re.IGNORECASE)
LICENCE: Final = re.compile(r"licen[cs]e|public domain|CC0", re.IGNORECASE)
SOURCE: Final = re.compile(r"source|generat|made|from|written", re.IGNORECASE)


class DataFile(Frozen):
    """A data file of the course, and where it is described."""

    path: str
    bytes: int
    sha256: str
    about: str | None


def data_files(subject: Subject) -> Iterator[DataFile]:
    """The files of the exercises that are neither notebook, code, text nor picture."""
    for exercise in subject.exercises:
        texts = {path: _text(subject, path) for path in _abouts(exercise)}
        for path in exercise.files:
            name = PurePosixPath(path)
            if name.suffix.lower() in NO_DATA or name.name.upper().startswith("LICEN"):
                continue
            content = (subject.folder / path).read_bytes()
            yield DataFile(
                path=path,
                bytes=len(content),
                sha256=hashlib.sha256(content).hexdigest(),
                about=next((each for each, text in texts.items() if _tells(text, name)), None),
            )


def check_data_files(subject: Subject) -> Iterator[Finding]:
    """Data files that no ``data-about.md`` describes, and cells that ask the network."""
    for file in data_files(subject):
        if file.about is None:
            what = f"{file.path} is in no {ABOUT} that tells source and licence."
            yield found("OFF150", what, path=file.path)
    for exercise in subject.exercises:
        for path in _abouts(exercise):
            try:
                text_of((subject.folder / path).read_bytes())
            except NotUtf8 as error:
                what = f"{path} cannot be read: {error}."
                yield found("OFF150", what, path=path, line=error.line)
    for path, notebook in subject.notebooks():
        for cell in notebook.cells:
            if cell.kind != "code":
                continue
            for line, shown in _asked(cell.source):
                what = f"Cell {cell.index}, line {line}, asks the network: {shown}."
                yield found("OFF151", what, path=path, cell=cell.name, line=line)


def _abouts(exercise: ExerciseFolder) -> list[str]:
    return sorted(path for path in exercise.files if PurePosixPath(path).name == ABOUT)


def _text(subject: Subject, path: str) -> str:
    return guessed_text((subject.folder / path).read_bytes())


def _tells(text: str, name: PurePosixPath) -> bool:
    is_named = name.name in text or f"{name.parent.name}/" in text
    return bool(is_named and LICENCE.search(text) and SOURCE.search(text))


def _asked(source: str) -> Iterator[tuple[int, str]]:
    tree = cell_tree(source)
    for node in ast.walk(tree) if tree else ():
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        name = node.func.id if isinstance(node.func, ast.Name) else name
        texts = [arg.value for arg in node.args[:1] if isinstance(arg, ast.Constant)]
        asks = any(isinstance(text, str) and ELSEWHERE.match(text) for text in texts)
        if ALWAYS_ASKING.match(name) or (name in ASKING and asks):
            yield node.lineno, _shown(node, name)


def _shown(call: ast.Call, name: str) -> str:
    try:
        return ast.unparse(call)[:80]
    except UNREADABLE:  # a number of thousands of digits, or nested deeper than Python writes
        return f"{name}(…)"
