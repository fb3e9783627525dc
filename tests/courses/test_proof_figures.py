"""What a proof tells of cells and of energy: what was measured, and nothing that was guessed."""

import json
from pathlib import Path
from typing import Any

import pytest

from officina_courses.gates.cells_run import fingerprint, ran_cells
from officina_courses.gates.energy import Counter, EnergyMeter, counters, used
from officina_courses.gates.home import INJECTED


def cell(name: str, *outputs: dict[str, Any], duration: float | None = 0.5) -> dict[str, Any]:
    metadata = {"papermill": {"duration": duration}}
    return {"cell_type": "code", "id": name, "metadata": metadata, "outputs": list(outputs)}


def printed(text: str) -> dict[str, Any]:
    return {"output_type": "stream", "name": "stdout", "text": text}


def test_each_cell_has_its_time_and_the_one_of_values_is_left_out() -> None:
    cells = [cell(INJECTED), cell("a", printed("1")), cell("b", duration=None)]
    first, second = ran_cells(json.dumps({"cells": cells}))
    assert (first.seconds, first.shown) == (0.5, fingerprint([printed("1")]))
    assert (second.seconds, second.shown) == (None, "")


@pytest.mark.parametrize("text", [None, "", "[]", '{"cells": [1]}', '{"cells": {}}'])
def test_what_is_no_notebook_tells_nothing(text: str | None) -> None:
    assert ran_cells(text) == ()


def test_what_is_so_by_chance_is_no_difference() -> None:
    once = fingerprint([printed("<object at 0x7f00deadbeef>\n"), printed("2\n")])
    assert once == fingerprint([printed("<object at 0x7f11deadbeef>\n2\n")])
    assert once != fingerprint([printed("<object at 0x7f11deadbeef>\n3\n")])


def test_a_picture_is_not_compared_point_by_point() -> None:
    pictures = [
        {"output_type": "display_data", "data": {"image/png": content, "text/plain": "<Figure>"}}
        for content in ("AAAA", "BBBB")
    ]
    assert fingerprint(pictures[:1]) == fingerprint(pictures[1:])


def package(powercap: Path, number: int, micro_joules: str, name: str = "package-0") -> Path:
    zone = powercap / f"intel-rapl:{number}"
    zone.mkdir(parents=True, exist_ok=True)
    (zone / "name").write_text(f"{name}\n")
    (zone / "energy_uj").write_text(micro_joules)
    (zone / "max_energy_range_uj").write_text("262143328850\n")
    return zone


def test_the_energy_of_all_packages_is_told(tmp_path: Path) -> None:
    package(tmp_path, 0, "1000000\n")
    package(tmp_path, 1, "5000000\n", "package-1")
    package(tmp_path, 2, "9000000\n", "psys")  # which has the packages in it
    meter = EnergyMeter(tmp_path)
    package(tmp_path, 0, "3500000\n")
    package(tmp_path, 1, "6000000\n", "package-1")
    assert meter.joules() == 3.5


def test_where_a_counter_is_missing_or_cannot_be_read_nothing_is_told(tmp_path: Path) -> None:
    assert EnergyMeter(tmp_path / "nothing").joules() is None
    package(tmp_path, 0, "1000000\n")
    (package(tmp_path, 1, "1\n", "package-1") / "energy_uj").write_text("")
    assert counters(tmp_path) == ()
    assert EnergyMeter(tmp_path).joules() is None


def test_a_counter_that_began_anew_is_added_up_and_twice_is_not_believed() -> None:
    before, after = (
        (Counter("p", 900_000_000, 999_999_999),),
        (Counter("p", 50_000_000, 999_999_999),),
    )
    assert used(before, after, seconds=0.4) == 150.0
    assert used(before, after, seconds=60) is None
