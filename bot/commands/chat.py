"""`troly chat`: the same conversation in the terminal."""

import argparse

from bot.house import open_house
from bot.settings import Settings
from bot.terminal import chat


def add(_: argparse.ArgumentParser) -> None:
    """No options."""


def run(_: argparse.Namespace, settings: Settings) -> None:
    """Until the end of input."""
    house = open_house(settings)
    chat(house)
    house.database.close()
