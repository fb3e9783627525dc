"""The content-addressed store and the audit over it."""

from __future__ import annotations

import errno
import hashlib
import io
import os
import stat
from pathlib import Path

import pytest
from portal_house import House

from officina_hub.portal.blobs import BlobDamaged, BlobStore
from officina_hub.portal.errors import StorageFull
from officina_hub.portal.store.audit import audit, referenced_blobs


@pytest.fixture
def store(tmp_path: Path) -> BlobStore:
    return BlobStore(tmp_path / "blobs")


def test_a_blob_is_named_by_its_content(store: BlobStore) -> None:
    blob = store.put_bytes(b"tea")

    assert blob.sha256 == hashlib.sha256(b"tea").hexdigest()
    assert blob.size == 3
    assert store.read(blob.sha256) == b"tea"
    assert store.path(blob.sha256).parent.name == blob.sha256[:2]


def test_the_same_content_is_stored_once(store: BlobStore) -> None:
    first, second = store.put_bytes(b"tea"), store.put_bytes(b"tea")

    assert first == second
    assert list(store) == [first.sha256]
    assert list((store.folder / "arriving").iterdir()) == []


def test_only_the_portal_can_read_it(store: BlobStore) -> None:
    path = store.path(store.put_bytes(b"tea").sha256)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_damaged_blob_is_noticed(store: BlobStore) -> None:
    blob = store.put_bytes(b"tea")
    store.path(blob.sha256).write_bytes(b"pee")

    with pytest.raises(BlobDamaged, match="now has the content of"):
        store.open(blob.sha256)


def test_a_missing_blob_is_noticed_and_a_cut_one_is_written_anew(store: BlobStore) -> None:
    blob = store.put_bytes(b"tea")
    store.path(blob.sha256).write_bytes(b"t")
    store.put_bytes(b"tea")
    assert store.read(blob.sha256) == b"tea"
    store.path(blob.sha256).unlink()

    with pytest.raises(BlobDamaged, match="missing"):
        store.open(blob.sha256)


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "A" * 64, "a" * 63, "a" * 64 + "\n"])
def test_only_a_hash_names_a_blob(store: BlobStore, name: str) -> None:
    with pytest.raises(ValueError, match="is not a SHA-256"):
        store.path(name)


def test_a_full_disk_leaves_nothing(store: BlobStore, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StorageFull):
        store.put(io.BytesIO(b"tea"))

    assert list(store) == []
    assert list((store.folder / "arriving").iterdir()) == []


def test_only_old_garbage_is_removed(store: BlobStore) -> None:
    kept, old, new = (store.put_bytes(content).sha256 for content in (b"kept", b"old", b"new"))
    os.utime(store.path(kept), (100, 100))
    os.utime(store.path(old), (100, 100))

    assert store.remove_unreferenced({kept}, older_than=1000.0) == (old,)
    assert set(store) == {kept, new}


async def test_the_audit_finds_what_was_lost(house: House) -> None:
    receipt = (await house.submit("ada", {"leaf.ipynb": b"precious"})).json
    sha256 = hashlib.sha256(b"precious").hexdigest()
    house.portal.blobs.path(sha256).unlink()

    with house.portal.database.reading() as session:
        assert sha256 in referenced_blobs(session)
        report = audit(session, house.portal.blobs, house.portal.signer)
    assert not report.is_clean
    assert "missing" in report.findings[0]
    answer = await house.ask("GET", f"submissions/{receipt['submission_id']}/files.tar", "ada")
    assert (answer.status, answer.json["code"]) == (500, "file-damaged")
