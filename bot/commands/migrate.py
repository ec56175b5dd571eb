"""`troly migrate`: create or upgrade the tables; every other command does so by itself."""

import argparse

from bot.house import open_database
from bot.settings import Settings


def add(_: argparse.ArgumentParser) -> None:
    """No options."""


def run(_: argparse.Namespace, settings: Settings) -> None:
    """Bring the database up to date."""
    open_database(settings).close()
