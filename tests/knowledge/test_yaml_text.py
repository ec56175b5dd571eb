"""YAML is read fast where it can be, the same everywhere, and never runs anything."""

import pytest
import yaml

from knowledge import yaml_text
from knowledge.yaml_text import read_yaml

TEXT = """
hello: "Chào {name}"   # a remark
list: [một, 2, 3.5, true, null, 2026-11-21]
nested:
  title: >-
    hai
    dòng
"""


@pytest.fixture(params=["as built in", "without the C library"])
def loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "without the C library":
        monkeypatch.setattr(yaml_text, "_LOADER", yaml.SafeLoader)


@pytest.mark.usefixtures("loader")
@pytest.mark.parametrize("text", [TEXT, "", "- a\n- b\n", "42"])
def test_both_loaders_read_the_same(text: str) -> None:
    assert read_yaml(text) == yaml.safe_load(text)


@pytest.mark.usefixtures("loader")
@pytest.mark.parametrize("text", ["!!python/object/apply:os.getcwd []", "!!python/name:os.system x", "!secret a"])
def test_nothing_written_in_a_file_is_ever_run(text: str) -> None:
    with pytest.raises(yaml.YAMLError):
        read_yaml(text)


@pytest.mark.usefixtures("loader")
def test_an_error_knows_its_line() -> None:
    with pytest.raises(yaml.MarkedYAMLError) as raised:
        read_yaml("a: 1\nb: [2\nc: 3\n")
    assert raised.value.problem_mark
    assert raised.value.problem_mark.line in (2, 3)
