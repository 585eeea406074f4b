"""JupyterLab as the course: each setting is one that this JupyterLab has, and each text is the course's own."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import jsonschema
import pytest

from stretchlib.app import lab_settings
from stretchlib.learner import copies
from stretchlib.tables.phrases import say

SCHEMAS = Path(sys.prefix) / "share/jupyter/lab/schemas"


@pytest.mark.parametrize("plugin", lab_settings.overrides())
def test_each_setting_is_one_of_jupyterlab(plugin: str) -> None:
    if not SCHEMAS.is_dir():
        pytest.skip("JupyterLab is not installed in this environment")
    package, name = plugin.split(":")
    schema = json.loads((SCHEMAS / package / f"{name}.json").read_text(encoding="utf-8"))
    values = lab_settings.overrides()[plugin]
    assert set(values) <= set(schema["properties"])
    jsonschema.validate(values, schema)


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_menu_opens_each_notebook_by_its_title_and_ends_in_help(
        language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STRETCHLIB_LANGUAGE", language)
    items = lab_settings.menu_items()
    entries = [item["args"] for item in items if "args" in item]
    paths = [entry["path"] for entry in entries if "path" in entry]
    assert set(paths) == set(copies.editions()), "each notebook that is laid down, and none that is not"
    labels = [entry.get("label", entry.get("text")) for entry in entries]
    assert labels[0].startswith("00  ")
    assert labels[-1] == say("lab.help")
    assert len(set(labels)) == len(labels)
    assert not any("None" in label or ".ipynb" in label for label in labels)


def test_all_speaks_the_language_that_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STRETCHLIB_LANGUAGE", "de")
    assert '<html lang="de">' in lab_settings.help_page()
    assert "Kurs" in lab_settings.overrides()["@jupyterlab/mainmenu-extension:plugin"]["menus"][0]["label"]
    assert "eingeklappt" in lab_settings.custom_css()
    assert "00_hier_beginnen.ipynb" in json.dumps(lab_settings.menu_items())


def test_a_second_start_writes_nothing(tmp_path: Path) -> None:
    lab_settings.lay_down(tmp_path)
    files = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()}
    assert {path.relative_to(tmp_path).as_posix() for path in files} == {
        "labconfig/default_setting_overrides.json", "labconfig/page_config.json", "custom/custom.css",
        "custom/help.html"}
    lab_settings.lay_down(tmp_path)
    assert {path: path.stat().st_mtime_ns for path in files} == files


def test_quotation_marks_in_a_phrase_end_no_text_of_the_style(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lab_settings, "say", lambda key, **_: f'{key} "}} \\ body')
    style = lab_settings.custom_css()
    assert '"lab.code \\"} \\\\ body"' in style
