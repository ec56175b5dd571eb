"""The ranking is trained in a child process, once for each content of the archive, and survives crashes and races."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from knowledge import index
from knowledge.entries import OUTSIDE, WAITING
from knowledge.index import TrainingError, open_index, open_index_without_cache

HOUSE = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small archive of three topics with one waiting and one out of scope."""
    folder = tmp_path_factory.mktemp("entries")
    for topic, thing in (("lua", "gieo lúa"), ("cam", "trồng cam"), ("ca", "nuôi cá")):
        entry = {
            "topic": topic,
            "title": thing,
            "answer": f"Cách {thing}.",
            "reviewed_on": "2026-11-01",
            "variants": [f"{thing} vụ thứ {number} ra sao" for number in range(30)],
        }
        (folder / f"{topic}.yaml").write_text(yaml.safe_dump(entry, allow_unicode=True), encoding="utf-8")
    groups = {
        "waiting": {"ong": ["nuôi ong lấy mật", "đàn ong bỏ tổ"]},
        "out_of_scope": {"bong": ["đá bóng", "ai thắng"]},
    }
    (folder / "groups.yaml").write_text(yaml.safe_dump(groups, allow_unicode=True), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def trained(small: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small archive's ranking, really trained."""
    cache = tmp_path_factory.mktemp("cache")
    open_index(cache, small)
    (file,) = cache.iterdir()
    return file


@pytest.fixture
def trainings(trained: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The trainings that were asked for; each gives the ranking trained already."""
    asked: list[Path] = []

    def train(entries: Path, file: Path) -> None:
        asked.append(entries)
        shutil.copy(trained, file)

    monkeypatch.setattr(index, "_train", train)
    return asked


def test_a_trained_ranking_knows_its_topics(trained: Path, small: Path) -> None:
    ranker = open_index(trained.parent, small)
    ranked = ranker.rank("trong cam the nao")
    assert ranked[0].label == "cam"
    assert {item.label for item in ranked} == {"lua", "cam", "ca", f"{WAITING}ong", OUTSIDE}
    assert ranker.rank("đàn ong")[0].label == f"{WAITING}ong"


def test_the_same_archive_is_trained_once(tmp_path: Path, small: Path, trainings: list[Path]) -> None:
    for _ in range(3):
        open_index(tmp_path / "not" / "yet" / "there", small)
    assert trainings == [small]


def test_a_changed_archive_is_trained_anew_and_the_old_ranking_forgotten(
    tmp_path: Path, small: Path, trainings: list[Path]
) -> None:
    changed = tmp_path / "entries"
    shutil.copytree(small, changed)
    cache = tmp_path / "cache"
    open_index(cache, changed)
    first = set(cache.iterdir())
    file = changed / "cam.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("vụ thứ 7", "vụ bảy"), encoding="utf-8")
    open_index(cache, changed)
    assert len(trainings) == 2
    assert len(set(cache.iterdir()) - first) == 1
    assert not first & set(cache.iterdir())


@pytest.mark.parametrize("spoil", [lambda data: b"", lambda data: data[: len(data) // 2], lambda data: b"x" + data[1:]])
def test_a_ranking_left_in_pieces_by_a_crash_is_trained_again(
    tmp_path: Path, small: Path, trained: Path, trainings: list[Path], spoil: Callable[[bytes], bytes]
) -> None:
    (tmp_path / trained.name).write_bytes(spoil(trained.read_bytes()))
    assert open_index(tmp_path, small).rank("nuôi cá")[0].label == "ca"
    assert trainings == [small]


def test_two_processes_starting_together_both_get_the_whole_ranking(tmp_path: Path, small: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from knowledge.index import open_index;"
        "print(open_index(Path(sys.argv[1]), Path(sys.argv[2])).rank('gieo lúa')[0].label)"
    )
    started = [
        subprocess.Popen(
            [sys.executable, "-c", script, tmp_path, small], cwd=HOUSE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        for _ in range(2)
    ]
    for process in started:
        out, err = process.communicate(timeout=60)
        assert (out.decode().strip(), err.decode()) == ("lua", "")
    assert len(list(tmp_path.iterdir())) == 1


def test_without_a_folder_to_write_to_the_ranking_serves_this_process_only(small: Path, trainings: list[Path]) -> None:
    assert open_index_without_cache(small).rank("gieo lúa")[0].label == "lua"
    assert trainings == [small]


def test_a_broken_archive_is_named_and_nothing_is_left_behind(tmp_path: Path) -> None:
    entries = tmp_path / "entries"
    entries.mkdir()
    (entries / "sai.yaml").write_text("topic: [", encoding="utf-8")
    cache = tmp_path / "cache"
    with pytest.raises(TrainingError, match=r"sai\.yaml:\d+: "):
        open_index(cache, entries)
    assert not list(cache.iterdir())


def test_a_killed_training_is_said_in_one_line(tmp_path: Path, small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    killed = subprocess.CompletedProcess(args=[], returncode=-9, stdout="", stderr="")
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: killed)
    with pytest.raises(TrainingError, match=r"^exit code -9$"):
        open_index(tmp_path, small)


def test_the_training_library_never_enters_the_service() -> None:
    script = "import bot.server, sys; print(sorted({m.split('.')[0] for m in sys.modules} & {'sklearn', 'scipy'}))"
    done = subprocess.run([sys.executable, "-c", script], cwd=HOUSE, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
