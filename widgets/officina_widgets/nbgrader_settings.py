"""What nbgrader is told in our sessions; the two ``nbgrader_config.py`` call one function each."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from officina_widgets.environment import COURSE_VARIABLE
from officina_widgets.kernel_privacy import configure_encryption

EXCHANGE = "officina_widgets.exchange."


def configure_learner(c: Any) -> None:
    """Choose our exchange; material lies in ``~/<course>/<exercise>`` wherever a command is run."""
    c.ExchangeFactory.exchange = EXCHANGE + "Exchange"
    c.ExchangeFactory.collect = EXCHANGE + "ExchangeCollect"
    c.ExchangeFactory.fetch_assignment = EXCHANGE + "ExchangeFetchAssignment"
    c.ExchangeFactory.fetch_feedback = EXCHANGE + "ExchangeFetchFeedback"
    c.ExchangeFactory.list = EXCHANGE + "ExchangeList"
    c.ExchangeFactory.release_assignment = EXCHANGE + "ExchangeReleaseAssignment"
    c.ExchangeFactory.release_feedback = EXCHANGE + "ExchangeReleaseFeedback"
    c.ExchangeFactory.submit = EXCHANGE + "ExchangeSubmit"
    c.Exchange.assignment_dir = str(Path.home())
    configure_encryption(c)


def configure_course(c: Any) -> None:
    """The same for a course's own server, whose home is the course folder."""
    configure_learner(c)
    home = Path.home()
    c.CourseDirectory.root = str(home)
    c.CourseDirectory.db_url = f"sqlite:///{home / 'gradebook.db'}"
    if os.environ.get(COURSE_VARIABLE):
        c.CourseDirectory.course_id = os.environ[COURSE_VARIABLE]
    # Learners' outputs are shown in the trainer's browser, so nothing of theirs may run there.
    c.HTMLExporter.preprocessors = ["officina_widgets.shown_safely.ShownSafely"]
    c.Autograde.exporter_class = "officina_widgets.autograde_guard.NoAutograde"
