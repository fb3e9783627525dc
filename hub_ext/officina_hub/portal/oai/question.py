"""The arguments of a question, and what the protocol says where they are wrong."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple

from officina_widgets.catalogue.records import KINDS

PREFIXES: Final = ("oai_dc", "rdf")
ARGUMENTS: Final[Mapping[str, tuple[frozenset[str], frozenset[str]]]] = {
    "Identify": (frozenset(), frozenset()),
    "ListSets": (frozenset(), frozenset({"resumptionToken"})),
    "ListMetadataFormats": (frozenset(), frozenset({"identifier"})),
    "GetRecord": (frozenset({"identifier", "metadataPrefix"}), frozenset()),
    "ListIdentifiers": (frozenset({"metadataPrefix"}), frozenset({"from", "until", "set"})),
    "ListRecords": (frozenset({"metadataPrefix"}), frozenset({"from", "until", "set"})),
}
"""Of each verb those that must be there, and those that may."""
LISTS: Final = frozenset({"ListIdentifiers", "ListRecords"})
TOKEN: Final = "resumptionToken"  # noqa: S105 - the name of an argument
DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
# By the protocol's sections 2.4, 2.6 and 3.4.
SYNTAX: Final[Mapping[str, tuple[re.Pattern[str], str]]] = {
    "identifier": (re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[!-~]+"), "a URI"),
    "metadataPrefix": (re.compile(r"[A-Za-z0-9_.!~*'()-]+"), "letters, digits and -_.!~*'()"),
    "set": (
        re.compile(r"[A-Za-z0-9_.!~*'()-]+(:[A-Za-z0-9_.!~*'()-]+)*"),
        "letters, digits and -_.!~*'(), with : between levels",
    ),
}
SECOND: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


class OaiError(Exception):
    """One of the protocol's own errors, by its code."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code


class Place(NamedTuple):
    """Where a list goes on: after this moment and id."""

    moment: datetime
    record_id: str


class Selection(NamedTuple):
    """Which records a list is of; ``before`` is the moment after its last one."""

    prefix: str
    since: datetime | None = None
    before: datetime | None = None
    kind: str | None = None
    after: Place | None = None


def check_arguments(arguments: Mapping[str, Sequence[str]]) -> tuple[str, dict[str, str]]:
    """The verb, and its arguments once each; raises ``OaiError``."""
    verbs = arguments.get("verb", [])
    verb = verbs[0] if len(verbs) == 1 else ""
    if verb not in ARGUMENTS:
        raise OaiError("badVerb", f"The verb must be one of {', '.join(ARGUMENTS)}, once.")
    given = {name: values[0] for name, values in arguments.items() if name != "verb"}
    needed, allowed = ARGUMENTS[verb]
    if verb in LISTS and TOKEN in given:
        needed, allowed = frozenset({TOKEN}), frozenset()
    wrong = set(given) - needed - allowed
    twice = {name for name, values in arguments.items() if len(values) > 1}
    if wrong or twice or needed - set(given):
        told = ", ".join(sorted(name[:60] for name in wrong | twice | (needed - set(given))))
        raise OaiError("badArgument", f"Not known, given twice, or missing: {told}")
    _check_syntax(given)
    return verb, given


def selection_of(given: Mapping[str, str]) -> Selection:
    """Which records are asked for; raises ``OaiError``."""
    if token := given.get(TOKEN):
        return _unpacked(token)
    check_prefix(given["metadataPrefix"])
    since, until = given.get("from"), given.get("until")
    if since and until and len(since) != len(until):
        raise OaiError("badArgument", "from and until must be told alike, by day or by second.")
    kind = given.get("set")
    if kind is not None and kind not in KINDS:
        raise OaiError("noRecordsMatch", f"There is no set {kind[:60]!r}; ListSets tells them.")
    first = _moment(since) if since else None
    before = _moment(until) + (_length(until)) if until else None
    if first and before and first >= before:
        raise OaiError("badArgument", "from is later than until.")
    return Selection(given["metadataPrefix"], first, before, kind)


def check_prefix(prefix: str) -> None:
    """Raise ``OaiError`` for a form that there is not."""
    if prefix not in PREFIXES:
        told = f"The metadata come as {' and '.join(PREFIXES)}, not as {prefix[:60]!r}."
        raise OaiError("cannotDisseminateFormat", told)


def packed(selection: Selection, after: Place) -> str:
    """The token of the rest of a list."""
    told = [
        selection.prefix,
        selection.since and selection.since.isoformat(),
        selection.before and selection.before.isoformat(),
        selection.kind,
        after.moment.isoformat(),
        after.record_id,
    ]
    return base64.urlsafe_b64encode(json.dumps(told).encode()).decode().rstrip("=")


def _check_syntax(given: Mapping[str, str]) -> None:
    for name, (pattern, wanted) in SYNTAX.items():
        if name in given and not pattern.fullmatch(given[name]):
            raise OaiError("badArgument", f"{name} is {given[name][:60]!r}; it must be {wanted}.")


def _unpacked(token: str) -> Selection:
    try:
        text = base64.urlsafe_b64decode(token[:2000] + "=" * (-len(token[:2000]) % 4))
        prefix, since, before, kind, moment, record_id = json.loads(text)
        place = Place(_aware(moment), str(record_id))
        if prefix not in PREFIXES or kind not in (*KINDS, None):
            raise ValueError(prefix)
        first = _aware(since) if since else None
        return Selection(prefix, first, _aware(before) if before else None, kind, place)
    except (ValueError, TypeError, RecursionError) as error:
        told = "The token is none of this repository. Begin the list again."
        raise OaiError("badResumptionToken", told) from error


def _aware(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(text)
    return moment


def _moment(text: str) -> datetime:
    try:
        if DAY.fullmatch(text) or SECOND.fullmatch(text):
            return datetime.fromisoformat(text.removesuffix("Z")).replace(tzinfo=UTC)
    except ValueError:
        pass
    told = f"{text[:40]!r} is no day (2026-11-23) and no second (2026-11-23T09:00:00Z)."
    raise OaiError("badArgument", told)


def _length(text: str) -> timedelta:
    return timedelta(days=1) if DAY.fullmatch(text) else timedelta(seconds=1)
