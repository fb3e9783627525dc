"""What a stranger's course costs the portal that looks at it: a process with ceilings, no more."""

from __future__ import annotations

import asyncio
import gzip
import io
import json
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from portal_house import Answer, House

from officina_courses.archive import COURSE_LIMITS
from officina_courses.course_files import pack_course
from officina_courses.looking import confinement
from officina_courses.looking.answers import MOST_BYTES, LookOrder
from officina_courses.looking.confinement import LookBounds
from officina_courses.scaffold import new_course
from officina_hub.portal import looking
from officina_hub.portal.looking import Looks

MIB = 1 << 20
ORDER = LookOrder(form="folder", limits=COURSE_LIMITS)
# Each costs 56 bytes of memory for the three that it has in the file, and time.
EMPTY_LISTS = 6_000_000
LONGEST_PAGE_SECONDS = 1.0
MOST_PORTAL_MIB = 64
REACHING = """
import os, pathlib, socket
reached = []
try:
    socket.create_connection(("127.0.0.1", {port}), 2)
    reached.append("the network")
except OSError:
    pass
try:
    pathlib.Path({mine!r}).read_text()
    reached.append("a file")
except OSError:
    pass
for place in ("/usr/x", "/x", "/etc/x"):
    try:
        pathlib.Path(place).write_text("x")
        reached.append(place)
    except OSError:
        pass
reached += [name for name in os.environ if "TOKEN" in name]
reached += ["root"] if os.geteuid() == 0 else []
pathlib.Path("inside").write_text("x")
children = 0
try:
    while children < 1000:
        if not os.fork():
            os._exit(0) if children > 500 else __import__("time").sleep(20)
        children += 1
except OSError:
    pass
print(reached, children < 100)
"""


def tar_of(folder: Path) -> bytes:
    tar = io.BytesIO()
    pack_course(folder, tar)
    return gzip.compress(tar.getvalue(), compresslevel=1)


@pytest.fixture(scope="module")
def endless(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A course with a notebook that is small to send, and long to read."""
    folder = tmp_path_factory.mktemp("endless") / "rain"
    new_course(folder, course_id="rain", title="Rain")
    [notebook] = folder.glob("source/*/*.ipynb")
    book = notebook.read_text().rstrip().removesuffix("}")
    lists = ",".join(["[]"] * EMPTY_LISTS)
    notebook.write_text(f'{book}, "more": [{lists}]}}')
    return tar_of(folder)


@pytest.fixture
async def hasty(tmp_path: Path) -> AsyncIterator[House]:
    async with House(tmp_path, looking=LookBounds(cpu_seconds=2)) as house:
        yield house


def held_mib() -> float:
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


async def publish(house: House, tar: bytes, token: str = "tina") -> Answer:
    return await house.ask("POST", "courses/rain/releases", token, tar=tar)


async def test_pages_stay_quick_while_a_course_is_looked_at_that_takes_for_ever(
    hasty: House, endless: bytes
) -> None:
    await hasty.fetch_page("federation/")  # what is made once
    before = held_mib()
    published = asyncio.create_task(publish(hasty, endless))
    pages = []
    while not published.done():
        began = time.monotonic()
        answer = await hasty.ask("GET", "courses", "ada")
        assert answer.status == 200
        pages.append(time.monotonic() - began)
        await asyncio.sleep(0.02)  # as people read
    refused = await published
    assert refused.status == 422, refused.content
    assert refused.json["code"] == "look-too-long"
    said = refused.json["detail"]
    assert "The course 'rain' 0.1.0 was not taken" in said
    assert "2 seconds of the processor" in said
    assert "officina course check" in said
    assert len(pages) > 10
    assert max(pages) < LONGEST_PAGE_SECONDS
    assert held_mib() - before < MOST_PORTAL_MIB
    assert list(hasty.settings.incoming.iterdir()) == []


async def test_what_takes_more_memory_than_a_course_may_have_is_refused(
    tmp_path: Path, endless: bytes
) -> None:
    async with House(tmp_path, looking=LookBounds(memory_mib=300)) as house:
        refused = await publish(house, endless)
    assert (refused.status, refused.json["code"]) == (422, "look-too-much"), refused.content
    assert "The course 'rain' 0.1.0 was not taken" in refused.json["detail"]
    assert "300 MiB" in refused.json["detail"]


@pytest.mark.parametrize(
    "program",
    [
        'print(\'{"said": "looked"}\')',
        "while True: print('x' * 65536)",
        "import os; os.abort()",
        'print(\'{"said":"named","course_id":"../x","version":"1"}\')',
    ],
    ids=["half-an-answer", "without-end", "none", "a-name-that-is-none"],
)
async def test_what_a_look_says_is_believed_in_its_own_form_alone(
    hasty: House, monkeypatch: pytest.MonkeyPatch, program: str
) -> None:
    """As if reading hostile bytes had made another program of it."""
    command = [sys.executable, "-I", "-c", program]
    monkeypatch.setattr(confinement, "looking_command", lambda *_: command)
    before = held_mib()
    refused = await publish(hasty, b"anything")
    assert (refused.status, refused.json["code"]) == (422, "look-ended"), refused.content
    assert held_mib() - before < MOST_BYTES / MIB + MOST_PORTAL_MIB


def test_a_look_reaches_no_network_no_files_and_no_more_processes(tmp_path: Path) -> None:
    mine = tmp_path / "mine.txt"
    mine.write_text("secret")
    place = looking._private(tmp_path)
    command = confinement.looking_command(ORDER, place, LookBounds())
    program = command.index("officina_courses.looking")
    with socket.create_server(("127.0.0.1", 0)) as server:
        reaching = REACHING.format(port=server.getsockname()[1], mine=str(mine))
        command[program - 1 :] = ["-c", reaching]
        done = subprocess.run(
            command, env=confinement.environment(), capture_output=True, text=True, check=True,
            timeout=60,
        )  # fmt: skip
    assert done.stdout.splitlines()[-1] == "[] True", done
    assert (place / "inside").read_text() == "x"


async def test_whoever_has_no_turn_is_told_when_to_come_again(
    hasty: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looking, "WAIT_SECONDS", 0.05)
    looks: Looks = hasty.portal.looks
    async with looks._turn("theo"), looks._turn("tom"):
        refused = await publish(hasty, b"anything")
        assert (refused.status, refused.json["code"]) == (429, "looks-busy")
        assert refused.headers["Retry-After"] == "60"
    async with looks._turn("tina"):  # whose own other course it is
        assert (await publish(hasty, b"anything")).status == 429
        assert (await publish(hasty, b"anything", "theo")).status == 422


def test_a_course_of_more_exercises_than_anybody_takes_is_refused_at_once(tmp_path: Path) -> None:
    """Each page that names a course reads its description, so it may not cost the square."""
    program = (
        "import sys, time\n"
        "from officina_courses.loader import parse_course\n"
        'head = \'id="a"\\ntitle="a"\\nversion="1.0.0"\\nsummary="a"\\nminutes=1\\n\'\n'
        "head += 'licence=\"MIT\"\\n'\n"
        "more = ''.join(f'[[exercises]]\\nid=\"e{n}\"\\ntitle=\"x\"\\n' for n in range(28_000))\n"
        "began = time.process_time()\n"
        "try:\n"
        "    parse_course(head + more)\n"
        "except Exception as error:\n"
        "    print(time.process_time() - began, str(error)[:300].replace('\\n', ' '))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60
    )
    seconds, said = done.stdout.split(" ", 1)
    assert float(seconds) < 2.0
    assert "exercises" in said


def test_an_order_is_data(tmp_path: Path) -> None:
    told: Any = json.loads(ORDER.model_dump_json())
    assert LookOrder.model_validate(told) == ORDER
