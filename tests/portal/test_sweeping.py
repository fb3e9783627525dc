"""What the portal removes at its start, and what it must never remove."""

from __future__ import annotations

import hashlib
import os
import threading
from pathlib import Path

import pytest
from portal_house import House
from sqlalchemy.orm import Session

from officina_hub.portal import sweeping
from officina_hub.portal.blobs import BlobStore
from officina_hub.portal.store.audit import audit, referenced_blobs


def put(house: House, content: bytes, *, is_old: bool = True) -> Path:
    """A blob that no row refers to."""
    path = house.portal.blobs.path(house.portal.blobs.put_bytes(content).sha256)
    if is_old:
        os.utime(path, (100, 100))
    return path


async def test_whatever_arrived_before_the_start_is_removed(house: House) -> None:
    (house.settings.incoming / "package-x/course").mkdir(parents=True)
    (house.settings.incoming / "package-x/course/course.toml").write_text("x")
    (house.settings.incoming / "elsewhere").symlink_to(house.settings.home)
    (house.portal.blobs.arriving / "tmpx").write_text("half")

    assert sweeping.sweep_uploads(house.portal) == 3
    assert list(house.settings.incoming.iterdir()) == []
    assert list(house.portal.blobs.arriving.iterdir()) == []
    assert house.settings.home.is_dir()


async def test_old_blobs_of_nobody_are_removed_and_told_in_one_line(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", logger="officina.portal")
    old, young = put(house, b"old"), put(house, b"young", is_old=False)
    await sweeping.sweep(house.portal, 2)

    assert (old.exists(), young.exists()) == (False, True)
    said = [record.getMessage() for record in caplog.records if "swept" in record.getMessage()]
    assert said == ["swept: 2 left-over uploads, 1 blobs that nothing refers to"]


async def test_whatever_a_row_refers_to_stays_however_old(house: House) -> None:
    await house.submit("ada", {"leaf.ipynb": b"precious"})
    for sha256 in house.portal.blobs:
        os.utime(house.portal.blobs.path(sha256), (100, 100))
    await sweeping.sweep(house.portal, 0)

    with house.portal.database.reading() as session:
        assert audit(session, house.portal.blobs, house.portal.signer).is_clean
        assert referenced_blobs(session) == set(house.portal.blobs)


async def test_an_upload_that_finds_old_garbage_useful_keeps_it(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its file is stored after the sweep has read all rows, and before it looks at the file."""
    garbage = put(house, b"the same again")

    def read_then_stored(session: Session) -> set[str]:
        found = referenced_blobs(session)
        house.portal.blobs.put_bytes(b"the same again")
        return found

    monkeypatch.setattr(sweeping, "referenced_blobs", read_then_stored)
    await sweeping.sweep(house.portal, 0)

    assert garbage.exists()


def test_a_blob_stored_again_in_the_very_moment_of_its_removal_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = BlobStore(tmp_path / "blobs")
    content = b"wanted again"
    path = store.path(store.put_bytes(content).sha256)
    os.utime(path, (100, 100))
    upload = threading.Thread(target=store.put_bytes, args=(content,))
    unlink = Path.unlink

    def unlink_while_uploaded(self: Path, missing_ok: bool = False) -> None:
        if self == path:
            upload.start()
            upload.join(0.2)  # it must not come through here before the removal is done
        unlink(self, missing_ok=missing_ok)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", unlink_while_uploaded)
        store.remove_unreferenced(set(), older_than=1000.0)
        upload.join(10)

    assert store.read(hashlib.sha256(content).hexdigest()) == content


async def test_a_sweep_that_fails_is_logged_and_stops_nothing(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise PermissionError("read-only")

    monkeypatch.setattr(BlobStore, "remove_unreferenced", refused)
    await sweeping.sweep(house.portal, 0)

    assert "the blobs were not swept" in caplog.text
