"""Where JupyterLab finds our plugin: beside this file, so also in an editable installation."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def configure_lab(c: Any) -> None:
    """Add our folder of prebuilt extensions; those of the environment stay."""
    c.LabApp.extra_labextensions_path = [str(Path(__file__).parent / "labextensions")]
