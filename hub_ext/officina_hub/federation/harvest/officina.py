"""Another factory's feed, as far as it is signed: what happened since it was read last.

Pages are read in their order. Of what happened to one thing several times only the last counts, so
all new pages are fetched before anything of them arrives; they lie on the disk meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from officina_hub.catalogue.arriving import Arriving, Cancelled, Refusal
from officina_hub.catalogue.names_on_disk import NameList, NamesOnDisk
from officina_hub.catalogue.readers.outcome import Unreadable
from officina_hub.errors import OfficinaError
from officina_hub.federation.feed import Event, read_page
from officina_hub.federation.feed.profile import LARGEST, read_profile
from officina_hub.federation.feed.sketches import LARGEST as LARGEST_SKETCHES
from officina_hub.federation.feed.sketches import SKETCHES, read_sketches
from officina_hub.federation.feed.taken_over import LARGEST as LARGEST_LIST
from officina_hub.federation.feed.taken_over import TAKEN_OVER, read_taken_over
from officina_hub.federation.fetching import FetchError
from officina_hub.federation.fetching.for_tuf import GuardedFetcher
from officina_hub.federation.harvest.kept import KeptPage
from officina_hub.federation.harvest.visit import Arrival, Visit, without_ours
from officina_hub.federation.peer_root import root_of
from officina_hub.federation.trust import NotTrusted, PeerFolder
from officina_hub.federation.trust.peer import Believed

PAGES: Final = "{factory}/feed/pages/"
# What is kept beside records: the facts, and by what they are known again.
PROFILE: Final = "profile"
TAKEN: Final = "taken-over"
SKETCHED: Final = "sketches"


class _New(NamedTuple):
    """A page with something new, and how it was before."""

    name: str
    path: Path
    sha256: str
    before: KeptPage | None


def officina(visit: Visit) -> Iterator[Arrival]:
    """The records of a factory; raises ``NotTrusted`` where it cannot be believed."""
    peer = visit.peer
    folder = PeerFolder(
        visit.trust_folder,
        root=root_of(peer),
        address=peer.address,
        factory=peer.role,
        fetcher=GuardedFetcher(visit.fetcher),
    )
    signed = folder.refresh()
    _keep_profile(visit, folder, signed)
    _keep_taken_over(visit, folder, signed)
    _keep_sketches(visit, folder, signed)
    wanted = {
        name: file.sha256
        for name, file in sorted(signed.items())
        if name.startswith(PAGES.format(factory=peer.role))
    }
    visit.keeps_all = any(visit.kept.page(name) for name in wanted)
    new, failure = _fetched(visit, folder, wanted)
    visit.keeps_all |= failure is not None
    with NamesOnDisk() as names:
        latest = names.new_list()
        for page in new:
            latest.note((event.iri, event.name) for event in _events(page))
        for page in new:
            yield from _arrivals(page, latest)
            _remember(visit, page)
    if failure:
        raise failure


def _keep_profile(visit: Visit, folder: PeerFolder, signed: Mapping[str, Believed]) -> None:
    """What it tells of itself; without it everything else is harvested all the same."""
    file = signed.get(f"{visit.peer.role}/profile.json")
    data = _if_new(visit, folder, file, PROFILE) if file and file.length <= LARGEST else None
    profile = read_profile(data) if data is not None else None
    if file and profile:
        facts = profile.model_dump(mode="json")
        visit.kept.position[PROFILE] = {"mark": file.sha256, "facts": facts}


def _keep_taken_over(visit: Visit, folder: PeerFolder, signed: Mapping[str, Believed]) -> None:
    """Whose courses it has taken over; ours among them are told in the asset registry."""
    file = signed.get(f"{visit.peer.role}/{TAKEN_OVER}")
    data = _if_new(visit, folder, file, TAKEN) if file and file.length <= LARGEST_LIST else None
    courses = read_taken_over(data) if data is not None else None
    if file and courses is not None:
        facts = [one.model_dump(mode="json") for one in courses]
        visit.kept.position[TAKEN] = {"mark": file.sha256, "facts": facts}


def _keep_sketches(visit: Visit, folder: PeerFolder, signed: Mapping[str, Believed]) -> None:
    """What its packages look like; a course here that is nearly one of them is told so."""
    file = signed.get(f"{visit.peer.role}/{SKETCHES}")
    is_small = file is not None and file.length <= LARGEST_SKETCHES
    data = _if_new(visit, folder, file, SKETCHED) if file and is_small else None
    packages = read_sketches(data) if data is not None else None
    if file and packages is not None:
        facts = [one.model_dump(mode="json") for one in packages]
        visit.kept.position[SKETCHED] = {"mark": file.sha256, "facts": facts}


def _if_new(visit: Visit, folder: PeerFolder, file: Believed, key: str) -> bytes | None:
    """A small file beside the feed; None where it is as before, or could not be had."""
    if visit.kept.position.get(key, {}).get("mark") == file.sha256:
        return None
    path = visit.scratch / key
    try:
        folder.fetch(file.path, path)
    except (NotTrusted, FetchError):
        return None
    return path.read_bytes()


def _fetched(
    visit: Visit, folder: PeerFolder, wanted: dict[str, str]
) -> tuple[list[_New], OfficinaError | None]:
    """The pages that changed, in their order, as far as they could be had."""
    new: list[_New] = []
    for number, (name, sha256) in enumerate(wanted.items()):
        before = visit.kept.page(name)
        if before and before.mark == sha256:
            visit.unchanged += 1
            visit.kept.remember(name, before)
            continue
        path = visit.scratch / f"{number:06d}"
        try:
            file = folder.fetch(name, path)
        except (NotTrusted, FetchError) as error:
            return new, error
        visit.fetched += 1
        visit.bytes += file.length
        new.append(_New(name, path, sha256, before))
    return new, None


def _events(page: _New) -> Iterator[Event]:
    return (each for each in _members(page) if isinstance(each, Event))


def _members(page: _New) -> Iterator[Event | Refusal]:
    """What is new of a page: it only grows, so what was read stands at its beginning."""
    try:
        members = list(read_page(page.path.read_bytes()))
    except Unreadable as error:
        yield Refusal(page.name, error.refused.reason)
        return
    before = page.before
    if before and _last(members[: before.held]) == before.last:
        members = members[before.held :]
    yield from members


def _last(members: list[Event | Refusal]) -> str | None:
    """By what the last of these is known again; a feed that begins anew has the same names."""
    last = members[-1] if members else None
    if isinstance(last, Event):
        return f"{last.name} {last.published.isoformat()} {last.iri}"
    return last.where if last else None


def _arrivals(page: _New, latest: NameList) -> Iterator[Arrival]:
    for each in _members(page):
        if isinstance(each, Refusal):
            yield each._replace(where=f"{page.name}, {each.where}")
        elif latest.note_of(each.iri) != each.name:
            continue
        elif each.record is None:
            yield Cancelled(each.name, each.iri)
        else:
            yield Arriving(without_ours(each.record), each.name)


def _remember(visit: Visit, page: _New) -> None:
    try:
        members = list(read_page(page.path.read_bytes()))
    except Unreadable:
        return
    now = KeptPage(mark=page.sha256, held=len(members), last=_last(members))
    visit.kept.remember(page.name, now)
