"""The marks that nbgrader itself gives, read through its own gradebook API."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

QUERY = """
import json, sys
from nbgrader.api import Gradebook
with Gradebook('sqlite:///gradebook.db') as book:
    marks = {
        submission.student.id: {
            grade.name: grade.auto_score for nb in submission.notebooks for grade in nb.grades
        }
        for submission in book.assignment_submissions(sys.argv[1])
    }
print(json.dumps(marks))
"""


def nbgrader_marks(home: Path, exercise: str) -> dict[str, dict[str, float]]:
    """Each student's automatic marks after ``nbgrader autograde`` of what was submitted."""
    command = [str(Path(sys.executable).with_name("nbgrader")), "autograde", exercise]
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    done = subprocess.run(command, cwd=home, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    command = [sys.executable, "-W", "ignore", "-c", QUERY, exercise]
    found = subprocess.run(command, cwd=home, capture_output=True, text=True, check=True)
    marks: dict[str, dict[str, float]] = json.loads(found.stdout)
    return marks
