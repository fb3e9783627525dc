"""The part of the portal's client for courses that come from elsewhere."""

from __future__ import annotations

from typing import IO

from officina_widgets.client import PortalClient
from officina_widgets.import_wire import ImportOut
from officina_widgets.transport import Counted, Progress

ZIP = {"Content-Type": "application/zip"}


class ImportClient(PortalClient):
    """A client that can also bring course packages in."""

    def begin(
        self, package: IO[bytes], *, course_id: str = "", progress: Progress | None = None
    ) -> ImportOut:
        """Upload a package, to be run there before anybody sees it.

        ``course_id`` is what the course is to be called there; without one it keeps its own.
        """
        body = Counted(package, progress) if progress else package
        params = {"course_id": course_id} if course_id else {}
        return self._ask(ImportOut, "POST", "imports", data=body, headers=ZIP, params=params)

    def begin_from(self, peer_id: str, their_course: str, *, course_id: str = "") -> ImportOut:
        """Have a course taken over that a peer offers."""
        params = {"course_id": course_id} if course_id else {}
        place = ("imports", "peers", peer_id, their_course)
        return self._ask(ImportOut, "POST", *place, params=params)

    def imported(self, release_id: int, *, wait_seconds: int = 0) -> ImportOut:
        """How far it is; waits so long for its proof."""
        params = {"wait_seconds": wait_seconds}
        return self._ask(ImportOut, "GET", "imports", str(release_id), params=params)

    def publish_import(
        self, release_id: int, *, same_maker_as: str | None = None, instead_of: str | None = None
    ) -> ImportOut:
        """Let learners have it; possible once it is proved.

        A file takes the place of another only with that one's version in ``same_maker_as``, and an
        older version that of a newer one only with that in ``instead_of``.
        """
        said = {"same_maker_as": same_maker_as, "instead_of": instead_of}
        params = {name: version for name, version in said.items() if version}
        parts = ("imports", str(release_id), "publication")
        return self._ask(ImportOut, "POST", *parts, params=params)

    def prove_again(self, release_id: int) -> ImportOut:
        """Run it once more, after what stood in the way was mended here."""
        return self._ask(ImportOut, "POST", "imports", str(release_id), "proof")

    def discard_import(self, release_id: int) -> ImportOut:
        """Let it go; nothing of it was published."""
        return self._ask(ImportOut, "DELETE", "imports", str(release_id))
