"""What can go wrong with one piece of work.

::

    JobError            the job failed; ``retry`` says whether another try can help
    └── CourseRefused   the package's own faults, as findings for its trainer
"""

from __future__ import annotations

from officina_courses.model import Finding


class JobError(Exception):
    """A job failed, with a message for the person who waits for it."""

    retry = True


class CourseRefused(JobError):  # noqa: N818 - reads as the sentence it is
    """A package that cannot be published as it is; its findings say why."""

    retry = False

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__(f"the package has {len(findings)} faults")
        self.findings = findings
