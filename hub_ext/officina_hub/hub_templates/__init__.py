"""JupyterHub's templates in the factory's colours.

``FOLDER`` goes into ``c.JupyterHub.template_paths``; two template variables are used,
``officina_name`` and ``officina_demo``.
"""

from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parent

__all__ = ["FOLDER"]
