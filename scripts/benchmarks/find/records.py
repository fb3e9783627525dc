"""Catalogue records with made-up texts and the facets of a real catalogue."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from typing import Any, NamedTuple, get_args

from benchmarks.find.words import Tongue, shares, tongues

from officina_widgets.catalogue.filed import CatalogRecord
from officina_widgets.catalogue.records import DataTheme, Sector

THEMES = [code for code in get_args(DataTheme) if code != "OP_DATPRO"]
SECTORS = get_args(Sector)
ACCESS = ("PUBLIC", "RESTRICTED", "NON_PUBLIC")
LICENCES = ("CC-BY-4.0", "CC0-1.0", "CC-BY-SA-4.0", "ODbL-1.0", "MIT", "Apache-2.0", "DL-DE-BY-2.0",
            "LO-2.0", "GPL-3.0-only", "CC-BY-NC-4.0")  # fmt: skip
COUNTRIES = ("DE", "FR", "IT", "ES", "PL", "FI", "SE", "NL", "CZ", "GR", "AT", "BE", "BG", "CY",
             "DK", "EE", "HR", "HU", "IE", "LT", "LU", "LV", "MT", "PT", "RO", "SI", "SK", "NO",
             "IS", "CH", "RS", "MK")  # fmt: skip
FACTORIES = tuple(f"factory-{number:02}" for number in range(1, 33))
PUBLISHERS = 4_000
WORDS = 60_000
FORMATS = ("CSV", "JSON", "XML", "PARQUET", "SHP", "GEOJSON", "PDF", "XLSX", "ZIP", "NETCDF",
           "TIFF", "RDF_TURTLE", "WMS_SRVC", "WFS_SRVC", "HTML", "TXT")  # fmt: skip
NEWEST = date(2026, 11, 1)
MOMENT = datetime(2026, 11, 1, tzinfo=UTC)


class Made(NamedTuple):
    """A record, and the words by which it can be asked for."""

    record: CatalogRecord
    words: list[str]
    language: str


def made(count: int, *, words: int = WORDS) -> Iterator[Made]:
    """So many records, in languages of so many words, the same every time."""
    dice, spoken = random.Random(11), tongues(words)
    by_zipf = list(accumulate(1 / (place + 2.7) for place in range(1, PUBLISHERS + 1)))
    publishers = [f"Publisher {number}" for number in range(PUBLISHERS)]
    for number in range(count):
        tongue = dice.choices(spoken, weights=shares())[0]
        title = tongue.text(dice, dice.randint(4, 12))
        length = min(400, max(8, int(dice.lognormvariate(4.1, 0.6))))
        description = tongue.text(dice, length)
        publisher = dice.choices(publishers, cum_weights=by_zipf)[0]
        record = {
            "iri": f"https://example.org/{number}",
            "title": {tongue.code: " ".join(title).capitalize()},
            "description": {tongue.code: _sentences(description)},
            "publisher": {"name": publisher},
            **_kind(dice, number, tongue),
            **_rest(dice),
        }
        yield Made(_filed(number, record, dice), [*title, *description], tongue.code)


def _kind(dice: random.Random, number: int, tongue: Tongue) -> dict[str, Any]:
    rolled = dice.random()
    if rolled < 0.08:
        return {"kind": "service", "trl": dice.randint(5, 9), "access_modes": ["free"]}
    if rolled < 0.18:
        level = dice.choice(("beginner", "intermediate", "advanced"))
        return {"kind": "training", "educational_level": level}
    formats = dice.sample(FORMATS, k=dice.choice((1, 1, 2, 3)))
    address = f"https://example.org/{number}/download"
    distributions = [{"access_url": address, "format": one} for one in formats]
    return {"kind": "dataset", "distributions": distributions, "keywords": tongue.text(dice, 3)}


def _rest(dice: random.Random) -> dict[str, Any]:
    return {
        "themes": dice.sample(THEMES, k=dice.choice((1, 1, 2))),
        "sectors": dice.sample(SECTORS, k=dice.choice((0, 1))),
        "languages": dice.choices(("en", "de", "fr"), weights=(6, 3, 1)),
        "access_rights": dice.choices(ACCESS, weights=(8, 1, 1))[0],
        "licence": dice.choices(LICENCES, weights=range(10, 0, -1))[0],
        "country": dice.choices(COUNTRIES, weights=range(32, 0, -1))[0],
        "factory": dice.choice(FACTORIES),
        "modified": NEWEST - timedelta(days=int(dice.expovariate(1 / 900))),
    }


def _filed(number: int, record: dict[str, Any], dice: random.Random) -> CatalogRecord:
    return CatalogRecord.model_validate(
        {
            "id": f"r{number}",
            "record": record,
            "provenance": {"source": "made-up", "retrieved_at": MOMENT},
            "quality": {"score": dice.randint(20, 100)},
            "added_at": MOMENT,
            "updated_at": MOMENT,
        }
    )


def _sentences(words: list[str]) -> str:
    return ". ".join(" ".join(words[i : i + 12]).capitalize() for i in range(0, len(words), 12))
