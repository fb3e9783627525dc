"""One notebook read as a lesson: its title, its parts in order, its contents, its points."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final, Literal, NamedTuple

from markupsafe import Markup

from officina_courses.errors import NotebookError
from officina_courses.notebooks import Cell, Notebook, NotebookLimits, parse_notebook
from officina_hub.portal.lessons.highlighting import code_html
from officina_hub.portal.lessons.outline import Heading, Outline
from officina_hub.portal.lessons.places import Places
from officina_hub.portal.lessons.prose import as_typed, prose_html

LIMITS: Final = NotebookLimits(max_bytes=4 * 1024 * 1024, max_cells=500)
KEPT: Final = 128  # pages
# Characters of one lesson, cell by cell; the longest that is shipped has 40,000. What comes after
# them is shown as it was typed, for hostile Markdown costs a second for 60,000.
MOST_RENDERED: Final = 50_000
WORDS_A_MINUTE: Final = 200
LINES_A_MINUTE: Final = 20  # of code, which is read more slowly than prose
MARKED_UP: Final = re.compile(r"[*_`]+")
BASE64: Final = re.compile(r"[A-Za-z0-9+/\s]+={0,2}\s*")
ATTACHED: Final = ("image/png", "image/jpeg", "image/gif", "image/webp")

Kind = Literal["text", "code", "answer", "tests", "written", "task"]


class Unreadable(Exception):  # noqa: N818 - reads as the sentence it is
    """The notebook cannot be shown as a page, and why."""


class Part(NamedTuple):
    """One cell; ``points`` are those that it gives."""

    kind: Kind
    is_code: bool
    body: Markup
    points: float


class Lesson(NamedTuple):
    """A notebook as a page."""

    title: str
    parts: tuple[Part, ...]
    contents: tuple[Heading, ...]
    minutes: int

    @property
    def checked_points(self) -> float:
        """The points that tests give."""
        return sum(part.points for part in self.parts if part.kind == "tests")

    @property
    def marked_points(self) -> float:
        """The points that a trainer gives."""
        return sum(part.points for part in self.parts if part.kind in {"written", "task"})


def read_lesson(content: bytes, sha256: str, places: Places) -> Lesson:
    """The lesson in these bytes, whose hash is known; kept, since a release never changes.

    Raises
    ------
    Unreadable
        With a sentence for the reader.

    """
    return _kept(_Content(sha256, content), places)


class _Content(NamedTuple):
    """Equal where the hash is: the bytes themselves are neither compared nor hashed."""

    sha256: str
    content: bytes

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Content) and other.sha256 == self.sha256

    def __hash__(self) -> int:
        return hash(self.sha256)


@lru_cache(maxsize=KEPT)
def _kept(found: _Content, places: Places) -> Lesson:
    try:
        notebook = parse_notebook(found.content, name=places.name, limits=LIMITS)
    except NotebookError as error:
        raise Unreadable(error.what) from error
    return _lesson(notebook, places)


def _lesson(notebook: Notebook, places: Places) -> Lesson:
    outline = Outline()
    title, cells = _titled(notebook)
    language = _language(notebook)
    parts = tuple(_parts(cells, notebook, language, outline, places))
    return Lesson(
        title=title or places.notebook,
        parts=parts,
        contents=tuple(outline.headings),
        minutes=_minutes(cells),
    )


def _titled(notebook: Notebook) -> tuple[str, tuple[Cell, ...]]:
    """The heading that the notebook begins with, and the cells without it."""
    first, *others = notebook.cells or (None,)
    if first is None or first.kind != "markdown":
        return "", notebook.cells
    line, _, rest = first.source.lstrip().partition("\n")
    title = _closed(line.removeprefix("# ").strip())
    if not line.startswith("# ") or not title:
        return "", notebook.cells
    return MARKED_UP.sub("", title), (first.model_copy(update={"source": rest}), *others)


def _closed(heading: str) -> str:
    """Without the signs that close it; those of C# are its own."""
    bare = heading.rstrip("#")
    return bare.rstrip() if not bare or bare[-1].isspace() else heading


def _parts(
    cells: tuple[Cell, ...], notebook: Notebook, language: str, outline: Outline, places: Places
) -> Iterator[Part]:
    rows = notebook.content["cells"]
    left = MOST_RENDERED
    for cell in cells:
        if cell.kind == "raw" or not cell.source.strip():
            continue
        is_code = cell.kind == "code"
        left -= len(cell.source)
        if is_code:
            body = code_html(cell.source, language if left >= 0 else "")
        elif left < 0:
            body = as_typed(cell.source)
        else:
            body = prose_html(cell.source, outline, places, _attached(rows[cell.index - 1]))
        points = cell.grading.points if cell.grading and cell.grading.is_graded else 0.0
        yield Part(_kind(cell), is_code, body, points)


def _kind(cell: Cell) -> Kind:
    grading = cell.grading
    if grading is not None and grading.task:
        return "task"
    if grading is not None and grading.is_test:
        return "tests"
    if grading is not None and grading.solution:
        return "written" if grading.grade else "answer"
    return "code" if cell.kind == "code" else "text"


def _attached(row: dict[str, Any]) -> dict[str, str]:
    """The pictures that a text cell carries with it, as addresses."""
    attachments = row.get("attachments")
    found = {}
    for name, forms in (attachments if isinstance(attachments, dict) else {}).items():
        for mime in ATTACHED:
            data = forms.get(mime) if isinstance(forms, dict) else None
            if isinstance(data, str) and BASE64.fullmatch(data):
                found[name] = f"data:{mime};base64,{''.join(data.split())}"
    return found


def _language(notebook: Notebook) -> str:
    metadata = notebook.content.get("metadata", {})
    for place, key in (("language_info", "name"), ("kernelspec", "language")):
        found = metadata.get(place)
        name = found.get(key) if isinstance(found, dict) else None
        if isinstance(name, str):
            return name[:40]
    return "python"


def _minutes(cells: tuple[Cell, ...]) -> int:
    words = sum(len(cell.source.split()) for cell in cells if cell.kind == "markdown")
    lines = sum(
        1 for cell in cells if cell.kind == "code" for line in cell.source.splitlines() if line
    )
    return max(1, round(words / WORDS_A_MINUTE + lines / LINES_A_MINUTE))
