"""The folder of static files that a factory publishes: its feed, catalogue, pages and packages.

A *feed* is a DCAT-AP Feed (SEMIC): a Linked Data Event Stream whose members are ActivityStreams'
Create, Update and Delete. A *page* holds 250 of them and never changes once it is full. What is
*offered* is a record as others may know it. This room is handed records, packages and a moment; it
knows no portal and no database, and signs nothing.
"""

from __future__ import annotations

from officina_hub.federation.feed.events import Event, read_event
from officina_hub.federation.feed.index import PageRef, read_index
from officina_hub.federation.feed.pages import MEMBERS_OF_A_PAGE, read_page

__all__ = [
    "MEMBERS_OF_A_PAGE",
    "Event",
    "PageRef",
    "read_event",
    "read_index",
    "read_page",
]
