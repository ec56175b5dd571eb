"""Plays a conversation written down as YAML against the real intake.

A file has `title`, `now` (when it happens), `given` (what was there before), `turns`, and `never_kept` (texts that may
stand in no row of the database). A turn is one of

    say: TEXT            what somebody types; `{code}` and the like are names given before
    press: LABEL         a button of the last reply, by part of its label
    press_of: PERSON     the button under somebody else's digest
    file: true           a picture, file or voice message
    clock: TIME          time goes by
    remind: true         the morning's digests go out

and, beside it, `person` (who, when there are several) and what must come back:

    answer: TOPIC        the reviewed answer of that topic (or of one of a list)
    phrase: KEY          that sentence of handlers/phrases/chat.yaml, whatever stands in its places
    hear, hear_not       texts that are, or are not, in the reply with its title, sources and note
    buttons, buttons_not parts of labels that are, or are not, under the reply
"""

import re
from pathlib import Path
from typing import Any

import yaml
from sqlmodel import select

from bot.house import House
from handlers.replies import SAY
from knowledge.decision import Outcome
from knowledge.plans import Plan
from knowledge.records import Conversation, Inbox, Outbox
from knowledge.search import Context
from tests.support.dialogue import Dialogue
from tests.support.office import fact, plan_of
from tests.support.officers import digest_token, invite, send_digests

ACTIONS = {"say", "press", "press_of", "file", "clock", "remind"}
EXPECTED = {"answer", "phrase", "hear", "hear_not", "buttons", "buttons_not"}


class Player:
    """One performance: the people who speak, each with an account of the channel, and the names they know."""

    def __init__(self, house: House, channel: str) -> None:
        self._house = house
        self._channel = channel
        self._people: dict[str, Dialogue] = {}
        self._names: dict[str, str] = {}
        self._plan: Plan | None = None

    def play(self, script: dict[str, Any]) -> None:
        """The whole conversation; the first line that is not met fails with its number."""
        for number, step in enumerate(script.get("given", []), 1):
            self._prepare(number, **step)
        for number, turn in enumerate(script["turns"], 1):
            unknown = turn.keys() - ACTIONS - EXPECTED - {"person"}
            assert not unknown, f"turn {number}: {unknown} is nothing the player knows"
            self._turn(turn, f"turn {number}: {turn}")
        self._nothing_kept(script.get("never_kept", []))

    def _prepare(self, number: int, **step: Any) -> None:
        if "invite" in step:
            self._names[step["as"]] = invite(self._house, step["invite"], step.get("label", "Đầu mối"))
        elif "facts" in step:
            facts = (fact(one["id"], str(one["due"]), who=one["unit"]) for one in step["facts"])
            self._plan = plan_of(*facts, plan_id="dialogue")
        elif "unclear" in step:
            self._names[step["unclear"]] = self._unclear()
        elif "long" in step:
            self._names[step["as"]] = (step["long"] * step["letters"])[: step["letters"]]
        else:
            raise AssertionError(f"given {number}: {step}")

    def _unclear(self) -> str:
        """A question that is asked back today, whatever the archive holds by now."""
        entries = [entry for entry in self._house.search.archive.entries.values() if entry.answer]
        pairs = (f"{one.variants[0]} {other.variants[1]}" for one in entries for other in entries if one is not other)
        context = Context(as_of=self._house.clock().date())
        return next(text for text in pairs if self._house.search.ask(text, context).outcome is Outcome.ASKED_BACK)

    def _turn(self, turn: dict[str, Any], where: str) -> None:
        speaker = self._person(turn.get("person", "someone"))
        if "clock" in turn:
            self._house.clock.set(str(turn["clock"]))  # type: ignore[attr-defined]
        elif "remind" in turn:
            assert self._plan, where
            send_digests(self._house, {self._plan.id: self._plan}, f"{self._house.clock():%Y-%m-%d}")
        elif "say" in turn:
            speaker.say(self._filled(turn["say"]))
        elif "press" in turn:
            assert any(turn["press"] in label for label in speaker.labels), f"{where}: {speaker.labels}"
            speaker.press(turn["press"])
        elif "press_of" in turn:
            speaker.press_token(digest_token(self._person(turn["press_of"])))
        else:
            speaker.send_file()
        if EXPECTED & turn.keys():
            self._check(turn, speaker, where)

    def _person(self, name: str) -> Dialogue:
        return self._people.setdefault(name, Dialogue(self._house, self._channel))

    def _filled(self, text: str) -> str:
        return re.sub(r"\{(\w+)\}", lambda m: self._names.get(m[1], m[0]), text)

    def _check(self, turn: dict[str, Any], speaker: Dialogue, where: str) -> None:
        heard = _heard(speaker, newest_row="remind" in turn)
        for text in _list(turn.get("hear")):
            assert self._filled(text) in heard, f"{where}\nheard: {heard}"
        for text in _list(turn.get("hear_not")):
            assert self._filled(text) not in heard, f"{where}\nheard: {heard}"
        if "answer" in turn:
            answers = [self._house.search.archive.entries[topic].answer for topic in _list(turn["answer"])]
            assert any(speaker.replies[-1]["text"].startswith(answer) for answer in answers), f"{where}\nheard: {heard}"
        if "phrase" in turn:
            assert _is_phrase(turn["phrase"], speaker.replies[-1]["text"]), f"{where}\nheard: {heard}"
        for part in _list(turn.get("buttons")):
            assert any(part in label for label in speaker.labels), f"{where}: {speaker.labels}"
        for part in _list(turn.get("buttons_not")):
            assert not any(part in label for label in speaker.labels), f"{where}: {speaker.labels}"

    def _nothing_kept(self, secrets: list[str]) -> None:
        with self._house.database.read() as session:
            rows = [row.model_dump() for table in (Inbox, Outbox, Conversation) for row in session.exec(select(table))]
        assert rows
        for secret in secrets:
            assert not any(secret in str(row) for row in rows), f"{secret} was kept"


def _heard(speaker: Dialogue, newest_row: bool) -> str:
    """Everything a person reads in the last reply, or in the digest just received."""
    payload = speaker.rows()[-1].payload if newest_row else speaker.replies[-1]
    sources = [" ".join(filter(None, (s["title"], s["number"], s["locator"]))) for s in payload["sources"]]
    return "\n".join(filter(None, (payload["title"], payload["text"], *sources, payload["note"])))


def _is_phrase(key: str, text: str) -> bool:
    sentence = SAY._sentences[key].strip()
    return re.fullmatch(".*".join(map(re.escape, re.split(r"\{\w+\}", sentence))), text, re.DOTALL) is not None


def _list(value: Any) -> list[str]:
    return [] if value is None else value if isinstance(value, list) else [value]


def read(file: Path) -> dict[str, Any]:
    """The script of a file."""
    script: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return script
