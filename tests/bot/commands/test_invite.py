"""`troly invite`: a one-time code with every way to use it."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.support.cli import UNIT, Call, import_units, refused
from tests.support.telegram_server import TelegramServer


def _invite(troly: Call, *more: str) -> dict[str, Any]:
    code, out, _ = troly("invite", "--unit", UNIT, "--role", "unit_contact", "--json", *more)
    assert code == 0
    invite: dict[str, Any] = json.loads(out)
    return invite


def test_an_invitation_names_every_way_to_use_it(
    troly: Call, tmp_path: Path, telegram: TelegramServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_units(troly, tmp_path, f"name\n{UNIT}\n")
    for name, value in telegram.settings.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("TROLY_CLOCK", "2023-04-26T08:30:00+07:00")
    monkeypatch.setenv("TROLY_PUBLIC_URL", "https://troly.example/")
    invite = _invite(troly)
    assert re.fullmatch(r"TL-[A-Z0-9]{4}-[A-Z0-9]{4}", invite["code"])
    assert invite["telegram"] == f"https://t.me/{telegram.platform.name}?start={invite['code']}"
    assert invite["web"] == f"https://troly.example/?code={invite['code']}"
    assert invite["expires_at"].startswith("2023-05-03T08:30:0") and invite["expires_at"].endswith("+07:00")


def test_without_telegram_there_is_a_code_all_the_same(
    troly: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_units(troly, tmp_path, f"name\n{UNIT}\n")
    assert _invite(troly)["telegram"] is None
    with TelegramServer() as gone:
        pass
    for name, value in gone.settings.items():
        monkeypatch.setenv(name, value)
    assert _invite(troly)["telegram"] is None


def test_no_two_codes_are_alike_and_none_is_kept_in_clear(troly: Call, tmp_path: Path, data_dir: Path) -> None:
    import_units(troly, tmp_path, f"name\n{UNIT}\n")
    codes = [_invite(troly)["code"] for _ in range(3)]
    assert len(set(codes)) == 3
    kept = b"".join(path.read_bytes() for path in data_dir.glob("troly.db*"))
    assert not [code for code in codes if code.encode() in kept]


def test_an_unknown_unit_is_refused_and_an_unknown_role_is_wrong_use(troly: Call) -> None:
    assert "Phòng Mười" in refused(troly("invite", "--unit", "Phòng Mười", "--role", "unit_contact"))
    assert troly("invite", "--unit", UNIT, "--role", "king")[0] == 2
