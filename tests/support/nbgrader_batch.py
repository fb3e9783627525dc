"""``nbgrader autograde`` of many submissions in one process: a program of its own.

Reads ``[[course folder, penalty method, assignment, student], …]`` and writes, for each, why
nbgrader gave no marks, or an empty text.
"""

from __future__ import annotations

import json
import sys

from nbgrader.apps import NbGraderAPI
from traitlets.config import Config


def api(home: str, penalty: str) -> NbGraderAPI:
    """nbgrader for one course. That kernels are ended at once changes no mark."""
    config = Config()
    config.CourseDirectory.root = home
    config.CourseDirectory.db_url = f"sqlite:///{home}/gradebook.db"
    config.LateSubmissionPlugin.penalty_method = penalty
    config.ExecutePreprocessor.shutdown_kernel = "immediate"
    return NbGraderAPI(config=config)


def main() -> None:
    """Grade what standard input asks for."""
    courses: dict[tuple[str, str], NbGraderAPI] = {}
    said = []
    for home, penalty, assignment, student in json.load(sys.stdin):
        course = courses.setdefault((home, penalty), api(home, penalty))
        result = course.autograde(assignment, student)
        said.append("" if result["success"] else result.get("error") or result.get("log"))
    json.dump(said, sys.stdout)


if __name__ == "__main__":
    main()
