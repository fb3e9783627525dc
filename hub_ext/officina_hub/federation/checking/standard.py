"""Looks at one factory by the common service standard, item by item.

What fails stops no other item. Everything asked is public, and nothing is asked in somebody's name.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any, Final, NamedTuple
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree as ET

from officina_hub.catalogue.arriving import Refusal
from officina_hub.catalogue.readers.limits import Limits
from officina_hub.catalogue.readers.outcome import Unreadable
from officina_hub.catalogue.readers.xml_text import refuse_entities
from officina_hub.errors import OfficinaError
from officina_hub.federation.checking.asking import Asking
from officina_hub.federation.checking.folder import Folder, find_folder
from officina_hub.federation.checking.page_facts import facts_of, missing_terms
from officina_hub.federation.checking.report import Answered, ServiceReport, Timed, answered
from officina_hub.federation.feed import read_index, read_page
from officina_hub.federation.fetching import FetchError
from officina_hub.federation.fetching.for_tuf import GuardedFetcher
from officina_hub.federation.harvest.oai_answer import read_answer
from officina_hub.federation.trust import NotTrusted, PeerFolder

FACTS: Final = ("id", "name", "contact", "homepage", "feed", "catalogue", "sitemap", "offers")
MOST_PAGES: Final = 5
SLOWEST_MS: Final = 1000.0
AGENT: Final = "officina"
Found = tuple[bool | None, str]


class Looked(NamedTuple):
    """The factory that is looked at."""

    asking: Asking
    folder: Folder
    factory: str
    profile: dict[str, Any]
    now: datetime

    def address(self, fact: str) -> str:
        """What the profile says; raises ``KeyError`` where it says nothing."""
        told = self.profile[fact]
        if not isinstance(told, str):
            raise KeyError(fact)
        return told


def check_factory(
    asking: Asking, address: str, now: datetime, *, factory: str = "", root: bytes | None = None
) -> ServiceReport:
    """Look at the factory at that address.

    Raises
    ------
    OfficinaError
        Where nothing is published there, or it is not clear of which factory.

    """
    folder = find_folder(asking, address)
    name = factory or _only(folder)
    looked = Looked(asking, folder, name, _profile(asking, folder, name), now)
    times, quick = _times(looked)
    items: dict[str, Callable[[], Found]] = {
        "tls": lambda: _tls(looked),
        "profile": lambda: _facts(looked),
        "signed": lambda: _signed(looked, root),
        "fresh": lambda: _fresh(looked),
        "feed": lambda: _feed(looked),
        "catalogue": lambda: _catalogue(looked),
        "sitemap": lambda: _sitemap(looked),
        "bioschemas": lambda: _bioschemas(looked),
        "oai-pmh": lambda: _oai(looked),
        "accessible": lambda: _accessible(looked),
        "quick": lambda: quick,
    }
    return ServiceReport(
        address=folder.address,
        factory=name,
        name=str(looked.profile.get("name") or name),
        checked_at=now,
        items=tuple(_item(one, look) for one, look in items.items()),
        times=tuple(times),
    )


def _item(name: str, look: Callable[[], Found]) -> Answered:
    try:
        is_met, found = look()
    except KeyError as error:
        is_met, found = False, f"profile.json does not tell {error.args[0]}"
    except (FetchError, Unreadable, ET.ParseError) as error:
        is_met, found = False, str(error)
    state = "open" if is_met is None else "met" if is_met else "missed"
    return answered(name, state, found)  # type: ignore[arg-type]


def _only(folder: Folder) -> str:
    if len(folder.factories) == 1:
        return folder.factories[0]
    if not folder.factories:
        raise OfficinaError(
            f"The folder {folder.address} does not tell whose it is.",
            "Its signed list of factories is not there, or cannot be read.",
            "Name the factory with --factory, or have the folder published anew.",
        )
    raise OfficinaError(
        f"The folder {folder.address} is that of {len(folder.factories)} factories: "
        f"{', '.join(folder.factories)[:300]}.",
        "One factory is looked at at a time.",
        "Name it with --factory.",
    )


def _profile(asking: Asking, folder: Folder, factory: str) -> dict[str, Any]:
    with suppress(FetchError, Unreadable):
        told = asking.json(f"{folder.address}{factory}/profile.json")
        return told if isinstance(told, dict) else {}
    return {}


def _tls(looked: Looked) -> Found:
    scheme = urlsplit(looked.folder.address).scheme
    return scheme == "https", f"reached by {scheme}"


def _facts(looked: Looked) -> Found:
    missing = [name for name in FACTS if not looked.profile.get(name)]
    if missing:
        return False, f"not told: {', '.join(missing)}"
    if looked.profile["id"] != looked.factory:
        return False, f"it says that it is {looked.profile['id']!r:.60}"
    return True, f"all {len(FACTS)} facts"


def _signed(looked: Looked, root: bytes | None) -> Found:
    if root is None:
        return None, "no root was given, so nobody can tell whose signatures these are"
    with tempfile.TemporaryDirectory() as scratch:
        folder = PeerFolder(
            Path(scratch) / "kept",
            root=root,
            address=looked.folder.address,
            factory=looked.factory,
            fetcher=GuardedFetcher(looked.asking.fetcher),
        )
        try:
            files = folder.refresh()
        except NotTrusted as error:
            found = f" Found: {error.detail}" if error.detail else ""
            return False, f"{error.verdict}: {error}{found}"
    return True, f"{len(files)} files"


def _fresh(looked: Looked) -> Found:
    ends = looked.folder.ends
    if not ends:
        return False, "no signature says until when it holds"
    role, end = min(ends.items(), key=lambda one: one[1])
    when = f"{end:%Y-%m-%d %H:%M} UTC"
    if end <= looked.now:
        return False, f"the signature of {role} ended at {when}"
    return True, f"the first to end is that of {role}, at {when}"


def _feed(looked: Looked) -> Found:
    index = looked.asking.body(looked.address("feed"))
    pages = read_index(index)
    if not pages:
        return False, "the feed names no page"
    members = list(read_page(looked.asking.body(pages[-1].address)))
    refused = [each for each in members if isinstance(each, Refusal)]
    if refused:
        return False, f"{len(refused)} members cannot be read; the first: {refused[0].reason}"
    if b"ldes:retentionPolicy" not in index:
        return False, "it does not say how long members stay (ldes:retentionPolicy)"
    return True, f"{len(pages)} pages, {len(members)} members in the newest"


def _catalogue(looked: Looked) -> Found:
    told = looked.asking.json(looked.address("catalogue"))
    graph = told.get("@graph", [told]) if isinstance(told, dict) else []
    kinds = [thing.get("@type") for thing in graph if isinstance(thing, dict)]
    if not any("dcat:Catalog" in (kind if isinstance(kind, list) else [kind]) for kind in kinds):
        return False, "its first page holds no dcat:Catalog"
    return True, f"{len(kinds)} things in its first page"


def _sitemap(looked: Looked) -> Found:
    pages = _pages(looked)
    front = urljoin(looked.folder.address, "/robots.txt")
    robots = RobotFileParser()
    # A host without the file has nothing against it.
    robots.allow_all = True  # type: ignore[attr-defined]
    with suppress(FetchError):
        lines = looked.asking.text(front).splitlines()
        robots.allow_all = False  # type: ignore[attr-defined]
        robots.parse(lines)
    barred = [page for page in pages if not robots.can_fetch(AGENT, page)]
    if barred:
        return False, f"robots.txt bars {len(barred)} of {len(pages)} pages"
    return True, f"{len(pages)} pages"


def _pages(looked: Looked) -> list[str]:
    """Those of the sitemap, in its order."""
    text = looked.asking.text(looked.address("sitemap"))
    refuse_entities(text, Limits())
    root = ET.fromstring(text)  # noqa: S314 - entities and depth were looked at
    return [(each.text or "").strip() for each in root.iter() if each.tag.endswith("}loc")]


def _bioschemas(looked: Looked) -> Found:
    pages = _pages(looked)[:MOST_PAGES]
    if not pages:
        return None, "it shares no course yet"
    for page in pages:
        if missing := missing_terms(facts_of(looked.asking.text(page)).blocks):
            return False, f"{page} lacks {', '.join(missing)}"
    return True, f"{len(pages)} pages looked at"


def _accessible(looked: Looked) -> Found:
    pages = [looked.folder.address, *_pages(looked)[:MOST_PAGES]]
    for page in pages:
        if faults := list(facts_of(looked.asking.text(page)).faults()):
            return False, f"{page}: {', '.join(faults)}"
    return True, f"{len(pages)} pages looked at"


def _oai(looked: Looked) -> Found:
    home = looked.address("homepage").rstrip("/")
    answer = read_answer(looked.asking.body(f"{home}/oai?verb=Identify"))
    if answer.error:
        return False, f"it answers {answer.error}: {answer.told}"
    version = answer.text("Identify", "protocolVersion")
    name = answer.text("Identify", "repositoryName")
    return version == "2.0" and bool(name), f"{name[:80]!r}, protocol {version or 'not told'}"


def _times(looked: Looked) -> tuple[list[Timed], Found]:
    """How quick the addresses are that everybody asks."""
    times: list[Timed] = []
    for address in _asked_often(looked):
        try:
            times.append(looked.asking.timed(address))
        except FetchError as error:
            return times, (False, str(error))
    slowest = max(times, key=lambda one: one.median_ms)
    found = f"slowest {slowest.median_ms:.0f} ms: {slowest.address}"
    return times, (slowest.median_ms <= SLOWEST_MS, found)


def _asked_often(looked: Looked) -> Iterator[str]:
    yield f"{looked.folder.address}metadata/timestamp.json"
    yield looked.folder.address
    for fact in ("feed", "catalogue"):
        with suppress(KeyError):
            yield looked.address(fact)
    with suppress(KeyError, FetchError, Unreadable, ET.ParseError):
        yield from _pages(looked)[:1]
