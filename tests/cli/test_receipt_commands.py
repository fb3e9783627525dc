"""``officina receipt …``: genuine receipts are good, and everything else is told."""

from __future__ import annotations

import json
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from portal_house import House

from officina_hub.data_folder import DataFolder

WORK = {"leaf.ipynb": b"{}", "a b.txt": b"two", "z/a.txt": b"three"}


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with House(tmp_path / "data") as house:
        yield await house.with_tea()


@pytest.fixture
async def receipt(house: House, tmp_path: Path) -> Path:
    path = tmp_path / "receipt.json"
    path.write_bytes((await house.submit("ada", WORK)).content)
    return path


@pytest.fixture
def data(house: House) -> DataFolder:
    return DataFolder(house.portal.settings.data_dir)


async def test_a_genuine_receipt_is_good(officina, receipt, data):
    answer = officina("receipt", "check", receipt, "--data-dir", data.root)
    assert answer.exit_code == 0, answer.output
    assert "The receipt is good: ada handed in" in answer.output
    told = json.loads(
        officina("receipt", "check", receipt, "--data-dir", data.root, "--json").output
    )
    assert told == {"is_good": True, "findings": []}


@pytest.mark.parametrize("change", [{"user": "bob"}, {"is_late": True}, {"signature": "ü"}])
async def test_a_changed_receipt_is_not(officina, receipt, data, change):
    receipt.write_text(json.dumps({**json.loads(receipt.read_text()), **change}))
    answer = officina("receipt", "check", receipt, "--data-dir", data.root)
    assert answer.exit_code == 1
    assert "does not bear the signature" in answer.output


async def test_a_genuine_receipt_of_nothing_is_told(officina, receipt, data, house):
    from officina_widgets.wire import Receipt

    genuine = Receipt.model_validate_json(receipt.read_bytes())
    other = house.portal.signer.sign(genuine.model_copy(update={"sequence": 99}))
    receipt.write_text(other.model_dump_json())
    answer = officina("receipt", "check", receipt, "--data-dir", data.root)
    assert answer.exit_code == 1
    assert "submission 99 does not stand" in answer.output


async def test_a_lost_file_is_told_by_its_name(officina, receipt, data):
    for blob in (data.portal / "blobs").rglob("*"):
        if blob.is_file() and blob.read_bytes() == b"two":
            blob.unlink()
    answer = officina("receipt", "check", receipt, "--data-dir", data.root, "--json")
    assert answer.exit_code == 1
    assert "a b.txt" in json.loads(answer.output)["findings"][0]


async def test_what_is_no_receipt_and_no_data_folder_is_told(officina, receipt, tmp_path):
    answer = officina("receipt", "check", receipt, "--data-dir", tmp_path / "nope")
    assert answer.exit_code == 1
    assert "is not a data folder" in str(answer.exception)
    receipt.write_text("{}")
    assert "is not a receipt" in str(officina("receipt", "check", receipt).exception)


def shelled(command: str, folder: Path) -> str:
    return subprocess.check_output(["/bin/sh", "-c", command], cwd=folder, text=True)


async def test_the_hash_of_a_folder_is_the_receipts_and_the_pages(officina, receipt, tmp_path):
    folder = tmp_path / "handed in"
    for name, content in WORK.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    found = officina("receipt", "hash", folder).output.strip()
    page = "find . -type f -printf '%P\\n' | LC_ALL=C sort | xargs -d '\\n' sha256sum | sha256sum"
    shell = shelled(page, folder)
    assert found == json.loads(receipt.read_text())["sha256"] == shell.split()[0]
