"""Mending old notebooks on their way into a course: format, nbgrader metadata, kernel, header."""

from __future__ import annotations

import copy
import json
import logging
from collections.abc import Callable
from typing import Any, NamedTuple

from officina_courses.errors import NotebookError
from officina_courses.grade_cells import CURRENT_SCHEMA
from officina_courses.model import Frozen
from officina_courses.notebooks import Notebook, parse_notebook

log = logging.getLogger(__name__)

DEFAULT_KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}


class Changed(Frozen):
    """A file that is not taken over byte for byte, and what was done."""

    path: str
    what: str


class Mended(NamedTuple):
    """A notebook's bytes for the course, and what was changed, in words."""

    data: bytes
    changes: tuple[str, ...]
    notebook: Notebook | None


class Surroundings(NamedTuple):
    """The cells that nbgrader's configuration puts before and after each notebook's own."""

    header: tuple[dict[str, Any], ...] = ()
    footer: tuple[dict[str, Any], ...] = ()


def mend(data: bytes, name: str, around: Surroundings) -> Mended:
    """The notebook as the course needs it; as it is where it cannot be read."""
    changes: list[str] = []
    try:
        notebook = parse_notebook(data, name=name)
    except NotebookError as error:
        if error.code != "notebook-too-old":
            return Mended(data, (f"not read, taken as it is: {error.what}",), None)
        converted = _convert(data)
        if converted is None:
            return Mended(data, (f"not read, taken as it is: {error.what}",), None)
        changes.append("converted from an old notebook format to format 4")
        notebook = parse_notebook(converted, name=name)
    content = copy.deepcopy(notebook.content)
    changes += [f"mended: {peculiarity}" for peculiarity in notebook.peculiarities]
    changes += _upgrade_metadata(content, notebook)
    changes += _name_kernel(content)
    changes += _surround(content, around)
    if not changes:
        return Mended(data, (), notebook)
    text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
    made = text.encode()
    return Mended(made, tuple(changes), parse_notebook(made, name=name))


def _convert(data: bytes) -> bytes | None:
    import nbformat

    reads: Callable[..., Any] = nbformat.reads
    writes: Callable[[Any], str] = nbformat.writes
    try:
        return writes(reads(data.decode("utf-8-sig"), as_version=4)).encode()
    except Exception:  # whatever the readers of the old formats trip over
        log.info("the notebook could not be converted", exc_info=True)
        return None


def _upgrade_metadata(content: dict[str, Any], notebook: Notebook) -> list[str]:
    """Let nbgrader's own reader bring its metadata up to date."""
    found = {
        cell["metadata"]["nbgrader"].get("schema_version", 0)
        for cell in content["cells"]
        if isinstance(cell.get("metadata", {}).get("nbgrader"), dict)
    }
    sound = all(not cell.grading.problems for cell in notebook.cells if cell.grading)
    outdated = sorted(version for version in found if version in range(CURRENT_SCHEMA))
    if not outdated or not sound:
        return []
    try:
        import nbformat
        from nbgrader.nbgraderformat import MetadataValidator
    except ImportError:
        return []
    from_dict: Callable[[Any], Any] = nbformat.from_dict
    upgraded = MetadataValidator().upgrade_notebook_metadata(from_dict(content))
    content["cells"] = json.loads(json.dumps(upgraded["cells"]))
    versions = ", ".join(str(version) for version in outdated)
    return [f"nbgrader metadata of version {versions} brought to version {CURRENT_SCHEMA}"]


def _name_kernel(content: dict[str, Any]) -> list[str]:
    metadata = content.setdefault("metadata", {})
    spec = metadata.get("kernelspec")
    name = spec.get("name") if isinstance(spec, dict) else None
    if name not in (None, "", "python"):
        return []
    metadata["kernelspec"] = dict(DEFAULT_KERNEL)
    return [f'kernel named "python3" instead of {json.dumps(name)}']


def _surround(content: dict[str, Any], around: Surroundings) -> list[str]:
    if not (around.header or around.footer):
        return []
    with_ids = content.get("nbformat_minor", 0) >= 5
    header = [_plain(cell, f"header-{n}", with_ids) for n, cell in enumerate(around.header, 1)]
    footer = [_plain(cell, f"footer-{n}", with_ids) for n, cell in enumerate(around.footer, 1)]
    content["cells"] = [*header, *content["cells"], *footer]
    return ["the course's header and footer cells put in, as nbgrader did"]


def _plain(cell: dict[str, Any], name: str, with_id: bool) -> dict[str, Any]:  # noqa: FBT001
    made = {key: value for key, value in cell.items() if key != "id"}
    return made | {"id": name} if with_id else made
