"""``nbgrader validate`` of many notebooks in one process: a program of its own.

Reads a list of paths, and writes what nbgrader found in each by kind, ``type_changed``,
``changed`` or ``failed``, with the text of each cell.
"""

from __future__ import annotations

import json
import sys

from nbgrader.validator import Validator

if __name__ == "__main__":
    validator = Validator()
    results = [validator.validate(path) for path in json.load(sys.stdin)]
    found = [
        {kind: [cell["source"] for cell in cells] for kind, cells in result.items()}
        for result in results
    ]
    json.dump(found, sys.stdout)
