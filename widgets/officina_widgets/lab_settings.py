"""Where JupyterLab and Notebook 7 find our plugins: beside this file, so also in an editable
installation.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any


def configure_lab(c: Any) -> None:
    """Add our folder of prebuilt extensions; those of the environment stay."""
    folders = [str(Path(__file__).parent / "labextensions")]
    c.LabApp.extra_labextensions_path = folders
    c.JupyterNotebookApp.extra_labextensions_path = folders
