"""A snapshot is searched where it lies, and a file that is none is told with the reason."""

from __future__ import annotations

import base64
import gzip
import re
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from finder_samples import MORNING, dataset, filed

from officina_widgets import find_datasets
from officina_widgets.catalogue.asking import Ask
from officina_widgets.errors import NotFound
from officina_widgets.finding import snapshot
from officina_widgets.finding.snapshot import (
    OLD,
    ForgedSnapshot,
    NotASnapshot,
    SnapshotCatalogue,
    write_snapshot,
)
from officina_widgets.finding.snapshot_memory import SnapshotMemory


@pytest.fixture(params=["catalogue.jsonl", "catalogue.jsonl.gz"])
def path(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    records = [
        filed(dataset(1), 1),
        filed(dataset(2, title={"fi": "Bussiaikataulut"}, themes=("TRAN",)), 2),
    ]
    assert write_snapshot(tmp_path / request.param, records, as_of=MORNING) == 2
    return tmp_path / request.param


def test_it_is_searched_and_tells_its_day(path: Path):
    catalogue = SnapshotCatalogue(path)
    answer = catalogue.ask(Ask(q="wether forcast"))
    assert [hit.filed.id for hit in answer.hits] == ["r1"]
    assert answer.as_of == MORNING
    assert catalogue.is_snapshot
    assert find_datasets("bussi", theme="TRAN", catalogue=catalogue).total == 1


def test_a_record_is_found_by_its_id_or_told_to_be_missing(path: Path):
    catalogue = SnapshotCatalogue(path)
    assert catalogue.record("r2").record.title == {"fi": "Bussiaikataulut"}
    with pytest.raises(NotFound, match="no record 'r3' in the snapshot"):
        catalogue.record("r3")


def test_what_it_kept_of_itself_is_gone_with_it(path: Path):
    catalogue = SnapshotCatalogue(path)
    catalogue.ask(Ask())
    folder = catalogue._folder
    assert folder.is_dir()
    del catalogue
    assert not folder.exists()


KEY = Ed25519PrivateKey.from_private_bytes(b"k" * 32)
PUBLIC = base64.b64encode(KEY.public_key().public_bytes_raw()).decode()
OTHER = base64.b64encode(
    Ed25519PrivateKey.from_private_bytes(b"o" * 32).public_key().public_bytes_raw()
).decode()


@pytest.fixture
def signed(tmp_path: Path) -> Path:
    path = tmp_path / "signed.jsonl"
    write_snapshot(path, [filed(dataset(1), 1)], as_of=MORNING, sign=KEY.sign)
    return path


def test_one_that_the_hub_signed_is_searched(signed: Path):
    catalogue = SnapshotCatalogue(signed, key=PUBLIC, clock=lambda: MORNING)
    assert catalogue.ask(Ask(q="wether")).total == 1
    assert catalogue.notes == ()


def test_what_the_reader_should_know_of_it_is_told(signed: Path, path: Path):
    late = MORNING + OLD + timedelta(seconds=1)
    assert SnapshotCatalogue(signed, key=PUBLIC, clock=lambda: late).notes == ("old",)
    assert SnapshotCatalogue(signed, clock=lambda: MORNING).notes == ("unchecked",)
    assert SnapshotCatalogue(path, clock=lambda: late).notes == ("unsigned", "old")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"Met Office", b"Met 0ffice"),
        (b"2026-11-22T08", b"2036-11-22T08"),
        (b'"sha256":"', b'"sha256":"0'),
        (b'"signature":"', b'"signature":"!'),
    ],
    ids=["record", "day", "hash", "signature"],
)
def test_one_that_somebody_changed_is_refused(signed: Path, before: bytes, after: bytes):
    content = signed.read_bytes()
    assert before in content
    signed.write_bytes(content.replace(before, after))
    with pytest.raises(ForgedSnapshot, match="does not bear this hub's signature") as told:
        SnapshotCatalogue(signed, key=PUBLIC).record("r1")
    assert "nothing of it is shown" in str(told.value)


def test_one_of_another_hub_and_one_without_a_signature_are_refused(signed: Path, path: Path):
    with pytest.raises(ForgedSnapshot, match="comes from another hub"):
        SnapshotCatalogue(signed, key=OTHER).ask(Ask())
    with pytest.raises(ForgedSnapshot, match="is not signed, and this hub signs its own"):
        SnapshotCatalogue(path, key=PUBLIC).ask(Ask())


def test_an_older_one_is_not_shown_after_a_newer(signed: Path, tmp_path: Path):
    memory = SnapshotMemory(tmp_path / "home" / "shown.json")
    old, noon = signed.read_bytes(), MORNING + timedelta(hours=4)

    def shown(key: str = PUBLIC) -> int:
        catalogue = SnapshotCatalogue(signed, key=key, memory=memory, clock=lambda: noon)
        return catalogue.ask(Ask()).total

    assert shown() == shown() == 1
    write_snapshot(signed, [filed(dataset(1), 1)], as_of=noon, sign=KEY.sign)
    assert shown() == 1
    signed.write_bytes(old)
    with pytest.raises(ForgedSnapshot, match="you were shown one of this hub of 2026-11-22 12:00"):
        shown()
    memory.path.write_bytes(b"[")  # what was remembered is lost, and no search with it
    assert shown() == 1


def test_a_day_of_the_future_shuts_out_nothing(signed: Path, tmp_path: Path):
    memory = SnapshotMemory(tmp_path / "shown.json")
    memory.remember(PUBLIC, MORNING + timedelta(days=400), MORNING)
    assert memory.newest(PUBLIC) is None


HEAD = b'{"format":"officina-catalogue-snapshot-1","as_of":"2026-11-22T08:00:00Z","records":1}\n'


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("none.jsonl", None, "There is no file"),
        ("empty.jsonl", b"", "Invalid JSON"),
        (
            "other.jsonl",
            b'{"format": "x", "as_of": "2026-11-22T08:00:00Z", "records": 0}',
            "format",
        ),
        ("short.jsonl", HEAD, "it has 0 of 1 records"),
        ("broken.jsonl", HEAD + b'{"id": ', "Invalid JSON"),
        ("latin.jsonl", HEAD + b'{"id": "\xe4"}\n', "JSON"),
        ("no-gzip.jsonl.gz", HEAD, "gzip"),
        ("cut.jsonl.gz", gzip.compress(HEAD * 50, mtime=0)[:40], "end-of-stream"),
    ],
    ids=["none", "empty", "other", "short", "broken", "latin", "no gzip", "cut"],
)
def test_what_is_no_snapshot_is_told(tmp_path: Path, name: str, content: bytes | None, reason: str):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(NotASnapshot, match=reason) as told:
        SnapshotCatalogue(tmp_path / name).record("r1")
    assert "so there is nothing to search in it" in str(told.value)


def bomb(path: Path, line: bytes, times: int) -> Path:
    with gzip.open(path, "wb", compresslevel=1) as file:
        file.write(HEAD.replace(b'"records":1', b'"records":%d' % times))
        for _ in range(times):
            file.write(line)
    return path


def test_a_small_file_that_unpacks_to_very_much_is_refused(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(snapshot, "MOST_BYTES", 4 * snapshot.MIB)
    path = bomb(tmp_path / "bomb.jsonl.gz", b" " * snapshot.MIB + b"\n", 40)
    assert path.stat().st_size < snapshot.MIB
    with pytest.raises(NotASnapshot, match="it unpacks to more than 4 MiB"):
        SnapshotCatalogue(path).record("r1")


def test_a_line_without_end_is_refused(tmp_path: Path):
    path = bomb(tmp_path / "bomb.jsonl.gz", b" " * 3 * snapshot.MIB, 1)
    with pytest.raises(NotASnapshot, match="line 2 is longer than 2097152 bytes"):
        SnapshotCatalogue(path).record("r1")


def test_a_record_that_this_version_does_not_take_is_left_out(path: Path):
    text = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    older = text.replace(b"https://example.org/1", b"http://[::1")
    older = re.sub(rb'"sha256":"[0-9a-f]+"', b'"sha256":""', older)  # as older ones have none
    path.write_bytes(gzip.compress(older, mtime=0) if path.suffix == ".gz" else older)
    assert [hit.filed.id for hit in SnapshotCatalogue(path).ask(Ask()).hits] == ["r2"]


def test_no_more_is_written_than_can_be_read(tmp_path: Path, monkeypatch):
    records = [filed(dataset(1, description={"en": "long " * 3_999}), n) for n in range(9)]
    monkeypatch.setattr(snapshot, "MOST_BYTES", snapshot.LONGEST_LINE + 50_000)
    assert write_snapshot(tmp_path / "some.jsonl", records, as_of=MORNING) == 2
    assert SnapshotCatalogue(tmp_path / "some.jsonl").ask(Ask()).total == 2
