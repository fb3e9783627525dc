"""Whether a submission's notebooks run in a Python of their course's own, and in which."""

from __future__ import annotations

from officina_courses.environments.folder import EnvironmentsFolder
from officina_courses.grading.engine import Engine, Pass, PassRan
from officina_courses.grading.request import GradeRequest
from officina_courses.pythons import Python, python_of


class InPython:
    """Runs passes as ``engine`` does, in that Python."""

    def __init__(self, engine: Engine, python: Python) -> None:
        self._engine = engine
        self._python = python

    def run(self, work: Pass) -> PassRan:
        """Run the cells one after another and say what happened."""
        return self._engine.run(work._replace(python=self._python))


def python_for(request: GradeRequest) -> Python | None:
    """The Python of the course's own; None where it has none.

    Raises
    ------
    EnvironmentMissing
        Where the course has packages of its own and nobody has built their Python here.

    """
    environments = EnvironmentsFolder(request.environments)
    built = environments.find(request.kernel)
    if built is None and request.has_packages:
        raise environments.missing(request.kernel)
    return None if built is None else python_of(built)
