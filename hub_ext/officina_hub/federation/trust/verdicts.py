"""What can be said of a peer's folder: one word for programs, a few sentences for people."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from officina_courses.saying import Saying, say
from officina_hub.errors import OfficinaError
from officina_hub.federation.fetching.errors import told


class Verdict(StrEnum):
    """Whether a folder can be believed; all but the first mean that nothing of it was taken."""

    FRESH = "fresh"
    EXPIRED = "expired"
    FROZEN = "frozen"
    ROLLED_BACK = "rolled-back"
    REPLAYED = "replayed"
    TAMPERED = "tampered"
    NOT_FOR_THIS_FACTORY = "not-for-this-factory"
    KEY_CHANGED_WITHOUT_ROOT = "key-changed-without-root"
    UNREACHABLE = "unreachable"
    TOO_LARGE = "too-large"
    TOO_SLOW = "too-slow"


# No sentence begins with a gap: its first letter would become a capital, and no file has that name.
HAPPENED: Final = {
    Verdict.FRESH: say("What %(factory)s publishes is signed, whole and up to date."),
    Verdict.EXPIRED: say("The signature of %(file)s of %(factory)s is past its date."),
    Verdict.FROZEN: say(
        "The factory %(factory)s has given the same %(file)s since last time, and its date is past "
        "now."
    ),
    Verdict.ROLLED_BACK: say(
        "The file %(file)s of %(factory)s is of an older version than the one that was seen before."
    ),
    Verdict.REPLAYED: say(
        "The factory %(factory)s has given an old %(file)s again, not the newest one."
    ),
    Verdict.TAMPERED: say("The file %(file)s of %(factory)s is not what its signature says."),
    Verdict.NOT_FOR_THIS_FACTORY: say(
        "The file %(file)s is not for %(factory)s to sign in that folder."
    ),
    Verdict.KEY_CHANGED_WITHOUT_ROOT: say(
        "The file %(file)s of %(factory)s is signed with a key that its root does not name."
    ),
    Verdict.UNREACHABLE: say("The file %(file)s of %(factory)s could not be fetched."),
    Verdict.TOO_LARGE: say(
        "The file %(file)s of %(factory)s is larger than was announced or is allowed."
    ),
    Verdict.TOO_SLOW: say(
        "The file %(file)s of %(factory)s came too slowly, so the wait was ended."
    ),
}
MATTERS: Final = {
    Verdict.FRESH: say("All of it may be used."),
    Verdict.EXPIRED: say("Nobody vouches for it any more, so nothing of it was taken."),
    Verdict.FROZEN: say(
        "Somebody on the way may be keeping news back, so nothing of it was taken."
    ),
    Verdict.ROLLED_BACK: say(
        "Mended or withdrawn records could come back that way, so nothing of it was taken."
    ),
    Verdict.REPLAYED: say(
        "Somebody on the way may be showing what was true once, so nothing of it was taken."
    ),
    Verdict.TAMPERED: say(
        "Somebody may have changed it, or it was fetched while it was being renewed. Nothing of it "
        "was taken."
    ),
    Verdict.NOT_FOR_THIS_FACTORY: say(
        "Each factory may speak for itself alone, so nothing of it was taken."
    ),
    Verdict.KEY_CHANGED_WITHOUT_ROOT: say(
        "Only who holds the root's keys may name new ones, so nothing of it was taken."
    ),
    Verdict.UNREACHABLE: say("What was fetched before stays as it is."),
    Verdict.TOO_LARGE: say("It could fill the disk here, so nothing of it was taken."),
    Verdict.TOO_SLOW: say("Others would have to wait for it. What was fetched before stays."),
}
WAY_OUT: Final = {
    Verdict.FRESH: say("There is nothing to do."),
    Verdict.EXPIRED: say("Ask that factory to run: officina federation publish"),
    Verdict.FROZEN: say(
        "Ask that factory to run: officina federation publish. If it does so each day, look at "
        "proxies and mirrors on the way."
    ),
    Verdict.ROLLED_BACK: say(
        "Ask that factory whether it has restored a backup. Then it mends that with new keys: "
        "officina federation rotate timestamp, and the same with snapshot"
    ),
    Verdict.REPLAYED: say(
        "Look at proxies and mirrors on the way, and ask that factory whether it has restored a "
        "backup."
    ),
    Verdict.TAMPERED: say("It is tried again by itself. If it stays, tell that factory."),
    Verdict.NOT_FOR_THIS_FACTORY: say(
        "Tell whoever keeps that folder, and look at the factory's id among the peers in "
        "factory.toml."
    ),
    Verdict.KEY_CHANGED_WITHOUT_ROOT: say(
        "Ask that factory by another way, such as by phone, whether it has new keys. If it has "
        "begun anew, take its root again: officina federation trust"
    ),
    Verdict.UNREACHABLE: say("It is tried again by itself. Look at the address in factory.toml."),
    Verdict.TOO_LARGE: say("Tell that factory."),
    Verdict.TOO_SLOW: say("It is tried again by itself. If it stays, tell that factory."),
}


class NotTrusted(OfficinaError):  # noqa: N818 - the verdict is the name
    """A folder, or a file of it, that is not believed; ``detail`` is what was found, in English."""

    def __init__(self, verdict: Verdict, factory: str, file: str, detail: str = "") -> None:
        self.verdict = verdict
        self.factory = factory
        # Both are a stranger's words, and stand in reports, in logs and at terminals.
        self.file = told(file)
        self.detail = told(detail)
        super().__init__(*map(str, self.sayings()))

    def sayings(self) -> tuple[Saying, Saying, Saying]:
        """What happened, why it matters, what to do; for translation."""
        return sayings_of(self.verdict, self.factory, self.file)


def sayings_of(verdict: Verdict, factory: str, file: str) -> tuple[Saying, Saying, Saying]:
    """The sentences of a verdict that was kept."""
    values = {"factory": factory, "file": file}
    return (
        HAPPENED[verdict].with_values(**values),
        MATTERS[verdict].with_values(**values),
        WAY_OUT[verdict].with_values(**values),
    )
