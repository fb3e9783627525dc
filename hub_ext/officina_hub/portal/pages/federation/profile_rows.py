"""Sessions and promises of factories as rows of one table, each in the same terms."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from babel.support import NullTranslations

from officina_hub.federation.feed.profile import Profile
from officina_hub.federation.feed.resources import SessionKind, ToldLevels
from officina_hub.portal.pages.formats import Formats


class Row(NamedTuple):
    """One fact of every factory; "" of one that does not tell it."""

    label: str
    cells: tuple[str, ...]


class ProfileRows:
    """The rows for one reader."""

    def __init__(self, t: NullTranslations, formats: Formats, profiles: Sequence[Profile]) -> None:
        self._t = t
        self._formats = formats
        self._profiles = profiles

    def sessions(self) -> list[Row]:
        """What people can start there."""
        t, formats = self._t, self._formats
        return [
            self._of_sessions(t.gettext("Types of GPUs"), self._gpus),
            self._most(t.gettext("GPUs of one session, at most"), lambda one: one.gpus, str),
            self._most(t.gettext("CPU cores of one session, at most"), lambda one: one.cores, str),
            self._most(
                t.gettext("Memory of one session, at most"), lambda one: one.memory_gib, _gib
            ),
            self._most(t.gettext("Longest session"), lambda one: one.minutes, formats.minutes),
            self._most(
                t.gettext("Sessions of one kind at once, at most"), lambda one: one.per_person, str
            ),
            self._of_sessions(
                t.gettext("Partitions"),
                lambda kinds: _each(one.partition for one in kinds),
            ),
        ]

    def levels(self) -> list[Row]:
        """What it promises."""
        t = self._t
        return [
            self._of_levels(t.gettext("Availability in a month"), _availability),
            self._of_levels(t.gettext("First answer of support"), self._first_answer),
            self._of_levels(t.gettext("Hours of support"), lambda one: one.support_hours),
            self._of_levels(
                t.gettext("Languages of support"),
                lambda one: _each(map(self._formats.language, one.support_languages)),
            ),
            self._of_levels(t.gettext("Maintenance"), lambda one: one.maintenance),
        ]

    def _of_sessions(self, label: str, told: Callable[[Sequence[SessionKind]], str]) -> Row:
        return Row(label, tuple(told(one.sessions) for one in self._profiles))

    def _most(
        self, label: str, amount: Callable[[SessionKind], int], shown: Callable[[int], str]
    ) -> Row:
        def told(kinds: Sequence[SessionKind]) -> str:
            most = max(map(amount, kinds), default=0)
            return shown(most) if most else ""

        return self._of_sessions(label, told)

    def _of_levels(self, label: str, told: Callable[[ToldLevels], str]) -> Row:
        return Row(label, tuple(told(one.service_levels) for one in self._profiles))

    def _gpus(self, kinds: Sequence[SessionKind]) -> str:
        return _each(self._gpu(one) for one in kinds if one.has_gpu)

    def _gpu(self, kind: SessionKind) -> str:
        name = kind.gpu_type or self._t.gettext("GPU of any type")
        return f"{name} ({_gib(kind.gpu_memory_gib)})" if kind.gpu_memory_gib else name

    def _first_answer(self, levels: ToldLevels) -> str:
        hours = levels.first_answer_hours
        if not hours:
            return ""
        said = self._t.ngettext(
            "within %(hours)s hour of support", "within %(hours)s hours of support", hours
        )
        return said % {"hours": hours}


def _availability(levels: ToldLevels) -> str:
    return f"{levels.availability_percent:g} %" if levels.availability_percent else ""


def _gib(amount: int) -> str:
    return f"{amount} GiB"


def _each(told: Iterable[str]) -> str:
    """Each once, in its order."""
    return ", ".join(dict.fromkeys(filter(None, told)))
