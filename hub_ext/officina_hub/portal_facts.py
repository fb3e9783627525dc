"""What ``factory.toml`` says about the portal, in the portal's own terms."""

from __future__ import annotations

from typing import Any

from officina_hub.data_folder import DataFolder
from officina_hub.environments import environments_folder
from officina_hub.factory import Factory, load_factory
from officina_hub.factory.limits import course_limits, submission_limits


def portal_facts(data: DataFolder) -> dict[str, Any]:
    """Fields of ``PortalSettings``: database, limits, who is told of requests, peers.

    A folder without the file has the defaults.
    """
    factory = load_factory(data.factory_toml) if data.factory_toml.exists() else Factory()
    facts = factory.portal
    return {
        "database_url": facts.database_url or f"sqlite:///{data.portal_database}",
        "environments": environments_folder(factory, data.root),
        "has_gpus": any(each.gpus.max or each.shards.max for each in factory.profiles),
        "may_prestart": factory.sessions.prestart,
        "has_grader_jobs": factory.grading.kind == "slurm",
        "single_curator": facts.single_curator,
        "identity": factory.factory,
        "mail": factory.mail,
        "requests": factory.requests,
        "peers": factory.peers,
        "dataspaces": factory.dataspaces,
        "profiles": factory.profiles,
        "service_levels": factory.service_levels,
        "submission_limits": submission_limits(facts),
        "course_limits": course_limits(facts),
    }
