"""Dates' and days' times as they travel; a zone by its name, where that leads to this very zone."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from officina_courses.grading.examiner.forms import CannotTravelError, OutOfFormError, Reader

ZONE = re.compile(r"[A-Za-z0-9_+-]{1,40}(/[A-Za-z0-9_+-]{1,40}){0,3}")


def _write(writer: Any, value: Any, depth: int) -> dict[str, Any]:
    zone, tag = value.tzinfo, type(value).__name__
    if zone is None or type(zone) is datetime.timezone:
        return {"t": tag, "v": value.isoformat()}
    if not _is_found_by_name(zone):
        raise CannotTravelError("its time zone cannot travel")
    plain = value.replace(tzinfo=None).isoformat()
    return {"t": tag, "v": plain, "zone": zone.key, "fold": value.fold}


def _is_found_by_name(zone: Any) -> bool:
    if type(zone) is not ZoneInfo or type(zone.key) is not str or not ZONE.fullmatch(zone.key):
        return False
    try:
        return ZoneInfo(zone.key) is zone
    except (OSError, ValueError):  # made from a file under a name that there is not
        return False


def _reader_of(kind: Any) -> Callable[[Reader, dict[str, Any], int], Any]:
    def read(reader: Reader, form: dict[str, Any], depth: int) -> Any:
        moment = kind.fromisoformat(form["v"])
        if "zone" not in form:
            return moment
        if moment.tzinfo is not None or not ZONE.fullmatch(reader.text(form["zone"])):
            raise OutOfFormError("a time zone is out of form")
        return moment.replace(tzinfo=ZoneInfo(form["zone"]), fold=form["fold"])

    return read


WRITERS: dict[type, Callable[[Any, Any, int], Any]] = {
    datetime.datetime: _write,
    datetime.time: _write,
}
READERS = {kind.__name__: _reader_of(kind) for kind in WRITERS}
