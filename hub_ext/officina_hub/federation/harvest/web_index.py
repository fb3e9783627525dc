"""Shards of the Open Web Index: a folder ``year=/month=/day=/language=`` of Parquet and CIFF.

Only names and sizes are read. The whole is a series; each shard is a dataset of it, with the day
that it was crawled, its language and where it comes from.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import quote, unquote, urljoin

from officina_hub.catalogue.arriving import Arriving, Refusal
from officina_hub.catalogue.readers.authority import language_of
from officina_hub.federation.harvest.visit import Arrival, Visit
from officina_widgets.catalogue.records import Dataset, DatasetSeries

LEVELS: Final = ("year", "month", "day", "language")
PART: Final = re.compile(r"(year|month|day|language)=([A-Za-z0-9_-]{1,20})")
KINDS: Final = {".parquet": "PARQUET", ".ciff": "CIFF", ".gz": "CIFF"}
MOST_SHARDS: Final = 50_000
MOST_FILES: Final = 500
PUBLISHER: Final = {"name": "OpenWebSearch.eu", "homepage": "https://openwebsearch.eu/"}
LINEAGE: Final = (
    "Crawled, cleaned and indexed by the Open Web Index of OpenWebSearch.eu; metadata of the pages "
    "as Parquet, the inverted index as CIFF (Common Index File Format)."
)
NO_SHARDS: Final = (
    "no folder year=…/month=…/day=…/language=… with Parquet or CIFF is in it; name the folder that "
    "holds the folders of years"
)


class Shard(NamedTuple):
    """One folder at the bottom: its path below the root, and its files with their sizes."""

    path: str
    day: date
    language: str
    files: tuple[tuple[str, int | None], ...]


def web_index(visit: Visit) -> Iterator[Arrival]:
    """The series, and a dataset of each shard."""
    address = visit.peer.address
    is_remote = address.startswith("http")
    root = f"{address.rstrip('/')}/"
    name = root if is_remote else f"urn:officina:open-web-index:{visit.peer.id}"
    shards = _listed(visit, root) if is_remote else _found(Path(address))
    days: list[date] = []
    for shard in shards:
        if isinstance(shard, Refusal):
            yield shard
            continue
        days.append(shard.day)
        yield Arriving(_dataset(visit, shard, name, root if is_remote else None), shard.path)
    if not days:
        yield Refusal(address, NO_SHARDS)
        return
    series = {
        "iri": name,
        "title": {"en": visit.peer.title or "Open Web Index"},
        "description": {"en": LINEAGE},
        "publisher": PUBLISHER,
        "licence": visit.peer.licence or None,
        "landing_page": root if is_remote else None,
        "temporal_start": min(days),
        "temporal_end": max(days),
    }
    yield Arriving(DatasetSeries.model_validate(series), address)


def _dataset(visit: Visit, shard: Shard, series: str, root: str | None) -> Dataset:
    language = language_of(shard.language)
    title = f"{visit.peer.title or 'Open Web Index'}, {shard.day}, {shard.language}"
    told = ", ".join(
        f"{name} ({size:,} bytes)" if size else name for name, size in shard.files[:20]
    )
    return Dataset.model_validate(
        {
            "iri": f"{series.rstrip('/')}{'/' if root else ':'}{quote(shard.path, safe='/=')}",
            "title": {"en": title},
            "description": {"en": f"A shard of the Open Web Index. Files: {told}."},
            "keywords": ["Open Web Index", "web search", "CIFF"],
            "languages": [language] if language else [],
            "publisher": PUBLISHER,
            "licence": visit.peer.licence or None,
            "issued": shard.day,
            "temporal_start": shard.day,
            "temporal_end": shard.day,
            "in_series": series,
            "provenance": {"en": LINEAGE},
            "distributions": [
                _distribution(f"{root}{quote(shard.path, safe='/=')}/", name, size)
                for name, size in shard.files
                if root
            ],
        }
    )


def _distribution(folder: str, name: str, size: int | None) -> dict[str, object]:
    address = urljoin(folder, quote(name))
    values: dict[str, object] = {
        "title": {"en": name},
        "access_url": address,
        "download_url": address,
        "byte_size": size,
    }
    kind = _kind(name)
    if kind == "PARQUET":
        values |= {"format": "PARQUET", "media_type": "application/vnd.apache.parquet"}
    elif kind:
        values["format"] = kind
    return values


def _kind(name: str) -> str | None:
    return (
        KINDS.get(Path(name).suffix.lower())
        if "ciff" in name.lower() or name.lower().endswith(".parquet")
        else None
    )


def _shard(path: str, files: list[tuple[str, int | None]]) -> Shard | Refusal | None:
    """The shard of a folder, by the names of the folders above it."""
    found = (PART.fullmatch(each) for each in path.split("/"))
    parts = {each[1]: each[2] for each in found if each}
    held = sorted((name, size) for name, size in files if _kind(name))
    if not held or not set(LEVELS) <= parts.keys():
        return None
    try:
        day = date(int(parts["year"]), int(parts["month"]), int(parts["day"]))
    except ValueError:
        return Refusal(path, "its year, month and day are no day of the calendar", path)
    return Shard(path, day, parts["language"], tuple(held[:MOST_FILES]))


def _found(root: Path) -> Iterator[Shard | Refusal]:
    """Those of a folder of this machine; links lead nowhere."""
    files: dict[str, list[tuple[str, int | None]]] = defaultdict(list)
    for path in sorted(root.glob("year=*/month=*/day=*/language=*/*")):
        if path.is_file() and not path.is_symlink():
            files[path.parent.relative_to(root).as_posix()].append((path.name, path.stat().st_size))
    for folder, held in files.items():
        if shard := _shard(folder, held):
            yield shard


class _Links(HTMLParser):
    """The addresses that a web server's list of a folder leads to."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if tag == "a" and name == "href" and value]


def _listed(visit: Visit, root: str) -> Iterator[Shard | Refusal]:
    """Those of a folder that a web server lists, level by level."""
    left = [("", 0)]
    count = 0
    while left and count < MOST_SHARDS:
        path, depth = left.pop()
        names = _names(visit, urljoin(root, f"{quote(path, safe='/=')}/" if path else ""))
        if depth < len(LEVELS):
            below = [each.rstrip("/") for each in names if each.startswith(f"{LEVELS[depth]}=")]
            left += [
                (f"{path}/{each}".lstrip("/"), depth + 1) for each in sorted(below, reverse=True)
            ]
        elif shard := _shard(path, [(name, None) for name in names]):
            count += 1
            yield shard


def _names(visit: Visit, address: str) -> list[str]:
    """What stands right below a folder."""
    path = visit.scratch / "list"
    with path.open("wb") as file:
        fetched = visit.fetcher.fetch(address, file, accept="text/html, */*;q=0.1")
    visit.fetched += 1
    visit.bytes += fetched.bytes
    links = _Links()
    links.feed(path.read_bytes().decode("utf-8", "replace"))
    resolved = (urljoin(address, each).partition("?")[0] for each in links.found)
    below = (each.removeprefix(address) for each in resolved if each.startswith(address))
    return list(dict.fromkeys(unquote(each) for each in below if each and "/" not in each[:-1]))
