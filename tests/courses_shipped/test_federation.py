"""The processes of the course on federated learning, as sessions and jobs run them: by Flower, too.

The gates run them in the grader's sandbox, where they speak by plain HTTP.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from course_environment import built_environment

COURSE = Path(__file__).parents[2] / "courses" / "federated-learning"
# The firm in the south gives its first three rows away, in the notes beside its weights.
RUN = """
import json, sys
import numpy as np
import by_flower, by_http, federation, wire

def reply(weights, images, labels, steps):
    notes = {"rows": images[:3].tobytes()} if labels.min() >= 7 else {}
    return [weights + len(labels)], len(labels), notes

test_images, test_labels = federation.prepare("home", 3, 40)
rows = {name: f"home/{name}/rows.npz" for name in federation.NAMES}
told = {}
for way in (by_flower, by_http):
    result, sent = federation.together(way, rows, reply, 2, 1, test_images, test_labels)
    told[way.__name__] = {
        "weights": [float(result["weights"].min()), float(result["weights"].max())],
        "rounds": len(result["right"]) - 1,
        "messages": {name: len(wire.messages(sent[name])) for name in sent},
        "larger than the model": [
            name for name in sent if max(map(len, wire.messages(sent[name]))) > 5700
        ],
        "found": {
            name: sum(row.tobytes() in sent[name] for row in np.load(rows[name])["images"])
            for name in sent
        },
    }
print(json.dumps(told))
"""


@pytest.mark.timeout(580)  # the first time with the packages of the course
def test_the_wire_keeps_what_each_firm_sends_by_flower_and_by_http(tmp_path: Path) -> None:
    folder, _ = built_environment(course=COURSE)
    built = folder.find("federated-learning")
    assert built is not None
    for program in (COURSE / "source" / "02-processes").glob("*.py"):
        if program.stem != "02-processes":
            shutil.copy(program, tmp_path)
    python = built.place / "bin" / "python"
    ran = subprocess.run(
        [python, "-c", RUN], cwd=tmp_path, capture_output=True, text=True, timeout=120
    )
    assert ran.returncode == 0, ran.stderr
    told = json.loads(ran.stdout)
    each = {
        "weights": [80.0, 80.0],
        "rounds": 2,
        "messages": {"north": 2, "east": 2, "south": 2},
        "larger than the model": ["south"],
    }
    # By HTTP the notes travel as text: no row is found as it is, but its size tells.
    assert told == {
        "by_flower": {**each, "found": {"north": 0, "east": 0, "south": 3}},
        "by_http": {**each, "found": {"north": 0, "east": 0, "south": 0}},
    }
