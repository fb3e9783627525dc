"""The common service standard, looked at from outside, as any learner or peer sees a factory."""

from officina_hub.federation.checking.report import Answered, ServiceReport
from officina_hub.federation.checking.standard import check_factory

__all__ = ["Answered", "ServiceReport", "check_factory"]
