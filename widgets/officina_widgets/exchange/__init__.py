"""nbgrader's exchange over HTTP: what its commands, its JupyterLab list and its formgrader call.

Each class stands in a file of its own and is chosen in ``nbgrader_config.py`` through nbgrader's
``ExchangeFactory``. None of them needs a shared folder; each speaks to the portal as whoever holds
the hub token of this session, and the portal decides what that person may do.
"""

from officina_widgets.exchange.collect import ExchangeCollect
from officina_widgets.exchange.exchange import Exchange
from officina_widgets.exchange.fetch_assignment import ExchangeFetchAssignment
from officina_widgets.exchange.fetch_feedback import ExchangeFetchFeedback
from officina_widgets.exchange.list import ExchangeList
from officina_widgets.exchange.release_assignment import ExchangeReleaseAssignment
from officina_widgets.exchange.release_feedback import ExchangeReleaseFeedback
from officina_widgets.exchange.submit import ExchangeSubmit

__all__ = [
    "Exchange",
    "ExchangeCollect",
    "ExchangeFetchAssignment",
    "ExchangeFetchFeedback",
    "ExchangeList",
    "ExchangeReleaseAssignment",
    "ExchangeReleaseFeedback",
    "ExchangeSubmit",
]
