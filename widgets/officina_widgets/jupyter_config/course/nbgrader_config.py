"""nbgrader in a course's own server."""

from officina_widgets.nbgrader_settings import configure_course

configure_course(get_config())  # type: ignore[name-defined]  # noqa: F821 - traitlets gives it
