"""Actions of ODRL's common vocabulary that are known here, and how they include each other.

https://www.w3.org/TR/odrl-vocab/#actions
"""

from __future__ import annotations

from typing import Final

# Included in *use*; whatever else terms name is not known, so a person decides.
IN_USE: Final = frozenset(
    {
        "aggregate",
        "analyze",
        "annotate",
        "anonymize",
        "archive",
        "concurrentUse",
        "derive",
        "digitize",
        "display",
        "distribute",
        "execute",
        "extract",
        "grantUse",
        "index",
        "inform",
        "install",
        "modify",
        "move",
        "present",
        "print",
        "read",
        "reproduce",
        "share",
        "stream",
        "textToSpeech",
        "transform",
        "translate",
    }
)
ACTIONS: Final = IN_USE | {"use", "transfer", "sell", "give", "commercialize"}
# What can be promised without a contract of its own; paying or asking for consent cannot.
DUTIES: Final = frozenset({"attribute", "delete", "inform", "anonymize"})


def covers(action: str, wanted: str) -> bool:
    """Whether a rule about that action is about what is wanted."""
    return action == wanted or (action == "use" and wanted in IN_USE)
