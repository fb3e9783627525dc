"""The command line: ``officina …``, one file for each command.

Commands are imported when they are called, so that ``officina --help`` answers at once.
"""

from officina_hub.cli.main import main

__all__ = ["main"]
