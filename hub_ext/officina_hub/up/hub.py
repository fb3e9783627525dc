"""``python -m officina_hub.up.hub OPTION…``: JupyterHub with its own options, sooner ready."""

from __future__ import annotations

from officina_courses.late_grammars import grammars_later
from officina_courses.uncollected import uncollected


def main() -> None:
    """Run JupyterHub in this process."""
    grammars_later()
    with uncollected():
        from jupyterhub.app import main as serve

    serve()


if __name__ == "__main__":
    main()
