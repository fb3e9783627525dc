"""The part of ``factory.toml`` about what a factory promises, in terms common to all of them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from officina_courses.model import Frozen, Line
from officina_spawners.profiles.names import InWords

LanguageTag = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z]{2,3}$"),
    InWords("the codes of languages, such as 'en'"),
]


class ServiceLevels(Frozen):
    """What this factory promises its users, told to other factories and shown beside theirs.

    What is left at its default is not promised.
    """

    availability_percent: float = Field(
        default=0,
        ge=0,
        le=100,
        description="In how much of a month people can log in and start sessions, in percent, "
        "maintenance that was told before aside. 0: not promised.",
    )
    first_answer_hours: int = Field(
        default=0,
        ge=0,
        le=1000,
        description="Within how many hours of support people get a first answer. 0: not promised.",
    )
    support_hours: Line | Literal[""] = Field(
        default="",
        max_length=120,
        description='When somebody answers, such as "Mon-Fri 9-16 Europe/Helsinki".',
    )
    support_languages: tuple[LanguageTag, ...] = Field(
        default=(), max_length=30, description="Languages in which people are helped."
    )
    maintenance: Line | Literal[""] = Field(
        default="",
        max_length=200,
        description='When it may stand still, such as "first Tuesday of a month, 8-12, told a week '
        'before".',
    )
    courses_free_for: Line | Literal[""] = Field(
        default="",
        max_length=200,
        description='For whom its courses are free of charge, such as "staff of companies in the '
        'EU"; it stands on their public pages as an offer at a price of 0. Empty: nothing is told.',
    )
    terms: str = Field(
        default="",
        pattern=r"^$|^https?://[!-~]{1,500}$",
        description="Address of the whole service level agreement.",
    )
