"""Comparing solutions, in a process of its own: the portal waits for it and never parses for it.

One comparison at a time; it has the machine's lowest priority, bounded memory and time, and no
rights but to read. What is found is kept with what it was found of.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import sys
from collections.abc import Iterable
from typing import Final

from pydantic import ValidationError

from officina_courses.similarity.request import Answer, NotebookFile, Request, Work
from officina_hub.portal.context import Portal
from officina_hub.portal.errors import PortalError
from officina_hub.portal.store.act import Act
from officina_hub.portal.store.similar_material import Material, material
from officina_hub.portal.store.similarity import Similarity, keep, similarity
from officina_widgets.wire import FileEntry

log = logging.getLogger("officina.portal")

LONGEST_SECONDS: Final = 300.0
COMPARE: Final = (sys.executable, "-I", "-m", "officina_courses.similarity")
FAILED: Final = (
    "The solutions could not be compared: the comparison took more than {seconds:.0f} seconds or "
    "more memory than it may have. What was found before stands. Try again when the machine is "
    "quieter; if it fails again, tell the operator, whose log has the reason."
)


async def compare(portal: Portal, course_id: str, exercise_id: str, act: Act) -> Similarity:
    """Compare what counts now, unless just that was compared last; gives what is found.

    Raises
    ------
    PortalError
        When it takes too long or too much.

    """
    async with portal.comparing:
        now = await portal.read(material, course_id, exercise_id)
        before = await portal.read(similarity, course_id, exercise_id)
        if before.is_current:
            return before
        answer = await _ask(request_of(portal, now))
        await portal.write(keep, course_id, exercise_id, now.digest, answer, act)
        return await portal.read(similarity, course_id, exercise_id)


def request_of(portal: Portal, now: Material) -> Request:
    """The same as files on this machine; the bytes stay where they are."""
    return Request(
        released=_files(portal, now.released),
        works=tuple(
            Work(name=each.work.submission_id, notebooks=_files(portal, each.notebooks))
            for each in now.works
        ),
    )


def _files(portal: Portal, files: Iterable[FileEntry]) -> tuple[NotebookFile, ...]:
    return tuple(
        NotebookFile(name=file.path, path=portal.blobs.path(file.sha256)) for file in files
    )


async def _ask(request: Request) -> Answer:
    child = await asyncio.create_subprocess_exec(
        *COMPARE,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env={"LC_ALL": "C.UTF-8"},
    )
    try:
        asked = child.communicate(request.model_dump_json().encode())
        said, complaint = await asyncio.wait_for(asked, LONGEST_SECONDS)
        return Answer.model_validate_json(said)
    except (TimeoutError, ValidationError) as error:
        reason = (
            "too slow"
            if isinstance(error, TimeoutError)
            else complaint[-2000:].decode(errors="replace")
        )
        log.warning("solutions were not compared (exit %s): %s", child.returncode, reason)
        message = FAILED.format(seconds=LONGEST_SECONDS)
        raise PortalError("not-compared", message) from error
    finally:
        with contextlib.suppress(ProcessLookupError):
            child.kill()
        await child.wait()
