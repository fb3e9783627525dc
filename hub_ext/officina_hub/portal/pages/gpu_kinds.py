"""The kinds of GPUs that sessions can be had with, as the Hub offers them to this reader.

A kind is what its cluster calls by one name in one partition; GPUs that are shared out in parts are
a kind of their own. Several profiles may give the same kind.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from babel.support import NullTranslations

from officina_hub.session_api.answers import ProfileOffer


class GpuKind(NamedTuple):
    """One kind, with the profiles that give it."""

    offers: tuple[ProfileOffer, ...]

    @property
    def first(self) -> ProfileOffer:
        """Any of them, for what all of them say alike."""
        return self.offers[0]

    @property
    def is_in_parts(self) -> bool:
        """Whether sessions get parts of a GPU."""
        return bool(self.first.numbers["shards"].max)

    @property
    def key(self) -> str:
        """Its name in addresses."""
        one = self.first
        parts = ("parts",) if self.is_in_parts else ()
        return "/".join((one.cluster, one.partition, one.gpu_type, *parts))

    @property
    def most(self) -> int:
        """How many one session can have on a node."""
        name = "shards" if self.is_in_parts else "gpus"
        return max(one.numbers[name].max for one in self.offers)

    @property
    def fewest(self) -> int:
        """How many one session has at least."""
        name = "shards" if self.is_in_parts else "gpus"
        return max(1, min(one.numbers[name].min for one in self.offers))


def gpu_kinds(offers: Iterable[ProfileOffer]) -> tuple[GpuKind, ...]:
    """Each kind once, in the order of the profiles."""
    found: dict[tuple[str, str, str, bool], list[ProfileOffer]] = defaultdict(list)
    for one in offers:
        if one.place == "slurm" and (one.numbers["gpus"].max or one.numbers["shards"].max):
            in_parts = bool(one.numbers["shards"].max)
            found[one.cluster, one.partition, one.gpu_type, in_parts].append(one)
    return tuple(GpuKind(tuple(some)) for some in found.values())


def titles_of(t: NullTranslations, kinds: Iterable[GpuKind]) -> dict[str, str]:
    """What each is called, by its key; with its partition where the name alone is not enough."""
    kinds = tuple(kinds)
    bare = [_bare(t, kind) for kind in kinds]
    return {
        kind.key: f"{title} ({kind.first.partition or kind.first.cluster})"
        if bare.count(title) > 1
        else title
        for kind, title in zip(kinds, bare, strict=True)
    }


def _bare(t: NullTranslations, kind: GpuKind) -> str:
    name = kind.first.gpu_type or t.gettext("GPU of any type")
    return t.gettext("Part of a GPU: %(name)s") % {"name": name} if kind.is_in_parts else name
