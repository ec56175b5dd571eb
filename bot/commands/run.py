"""`troly run`: opens the assistant until it is stopped."""

import argparse

from bot.server import serve
from bot.settings import Settings


def add(_: argparse.ArgumentParser) -> None:
    """No options: everything is a setting."""


def run(_: argparse.Namespace, settings: Settings) -> None:
    """Until a signal stops it."""
    serve(settings)
