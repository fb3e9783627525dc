"""What a grader hands in of a course that has been translated."""

from __future__ import annotations

import io
import json
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from officina_courses.archive import COURSE_LIMITS
from officina_courses.course_files import pack_course
from officina_courses.model import Course
from officina_courses.shipped import shipped_courses
from officina_courses.translations.words import Words
from officina_hub.grader.preparing import prepare
from officina_widgets.wire import Job

JOB = Job(
    id=7, kind="prepare", lease="secret", lease_seconds=60, tries=1,
    course_id="first-steps", release_id=1,
)  # fmt: skip


class OneRelease:
    """A portal that has one course to prepare, and keeps what it is given."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files: dict[str, bytes] = {}

    @contextmanager
    def package_tar(self, release_id: int) -> Iterator[IO[bytes]]:
        packed = io.BytesIO()
        pack_course(self.folder, packed)
        packed.seek(0)
        yield packed

    def put_release_files(self, release_id: int, tar: IO[bytes]) -> None:
        with tarfile.open(fileobj=tar) as archive:
            for member in archive:
                content = archive.extractfile(member)
                self.files[member.name] = content.read() if content else b""


def test_the_first_course_is_handed_in_in_german_too(tmp_path: Path) -> None:
    portal = OneRelease(shipped_courses()[0])
    prepare(JOB, client=portal, courses_dir=tmp_path, limits=COURSE_LIMITS)  # type: ignore[arg-type]
    own = {name for name in portal.files if name.endswith(".ipynb") and not name.startswith("@")}
    others = {name for name in portal.files if name.startswith("@")}
    words = {f"@de/{each.removesuffix('.ipynb')}.words.json" for each in own}
    assert others == {"@de/course.json", *(f"@de/{each}" for each in own), *words}
    for name in words:
        known = Words.model_validate_json(portal.files[name])
        assert known.language == "de"
        assert all((known.cells, known.headings, known.hints, known.messages))
    told = Course.model_validate_json(portal.files["@de/course.json"])
    assert (told.language, told.title) == ("de", "Ihre erste Stunde in einer AI Factory")
    for name in own:
        before = json.loads(portal.files[name])["cells"]
        german = json.loads(portal.files[f"@de/{name}"])["cells"]
        for old, new in zip(before, german, strict=True):
            assert {**old, "source": ""} == {**new, "source": ""}
            is_code = old["cell_type"] == "code"
            assert ("".join(old["source"]) == "".join(new["source"])) == is_code, new["id"]
