"""The portal's catalogue, by REST: through the session's own server, or with a token."""

from __future__ import annotations

from typing import Final

from officina_widgets.catalogue.asking import Answer, Ask
from officina_widgets.catalogue.filed import CatalogRecord
from officina_widgets.catalogue.query_string import query_of
from officina_widgets.client import PortalClient
from officina_widgets.transport import Impatience

SNAPSHOT_HEADER: Final = "X-Officina-Snapshot"
QUICK: Final = Impatience(connect_seconds=2, read_seconds=10)
"""Somebody is typing: rather a snapshot now than the portal's answer in a minute.

The session's server tells of a silent portal long before, or first reads its snapshot.
"""


class PortalCatalogue:
    """Asks the portal. The session's server may answer from a snapshot while the portal is away."""

    def __init__(self, client: PortalClient) -> None:
        self._client = client
        self._copied: str | None = None

    @property
    def is_snapshot(self) -> bool:
        """Whether the last answer came from one."""
        return self._copied is not None

    @property
    def notes(self) -> tuple[str, ...]:
        """What the server says of that snapshot."""
        return tuple(note for note in (self._copied or "").split(",") if note)

    @classmethod
    def from_environment(cls) -> PortalCatalogue:
        """With what the spawner put into the environment; raises ``NotConfigured``."""
        return cls(PortalClient.from_environment(patience=QUICK))

    def ask(self, ask: Ask) -> Answer:
        """One page of what is found."""
        self._copied, answer = self._client.read_noted(
            SNAPSHOT_HEADER, Answer, "catalogue", "search", params=query_of(ask)
        )
        return answer

    def record(self, record_id: str) -> CatalogRecord:
        """One record."""
        return self._client.read(CatalogRecord, "catalogue", "records", record_id)
