"""Run benchmarks by name and print their tables, ready for docs/reference/benchmarks.md."""

from __future__ import annotations

import argparse
import importlib
import platform
import sys
from datetime import date
from importlib.metadata import version
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

BENCHMARKS = {
    "grading": "one submission: nbgrader autograde and Officina's engine, the same marks demanded",
}


def machine() -> str:
    """The machine in one line: processor, cores, memory, system, Python."""
    processor = next(
        line.split(":")[1].strip()
        for line in Path("/proc/cpuinfo").read_text().splitlines()
        if line.startswith("model name")
    )
    cores = sum(
        line.startswith("processor") for line in Path("/proc/cpuinfo").read_text().splitlines()
    )
    memory = int(Path("/proc/meminfo").read_text().split()[1]) / 1024**2
    system = platform.freedesktop_os_release()["PRETTY_NAME"]
    python = platform.python_version()
    return f"{processor}, {cores} cores, {memory:.0f} GiB, {system}, Python {python}"


def main() -> int:
    """Parse the command line and run; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*BENCHMARKS, []], metavar="name")
    parser.add_argument("--list", action="store_true", help="what there is")
    parser.add_argument("--rounds", type=int, default=3, help="interleaved rounds (default: 3)")
    chosen = parser.parse_args()
    if chosen.list:
        for name, about in BENCHMARKS.items():
            print(f"{name:12} {about}")
        return 0
    print(f"Measured on {date.today()} on: {machine()}; Officina {version('officina')}.\n")
    for name in chosen.names or BENCHMARKS:
        importlib.import_module(name).run(rounds=chosen.rounds)
    return 0


if __name__ == "__main__":
    sys.exit(main())
