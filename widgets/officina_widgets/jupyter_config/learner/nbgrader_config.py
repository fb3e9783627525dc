"""nbgrader in a learner's session."""

from officina_widgets.nbgrader_settings import configure_learner

configure_learner(get_config())  # type: ignore[name-defined]  # noqa: F821 - traitlets gives it
