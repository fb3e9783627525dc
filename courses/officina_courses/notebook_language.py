"""Whether a notebook is in Python, by what it says of its kernel."""

from __future__ import annotations

from officina_courses.grading.foreign.languages import foreign_kernel
from officina_courses.model import HUB_KERNEL
from officina_courses.notebooks import Notebook


def is_in_python(notebook: Notebook, asked: str = HUB_KERNEL) -> bool:
    """Whether Python runs it; ``asked`` is the course's kernel, for a notebook that names none."""
    spec = notebook.content.get("metadata", {}).get("kernelspec")
    return foreign_kernel(asked, spec if isinstance(spec, dict) else {}) is None
