"""Make the data folder and what stands in it from the start."""

from __future__ import annotations

import os

from officina_courses.whole_files import write_whole
from officina_hub.data_folder import DataFolder, Ports
from officina_hub.demo_accounts import make_accounts, write_accounts
from officina_hub.errors import StartError
from officina_hub.factory.template import commented_template
from officina_hub.secret_files import make_missing_secrets

FORMAT = 1

HUB_CONFIG = """\
# The Hub's configuration. Officina sets what it needs; what you write below that line wins.
# This file is yours: it was made once and is never overwritten.
import officina_hub

officina_hub.configure(c, {factory!r})
"""


def check_format(data: DataFolder) -> None:
    """Raise :class:`StartError` when a newer Officina has written this folder."""
    try:
        text = data.format_file.read_text().strip()
    except FileNotFoundError:
        return
    if not text.isdigit():
        raise StartError(
            f"{data.format_file} says {text[:40]!r} where a number belongs.",
            "It tells which version of Officina wrote the folder.",
            f"If no newer version was used, write {FORMAT} into it.",
        )
    if int(text) > FORMAT:
        raise StartError(
            f"The data folder {data.root} has format {text}; this version knows {FORMAT}.",
            "A newer Officina made it, and an older one could damage it.",
            "Install the newer version again, or name another folder with --data-dir.",
        )


def make_folder(data: DataFolder) -> None:
    """Make everything that is missing; what is there stays as it is."""
    os.umask(0o077)
    for folder in data.folders:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not data.format_file.exists():
        data.format_file.write_text(f"{FORMAT}\n")
    make_missing_secrets(data.secrets)
    if not data.factory_toml.exists():
        data.factory_toml.write_text(commented_template(), encoding="utf-8")
    if not data.accounts.exists():
        write_accounts(data.accounts, make_accounts())
    if not data.hub_config.exists():
        data.hub_config.write_text(HUB_CONFIG.format(factory=str(data.factory_toml)))


def remember_ports(data: DataFolder, ports: Ports) -> None:
    """Write the ports down, whole or not at all: the Hub's configuration reads them."""
    write_whole(data.ports_file, ports.model_dump_json().encode())
