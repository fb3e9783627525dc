"""What ``factory.toml`` says about the portal, in the portal's own terms."""

from __future__ import annotations

from typing import Any

from officina_courses.archive import COURSE_LIMITS, SUBMISSION_LIMITS, Limits
from officina_hub.data_folder import DataFolder
from officina_hub.factory import Factory, load_factory

MIB = 1 << 20


def portal_facts(data: DataFolder) -> dict[str, Any]:
    """Fields of ``PortalSettings``: database and limits; a folder without the file has defaults."""
    factory = load_factory(data.factory_toml) if data.factory_toml.exists() else Factory()
    facts = factory.portal
    return {
        "database_url": facts.database_url or f"sqlite:///{data.portal_database}",
        "submission_limits": Limits(
            max_files=facts.max_submission_files,
            max_file_bytes=facts.max_submission_mib * MIB,
            max_total_bytes=facts.max_submission_mib * MIB,
            max_path_length=SUBMISSION_LIMITS.max_path_length,
        ),
        "course_limits": COURSE_LIMITS.model_copy(
            update={"max_total_bytes": facts.max_course_mib * MIB}
        ),
    }
