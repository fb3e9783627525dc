"""nbgrader's own command-line applications, run in this process with our configuration."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import officina_widgets

CONFIG = Path(officina_widgets.__file__).parent / "jupyter_config"

Nbgrader = Callable[..., "Ran"]


class Ran:
    """What a command returned, and what it told."""

    def __init__(self, status: int, log: str) -> None:
        self.status = status
        self.log = log


class Recorder(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.levelname} {record.getMessage()}")


@pytest.fixture
def nbgrader(monkeypatch: pytest.MonkeyPatch) -> Nbgrader:
    """Runs ``nbgrader <command> <args>`` as the owner of the session."""
    from nbgrader import apps

    commands = {
        "list": apps.ListApp,
        "fetch_assignment": apps.FetchAssignmentApp,
        "submit": apps.SubmitApp,
        "collect": apps.CollectApp,
        "release_assignment": apps.ReleaseAssignmentApp,
        "release_feedback": apps.ReleaseFeedbackApp,
        "fetch_feedback": apps.FetchFeedbackApp,
        "autograde": apps.AutogradeApp,
    }
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", str(CONFIG / "learner"))

    def run(command: str, *args: str) -> Ran:
        app: Any = commands[command]()
        recorder = Recorder()
        app.log.addHandler(recorder)
        status = 0
        try:
            app.initialize(list(args))
            app.start()
        except SystemExit as exit_:
            status = int(exit_.code or 0)
        finally:
            app.log.removeHandler(recorder)
            app.reset()
        return Ran(status, "\n".join(recorder.lines))

    return run


@pytest.fixture
def course_config(monkeypatch: pytest.MonkeyPatch, nbgrader: Nbgrader) -> None:
    """Commands run with the configuration of a course's own server."""
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", str(CONFIG / "course"))
