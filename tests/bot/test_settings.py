"""Settings come from the environment or `.env`; what cannot work is refused in one line that names the setting."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.settings import ConfigurationError, Settings, read_settings, writable_folder
from knowledge.clock import ZONE, system_clock


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An empty folder to start in, without settings of the machine."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(f"TROLY_{name.upper()}", raising=False)


def _refusal() -> str:
    with pytest.raises(ConfigurationError) as caught:
        read_settings()
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_nothing_needs_to_be_set(tmp_path: Path) -> None:
    settings = read_settings()
    assert (settings.host, settings.port) == ("127.0.0.1", 8080)
    assert settings.database == f"sqlite:///{tmp_path / 'data' / 'troly.db'}"
    assert settings.telegram_url == "https://api.telegram.org"
    assert settings.make_clock() is system_clock


def test_the_environment_is_read_with_its_prefix(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TROLY_PORT", "9191")
    monkeypatch.setenv("PORT", "1")
    assert read_settings().port == 9191


def test_the_environment_wins_over_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("TROLY_PORT=9191\nTROLY_HOST=127.0.0.2\nSOMETHING_ELSE=1\n", encoding="utf-8")
    monkeypatch.setenv("TROLY_PORT", "9292")
    settings = read_settings()
    assert (settings.host, settings.port) == ("127.0.0.2", 9292)


def test_a_file_saved_with_a_byte_order_mark_is_read_whole() -> None:
    Path(".env").write_text("TROLY_PORT=9191\n", encoding="utf-8-sig")
    assert read_settings().port == 9191


def test_a_file_in_another_encoding_is_refused() -> None:
    Path(".env").write_bytes("TROLY_OFFICE_NAME=Sở\n".encode("utf-16"))
    assert ".env" in _refusal()


def test_a_line_left_empty_means_the_default() -> None:
    Path(".env").write_text("TROLY_PORT=\nTROLY_CLOCK=\nTROLY_TELEGRAM_TOKEN=\n", encoding="utf-8")
    settings = read_settings()
    assert (settings.port, settings.clock, settings.telegram_token) == (8080, None, "")


def test_blanks_around_a_pasted_token_do_no_harm(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TROLY_TELEGRAM_TOKEN", " 1:abc \n")
    assert read_settings().telegram_token == "1:abc"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TROLY_PORT", "tám nghìn"),
        ("TROLY_PORT", "99999"),
        ("TROLY_PORT", "-1"),
        ("TROLY_CLOCK", "hôm qua"),
        ("TROLY_LANE_SECONDS", "0"),
        ("TROLY_TELEGRAM_API_URL", "api.telegram.org"),
        ("TROLY_TELEGRAM_API_URL", "ftp://api.telegram.org"),
        ("TROLY_TELEGRAM_API_URL", "https://api.telegram.org/bot123"),
        ("TROLY_TELEGRAM_API_URL", "https://"),
    ],
)
def test_a_wrong_value_is_refused_by_name(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    assert name in _refusal()


def test_a_refusal_does_not_repeat_the_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TROLY_PORT", "geheim-1234")
    assert "geheim" not in _refusal()


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_a_postgresql_address_is_taken_as_hosts_hand_it_out(monkeypatch: pytest.MonkeyPatch, scheme: str) -> None:
    monkeypatch.setenv("TROLY_DATABASE_URL", f"{scheme}://u:p@db.example/troly")
    assert read_settings().database == "postgresql+psycopg://u:p@db.example/troly"


def test_a_set_clock_starts_there_and_runs_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TROLY_CLOCK", "2023-04-26T08:30:00+07:00")
    clock = read_settings().make_clock()
    first, second = clock(), clock()
    assert first.astimezone(UTC).isoformat().startswith("2023-04-26T01:30:00")
    assert first <= second


def test_a_clock_without_zone_means_viet_nam(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TROLY_CLOCK", "2023-04-26T08:30")
    assert read_settings().clock == datetime(2023, 4, 26, 8, 30, tzinfo=ZONE)


@pytest.mark.parametrize(
    "url", ["", "https://api.telegram.org", "http://10.0.0.7:8081", "http://127.0.0.1@telegram.example"]
)
def test_a_set_clock_is_refused_where_real_people_could_be_reached(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("TROLY_CLOCK", "2023-04-26T08:30")
    monkeypatch.setenv("TROLY_TELEGRAM_TOKEN", "1:abc")
    monkeypatch.setenv("TROLY_TELEGRAM_API_URL", url)
    with pytest.raises(ConfigurationError, match="TROLY_CLOCK"):
        read_settings().make_clock()


@pytest.mark.parametrize("url", ["http://127.0.0.1:9010", "http://localhost:9010", "http://[::1]:9010"])
def test_a_set_clock_is_allowed_on_this_machine(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("TROLY_CLOCK", "2023-04-26T08:30")
    monkeypatch.setenv("TROLY_TELEGRAM_TOKEN", "1:abc")
    monkeypatch.setenv("TROLY_TELEGRAM_API_URL", url)
    assert read_settings().make_clock()().year == 2023


def test_a_folder_that_cannot_be_made_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigurationError, match="file/data"):
        writable_folder(tmp_path / "file" / "data")


def test_the_probe_of_the_data_folder_leaves_nothing_behind(tmp_path: Path) -> None:
    assert list(writable_folder(tmp_path / "new").iterdir()) == []


def test_allowed_origins_are_a_list_with_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TROLY_ALLOWED_ORIGINS", " https://a.example/, https://b.example,, ")
    assert read_settings().origins == {"https://a.example", "https://b.example"}
