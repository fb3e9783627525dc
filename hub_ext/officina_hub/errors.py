"""What can go wrong on the hub side before anything runs, as one family.

::

    OfficinaError
    ├── FactoryError         factory.toml says something that cannot be
    ├── NotLoopback          a demo login would be open to a network
    └── StartError           the embedded default cannot start or go on (officina_hub.up)

``str(error)`` has three parts: what happened, with the value; why it matters; what to do now.
"""

from __future__ import annotations


class OfficinaError(Exception):
    """Something an operator can mend, said in one sentence of three parts."""

    def __init__(self, happened: str, matters: str, way_out: str) -> None:
        super().__init__(f"{happened} {matters} {way_out}")
        self.happened = happened
        self.matters = matters
        self.way_out = way_out


class FactoryError(OfficinaError):
    """factory.toml cannot be used as it is."""


class NotLoopback(OfficinaError):  # noqa: N818 - the name is the answer
    """A login meant for one machine would be reachable from others."""


class StartError(OfficinaError):
    """The embedded default cannot start, or cannot go on."""
