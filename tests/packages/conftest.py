"""Packages that are made once."""

import pytest
from package_samples import Packed, write_course

from officina_courses.packages import new_key, write_package


@pytest.fixture(scope="session")
def packed(tmp_path_factory: pytest.TempPathFactory) -> Packed:
    """The course, signed by two factories; not to be changed."""
    place = tmp_path_factory.mktemp("packed")
    folder = write_course(place / "demo")
    key, second = new_key(place / "keys/one"), new_key(place / "keys/two")
    file = place / "demo.course.zip"
    facts = write_package(folder, file, keys=[key, second])
    return Packed(folder, file, facts, key, second)
