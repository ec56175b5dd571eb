"""The page and its files, what every response carries, and what a wrong address says."""

import re

import httpx
import pytest

from bot.settings import SAY
from bot.web.pages import PHRASES
from bot.web.session import COOKIE
from handlers.desk import Office
from tests.conftest import HouseMaker
from tests.support.web import Door, Visitor, serving

HEADERS = ("content-security-policy", "x-content-type-options", "referrer-policy", "cache-control")


def test_the_page_names_the_office_and_offers_examples(door: Door) -> None:
    page = door.get()
    assert page.status_code == 200
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "Văn phòng Sở thử nghiệm" in page.text
    assert all(example in page.text for example in PHRASES["examples"].values())


def test_nothing_on_the_page_comes_from_elsewhere(door: Door) -> None:
    page = door.get().text
    for address in re.findall(r'(?:src|href)="([^"]+)"', page):
        assert address.startswith(("/static/", "#"))
        assert address.startswith("#") or door.get(address).status_code == 200
    assert not re.search(r"<script(?! type=\"module\" src=)|<style|\son\w+=|\sstyle=", page)


def test_an_office_name_cannot_smuggle_markup_into_the_page(make_house: HouseMaker) -> None:
    house = make_house("2026-11-20 09:00")
    house.office = Office(name='<script>alert("x")</script>')
    with serving(house) as door:
        assert "<script>alert" not in door.get().text


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(door: Door) -> None:
    cookie = door.get().headers["set-cookie"]
    assert {"HttpOnly", "SameSite=lax", "Path=/"} <= set(cookie.split("; "))
    assert "Secure" not in cookie


def test_behind_https_the_cookie_is_sent_over_https_only(make_house: HouseMaker) -> None:
    house = make_house("2026-11-20 09:00")
    house.settings.public_url = "https://troly.example.vn"
    with serving(house) as door:
        assert "Secure" in door.get().headers["set-cookie"]


def test_two_visitors_get_two_sessions_and_a_returning_one_keeps_hers(door: Door) -> None:
    first, second = door.visitor(), door.visitor()
    assert first.address != second.address
    before = first.address
    assert COOKIE in first.http.get("/").cookies
    assert first.address == before


@pytest.mark.parametrize("forged", ["", "short", "a" * 42, "a" * 44, "../" * 14 + "x", "é" * 43])
def test_a_cookie_that_is_not_one_of_ours_is_replaced(door: Door, forged: str) -> None:
    answer = httpx.get(door.url, headers=[(b"Cookie", f"{COOKIE}={forged}".encode())])
    assert len(answer.cookies[COOKIE]) == 43


def test_every_answer_carries_the_headers_refused_or_not(door: Door) -> None:
    post = door.url + "/chat/messages"
    answers = [
        door.get(),
        door.get("/static/chat.js"),
        door.get("/healthz"),
        door.get("/khong-co"),
        httpx.post(post, content=b"x"),
        httpx.post(post, json={"id": "1"}, headers={"Origin": "https://la.example"}),
        httpx.post(post, content=b" " * 300_000),
    ]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 404, 422, 403, 413]
    for answer in answers:
        assert all(name in answer.headers for name in HEADERS), answer.url
    assert "unsafe" not in answers[0].headers["content-security-policy"]


def test_the_stream_carries_them_too(visitor: Visitor) -> None:
    with visitor.http.stream("GET", "/chat/events") as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        assert all(name in stream.headers for name in HEADERS)


def test_an_unknown_page_says_so_to_a_script_and_to_a_person(door: Door) -> None:
    assert door.get("/khong-co").json() == {"message": SAY("http.no_page")}
    page = door.get("/khong-co", Accept="text/html,*/*")
    assert page.status_code == 404
    assert SAY("http.no_page") in page.text
    assert 'href="/"' in page.text


@pytest.mark.parametrize(
    "path", ["/static/%2e%2e/app.py", "/static/..%2f..%2fsettings.py", "/static//etc/passwd", "/static/"]
)
def test_no_file_outside_the_static_folder_is_served(door: Door, path: str) -> None:
    assert door.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/docs", "/redoc", "/openapi.json"])
def test_the_frameworks_own_pages_are_closed(door: Door, path: str) -> None:
    assert door.get(path).status_code == 404


def test_a_wrong_method_is_refused_in_words(door: Door) -> None:
    answer = httpx.delete(door.url + "/chat/messages")
    assert answer.status_code == 405
    assert answer.headers["allow"] == "POST"
    assert answer.json()["message"]


def test_a_watchman_may_ask_with_head(door: Door) -> None:
    assert [httpx.head(door.url + path).status_code for path in ("/", "/healthz", "/readyz")] == [200, 200, 200]


def test_it_says_that_it_lives_and_that_it_is_ready(door: Door) -> None:
    assert door.get("/healthz").json() == {"ok": True}
    assert door.get("/readyz").json() == {"ok": True}


def test_every_sentence_of_the_script_is_there_and_used(door: Door) -> None:
    code = door.get("/static/chat.js").text + door.get("/static/drawing.js").text
    wanted = {
        re.sub("[A-Z]", lambda letter: "_" + letter[0].lower(), name) for name in re.findall(r"phrases\.(\w+)", code)
    }
    assert wanted == set(PHRASES["script"])
