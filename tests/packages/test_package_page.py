"""The page of the reference says what the code does."""

from pathlib import Path

from officina_courses.packages import PACKAGE_LIMITS, REFUSALS

PAGE = (Path(__file__).parents[2] / "docs/reference/course-package.md").read_text("utf-8")


def test_every_refusal_stands_there_in_the_same_words() -> None:
    for code, meaning in REFUSALS.items():
        assert f"| `{code}` | {meaning} |" in PAGE


def test_the_limits_are_those_in_force() -> None:
    assert f"| {PACKAGE_LIMITS.max_files:,} |" in PAGE
    assert f"{PACKAGE_LIMITS.max_json_containers:,} objects" in PAGE
    assert f"{PACKAGE_LIMITS.max_json_commas:,} commas" in PAGE
    for size in (PACKAGE_LIMITS.max_file_bytes, PACKAGE_LIMITS.max_total_bytes):
        assert f"| {size >> 20} MiB |" in PAGE
    assert f"| {PACKAGE_LIMITS.max_document_bytes >> 20} MiB each" in PAGE
