"""``nbgrader fetch_assignment`` and the *Fetch* button of the assignment list."""

from __future__ import annotations

from nbgrader.exchange.abc import ExchangeFetchAssignment as ABCExchangeFetchAssignment

from officina_widgets.exchange.exchange import Exchange, is_fetched
from officina_widgets.material import fetch_material

ALREADY_THERE = (
    "You already have a copy of {exercise} in {folder}, so nothing was fetched. Add --replace to "
    "get missing files again and the trainer's corrections; your own changes are kept."
)


class ExchangeFetchAssignment(Exchange, ABCExchangeFetchAssignment):
    """Brings the material; with ``replace_missing_files`` it also brings it up to date."""

    def init_dest(self) -> None:
        """Refuse where the material is there already, as nbgrader does."""
        if is_fetched(self.folder) and not self.replace_missing_files:
            self.fail(ALREADY_THERE.format(exercise=self.exercise_id, folder=self.folder))

    def copy_files(self) -> None:
        """Fetch and tell the learner what happened to which file."""
        with self.client() as client:
            report = fetch_material(client, self.home, self.course_id, self.exercise_id)
        for path in report.restored:
            self.log.warning("Replaced missing file %s", path)
        for note in report.notes:
            self.log.warning("%s", note)
        self.log.info("Fetched as: %s %s", self.course_id, self.exercise_id)
