"""``/find/{record_id}/notebook``: a session, and in it a notebook that loads the dataset."""

from __future__ import annotations

from typing import Final, NamedTuple

from sqlalchemy.orm import Session

from officina_hub.portal.errors import Conflict
from officina_hub.portal.pages.own_server import OwnServerHandler
from officina_hub.portal.pages.waiting import Wait
from officina_hub.portal.store.catalogue_read import published_record
from officina_widgets.catalogue.filed import CatalogRecord
from officina_widgets.catalogue.records import Dataset, Record
from officina_widgets.catalogue.words import in_language
from officina_widgets.finding.loading_code import loading_code

MOST_LINES: Final = 16
NOTHING_TO_LOAD: Final = (
    "The catalogue knows no file of the record {record_id} that a notebook could fetch, so no "
    "session was started for it. Its page says where its owner offers it."
)


class ShownCode(NamedTuple):
    """The code of the notebook, as the page shows it."""

    text: str

    @property
    def lines(self) -> int:
        """How high its field is."""
        return min(MOST_LINES, self.text.count("\n") + 1)


def shown_code(record: Record) -> ShownCode | None:
    """What the notebook would run; nothing where there is nothing to load."""
    code = loading_code(record) if isinstance(record, Dataset) else ""
    return ShownCode(code.rstrip()) if code else None


def loadable(session: Session, record_id: str) -> CatalogRecord:
    """The record, where a notebook can load it.

    Raises
    ------
    NotFound
        When there is no such record that the reader may see.
    Conflict
        When it leads to no file.

    """
    filed = published_record(session, record_id)
    if shown_code(filed.record) is None:
        raise Conflict("nothing-to-load", NOTHING_TO_LOAD.format(record_id=record_id))
    return filed


class NotebookHandler(OwnServerHandler):
    """The button of a dataset's page: to the running session, or to a new one."""

    async def post(self, record_id: str) -> None:
        filed = await self.portal.read(loadable, record_id)
        status = await self.server_status()
        if status.state == "running":
            self.leave_for(self.open_url(filed))
            return
        self.begin()
        self.go(self.waiting_path(filed))

    def open_url(self, filed: CatalogRecord) -> str:
        """The reader's JupyterLab; the server extension makes the notebook."""
        return f"{self.server_url}officina/datasets/{filed.id}"

    def waiting_path(self, filed: CatalogRecord) -> str:
        """The page that shows the start."""
        return f"find/{filed.id}/notebook/starting"


class NotebookStartingHandler(NotebookHandler):
    """The page of the start; it goes on to the notebook by itself."""

    door = "find"

    async def get(self, record_id: str) -> None:
        filed = await self.portal.read(loadable, record_id)
        wait = self._wait(filed)
        status = await self.status_unless_silent()
        if status is None:
            self.show(wait, self.starts.of(self.person))
            return
        if status.state == "running":
            self.starts.forget(self.person)
            self.leave_for(self.open_url(filed))
            return
        self.show(wait, await self.current_start(status), await self.own_session())

    def _wait(self, filed: CatalogRecord) -> Wait:
        t = self.t
        title = in_language(filed.record.title, (self.reader.language,))
        lead = t.gettext("“%(title)s” opens in JupyterLab as soon as your server is ready.")
        return Wait(
            title=t.gettext("Your server"),
            lead=lead % {"title": title},
            here=self.address(self.waiting_path(filed)),
            stop_action=self.address("launch/stop"),
            retry_action=self.address(f"find/{filed.id}/notebook"),
            retry_label=t.gettext("Start it"),
            crumbs=(("find", t.gettext("Find")), (f"find/{filed.id}", title)),
        )
