"""The licences that teaching material and code come under, by SPDX identifier.

A short table on purpose: a licence that is not in it is most often a typing error, and the finding
is only a warning.
"""

from __future__ import annotations

import re
from typing import Final

KNOWN_LICENCES: Final = frozenset(
    {
        "0BSD",
        "AGPL-3.0-only",
        "AGPL-3.0-or-later",
        "Apache-2.0",
        "Artistic-2.0",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "BSL-1.0",
        "CC-BY-3.0",
        "CC-BY-4.0",
        "CC-BY-NC-3.0",
        "CC-BY-NC-4.0",
        "CC-BY-NC-ND-4.0",
        "CC-BY-NC-SA-3.0",
        "CC-BY-NC-SA-4.0",
        "CC-BY-ND-4.0",
        "CC-BY-SA-3.0",
        "CC-BY-SA-4.0",
        "CC0-1.0",
        "CDLA-Permissive-2.0",
        "CDLA-Sharing-1.0",
        "CECILL-2.1",
        "EPL-2.0",
        "EUPL-1.2",
        "GFDL-1.3-only",
        "GFDL-1.3-or-later",
        "GPL-2.0-only",
        "GPL-2.0-or-later",
        "GPL-3.0-only",
        "GPL-3.0-or-later",
        "ISC",
        "LGPL-2.1-only",
        "LGPL-2.1-or-later",
        "LGPL-3.0-only",
        "LGPL-3.0-or-later",
        "MIT",
        "MIT-0",
        "MPL-2.0",
        "ODC-By-1.0",
        "ODbL-1.0",
        "PDDL-1.0",
        "PSF-2.0",
        "Unlicense",
        "etalab-2.0",
    }
)
OPERATOR: Final = re.compile(r"\s+(?:AND|OR)\s+")


def is_known_licence(expression: str) -> bool:
    """Whether every licence of an SPDX expression such as ``CC-BY-4.0 AND MIT`` is in the table."""
    parts = OPERATOR.split(expression.replace("(", " ").replace(")", " ").strip())
    return all(part.strip() in KNOWN_LICENCES for part in parts)
