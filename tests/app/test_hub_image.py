"""The image of a student's server, read as text: no Docker is at hand where the tests run."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.app.test_hub import settings
from tools.checks import ROOT

HUB = ROOT / "deploy" / "hub"
INSTRUCTIONS = re.sub(r"\\\n", " ", re.sub(r"^#.*\n", "", (HUB / "Dockerfile").read_text(encoding="utf-8"), flags=re.M))
STAGES = [[line.split(None, 1) for line in stage.strip().splitlines()] for stage in
          re.split(r"^(?=FROM )", INSTRUCTIONS, flags=re.M) if stage.strip()]
KNOWN = {"FROM", "ENV", "WORKDIR", "COPY", "RUN", "USER", "EXPOSE", "CMD"}


def said(stage: int, instruction: str) -> list[str]:
    """What follows each such instruction of a stage."""
    return [words for word, words in STAGES[stage] if word == instruction]


def copied() -> list[str]:
    """What the image takes from the repository."""
    sources = [words.split()[:-1] for stage in (0, 1) for words in said(stage, "COPY") if "--from" not in words]
    return [source for line in sources for source in line]


def test_every_line_is_an_instruction() -> None:
    assert len(STAGES) == 2
    assert {word for stage in STAGES for word, _ in stage} == KNOWN


@pytest.mark.parametrize("source", copied())
def test_what_is_copied_is_there_and_reaches_the_build(source: str) -> None:
    assert (ROOT / source).exists()
    lines = (HUB / "Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    assert lines[1] == "*"
    assert f"!{source}" in lines


def test_only_what_is_copied_reaches_the_build() -> None:
    lines = (HUB / "Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    assert {line[1:] for line in lines if line.startswith("!")} == set(copied())


def test_packages_are_the_locked_ones_and_the_course_brings_no_other() -> None:
    installs = [re.findall(r"pip install ([^&]*)", words)[0] for words in said(0, "RUN")]
    assert installs[0].split() == ["--require-hashes", "-r", "requirements.lock", "-r", "deploy/hub/requirements.lock"]
    assert installs[1].split() == ["--no-deps", "--no-build-isolation", "."]
    assert not said(1, "RUN")[0].count("pip")


def test_a_student_is_not_root_and_the_course_not_theirs() -> None:
    words = [word for word, _ in STAGES[1]]
    assert said(1, "USER") == ["1000"]
    assert words.index("USER") > max(at for at, word in enumerate(words) if word in ("RUN", "COPY"))
    assert "--chown" not in INSTRUCTIONS
    assert "chmod" not in INSTRUCTIONS


def test_the_image_sets_what_the_hub_sets_and_starts_what_it_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    given = dict(pair.split("=", 1) for words in said(1, "ENV") for pair in words.split())
    for name in ("STRETCHLIB_DATA", "STRETCHLIB_MY_ROWS"):
        monkeypatch.delenv(name, raising=False)
    wanted = settings("course_hub").Spawner
    environment = wanted.environment.get_value({})
    assert {name: given[name] for name in environment} == environment
    assert said(1, "CMD") == ['["python", "-m", "stretchlib.app.hub"]']
    assert wanted.cmd[1:] == ["-m", "stretchlib.app.hub"]
    assert "MPLCONFIGDIR=/opt/course/share/matplotlib" in said(0, "RUN")[1], "where the hub looks for the list of fonts"


def test_the_lock_of_the_hub_agrees_with_the_courses() -> None:
    pins = [dict(re.findall(r"^([a-z0-9-]+)==([^ ]+)", Path(ROOT, name).read_text(encoding="utf-8"), re.M))
            for name in ("requirements.lock", "deploy/hub/requirements.lock")]
    assert "jupyterhub" in pins[1]
    assert {name: pins[0][name] for name in pins[1] if name in pins[0]} == {
        name: version for name, version in pins[1].items() if name in pins[0]}
