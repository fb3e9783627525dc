"""Reading ``nbgrader_config.py`` without running it: only texts assigned to known settings."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from officina_courses.model import Frozen

CONFIG_FILE: Final = "nbgrader_config.py"
MAX_CONFIG_BYTES: Final = 256 * 1024
# Setting of nbgrader → our field; the older names stand first, so that the newer one wins.
SETTINGS: Final = {
    "NbGrader.course_id": "course_id",
    "Exchange.course_id": "course_id",
    "CourseDirectory.course_id": "course_id",
    "CourseDirectory.source_directory": "source_directory",
    "IncludeHeaderFooter.header": "header",
    "IncludeHeaderFooter.footer": "footer",
    "CourseDirectory.db_url": "db_url",
    "CourseDirectory.submitted_directory": "submitted_directory",
    "CourseDirectory.autograded_directory": "autograded_directory",
    "LateSubmissionPlugin.penalty_method": "late_penalty",
    "AssignLatePenalties.plugin_class": "late_plugin",
}


class NbgraderConfig(Frozen):
    """The few settings that an import or the grading of a folder needs."""

    course_id: str = ""
    source_directory: str = "source"
    header: str = ""
    footer: str = ""
    db_url: str = ""
    submitted_directory: str = "submitted"
    autograded_directory: str = "autograded"
    late_penalty: str = "none"
    late_plugin: str = ""


def read_nbgrader_config(folder: Path) -> NbgraderConfig:
    """What can be told of the folder's configuration; nothing of it where it cannot be read."""
    path = folder / CONFIG_FILE
    try:
        if not path.is_file() or path.stat().st_size > MAX_CONFIG_BYTES:
            return NbgraderConfig()
        tree = ast.parse(path.read_bytes())
    except (OSError, SyntaxError, ValueError, RecursionError, MemoryError):
        return NbgraderConfig()
    found = dict(_assignments(tree))
    return NbgraderConfig(**{SETTINGS[name]: found[name] for name in SETTINGS if name in found})


def _assignments(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in tree.body:
        if not isinstance(node, ast.Assign) or not isinstance(node.value, ast.Constant):
            continue
        for target in node.targets:
            if (
                isinstance(node.value.value, str)
                and isinstance(target, ast.Attribute)
                and isinstance(target.value, ast.Attribute)
                and isinstance(target.value.value, ast.Name)
            ):
                yield f"{target.value.attr}.{target.attr}", node.value.value
