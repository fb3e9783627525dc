"""``nbgrader collect`` and formgrader's *Collect*.

On the hub node the grader already writes each submission it grades into the course folder. Collect
does the same for whatever is not there yet, and leaves alone what is.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

from nbgrader.exchange.abc import ExchangeCollect as ABCExchangeCollect
from nbgrader.utils import parse_utc

from officina_courses.archive import SUBMISSION_LIMITS, extract_tar
from officina_widgets import names
from officina_widgets.client import PortalClient
from officina_widgets.exchange.exchange import Exchange
from officina_widgets.wire import SubmissionOut


class ExchangeCollect(Exchange, ABCExchangeCollect):
    """Brings each learner's newest submission, or their last one before the deadline."""

    def copy_files(self) -> None:
        """Choose one submission per learner and bring what is not here yet."""
        user = self.coursedir.student_id or "*"
        with self.client() as client:
            submissions = client.submissions(self.course_id, self.exercise_id, user=user)
            chosen = choose(submissions, before_duedate=self.before_duedate)
            if not chosen:
                self.log.warning(
                    "No submissions of '%s' for course '%s' to collect",
                    self.exercise_id,
                    self.course_id,
                )
            for submission in chosen:
                self._collect(client, submission)

    def _collect(self, client: PortalClient, submission: SubmissionOut) -> None:
        student, exercise = names.user_name(submission.user), self.exercise_id
        place = Path(
            self.coursedir.format_path(self.coursedir.submitted_directory, student, exercise)
        )
        if not place.is_dir():
            self.log.info("Collecting submission: %s %s", student, exercise)
        elif self._is_wanted(place, submission):
            self.log.info("Updating submission: %s %s", student, exercise)
        else:
            hint = "No newer submission to collect" if self.update else "Use --update to update"
            self.log.info("%s: %s %s", hint, student, exercise)
            return
        self._bring(client, submission, place)

    def _is_wanted(self, place: Path, submission: SubmissionOut) -> bool:
        """Whether this submission should replace the one that lies in ``place``."""
        here = self.coursedir.get_existing_timestamp(str(place))
        there = parse_utc(self.format_time(submission.received_at))
        if self.update and (here is None or there > here):
            return True
        return bool(self.before_duedate and here != there)

    def _bring(self, client: PortalClient, submission: SubmissionOut, place: Path) -> None:
        place.parent.mkdir(parents=True, exist_ok=True)
        arriving = place.with_name(f".{place.name}.arriving")
        leaving = place.with_name(f".{place.name}.leaving")
        for rest in (arriving, leaving):
            shutil.rmtree(rest, ignore_errors=True)
        with client.submission_tar(submission.id) as tar:
            extract_tar(tar, arriving, SUBMISSION_LIMITS)
        (arriving / "timestamp.txt").write_text(self.format_time(submission.received_at))
        if place.is_dir():
            place.rename(leaving)
        arriving.rename(place)
        shutil.rmtree(leaving, ignore_errors=True)


def choose(
    submissions: Iterable[SubmissionOut], *, before_duedate: bool
) -> tuple[SubmissionOut, ...]:
    """One submission per learner: the newest, or the last in time where there is one."""
    chosen: dict[str, SubmissionOut] = {}
    for submission in sorted(submissions, key=lambda one: one.received_at):
        other = chosen.get(submission.user)
        late_after_good = other is not None and not other.is_late and submission.is_late
        if not (before_duedate and late_after_good):
            chosen[submission.user] = submission
    return tuple(chosen[user] for user in sorted(chosen))
