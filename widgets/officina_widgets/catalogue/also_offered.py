"""Who else describes the thing of a record, and by what that is seen."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from officina_courses.model import Frozen
from officina_widgets.catalogue.records import Code, WebAddress
from officina_widgets.catalogue.words import Short, Words

Because = Literal["doi", "address", "title"]


class AlsoOffered(Frozen):
    """A record of another source that describes the same."""

    id: Code
    title: Annotated[Words, Field(min_length=1)]
    source: Code
    source_title: Short
    landing_page: WebAddress | None = None
    because: tuple[Because, ...] = Field(description="What both have in common, strongest first")


class AlsoOfferedList(Frozen):
    """All of them; the records themselves are as their sources wrote them."""

    also_offered: tuple[AlsoOffered, ...]
    held_apart: tuple[AlsoOffered, ...] = Field(
        default=(), description="What looks the same, of which a curator said that it is not"
    )
