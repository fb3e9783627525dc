"""``python -m officina_widgets.singleuser``: ``jupyterhub-singleuser``, sooner ready.

The same server with the same arguments, environment and extensions; only what it imports before it
answers is less, and it starts no other program meanwhile.
"""

from __future__ import annotations

import sys

from officina_courses.uncollected import uncollected
from officina_widgets.lab_import import import_lab
from officina_widgets.lean_imports import lean_imports


def main() -> None:
    """Run JupyterHub's single-user server in this process."""
    with uncollected(), lean_imports():
        import_lab()
        from jupyterhub.singleuser import main as serve
    sys.exit(serve())


if __name__ == "__main__":
    main()
