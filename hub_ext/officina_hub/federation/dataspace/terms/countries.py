"""Countries as terms name them: by two or three letters (ISO 3166-1), or by an address ending so.

Only countries that share AI Factories are here; any other code is not known, so a person decides.
"""

from __future__ import annotations

import re
from typing import Final

EU: Final = {
    "AUT": "AT", "BEL": "BE", "BGR": "BG", "CYP": "CY", "CZE": "CZ", "DEU": "DE", "DNK": "DK",
    "ESP": "ES", "EST": "EE", "FIN": "FI", "FRA": "FR", "GRC": "GR", "HRV": "HR", "HUN": "HU",
    "IRL": "IE", "ITA": "IT", "LTU": "LT", "LUX": "LU", "LVA": "LV", "MLT": "MT", "NLD": "NL",
    "POL": "PL", "PRT": "PT", "ROU": "RO", "SVK": "SK", "SVN": "SI", "SWE": "SE",
}  # fmt: skip
BESIDE: Final = {
    "CHE": "CH", "GBR": "GB", "ISL": "IS", "LIE": "LI", "MDA": "MD", "MKD": "MK", "MNE": "ME",
    "NOR": "NO", "SRB": "RS", "TUR": "TR", "USA": "US",
}  # fmt: skip
TWO: Final = {**EU, **BESIDE}
MEMBERS: Final = frozenset(EU.values())
AREAS: Final = {"EU": MEMBERS, "EEA": MEMBERS | {"IS", "LI", "NO"}}
LAST: Final = re.compile(r"[/#:]")


def countries_of(code: str) -> frozenset[str]:
    """The countries that it names, by two letters; none where it is not known here."""
    last = LAST.split(code.strip().rstrip("/"))[-1].upper()
    if last in AREAS:
        return frozenset(AREAS[last])
    two = TWO.get(last, last)
    return frozenset({two}) if two in TWO.values() else frozenset()
