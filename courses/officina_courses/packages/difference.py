"""What is otherwise in a later version of a course, as data: for people, programs and pages."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, JsonValue

from officina_courses.model import Frozen

Change = Literal["added", "removed", "changed", "moved"]


class Side(Frozen):
    """One of the two that are compared."""

    course_id: str
    version: str
    title: str
    sha256: str | None = Field(default=None, description="Of the package; a folder has none")


class FieldChange(Frozen):
    """One fact that is another one; None stands for nothing."""

    key: str
    old: JsonValue = None
    new: JsonValue = None


class TextChange(Frozen):
    """Lines as ``diff -u`` shows them: with a blank, - or + before each, @@ before each place."""

    lines: tuple[str, ...] = ()
    left_out: int = Field(default=0, description="Lines that would be too many to show")


class CellChange(Frozen):
    """One cell of a notebook."""

    change: Change
    cell: str = Field(description="Its grade_id, else its id, else its number")
    kind: str
    old_index: int | None = Field(default=None, description="Counted from 1")
    new_index: int | None = Field(default=None, description="Counted from 1")
    fields: tuple[FieldChange, ...] = Field(default=(), description="Points, tags, kind of cell")
    text: TextChange = TextChange()


class FileChange(Frozen):
    """One file; of a notebook with its cells, of a short text with its lines."""

    change: Change
    path: str
    old_bytes: int | None = None
    new_bytes: int | None = None
    cells: tuple[CellChange, ...] = ()
    text: TextChange = TextChange()


class PinChanges(Frozen):
    """What is otherwise in the course's own Python."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()


class PackageDifference(Frozen):
    """All of it."""

    old: Side
    new: Side
    fields: tuple[FieldChange, ...] = Field(default=(), description="Of course.toml")
    files: tuple[FileChange, ...] = ()
    environment: PinChanges = PinChanges()

    @property
    def is_empty(self) -> bool:
        """Whether both hold the same course, byte by byte."""
        return not (self.fields or self.files or self.environment != PinChanges())
