"""Addresses of the session API that lead nowhere; the Hub's own answer there is only ``null``."""

from __future__ import annotations

from typing import Any

from jupyterhub.apihandlers.base import APIHandler
from tornado.web import HTTPError

ROOT = "/api/officina"

NOWHERE = (
    "The Hub has no address {path!r}, so nothing was done. A name of a session has small letters, "
    "digits and hyphens, and any other sign in an address stands as its percent code. The "
    "addresses are listed under session API in the reference."
)


class NowhereHandler(APIHandler):
    """Whatever matches none of them, by whatever method."""

    def check_xsrf_cookie(self) -> None:
        """There is nothing to protect."""

    async def prepare(self) -> None:
        """Say so (``HTTPError`` 404)."""
        await super().prepare()
        raise HTTPError(404, NOWHERE.format(path=self.request.path[:120]))


def handlers() -> list[tuple[str, type[Any]]]:
    """The route that comes after all others below it."""
    return [(rf"{ROOT}(?:/.*)?", NowhereHandler)]
