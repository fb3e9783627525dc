"""Names of participants in terms, and whether two of them are certainly not the same one's.

A host has no case, so a did:web has none there (https://w3c-ccg.github.io/did-method-web/), and a
fragment or query names a part of what the identifier names (https://www.w3.org/TR/did-1.0/#did-url-syntax).
"""

from __future__ import annotations

from typing import Final

WEB: Final = "did:web:"


def party_of(name: str) -> str:
    """The participant that it names, in the one spelling that is compared."""
    if not name.casefold().startswith("did:"):
        return name
    bare = name.partition("#")[0].partition("?")[0]
    if not bare.casefold().startswith(WEB):
        return bare
    host, colon, path = bare[len(WEB) :].partition(":")
    return f"{WEB}{host.casefold()}{colon}{path}"


def are_different(one: str, other: str) -> bool:
    """Whether they differ in more than case."""
    return one.casefold() != other.casefold()


def are_two(one: str, other: str) -> bool:
    """Names of a decentralised kind name one participant each; any other may name a group."""
    return one.startswith("did:") and other.startswith("did:") and are_different(one, other)
