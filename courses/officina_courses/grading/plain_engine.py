"""Passes of which nobody looks at plots and tables."""

from __future__ import annotations

from officina_courses.grading.engine import Engine, Pass, PassRan


class PlainEngine:
    """Runs passes as ``engine`` does, of which errors and text alone are told."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def run(self, work: Pass) -> PassRan:
        """Run the cells one after another and say what happened."""
        return self._engine.run(work._replace(is_plain=True))
