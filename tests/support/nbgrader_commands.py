"""Several ``nbgrader`` commands in one process: a program of its own.

The command line spends most of its time on starting. Reads a list of argument lists, and writes for
each its exit status and all that it said.
"""

from __future__ import annotations

import contextlib
import io
import json
import logging
import sys

from jupyter_core.application import NoStart
from nbgrader.apps import NbGraderApp
from nbgrader.validator import Validator


def run(arguments: list[str]) -> tuple[int, str]:
    """One command, as ``nbgrader`` in a terminal runs it."""
    said, status = io.StringIO(), 0
    Validator.stream = said
    app = NbGraderApp.instance()
    with contextlib.redirect_stdout(said):
        try:
            app.initialize(arguments)
            app.init_logging(logging.StreamHandler, [said], color=False, subapps=True)
            app.start()
        except NoStart:
            pass
        except SystemExit as ended:
            status = int(ended.code or 0)
    app.reset()
    return status, said.getvalue()


if __name__ == "__main__":
    answers = [run(arguments) for arguments in json.load(sys.stdin)]
    json.dump(answers, sys.stdout)
