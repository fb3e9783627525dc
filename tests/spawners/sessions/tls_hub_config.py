"""The hub of the other tests, with TLS between it and its sessions."""

from pathlib import Path

HERE = Path(__file__).parent
load_subconfig(str(HERE / "hub_config.py"))  # noqa: F821 - traitlets gives it
load_subconfig(str(HERE.parent.parent / "support" / "tls_part.py"))  # noqa: F821
