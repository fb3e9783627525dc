"""What one hostile submission is made of."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from grading_classroom import WRONG, Edit, solved


class Variant(NamedTuple):
    """One hostile submission: what it does, what it may earn, and what must not have happened.

    ``programme`` is the attack of the test programme (H1 to H12) that it is a variant of. In its
    ``code`` stand places that are only known when it is handed in: ``@MARK@``, by which everything
    that it leaves behind is found again, ``@KEY@``, the same as a number, ``@PORT@`` of a listener
    on this machine, ``@HOME@`` of the course and ``@VICTIM@``, another learner's folder. ``unseen``
    must not be in anything that people get to see. One that ``is_endless`` is given little time,
    all others enough to do what they want.
    """

    name: str
    programme: str
    must_not: str
    code: str
    earns: float = 0.0
    unseen: tuple[str, ...] = ()
    is_endless: bool = False
    edit: Edit | None = None
    files: Mapping[str, bytes] = MappingProxyType({})

    @property
    def family(self) -> str:
        """The first word of its name."""
        return self.name.partition("-")[0]

    def edited(self, places: Mapping[str, str]) -> Edit:
        """What to do with the release's cells."""
        code = self.code
        for place, found in places.items():
            code = code.replace(place, found)
        return self.edit or solved(code)


def family(
    name: str,
    programme: str,
    must_not: str,
    codes: Mapping[str, str],
    *,
    before: str = WRONG + "\n",
    unseen: tuple[str, ...] = (),
    endless: frozenset[str] = frozenset(),
) -> list[Variant]:
    """Variants that differ in their code only, each behind the wrong answer."""
    return [
        Variant(
            f"{name}-{which}",
            programme,
            must_not,
            before + code,
            unseen=unseen,
            is_endless=which in endless,
        )
        for which, code in codes.items()
    ]
