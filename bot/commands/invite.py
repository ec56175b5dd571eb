"""`troly invite`: a one-time code that ties an account to a unit, with every way to use it."""

import argparse
import asyncio
from datetime import datetime

from sqlmodel import Session
from telegram.error import TelegramError

from bot.commands.common import RefusedInput, print_json
from bot.house import open_database
from bot.settings import SAY, Settings
from bot.telegram.channel import make_bot
from knowledge.clock import ZONE
from knowledge.records import Role
from scheduler.invites import create
from scheduler.register import unit_named


def add(parser: argparse.ArgumentParser) -> None:
    """The options of `invite`."""
    parser.add_argument("--unit", required=True)
    parser.add_argument("--role", required=True, choices=[str(role) for role in Role])
    parser.add_argument("--label", default="")
    parser.add_argument("--json", action="store_true")


def run(options: argparse.Namespace, settings: Settings) -> None:
    """Make a code and print every way to use it."""
    now = settings.make_clock()()
    database = open_database(settings)
    with database.begin() as session:
        code, expires = _create(session, options, now)
    database.close()
    links = {"telegram": _telegram_link(settings, code), "web": f"{settings.web_url}/?code={code}"}
    if options.json:
        print_json({"code": code, **links, "expires_at": expires.astimezone(ZONE).isoformat(timespec="seconds")})
        return
    print(SAY("invite.code", code=code, expires=f"{expires.astimezone(ZONE):%d/%m/%Y %H:%M}"))
    for channel, link in links.items():
        if link:
            print(SAY(f"invite.{channel}", link=link))


def _create(session: Session, options: argparse.Namespace, now: datetime) -> tuple[str, datetime]:
    unit = unit_named(session, options.unit)
    if unit is None or unit.id is None:
        raise RefusedInput(SAY("unit.unknown", name=options.unit))
    return create(session, unit.id, Role(options.role), options.label or unit.name, now)


def _telegram_link(settings: Settings, code: str) -> str | None:
    """The link needs the bot's name, which only Telegram knows; without an answer there is no link."""
    if not settings.telegram_token:
        return None

    async def name() -> str:
        async with make_bot(settings.telegram_token, settings.telegram_url) as bot:
            return bot.username

    try:
        return f"https://t.me/{asyncio.run(name())}?start={code}"
    except TelegramError:
        return None
