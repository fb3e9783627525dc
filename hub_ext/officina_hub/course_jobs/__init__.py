"""Runs of a course as jobs of Slurm: one array for a plan, as the person who asks for it."""

from officina_hub.course_jobs.array import RunArray
from officina_hub.course_jobs.needs import JobNeeds

__all__ = ["JobNeeds", "RunArray"]
