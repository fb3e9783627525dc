"""``profile.json``: the facts about a factory by which others, and checks, find their way."""

from __future__ import annotations

import json
from collections import Counter
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from officina_hub.federation.feed.catalogue import first_page
from officina_hub.federation.feed.offers import Offering
from officina_hub.federation.feed.resources import SessionKind, ToldLevels
from officina_widgets.catalogue.records import WebAddress

LARGEST: Final = 64 * 1024
MOST: Final = 100
Told = Annotated[str, Field(max_length=300)]


class Profile(BaseModel):
    """What a factory tells of itself; what a later version adds is passed over."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: Told
    name: Told
    contact: Told = ""
    homepage: WebAddress | None = None
    feed: WebAddress | None = None
    catalogue: WebAddress | None = None
    sitemap: WebAddress | None = None
    offers: dict[Told, Annotated[int, Field(ge=0)]] = Field(default={}, max_length=50)
    package_keys: tuple[Told, ...] = Field(default=(), max_length=50)
    sessions: tuple[SessionKind, ...] = Field(default=(), max_length=MOST)
    service_levels: ToldLevels = ToldLevels()


def read_profile(data: bytes) -> Profile | None:
    """The profile of a factory; None for what is none."""
    try:
        return Profile.model_validate_json(data) if len(data) <= LARGEST else None
    except ValidationError:
        return None


def profile_text(offering: Offering, kinds: Counter[str], keys: list[str]) -> bytes:
    """The document; nothing in it depends on when it is written."""
    root = f"{offering.address}{offering.factory}/"
    told = {
        "format": 1,
        "id": offering.factory,
        "name": offering.name,
        "contact": offering.contact,
        "homepage": offering.home,
        "feed": f"{root}feed/index.jsonld",
        "catalogue": first_page(offering),
        "sitemap": f"{root}sitemap.xml",
        "offers": {kind: kinds[kind] for kind in sorted(kinds)},
        "package_keys": keys,
        "sessions": [one.model_dump(exclude_defaults=True) for one in offering.sessions[:MOST]],
        "service_levels": offering.levels.model_dump(exclude_defaults=True),
    }
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()
