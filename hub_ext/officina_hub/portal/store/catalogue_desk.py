"""What lies on the curators' desk: records by what is to be done with them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final, Literal, NamedTuple, get_args

from pydantic import AwareDatetime
from sqlalchemy import ColumnElement, Select, String, cast, exists, func, or_, select
from sqlalchemy.orm import Session

from officina_hub.portal.db import tables as t
from officina_hub.portal.store.catalogue_drafts import OPEN

Pile = Literal["waiting", "mine", "returned", "low", "hidden", "all"]
PILES: Final[tuple[Pile, ...]] = get_args(Pile)
Rows = Select[t.CatalogueRecord, t.CatalogueDraft]
PER_PAGE: Final = 25
LOW: Final = 50
"""A description with less than half of what a good one has."""


class Choice(NamedTuple):
    """Which records are wanted."""

    pile: Pile = "all"
    kind: str = ""
    text: str = ""
    page: int = 1


class OnDesk(NamedTuple):
    """One record in the list."""

    id: str
    kind: str
    title: Mapping[str, str]
    source_id: str
    state: str
    score: int
    updated_at: AwareDatetime
    draft_state: str | None
    authors: tuple[str, ...]
    written_at: AwareDatetime | None


class Desk(NamedTuple):
    """A page of the list, how many there are, and how many lie on each pile."""

    records: tuple[OnDesk, ...]
    total: int
    piles: Mapping[Pile, int]


class RefusedThere(NamedTuple):
    """What the last load of a source refused."""

    source_id: str
    title: str
    loaded_at: AwareDatetime | None
    refused: int
    refusals: tuple[Mapping[str, str], ...]


def desk(session: Session, who: str, choice: Choice) -> Desk:
    """The records of a pile, those that wait longest or lack most first."""
    wanted = _narrowed(_rows(), choice).where(*_on_pile(choice.pile, who))
    total = session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    ordered = wanted.order_by(*_order(choice.pile))
    rows = session.execute(ordered.offset((choice.page - 1) * PER_PAGE).limit(PER_PAGE))
    piles = {pile: _count(session, pile, who) for pile in PILES}
    return Desk(tuple(_told(*row) for row in rows), total, piles)


def refused_at_last(session: Session) -> tuple[RefusedThere, ...]:
    """Of every source whose last load refused something: what, where and why."""
    sources = session.scalars(select(t.CatalogueSource).order_by(t.CatalogueSource.id))
    return tuple(
        RefusedThere(
            source.id,
            source.title,
            source.loaded_at,
            source.report["refused"],
            tuple(source.report.get("refusals", ())),
        )
        for source in sources
        if source.report.get("refused")
    )


def _rows() -> Rows:
    is_open = (t.CatalogueDraft.record_id == t.CatalogueRecord.id) & t.CatalogueDraft.state.in_(
        OPEN
    )
    return select(t.CatalogueRecord, t.CatalogueDraft).outerjoin(t.CatalogueDraft, is_open)


def _narrowed(rows: Rows, choice: Choice) -> Rows:
    if choice.kind:
        rows = rows.where(t.CatalogueRecord.record["kind"].as_string() == choice.kind)
    if choice.text:
        # Kept as JSON, where letters beyond ASCII are written as \u….
        said = json.dumps(choice.text)[1:-1]
        title = cast(t.CatalogueRecord.record["title"], String)
        found = [each.icontains(said, autoescape=True) for each in (title, t.CatalogueRecord.iri)]
        rows = rows.where(or_(*found, t.CatalogueRecord.id == choice.text))
    return rows


def _on_pile(pile: Pile, who: str) -> tuple[ColumnElement[bool], ...]:
    match pile:
        case "waiting":
            return (t.CatalogueDraft.state == "waiting",)
        case "returned":
            return (t.CatalogueDraft.state == "returned",)
        case "hidden":
            return (t.CatalogueRecord.state != "published",)
        case "low":
            return (_score() < LOW, t.CatalogueRecord.state != "withdrawn")
        case "mine":
            return (_is_mine(who),)
        case "all":
            return ()


def _is_mine(who: str) -> ColumnElement[bool]:
    changed = exists().where(
        t.CatalogueChange.record_id == t.CatalogueRecord.id, t.CatalogueChange.by == who
    )
    # A name as JSON has it within its quotes, so that no name is found within another.
    wrote = cast(t.CatalogueDraft.authors, String).contains(json.dumps(who), autoescape=True)
    return or_(changed, wrote)


def _order(pile: Pile) -> tuple[ColumnElement[Any], ...]:
    match pile:
        case "waiting" | "returned":
            first: ColumnElement[Any] = t.CatalogueDraft.written_at.asc()
        case "low":
            first = _score().asc()
        case _:
            first = t.CatalogueRecord.updated_at.desc()
    return first, t.CatalogueRecord.id.asc()


def _score() -> ColumnElement[int]:
    score: ColumnElement[int] = t.CatalogueRecord.quality["score"].as_integer()
    return score


def _count(session: Session, pile: Pile, who: str) -> int:
    wanted = _rows().where(*_on_pile(pile, who)).with_only_columns(t.CatalogueRecord.id)
    return session.scalar(select(func.count()).select_from(wanted.subquery())) or 0


def _told(row: t.CatalogueRecord, draft: t.CatalogueDraft | None) -> OnDesk:
    return OnDesk(
        id=row.id,
        kind=row.record["kind"],
        title=row.record["title"],
        source_id=row.source_id,
        state=row.state,
        score=row.quality["score"],
        updated_at=row.updated_at,
        draft_state=draft.state if draft else None,
        authors=tuple(draft.authors) if draft else (),
        written_at=draft.written_at if draft else None,
    )
