"""The 26 people of the page are Python's: bones, muscle lengths and moment arms, under Node."""

from __future__ import annotations

from pathlib import Path

import hip_people_vectors
import pytest
from test_hip_model import asked, changed_scripts

POSES = 40


@pytest.fixture(scope="module")
def vectors(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What Python says of some poses."""
    folder = tmp_path_factory.mktemp("people")
    hip_people_vectors.write(folder, POSES)
    return folder


def test_they_are_those_of_python(vectors: Path) -> None:
    run = asked(vectors, vectors="hip_people.mjs")
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize(("text", "changed"), [
    ("const index = Number(person) - 1;", "const index = Number(person) % 26;"),
    ("const times = score * this.step;", "const times = -score * this.step;"),
    ("(bytes[count + i] << 8)", "(bytes[count + i] << 7)"),
    ("map[3 * axis + 1] * mean[i + 1]", "map[3 * axis + 1] * mean[i + 2]"),
    ("[Math.min(...values), Math.max(...values)]", "[Math.min(...values), Math.min(...values)]"),
    ('people[0]).includes(muscle)) return null', 'people[0]).includes(muscle)) return undefined'),
    ("arm < 0 ? 1 : 0", "arm < 0 ? 0 : 1"),
    ("Math.abs(a) - Math.abs(b)", "a - b"),
], ids=lambda text: text[:20])
def test_a_changed_line_is_seen(vectors: Path, tmp_path: Path, text: str, changed: str) -> None:
    scripts = changed_scripts(tmp_path, "hip_people.js", text, changed)
    run = asked(vectors, scripts, vectors="hip_people.mjs")
    assert run.returncode == 1, "nothing was seen"
    assert "not ok" in run.stdout
