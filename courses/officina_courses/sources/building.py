"""Makes a notebook from a source. The same source and course give the same bytes."""

from __future__ import annotations

import json
import re
from typing import Any, Final

from officina_courses.model import Course
from officina_courses.sources.cell_ids import cell_ids
from officina_courses.sources.reading import Source, SourceCell
from officina_courses.sources.short_keys import expanded

TITLE: Final = re.compile(r"^#\s+(.+)$", re.MULTILINE)
LANGUAGE_INFO: Final = {
    "file_extension": ".py",
    "mimetype": "text/x-python",
    "name": "python",
    "pygments_lexer": "ipython3",
}
# What the build writes by itself; other metadata of a notebook stands in the source's header.
BUILT: Final = frozenset({"authors", "kernelspec", "lang", "language_info", "license", "title"})


def built(source: Source, course: Course) -> dict[str, Any]:
    """The notebook as JSON."""
    ids = ids_of(source)
    return {
        "cells": [_cell(cell, name) for cell, name in zip(source.cells, ids, strict=True)],
        "metadata": {**source.metadata, **_metadata(source, course)},
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def ids_of(source: Source) -> list[str]:
    """The id of each cell."""
    return cell_ids(
        [(cell.id, cell.text if cell.kind == "markdown" else "") for cell in source.cells]
    )


def title_in(markdown: str) -> str | None:
    """The text of the first heading of level 1."""
    heading = TITLE.search(markdown)
    return heading.group(1).rstrip("#").rstrip() if heading else None


def as_text(notebook: dict[str, Any]) -> str:
    """The file's text, laid out as JupyterLab saves it."""
    return json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _cell(cell: SourceCell, name: str) -> dict[str, Any]:
    made: dict[str, Any] = {
        "cell_type": cell.kind,
        "id": name,
        "metadata": expanded(cell.header),
        "source": cell.text.splitlines(keepends=True),
    }
    return made | {"execution_count": None, "outputs": []} if cell.kind == "code" else made


def _metadata(source: Source, course: Course) -> dict[str, Any]:
    kernel = course.environment.kernel
    made: dict[str, Any] = {
        "kernelspec": {
            "display_name": "Python 3 (ipykernel)" if kernel == "python3" else kernel,
            "language": "python",
            "name": kernel,
        },
        "lang": course.language,
        "language_info": LANGUAGE_INFO,
        "license": course.licence,
    }
    if course.authors:
        made["authors"] = [{"name": author.name} for author in course.authors]
    texts = [cell.text for cell in source.cells if cell.kind == "markdown"]
    title = next(filter(None, map(title_in, texts)), None)
    return made | ({"title": title} if title else {})
