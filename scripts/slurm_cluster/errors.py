"""What can go wrong with a private cluster, each time in three parts."""

from __future__ import annotations


class ClusterError(Exception):
    """What happened with the value; why it matters; what to do now."""

    def __init__(self, happened: str, *, matters: str, now: str) -> None:
        super().__init__(f"{happened} {matters} {now}")


class MissingPackagesError(ClusterError):
    """Programs of Debian's packages are not installed here."""


class NotRootError(ClusterError):
    """Only root can start daemons that act for other users."""
