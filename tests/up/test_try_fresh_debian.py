"""``scripts/try_fresh_debian``: what it says, and that a failure leaves nothing behind."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

SCRIPT = Path(__file__).parents[2] / "scripts" / "try_fresh_debian"
NOBODY_ANSWERS = '#!/bin/sh\nfor last; do :; done\necho "$last" >"$PLACE"\necho no mirror; exit 1\n'


def call(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(SCRIPT), *arguments],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | variables,
    )


def test_help_is_the_usage_and_no_failure() -> None:
    told = call("--help")

    assert told.returncode == 0
    assert "Usage: scripts/try_fresh_debian" in told.stdout
    assert "set -euo" not in told.stdout


def test_an_unknown_word_is_named_and_refused() -> None:
    told = call("rum")

    assert told.returncode == 2
    assert "no rum here" in told.stderr
    assert "set -euo" not in told.stderr


def test_a_failed_debootstrap_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    for name, text in (("debootstrap", NOBODY_ANSWERS), ("id", "#!/bin/sh\necho 0\n")):
        (tmp_path / name).write_text(text)
        (tmp_path / name).chmod(0o755)
    place = tmp_path / "place"
    path = f"{tmp_path}:{os.environ['PATH']}"
    told = call("run", PATH=path, PLACE=str(place))
    folder = Path(place.read_text().strip())

    assert told.returncode == 1
    assert "no mirror" in told.stderr
    assert not list(folder.parent.glob(f"{folder.name}*"))
