"""The portal is asked first; a snapshot answers where it cannot, and says that it does."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import pytest
from finder_samples import MORNING, KeptCatalogue, dataset, filed

from officina_widgets.catalogue.asking import Answer, Ask
from officina_widgets.environment import TOKEN_VARIABLE, URL_VARIABLE
from officina_widgets.errors import NotConfigured, NotFound, PortalUnreachable
from officina_widgets.finding.catalogues import (
    REST_SECONDS,
    SNAPSHOT_VARIABLE,
    PortalFirst,
    session_catalogue,
)
from officina_widgets.finding.portal import PortalCatalogue
from officina_widgets.finding.snapshot import (
    MissingSnapshot,
    SnapshotCatalogue,
    write_snapshot,
)


class AwayCatalogue(KeptCatalogue):
    def ask(self, ask: Ask) -> Answer:
        self.asked.append(ask)
        raise PortalUnreachable("nobody there")


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_while_the_portal_is_away_the_snapshot_answers_and_the_portal_has_peace():
    clock, away, snapshot = Clock(), AwayCatalogue(), KeptCatalogue(filed(dataset()))
    both = PortalFirst(away, snapshot, clock=clock)
    assert not both.is_snapshot
    assert (both.ask(Ask()).total, both.is_snapshot) == (1, True)
    assert both.ask(Ask()).total == 1
    assert len(away.asked) == 1
    clock.now += REST_SECONDS
    assert not both.is_snapshot
    both.ask(Ask())
    assert len(away.asked) == 2


def test_a_portal_that_comes_back_is_asked_again():
    clock, kept = Clock(), KeptCatalogue(filed(dataset(), 7))
    portal = AwayCatalogue(filed(dataset()))
    both = PortalFirst(portal, kept, clock=clock)
    assert [hit.filed.id for hit in both.ask(Ask()).hits] == ["r7"]
    portal.ask = partial(KeptCatalogue.ask, portal)  # type: ignore[method-assign]
    clock.now += REST_SECONDS
    assert [hit.filed.id for hit in both.ask(Ask()).hits] == ["r1"]
    assert not both.is_snapshot


def test_what_the_portal_refuses_is_not_asked_of_the_snapshot():
    both = PortalFirst(KeptCatalogue(), KeptCatalogue(filed(dataset())))
    with pytest.raises(NotFound):
        both.record("r1")


def test_where_no_snapshot_is_written_yet_what_is_away_is_the_portal(tmp_path: Path):
    path = tmp_path / "snapshot.jsonl"
    both = PortalFirst(AwayCatalogue(), SnapshotCatalogue(path))
    with pytest.raises(PortalUnreachable, match="nobody there"):
        both.ask(Ask())
    assert not both.is_snapshot
    write_snapshot(path, [filed(dataset())], as_of=MORNING)
    assert (both.ask(Ask()).total, both.is_snapshot) == (1, True)
    with pytest.raises(MissingSnapshot, match=r"no file .*elsewhere"):
        SnapshotCatalogue(tmp_path / "elsewhere").ask(Ask())


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name in (URL_VARIABLE, TOKEN_VARIABLE, SNAPSHOT_VARIABLE):
        monkeypatch.delenv(name, raising=False)
    return monkeypatch


def test_a_session_has_what_its_environment_says(bare: pytest.MonkeyPatch, tmp_path: Path):
    with pytest.raises(NotConfigured, match=f"no catalogue to search.*{SNAPSHOT_VARIABLE}"):
        session_catalogue()
    bare.setenv(SNAPSHOT_VARIABLE, str(tmp_path / "catalogue.jsonl"))
    assert isinstance(session_catalogue(), SnapshotCatalogue)
    bare.setenv(URL_VARIABLE, "http://127.0.0.1:9")
    bare.setenv(TOKEN_VARIABLE, "t")
    assert isinstance(session_catalogue(), PortalFirst)
    bare.delenv(SNAPSHOT_VARIABLE)
    assert isinstance(session_catalogue(), PortalCatalogue)


class RecordedClient:
    """Stands for the REST client: keeps what is read, and gives one answer."""

    def __init__(self, answer: Any) -> None:
        self.answer = answer
        self.read_: list[tuple[Any, ...]] = []

    def read_noted(self, header: str, *asked: Any, params: Any = ()) -> Any:
        return None, self.read(*asked, params=params)

    def read(self, model: type, *segments: str, params: Any = ()) -> Any:
        self.read_.append((model, segments, list(params)))
        return self.answer


def test_the_portal_is_asked_as_its_api_wants_it():
    client = RecordedClient("answer")
    portal = PortalCatalogue(client)  # type: ignore[arg-type]
    ask = Ask(q="tea", facets={"theme": ("ENVI", "HEAL")}, languages=("fi", "en"))
    assert (portal.ask(ask), portal.record("r1")) == ("answer", "answer")
    (_, place, params), (_, record, _) = client.read_
    assert (place, record) == (("catalogue", "search"), ("catalogue", "records", "r1"))
    assert params == [
        ("q", "tea"),
        ("facet.theme", "ENVI"),
        ("facet.theme", "HEAL"),
        ("lang", "fi"),
        ("lang", "en"),
    ]
