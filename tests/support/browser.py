"""A real browser, and a person's tab in it with the chat open."""

import os
import re
import shutil
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, expect

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = (360, 740)
DESKTOP = (1280, 800)
_PATIENCE_MS = 15_000
# A server that is dead, or asks for patience, is what some tests are about; the page itself must have nothing to say.
_EXPECTED = re.compile(r"Failed to load resource: (net::|.* status of 429)")
expect.set_options(timeout=_PATIENCE_MS)


def find_chromium() -> str | None:
    """Where the browser is, if there is one."""
    names = (os.environ.get("TROLY_CHROMIUM"), "chromium", "chromium-browser", "google-chrome")
    found = next((path for name in names if name and (path := shutil.which(name))), None)
    # Where ./test has no right to install a package, the browser tool has put its own here.
    own = sorted(Path.home().glob(".cache/ms-playwright/chromium-*/chrome-linux*/chrome"))
    return found or (str(own[-1]) if own else None)


class Tab:
    """What a person sees and does. `complaints` is everything the browser's console had to say."""

    def __init__(self, browser: Browser, address: str, size: tuple[int, int] = PHONE) -> None:
        self.context: BrowserContext = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, locale="vi-VN", reduced_motion="reduce"
        )
        self.context.set_default_timeout(_PATIENCE_MS)
        self.complaints: list[str] = []
        self.page = self.open(address)

    def open(self, address: str) -> Page:
        """Another page of the same browser session."""
        page = self.context.new_page()
        page.on("console", self._note)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.goto(address)
        return page

    def _note(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not _EXPECTED.match(message.text):
            self.complaints.append(message.text)

    @property
    def composer(self) -> Locator:
        """Where one types."""
        return self.page.get_by_role("textbox")

    @property
    def answers(self) -> Locator:
        """Everything the assistant has said."""
        return self.page.locator(".message.from-bot")

    def send(self, text: str) -> None:
        """Type and send, without waiting for anything."""
        self.composer.fill(text)
        self.composer.press("Enter")

    def ask(self, text: str) -> Locator:
        """Type, send, and wait for the answer."""
        number = self.answers.count()
        self.send(text)
        return self._answer(number)

    def press(self, label: str) -> Locator:
        """Press a button under the newest answer, and wait for what it brings."""
        number = self.answers.count()
        self.answers.last.get_by_role("button", name=label).click()
        return self._answer(number)

    def _answer(self, number: int) -> Locator:
        answer = self.answers.nth(number)
        expect(answer).to_be_visible()
        return answer

    def said(self) -> list[tuple[str, str]]:
        """The conversation as shown: who, and the text."""
        who_and_what = """all => all.map(one => [
            one.classList.contains("from-user") ? "user" : "bot", one.querySelector(".text").innerText])"""
        shown: list[list[str]] = self.page.locator(".message").evaluate_all(who_and_what)
        return [(who, text) for who, text in shown]

    def everything_is_sent(self) -> None:
        """Wait until no message waits to be sent."""
        self.page.wait_for_function("(JSON.parse(sessionStorage.getItem('chat.outbox')) ?? []).length === 0")

    def sticks_out(self) -> list[str]:
        """What is wider than the screen, by its tag and class."""
        wide: list[str] = self.page.evaluate(
            """() => [...document.querySelectorAll("body *:not(.heard-only, .skip-link)")].filter((one) => {
                const { left, right } = one.getBoundingClientRect();
                const scrolls = one.id === "conversation" && one.scrollWidth > one.clientWidth;
                return scrolls || left < -1 || right > innerWidth + 1;
            }).map((one) => `${one.tagName}.${one.className}`)"""
        )
        return wide

    def photograph(self, folder: Path, name: str) -> None:
        """A picture of the screen, also where `TROLY_SCREENSHOTS` says."""
        for place in filter(None, (str(folder), os.environ.get("TROLY_SCREENSHOTS"))):
            Path(place).mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=Path(place) / f"{name}.png")
