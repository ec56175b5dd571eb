"""A person with a real browser talks to a real process, which is killed and started again under the open page."""

import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect, sync_playwright
from sqlmodel import col, func, select

from bot.web.pages import PHRASES
from handlers.replies import SAY
from knowledge.clock import system_clock
from knowledge.database import Database
from knowledge.records import Inbox, Outbox, Role, Unit
from knowledge.search import Search
from scheduler import outbox
from scheduler.invites import create
from scheduler.outbox import Address, Outgoing
from tests.support.assistants import Assistant
from tests.support.browser import ARGUMENTS, DESKTOP, PHONE, Tab, find_chromium

OFFICE = {"TROLY_OFFICE_NAME": "Văn phòng Sở thử nghiệm"}
QUESTION = "Kích hoạt VNeID mức 2 như thế nào?"
PERSON = SAY("person_button")
STEPS = SAY("section.steps")
TabMaker = Callable[..., Tab]

pytestmark = pytest.mark.skipif(
    find_chromium() is None,
    reason="there is no Chromium on this machine (set TROLY_CHROMIUM, or let ./test install it)",
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all; each tab has cookies of its own."""
    with sync_playwright() as tool:
        opened = tool.chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def prepared(search: Search, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder like that of a later start: the index is there."""
    folder = tmp_path_factory.mktemp("data")
    shutil.copytree(request.config.cache.mkdir("index"), folder / "index")
    return folder


@pytest.fixture(scope="module")
def assistant(prepared: Path) -> Iterator[Assistant]:
    """A running assistant that nobody kills."""
    with Assistant(prepared, OFFICE) as running:
        yield running


@pytest.fixture
def open_tab(browser: Browser) -> Iterator[TabMaker]:
    """Opens tabs; when they are closed the console must have been clean."""
    tabs: list[Tab] = []

    def make(address: str, size: tuple[int, int] = PHONE) -> Tab:
        tabs.append(Tab(browser, address, size))
        return tabs[-1]

    yield make
    for tab in tabs:
        tab.context.close()
        assert tab.complaints == []


@pytest.fixture
def tab(assistant: Assistant, open_tab: TabMaker) -> Tab:
    """A phone on which the page has just been opened for the first time."""
    return open_tab(assistant.url)


def _database(folder: Path) -> Database:
    return Database(f"sqlite:///{folder / 'troly.db'}")


def test_a_tap_on_an_example_asks_it(tab: Tab) -> None:
    example = next(iter(PHRASES["examples"].values()))
    tab.page.get_by_role("button", name=example).click()
    expect(tab.answers).to_have_count(1)
    assert tab.said()[0] == ("user", example)
    expect(tab.page.locator("#welcome")).to_be_hidden()


def test_with_and_without_diacritics_the_answer_is_the_same(tab: Tab) -> None:
    proper = tab.ask(QUESTION)
    hasty = tab.ask("kich hoat vneid muc 2 nhu the nao")
    assert proper.locator("h4").inner_text() == hasty.locator("h4").inner_text()
    assert tab.said()[1][1] == tab.said()[3][1]


def test_the_first_answer_says_who_runs_it_and_names_its_source(tab: Tab) -> None:
    answer = tab.ask(QUESTION)
    expect(answer.locator(".note")).to_contain_text("trợ lý tự động của Văn phòng Sở thử nghiệm")
    expect(answer.locator(".first-source")).to_contain_text("Nguồn: ")
    expect(answer.locator(".sources ul")).to_be_hidden()
    answer.locator("summary").click()
    expect(answer.locator(".sources ul")).to_be_visible()


def test_a_section_and_a_person_are_one_tap_away(tab: Tab) -> None:
    tab.ask(QUESTION)
    steps = tab.press(STEPS)
    expect(steps.locator("ol li").first).to_be_visible()
    expect(steps.locator("h4")).to_contain_text(STEPS)
    person = tab.press(PERSON)
    expect(person.locator(".text")).to_contain_text("Trung tâm Phục vụ hành chính công")
    assert [text for who, text in tab.said() if who == "user"] == [QUESTION, STEPS, PERSON]


def test_a_nervous_double_tap_presses_once(tab: Tab) -> None:
    tab.ask(QUESTION)
    tab.answers.last.get_by_role("button", name=STEPS).dblclick()
    expect(tab.answers).to_have_count(2)
    tab.everything_is_sent()
    tab.ask("cảm ơn")
    assert [text for who, text in tab.said() if who == "user"] == [QUESTION, STEPS, "cảm ơn"]


@pytest.mark.parametrize(("name", "size"), [("phone", PHONE), ("desktop", DESKTOP)])
def test_nothing_is_wider_than_the_screen(
    assistant: Assistant, open_tab: TabMaker, tmp_path: Path, name: str, size: tuple[int, int]
) -> None:
    tab = open_tab(assistant.url, size)
    tab.photograph(tmp_path, f"{name}-1-open")
    turns = {"answer": QUESTION, "figure": "chỉ tiêu hồ sơ trực tuyến là bao nhiêu", "unknown": "thời tiết hôm nay"}
    for number, (turn, text) in enumerate([*turns.items(), ("unbroken", "đ" * 300)], 2):
        tab.ask(text)
        tab.photograph(tmp_path, f"{name}-{number}-{turn}")
        assert tab.sticks_out() == []
    tab.page.get_by_role("button", name=PHRASES["header"]["large_name"]).click()
    tab.ask(QUESTION)
    tab.photograph(tmp_path, f"{name}-large-letters")
    assert tab.sticks_out() == []
    assert len(list(tmp_path.glob("*.png"))) == 6


def test_buttons_are_large_enough_for_a_thumb(tab: Tab) -> None:
    tab.ask(QUESTION)
    sizes = tab.page.get_by_role("button").evaluate_all(
        "all => all.filter((one) => one.offsetParent).map((one) => Math.min(one.offsetWidth, one.offsetHeight))"
    )
    assert min(sizes) >= 44


def test_with_the_keyboard_alone(tab: Tab) -> None:
    press = tab.page.keyboard.press
    press("Tab")
    press("Enter")
    expect(tab.composer).to_be_focused()
    tab.page.keyboard.type(QUESTION)
    press("Enter")
    expect(tab.answers).to_have_count(1)
    expect(tab.composer).to_be_focused()
    press("Shift+Tab")
    person = tab.answers.last.get_by_role("button", name=PERSON)
    expect(person).to_be_focused()
    assert person.evaluate("one => getComputedStyle(one).outlineStyle") == "solid"
    press("Enter")
    expect(tab.answers).to_have_count(2)
    tab.composer.focus()
    tab.page.keyboard.type("dòng một")
    press("Shift+Enter")
    tab.page.keyboard.type("dòng hai")
    press("Enter")
    expect(tab.answers).to_have_count(3)
    assert ("user", "dòng một\ndòng hai") in tab.said()


def test_markup_is_shown_as_text_and_never_runs(tab: Tab) -> None:
    markup = "<img src=x onerror=\"hit=1\"><script>hit=1</script><a href='javascript:hit=1'>x</a>"
    tab.ask(markup)
    assert tab.said()[0] == ("user", markup)
    tab.page.reload()
    expect(tab.answers).to_have_count(1)
    assert tab.said()[0] == ("user", markup)
    assert tab.page.locator("#messages").locator("img, script, a").count() == 0
    assert tab.page.evaluate("typeof hit") == "undefined"


def test_were_markup_ever_let_in_the_browser_would_still_not_run_it(tab: Tab) -> None:
    tab.page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=/static/none onerror=hit=1>')")
    tab.page.wait_for_event("console", lambda _: any("inline event handler" in text for text in tab.complaints))
    assert tab.page.evaluate("typeof hit") == "undefined"
    tab.complaints.clear()


def test_numbers_that_should_stay_secret_are_hidden_on_the_page_too(tab: Tab) -> None:
    tab.ask("căn cước 001234567890 của mình kích hoạt sao")
    assert "001234567890" not in tab.page.content()
    assert "căn cước" in tab.said()[0][1]


def test_a_hasty_person_loses_nothing(tab: Tab) -> None:
    for number in range(14):
        tab.send(f"xin chào {number}")
    expect(tab.answers).to_have_count(14)
    tab.everything_is_sent()
    assert [text for who, text in tab.said() if who == "user"] == [f"xin chào {number}" for number in range(14)]


def test_two_pages_of_one_session_show_the_same_conversation(tab: Tab, assistant: Assistant) -> None:
    other = tab.open(assistant.url)
    tab.ask(QUESTION)
    expect(other.locator(".message")).to_have_count(2)


def test_an_edited_message_changes_in_place(tab: Tab, prepared: Path) -> None:
    tab.ask(QUESTION)
    database = _database(prepared)
    with database.begin() as session:
        shown = session.exec(select(Outbox).order_by(col(Outbox.id).desc())).first()
        assert shown and shown.channel and shown.address
        changed = Outgoing(Address(shown.channel, shown.address), "An đã nhận.", edits=shown.id)
        outbox.put(session, f"edit:{shown.id}", changed, system_clock())
    database.close()
    expect(tab.answers.locator(".text")).to_have_text(["An đã nhận."])
    expect(tab.answers.get_by_role("button")).to_have_count(0)
    tab.page.reload()
    expect(tab.answers.locator(".text")).to_have_text(["An đã nhận."])


def _invitation(folder: Path) -> str:
    database = _database(folder)
    with database.begin() as session:
        unit = Unit(name="Chi nhánh thử nghiệm")
        session.add(unit)
        session.flush()
        assert unit.id
        code, _ = create(session, unit.id, Role.CONTACT, "Đầu mối", system_clock())
    database.close()
    return code


def test_an_invitation_link_fills_the_composer_and_leaves_sending_to_the_person(
    assistant: Assistant, open_tab: TabMaker, prepared: Path
) -> None:
    code = _invitation(prepared)
    tab = open_tab(f"{assistant.url}/?code={code}")
    expect(tab.composer).to_have_value(code)
    expect(tab.composer).to_be_focused()
    expect(tab.page.get_by_text(PHRASES["composer"]["code_hint"])).to_be_visible()
    assert tab.page.url == assistant.url + "/"
    assert tab.said() == []
    tab.page.get_by_role("button", name=PHRASES["composer"]["send"], exact=True).click()
    expect(tab.answers.locator(".text")).to_contain_text("Đã liên kết với Chi nhánh thử nghiệm")
    expect(tab.page.locator("#code-hint")).to_be_hidden()
    expect(tab.composer).to_have_value("")


@pytest.mark.parametrize("code", ["<b>x</b>", "hello", "TL-AAAA", "TL-AAAA-BBBB-CCCC", ""])
def test_what_is_no_code_does_not_reach_the_composer(assistant: Assistant, open_tab: TabMaker, code: str) -> None:
    tab = open_tab(f"{assistant.url}/?tu=qr&code={code}")
    expect(tab.page).to_have_url(f"{assistant.url}/?tu=qr")
    expect(tab.composer).to_have_value("")


def _never_leaves(route: Route) -> None:
    route.abort()


def _answer_is_lost(route: Route) -> None:
    route.fetch()
    route.abort()


@pytest.mark.parametrize("mishap", [_never_leaves, _answer_is_lost])
def test_a_reload_in_the_middle_loses_nothing_and_repeats_nothing(tab: Tab, mishap: Callable[[Route], None]) -> None:
    tab.ask("xin chào")
    tab.page.route("**/chat/messages", mishap)
    with tab.page.expect_event("requestfailed"):
        tab.send(QUESTION)
    tab.page.unroute("**/chat/messages")
    tab.page.reload()
    expect(tab.answers).to_have_count(2)
    tab.everything_is_sent()
    before = tab.said()
    assert [text for who, text in before if who == "user"] == ["xin chào", QUESTION]
    tab.page.reload()
    expect(tab.answers).to_have_count(2)
    assert tab.said() == before


def test_reloading_at_once_again_and_again_loses_nothing(tab: Tab) -> None:
    questions = [f"xin chào {number}" for number in range(4)]
    for question in questions:
        tab.send(question)
        tab.page.reload()
    expect(tab.answers).to_have_count(4)
    tab.everything_is_sent()
    assert sorted(text for who, text in tab.said() if who == "user") == questions


def _effects(folder: Path) -> tuple[int, int]:
    """How many events were taken, how many rows were written."""
    database = _database(folder)
    with database.read() as session:
        counts = [session.exec(select(func.count()).select_from(table)).one() for table in (Inbox, Outbox)]
    database.close()
    return counts[0], counts[1]


@pytest.fixture
def own_folder(prepared: Path, tmp_path: Path) -> Path:
    """A data folder for an assistant that will be killed."""
    shutil.copytree(prepared / "index", tmp_path / "data" / "index")
    return tmp_path / "data"


def _again(folder: Path, url: str) -> Assistant:
    """The assistant back on the port it had."""
    again = Assistant(folder, {**OFFICE, "TROLY_PORT": url.rpartition(":")[2]})
    assert again.url == url
    return again


def test_a_server_killed_and_started_again_under_the_open_page_loses_nothing(
    own_folder: Path, open_tab: TabMaker
) -> None:
    questions = ["xin chào", "kich hoat vneid", QUESTION]
    with Assistant(own_folder, OFFICE) as first:
        url = first.url
        tab = open_tab(url)
        tab.ask(questions[0])
        tab.send(questions[1])
    tab.send(questions[2])
    expect(tab.page.get_by_text(PHRASES["script"]["unsent"]).last).to_be_visible()
    expect(tab.page.get_by_text(PHRASES["script"]["connection_lost"])).to_be_visible()
    with _again(own_folder, url):
        _said_once(tab, questions)
        expect(tab.page.get_by_text(PHRASES["script"]["unsent"])).to_have_count(0)
        assert _effects(own_folder) == (3, 6)


@pytest.mark.full
def test_a_server_killed_again_and_again_right_after_a_message_answers_each_once(
    own_folder: Path, open_tab: TabMaker
) -> None:
    questions = [f"xin chào {number}" for number in range(8)]
    running = Assistant(own_folder, OFFICE)
    url = running.url
    tab = open_tab(url)
    for number, question in enumerate(questions):
        expect(tab.answers).to_have_count(number)
        tab.send(question)
        running.kill()
        running = _again(own_folder, url)
    with running:
        _said_once(tab, questions)
        assert _effects(own_folder) == (8, 16)


def _said_once(tab: Tab, questions: list[str]) -> None:
    """Each question and its answer stand there once, and a reload shows the same."""
    expect(tab.answers).to_have_count(len(questions))
    tab.everything_is_sent()
    before = tab.said()
    assert [text for who, text in before if who == "user"] == questions
    tab.page.reload()
    expect(tab.answers).to_have_count(len(questions))
    assert tab.said() == before


def _first_answer(page: Page) -> None:
    page.get_by_role("button", name=next(iter(PHRASES["examples"].values()))).click()
    expect(page.locator(".message.from-bot")).to_be_visible()


def test_a_later_start_answers_within_seconds_and_stays_small(
    own_folder: Path, open_tab: TabMaker, capsys: pytest.CaptureFixture[str]
) -> None:
    begun = time.monotonic()
    with Assistant(own_folder, OFFICE) as started:
        tab = open_tab(started.url)
        _first_answer(tab.page)
        seconds = time.monotonic() - begun
        for number in range(9):
            tab.ask(f"{QUESTION} lần {number}")
        status = Path(f"/proc/{started.pid}/status")
        kilobytes = int(status.read_text().partition("VmRSS:")[2].split()[0]) if status.exists() else 0
    with capsys.disabled():
        print(f"\nfirst answer after {seconds:.1f} s, {kilobytes / 1024:.0f} MB after ten questions")
    assert seconds < 10
    assert kilobytes < 200 * 1024
