"""The portal's catalogue, by REST with the session's own token."""

from __future__ import annotations

from typing import Final

from officina_widgets.catalogue.asking import Answer, Ask
from officina_widgets.catalogue.filed import CatalogRecord
from officina_widgets.catalogue.query_string import query_of
from officina_widgets.client import PortalClient
from officina_widgets.transport import Patience

QUICK: Final = Patience(connect_seconds=2, read_seconds=5, tries=2)
"""Somebody is typing: rather a snapshot now than the portal's answer in a minute."""


class PortalCatalogue:
    """Asks the portal."""

    is_snapshot: Final = False

    def __init__(self, client: PortalClient) -> None:
        self._client = client

    @classmethod
    def from_environment(cls) -> PortalCatalogue:
        """With what the spawner put into the environment; raises ``NotConfigured``."""
        return cls(PortalClient.from_environment(patience=QUICK))

    def ask(self, ask: Ask) -> Answer:
        """One page of what is found."""
        return self._client.read(Answer, "catalogue", "search", params=query_of(ask))

    def record(self, record_id: str) -> CatalogRecord:
        """One record."""
        return self._client.read(CatalogRecord, "catalogue", "records", record_id)
