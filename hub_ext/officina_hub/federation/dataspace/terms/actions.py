"""Actions of ODRL's common vocabulary that are known here, and how they include each other.

https://www.w3.org/TR/odrl-vocab/#actions
"""

from __future__ import annotations

from typing import Final

# Included in *use*, the broadest of all; what else terms name is not known, so a person decides.
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
# Getting data is reading it (ODRL: to obtain data), and a file that is fetched is a copy, whatever
# is planned with it.
FETCHING: Final = frozenset({"read", "reproduce"})
# Narrower actions by the wider one that they are a part of.
PARTS: Final = {"reproduce": {"extract"}, "modify": {"move"}, "transfer": {"sell", "give"}}
# Kinds of actions that touch one another by what the vocabulary says of them in prose: sharing is
# distributing without profit, translating and transforming make something derived.
KINDS: Final = (
    frozenset({"distribute", "grantUse", "share", "stream"}),
    frozenset({"display", "present", "print", "read", "stream", "textToSpeech"}),
    frozenset({"archive", "digitize", "distribute", "extract", "print", "reproduce", "share"}),
    frozenset(
        {"aggregate", "annotate", "anonymize", "derive", "digitize", "modify", "move"}
        | {"textToSpeech", "transform", "translate"}
    ),
    frozenset({"execute", "install"}),
)
# What can be promised without a contract of its own; paying or asking for consent cannot.
DUTIES: Final = frozenset({"attribute", "delete", "inform", "anonymize"})


def covers(action: str, wanted: str) -> bool:
    """Whether a rule about that action is about what is wanted."""
    return action == wanted or (action == "use" and wanted in IN_USE)


def forbids(action: str, wanted: str) -> bool:
    """Whether a prohibition of that action leaves nothing of what is wanted."""
    is_fetching = action in FETCHING
    return covers(action, wanted) or is_fetching or wanted in PARTS.get(action, ())


def leaves_alone(action: str, wanted: str) -> bool:
    """Whether a prohibition of that action takes no part of what is wanted, either.

    Whether a use is commercial nobody says by an action.
    """
    if action not in ACTIONS - {"commercialize"} or forbids(action, wanted):
        return False
    if wanted == "use":
        return action not in IN_USE
    is_near = any({action, wanted} <= kind for kind in KINDS)
    return not is_near and action not in PARTS.get(wanted, ())
