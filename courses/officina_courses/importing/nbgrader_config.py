"""Reading ``nbgrader_config.py`` without running it: only texts assigned to known settings."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from pydantic import Field

from officina_courses.model import Frozen
from officina_courses.python_text import tree_of

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
    unread: tuple[str, ...] = Field(
        default=(), description="Settings of these that are there and no plain text, or the file"
    )


def read_nbgrader_config(folder: Path) -> NbgraderConfig:
    """What can be told of the folder's configuration, and what of it cannot be read."""
    path = folder / CONFIG_FILE
    try:
        if not path.is_file():
            return NbgraderConfig()
        if path.stat().st_size > MAX_CONFIG_BYTES:
            return NbgraderConfig(unread=("the whole file, which is too large",))
        tree = tree_of(path.read_bytes())
    except OSError as error:
        return NbgraderConfig(unread=(f"the whole file ({error.strerror})",))
    except SyntaxError as error:
        return NbgraderConfig(unread=(f"line {error.lineno}, which is no Python",))
    except (ValueError, RecursionError, MemoryError):
        return NbgraderConfig(unread=("the whole file, which is no Python",))
    found = dict(_assignments(tree))
    plain = {
        SETTINGS[name]: value for name in SETTINGS if isinstance(value := found.get(name), str)
    }
    unread = tuple(name for name in SETTINGS if name in found and found[name] is None)
    return NbgraderConfig(**plain, unread=unread)


def _assignments(tree: ast.Module) -> Iterator[tuple[str, str | None]]:
    """Each setting that is assigned anywhere, with its text, or None where that is no plain one.

    The last one counts, but of several in branches or functions nobody knows which is the last.
    """
    for node in ast.walk(tree):
        if not isinstance(node, ast.Assign):
            continue
        value = node.value.value if isinstance(node.value, ast.Constant) else None
        text = value if isinstance(value, str) and node in tree.body else None
        for target in node.targets:
            if (
                isinstance(target, ast.Attribute)
                and isinstance(target.value, ast.Attribute)
                and isinstance(target.value.value, ast.Name)
            ):
                yield f"{target.value.attr}.{target.attr}", text
