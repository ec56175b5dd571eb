"""`troly`: the command line. Exit 0 done, 1 input refused, 2 wrong use, 3 configuration."""

import argparse
import importlib
import io
import logging
import os
import sys

from bot.commands.common import Command, RefusedInput, WrongUse
from bot.settings import ConfigurationError, read_settings

# A command's module is imported only when it is called: asking a question must not wait for the web server's imports.
COMMANDS = {
    "run": "open every configured door and the scheduler",
    "chat": "the same conversation in the terminal",
    "ask": "one question, or --batch FILE",
    "calendar": "who gets which reminder when",
    "plan": "read, import, list, review, diff, publish, withdraw, switch-on, switch-off",
    "unit": "import the register of units",
    "invite": "a one-time code that ties an account to a unit",
    "migrate": "create or upgrade the tables",
}


def main(arguments: list[str] | None = None) -> int:
    """Parse, run, and turn every expected failure into one line and a code."""
    arguments = sys.argv[1:] if arguments is None else arguments
    _speak_utf8()
    _quiet_logs()
    options, command = _parse(arguments)
    try:
        command.run(options, read_settings())
        sys.stdout.flush()
    except ConfigurationError as error:
        print(error, file=sys.stderr)
        return 3
    except RefusedInput as error:
        print(error, file=sys.stderr)
        return 1
    except WrongUse as error:
        print(error, file=sys.stderr)
        return 2
    except BrokenPipeError:  # whoever read the results (`| head`) has enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130
    return 0


def _speak_utf8() -> None:
    """Whatever the system's code page: the contract says UTF-8, and Vietnamese fits no other."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _quiet_logs() -> None:
    logging.basicConfig(level=logging.INFO, stream=sys.stderr, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    # At INFO the HTTP client logs addresses, and Telegram's hold the token.
    for name in ("httpx", "httpcore", "apscheduler", "alembic"):
        logging.getLogger(name).setLevel(logging.WARNING)


def _parse(arguments: list[str]) -> tuple[argparse.Namespace, Command]:
    called = next((word for word in arguments if word in COMMANDS), "run")
    command: Command = importlib.import_module(f"bot.commands.{called}")
    parser = argparse.ArgumentParser(prog="troly")
    subparsers = parser.add_subparsers(dest="command", required=True)
    for name, help_text in COMMANDS.items():
        subparser = subparsers.add_parser(name, help=help_text)
        if name == called:
            command.add(subparser)
    return parser.parse_args(arguments), command


if __name__ == "__main__":
    sys.exit(main())
