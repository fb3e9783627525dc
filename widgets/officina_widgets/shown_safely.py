"""What formgrader shows of a learner's work, without anything that acts in the trainer's browser.

The grader writes clean notebooks already. This is the second lock, for those that came another way
(an old course folder, a file put there by hand): formgrader's template shows Markdown, outputs and
some metadata as they are, in the origin of the trainer's session.
"""

from __future__ import annotations

import re
from typing import Any

from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode, from_dict

from officina_courses.grading.cleaning import OutputCleaner, clean_attachments, clean_markdown

GRADE_ID = re.compile(r"[\w.-]{1,255}")

Resources = dict[str, Any]


class ShownSafely(Preprocessor):
    """Set in ``c.HTMLExporter.preprocessors`` of a course's own server."""

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        """Keep the language of the notebook, for colours, and no widget's state."""
        language = nb.metadata.get("language_info", {}).get("name", "")
        is_plain = isinstance(language, str) and GRADE_ID.fullmatch(language)
        nb.metadata = _node({"language_info": {"name": language if is_plain else ""}})
        self._clean_output = OutputCleaner()
        for index, cell in enumerate(nb.cells):
            nb.cells[index], resources = self.preprocess_cell(cell, resources, index)
        return nb, resources

    def preprocess_cell(
        self, cell: NotebookNode, resources: Resources, index: int
    ) -> tuple[NotebookNode, Resources]:
        """Clean one cell, whatever it is."""
        cell.metadata = _node(_marking(cell))
        if cell.cell_type == "code":
            cell.outputs = [_node(self._shown(output)) for output in cell.outputs]
        else:
            cell.attachments = _node(clean_attachments(cell.get("attachments")))
            cell.source = clean_markdown(cell.source)
        return cell, resources

    def _shown(self, output: NotebookNode) -> dict[str, Any]:
        """A clean output; sizes of images are numbers, as the template does not quote them."""
        cleaned = self._clean_output(output)
        for mime, sizes in cleaned.get("metadata", {}).items():
            numbers = {name: size for name, size in sizes.items() if isinstance(size, int | float)}
            cleaned["metadata"][mime] = numbers
        return cleaned


def _marking(cell: NotebookNode) -> dict[str, Any]:
    """The metadata of nbgrader, whose ``grade_id`` the template writes into attributes."""
    marking = cell.metadata.get("nbgrader")
    if not isinstance(marking, dict) or not GRADE_ID.fullmatch(str(marking.get("grade_id", ""))):
        return {}
    return {"nbgrader": marking}


def _node(value: dict[str, Any]) -> NotebookNode:
    return from_dict(value)  # type: ignore[no-untyped-call, no-any-return]  # nbformat has no types
