"""All tables under one name: ``from officina_hub.portal.db import tables as t``."""

from __future__ import annotations

from officina_hub.portal.db.base import Base
from officina_hub.portal.db.catalogue import (
    CatalogueChange,
    CatalogueDraft,
    CatalogueLock,
    CatalogueRecord,
    CatalogueSource,
    CatalogueState,
)
from officina_hub.portal.db.checks import Check
from officina_hub.portal.db.courses import (
    Course,
    Exercise,
    ExerciseFile,
    Membership,
    Publication,
    Release,
    ReleaseFile,
)
from officina_hub.portal.db.data import DataAgreement, DataspaceProcess
from officina_hub.portal.db.events import Event
from officina_hub.portal.db.federation import FederationCheck, FederationPage, FederationPeer
from officina_hub.portal.db.imports import CourseImport
from officina_hub.portal.db.jobs import Job
from officina_hub.portal.db.prestarts import Prestart, PrestartSeat
from officina_hub.portal.db.regrades import MarkChange, Regrade, RegradeLine
from officina_hub.portal.db.requests import AccessRequest, AccessRequestStep, RequestLetter
from officina_hub.portal.db.sameness import CatalogueApart, CatalogueSign, CatalogueSignsTaken
from officina_hub.portal.db.searches import SavedSearch
from officina_hub.portal.db.similarity import (
    MaterialSketch,
    NotebookSketch,
    SimilarityNote,
    SimilarityReport,
)
from officina_hub.portal.db.submissions import FeedbackFile, Grade, Submission, SubmissionFile

__all__ = [
    "AccessRequest",
    "AccessRequestStep",
    "Base",
    "CatalogueApart",
    "CatalogueChange",
    "CatalogueDraft",
    "CatalogueLock",
    "CatalogueRecord",
    "CatalogueSign",
    "CatalogueSignsTaken",
    "CatalogueSource",
    "CatalogueState",
    "Check",
    "Course",
    "CourseImport",
    "DataAgreement",
    "DataspaceProcess",
    "Event",
    "Exercise",
    "ExerciseFile",
    "FederationCheck",
    "FederationPage",
    "FederationPeer",
    "FeedbackFile",
    "Grade",
    "Job",
    "MarkChange",
    "MaterialSketch",
    "Membership",
    "NotebookSketch",
    "Prestart",
    "PrestartSeat",
    "Publication",
    "Regrade",
    "RegradeLine",
    "Release",
    "ReleaseFile",
    "RequestLetter",
    "SavedSearch",
    "SimilarityNote",
    "SimilarityReport",
    "Submission",
    "SubmissionFile",
]
