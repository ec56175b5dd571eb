"""`troly run`: open every configured door on one port, and the scheduler, in one process."""

import asyncio
import contextlib
import errno
import logging
import signal
import socket
import sys
from collections.abc import AsyncIterator, Callable
from datetime import timedelta

import uvicorn
from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from bot.delivery import Delivery
from bot.house import House, open_house
from bot.intake import Intake
from bot.lane import hold_and_work, owner_name
from bot.settings import SAY, ConfigurationError, Settings, writable_folder
from bot.telegram.channel import NAME, TelegramChannel, make_bot
from bot.telegram.updates import Updates
from bot.web.app import make_app
from bot.web.serving import Server
from scheduler.housekeeping import forget_old
from scheduler.outbox import address_people
from scheduler.reminders import remind
from scheduler.timetable import Tick, start

log = logging.getLogger("troly")

_REMIND_EVERY = timedelta(seconds=20)
_ADDRESS_EVERY = timedelta(seconds=1)
_CLEAN_EVERY = timedelta(hours=1)


def serve(settings: Settings) -> None:
    """Until a signal stops it; raises ConfigurationError when it cannot open."""
    with _listen(settings) as listening:
        writable_folder(settings.data_dir)
        print(SAY("run.preparing"), file=sys.stderr) if not (settings.data_dir / "index").exists() else None
        house = open_house(settings)
        with contextlib.closing(house.database):
            asyncio.run(_serve(house, listening))
    print(SAY("run.stopped"), file=sys.stderr)


def _listen(settings: Settings) -> socket.socket:
    """The port is taken first: when somebody else has it, nothing else is started."""
    place = {"host": settings.host, "port": settings.port}
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((settings.host, settings.port))
        listening.listen(128)
    except OSError as error:
        listening.close()
        if error.errno == errno.EADDRINUSE:
            raise ConfigurationError(SAY("config.port", **place)) from error
        raise ConfigurationError(SAY("config.host", **place, error=error)) from error
    return listening


async def _serve(house: House, listening: socket.socket) -> None:
    intake = Intake(house)
    app = make_app(house, intake)
    bot = await _telegram_bot(house.settings)
    config = uvicorn.Config(app, log_level="warning", access_log=False, timeout_graceful_shutdown=3)
    async with _at_work(house, intake, bot):
        server = Server(config)
        # It stops at a signal and then raises that again, before lanes and database are closed: that must not kill.
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: None)
        print(SAY("run.open", host=house.settings.host, port=listening.getsockname()[1]), file=sys.stderr, flush=True)
        await server.serve(sockets=[listening])


@contextlib.asynccontextmanager
async def _at_work(house: House, intake: Intake, bot: Bot | None) -> AsyncIterator[None]:
    """Timetable and lanes, stopped in order at the end."""
    house.wake.attach()
    ticks = {
        _REMIND_EVERY: _tick(house, _remind),
        _ADDRESS_EVERY: _tick(house, _address),
        _CLEAN_EVERY: _tick(house, _clean),
    }
    timetable = start(ticks)
    # After a stop something may be overdue, so the first round does not wait for its interval.
    tasks = [asyncio.ensure_future(tick()) for tick in ticks.values()]
    if bot:
        owner = owner_name()
        work = [Updates(house, bot, intake).run, Delivery(house, TelegramChannel(bot), owner).run]
        tasks.append(asyncio.create_task(hold_and_work(house, NAME, owner, work)))
    try:
        yield
    finally:
        timetable.shutdown(wait=False)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if bot:
            await bot.shutdown()


def _tick(house: House, work: Callable[[House], int]) -> Tick:
    """A tick in a thread; one that fails is logged and comes again, rows are not touched half."""

    async def tick() -> None:
        try:
            if await asyncio.to_thread(work, house):
                house.wake.ring()
        except Exception:
            log.exception("tick %s failed", work.__name__)

    return tick


def _remind(house: House) -> int:
    with house.database.begin() as session:
        return remind(session, house.plans_now(session), house.clock(), house.working)


def _address(house: House) -> int:
    with house.database.begin() as session:
        return address_people(session, house.clock(), house.working)


def _clean(house: House) -> int:
    with house.database.begin() as session:
        return forget_old(session, house.clock(), timedelta(days=house.office.keep_days))


async def _telegram_bot(settings: Settings) -> Bot | None:
    """The bot if configured; one line says what is missing when half configured, a refused token stops the start."""
    if not settings.telegram_token:
        print(SAY("telegram.half" if settings.telegram_api_url else "telegram.off"), file=sys.stderr)
        return None
    try:
        bot = make_bot(settings.telegram_token, settings.telegram_url)
        await bot.initialize()
        print(SAY("telegram.open", name=bot.username), file=sys.stderr)
    except InvalidToken as error:
        raise ConfigurationError(SAY("telegram.wrong_token")) from error
    except TelegramError:
        print(SAY("telegram.unreachable", url=settings.telegram_url), file=sys.stderr)
    return bot
