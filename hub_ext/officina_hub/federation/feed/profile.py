"""``profile.json``: the facts about a factory by which others, and checks, find their way."""

from __future__ import annotations

import json
from collections import Counter

from officina_hub.federation.feed.catalogue import first_page
from officina_hub.federation.feed.offers import Offering


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
    }
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()
