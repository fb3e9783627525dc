"""A package goes in by the API and is run by a real grader, in the sandbox and nowhere else."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from portal_house import House
from prover_hand import packed, proof_of, start_prover
from prover_watch import check_ceilings, proved_by
from sqlalchemy import select

from officina_courses.scaffold import new_course
from officina_hub.portal.db import tables as t

ATTACK = """
import os, pathlib, socket
reached = [name for name in os.environ if "TOKEN" in name]
try:
    socket.create_connection(("127.0.0.1", {port}), 2)
    reached.append("the portal")
except OSError:
    pass
for deed in ("read_text", "unlink"):
    try:
        getattr(pathlib.Path({mine!r}), deed)()
        reached.append(deed)
    except OSError:
        pass
for place in {outside!r}:
    try:
        pathlib.Path(place).parent.mkdir(parents=True, exist_ok=True)
        pathlib.Path(place).write_bytes(bytes(1 << 20))
    except OSError:
        pass
assert reached == [], reached
"""


@pytest.fixture(scope="module")
def honest(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "rain"
    new_course(folder, course_id="rain", title="Rain")
    return folder


@pytest.fixture
def prover(tmp_path: Path) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Room for provers, which are ended afterwards."""
    started: list[subprocess.Popen[bytes]] = []
    yield started
    for process in started:
        process.terminate()
        process.wait(30)


async def test_a_package_is_looked_at_kept_and_run_before_anybody_sees_it(
    empty_house: House, tmp_path: Path, honest: Path, prover: list[subprocess.Popen[bytes]]
) -> None:
    house = empty_house
    package = packed(honest, tmp_path / "rain.zip")
    taken = await house.ask("POST", "imports", "tina", tar=package)
    assert taken.status == 202, taken.content
    one = taken.json
    assert (one["course_id"], one["state"]) == ("rain", "proving")
    assert len(one["origin"]["claimed_by"]) == 1
    assert one["origin"]["signed_by"] == []
    assert (await house.ask("GET", "courses", "ada")).json["items"] == []

    prover.append(start_prover(house, tmp_path))
    ran = await proof_of(house, one["release_id"])
    with house.portal.database.reading() as session:
        last = session.scalars(select(t.CourseImport.progress)).one()
    assert last["of"] > 4  # the first step is told in any case
    assert not [gate for gate in ran["proof"]["gates"] if gate["state"] != "passed"]
    assert ran["state"] == "proved"
    assert all(cell["is_fine"] for cell in ran["proof"]["cells"])
    assert (await house.ask("GET", "courses", "ada")).json["items"] == []

    published = await house.ask("POST", f"imports/{one['release_id']}/publication", "tina")
    assert (published.status, published.json["state"]) == (202, "preparing")


def planted_files(outside: list[str], home: Path, name: str) -> list[Path]:
    """What it writes there lies in its own sandbox, or nowhere."""
    return [path for path in map(Path, outside) if path.exists()] + list(home.rglob(name))


async def test_what_a_package_runs_reaches_nothing_outside_its_sandbox(
    empty_house: House, tmp_path: Path, honest: Path, scratch: Path
) -> None:
    house = empty_house
    mine = tmp_path / "mine.txt"
    mine.write_text("secret")
    hostile = tmp_path / "hostile"
    shutil.copytree(honest, hostile)
    notebook = hostile / "source" / "01-first-steps" / "first-steps.ipynb"
    content = nbformat.read(notebook, as_version=4)
    planted = f"planted-{tmp_path.name}-{house.port}"
    outside = [
        *(f"{place}/{planted}" for place in ("/etc", "/usr", "/var/tmp", "/dev/shm", Path.home())),
        str(tmp_path / planted),
        str(house.settings.home / planted),
        f"../../../{planted}",
    ]
    attack = ATTACK.format(port=house.port, mine=str(mine), outside=outside)
    content.cells.append(nbformat.v4.new_code_cell(attack, id="attack"))
    nbformat.write(content, notebook)
    package = packed(hostile, tmp_path / "hostile.zip")
    taken = (await house.ask("POST", "imports", "tina", tar=package)).json

    ran, cost = await proved_by(house, tmp_path, taken["release_id"], scratch=scratch)
    check_ceilings(cost)
    # It ends with an error where anything of what it tries succeeds.
    solution = next(gate for gate in ran["proof"]["gates"] if gate["id"] == "G1")
    assert solution["findings"] == []
    assert {row["outcome"] for row in ran["proof"]["measured"]} == {"passed"}
    assert mine.read_text() == "secret"
    assert planted_files(outside, tmp_path, planted) == []


async def test_under_another_name_it_stands_beside_one_that_is_here(
    house: House, tmp_path: Path, honest: Path
) -> None:
    package = packed(honest, tmp_path / "rain.zip")
    refused = await house.ask("POST", "imports?course_id=tea", "tina", tar=package)
    assert (refused.status, refused.json["code"]) == (409, "other-origin")
    taken = await house.ask("POST", "imports?course_id=rain-from-lumi", "tina", tar=package)
    assert taken.json["course_id"] == "rain-from-lumi"
    assert taken.json["origin"]["course_id"] == "rain"


@pytest.mark.parametrize("spoilt", [b"", b"PK\x05\x06" + bytes(18), b"no zip at all"])
async def test_what_is_no_package_is_refused_and_leaves_nothing_behind(
    empty_house: House, spoilt: bytes
) -> None:
    refused = await empty_house.ask("POST", "imports", "tina", tar=spoilt)
    assert refused.status == 422, refused.content
    assert refused.json["code"].startswith("package-")
    assert list(empty_house.settings.incoming.iterdir()) == []
