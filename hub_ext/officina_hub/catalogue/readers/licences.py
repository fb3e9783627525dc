"""Names and addresses of licences as SPDX ids; what is not known stays as it was given."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from officina_hub.catalogue.readers.authority import code_in

CREATIVE_COMMONS: Final = re.compile(
    r"https?://creativecommons\.org/(?:licenses|publicdomain)/([a-z-]+)/(\d\.\d)(?:/.*)?"
)
SPDX: Final = re.compile(r"https?://(?:www\.)?spdx\.org/licenses/([A-Za-z0-9.+-]+?)(?:\.html|/)?")
CHOOSE: Final = re.compile(r"https?://choosealicense\.com/licenses/([a-z0-9.-]+?)/?")
EU_CREATIVE_COMMONS: Final = re.compile(r"CC_?(BY(?:NC|ND|SA)*)_(\d)_(\d)")

SPDX_IDS: Final = (
    "AGPL-3.0-only", "AGPL-3.0-or-later", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC-BY-3.0",
    "CC-BY-4.0", "CC-BY-NC-4.0", "CC-BY-NC-ND-4.0", "CC-BY-NC-SA-4.0", "CC-BY-ND-4.0",
    "CC-BY-SA-3.0", "CC-BY-SA-4.0", "CC0-1.0", "DL-DE-BY-2.0", "DL-DE-ZERO-2.0", "etalab-2.0",
    "EUPL-1.1", "EUPL-1.2", "GPL-2.0-only", "GPL-3.0-only", "GPL-3.0-or-later", "LGPL-3.0-only",
    "MIT", "MPL-2.0", "NLOD-2.0", "ODbL-1.0", "ODC-By-1.0", "OGL-UK-3.0", "PDDL-1.0", "Unlicense",
)  # fmt: skip
BY_SMALL_NAME: Final[Mapping[str, str]] = {name.lower(): name for name in SPDX_IDS} | {
    "agpl-3.0": "AGPL-3.0-only", "gpl-3.0": "GPL-3.0-only", "gpl-2.0": "GPL-2.0-only",
    "lgpl-3.0": "LGPL-3.0-only", "odbl": "ODbL-1.0", "odc-by": "ODC-By-1.0", "pddl": "PDDL-1.0",
    "apache license 2.0": "Apache-2.0", "mit license": "MIT", "cc0": "CC0-1.0",
    "cc-zero": "CC0-1.0", "cc-by": "CC-BY-4.0", "cc by 4.0": "CC-BY-4.0",
}  # fmt: skip
BY_ADDRESS: Final[Mapping[str, str]] = {
    "www.apache.org/licenses/license-2.0": "Apache-2.0",
    "opensource.org/licenses/mit": "MIT",
    "opensource.org/license/mit": "MIT",
    "opendatacommons.org/licenses/odbl/1-0": "ODbL-1.0",
    "opendatacommons.org/licenses/by/1-0": "ODC-By-1.0",
    "opendatacommons.org/licenses/pddl/1-0": "PDDL-1.0",
    "www.govdata.de/dl-de/by-2-0": "DL-DE-BY-2.0",
    "www.govdata.de/dl-de/zero-2-0": "DL-DE-ZERO-2.0",
    "dcat-ap.de/def/licenses/dl-by-de/2.0": "DL-DE-BY-2.0",
    "dcat-ap.de/def/licenses/dl-zero-de/2.0": "DL-DE-ZERO-2.0",
    "data.norge.no/nlod/no/2.0": "NLOD-2.0",
}
EU_CODES: Final[Mapping[str, str]] = {
    "APACHE_2_0": "Apache-2.0", "CC0": "CC0-1.0", "EUPL_1_1": "EUPL-1.1", "EUPL_1_2": "EUPL-1.2",
    "MIT": "MIT", "ODC_BL": "ODbL-1.0", "ODC_BY": "ODC-By-1.0", "ODC_PDDL": "PDDL-1.0",
}  # fmt: skip


def licence_of(raw: str) -> str:
    """The SPDX id if it is one that we know, else the text as it was given."""
    text = raw.strip()
    return _by_form(text) or BY_SMALL_NAME.get(text.lower()) or _by_address(text) or text


def _by_form(text: str) -> str | None:
    if found := CREATIVE_COMMONS.fullmatch(text):
        kind, version = found.groups()
        return f"CC0-{version}" if kind == "zero" else f"CC-{kind.upper()}-{version}"
    if found := SPDX.fullmatch(text):
        return found.group(1)
    if found := CHOOSE.fullmatch(text):
        return BY_SMALL_NAME.get(found.group(1))
    code = code_in("licence", text)
    return _of_the_eu(code) if code else None


def _of_the_eu(code: str) -> str | None:
    if found := EU_CREATIVE_COMMONS.fullmatch(code):
        kinds, *version = found.groups()
        parts = [kinds[start : start + 2] for start in range(0, len(kinds), 2)]
        return f"CC-{'-'.join(parts)}-{'.'.join(version)}"
    return EU_CODES.get(code)


def _by_address(text: str) -> str | None:
    address = text.lower().partition("://")[2].rstrip("/").removesuffix(".html")
    return BY_ADDRESS.get(address)
