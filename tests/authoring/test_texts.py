"""Every text of the project: none of the article's sentences, no word that frightens, nothing of one machine."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tools.checks import ROOT

TEXT = {".py", ".js", ".mjs", ".css", ".html", ".j2", ".md", ".csv", ".json", ".toml", ".yml", ".cff", ".cfg", ".txt",
        ".ipynb", ""}
ARTICLE_TITLE = "back pain relief and hip stretches whats the connection"
# Words that frighten, blame, or speak of breakage. Forms are spelled out: a stem would catch innocent words.
HARMFUL = re.compile(
    r"\b(worn( out)?|wear and tear|degenerat(e|ed|ive|ion)|out of place|weak link|unstable|instability|"
    r"damag(e|ed|es|ing)|"
    r"compensat(e|es|ed|ion|ory)|adheren(t|ce)|insufficien(t|cy)|crumbl\w+|slipped dis[ck]|misalign\w+|"
    r"(patient|person|student|learner|you) failed|failed (patient|person|student)|no pain,? no gain)\b", re.IGNORECASE)
# The same rule for German text: wear, breakage, things out of place, blame.
HARMFUL_DE = re.compile(
    r"\b(abgenutzt\w*|Abnutzung\w*|Verschlei(ß|ss)\w*|degenerat\w+|verrutscht\w*|ausgerenkt\w*|herausgesprungen\w*|"
    r"instabil\w*|Schwachstelle\w*|Schwachpunkt\w*|beschädig\w+|kaputt\w*|bröckel\w+|kompensier\w+|Fehlhaltung\w*|"
    r"Fehlstellung\w*|insuffizien\w+|Adhärenz|Compliance|versag(t|te|en)|Haltungsschaden|"
    r"ohne Flei(ß|ss) kein Preis)\b", re.IGNORECASE)
# A harmful phrase may be quoted where its rewrite stands beside it: "phrase" (better: rewrite).
QUOTED = re.compile(r"""\\?["\u201c][^"\u201c\u201d\n]{1,80}["\u201d] \(better: [^)]{10,}\)""")
QUOTED_DE = re.compile(r"\u201e[^\u201e\u201c\n]{1,80}\u201c \(besser: [^)]{10,}\)")
# Where a harmful word may stand, and why.
WAIVED = {
    "references.csv": "titles of published works are quoted as they are",
    "test_texts.py": "the list itself",
    "myo-sim-Apache-2.0.txt": "a licence is quoted as it is",
    "mpfb2-CC0.md": "a licence is quoted as it is",
    "musculoskeletal-models-MPL-2.0.txt": "a licence is quoted as it is",
    "LICENSE": "a licence is quoted as it is",
}


@cache
def tracked() -> list[Path]:
    """Text files that git tracks or would track, the hash list and the locks apart."""
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True,
                            check=False)
    if listed.returncode:
        pytest.skip("this is no git checkout, so the tracked files are not known")
    paths = [ROOT / name for name in listed.stdout.splitlines()]
    return [path for path in paths if path.suffix in TEXT and path.is_file()
            and path.name not in ("article_runs.txt", "requirements.lock") and path.parent.name != "faults"]


def reader_text(path: Path) -> str:
    """The words of a file; of a notebook its cells and outputs without pictures."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".csv":
        text = text.replace('""', '"')  # as a reader sees it
    if path.suffix == ".ipynb":
        text = "\n".join("".join(part) for part in _strings(json.loads(text)["cells"]))
        text = re.sub(r"data:image/png;base64,[A-Za-z0-9+/=]+", "", text)
    return text


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list):
        if all(isinstance(inner, str) for inner in value):
            yield "".join(value)
        else:
            for inner in value:
                yield from _strings(inner)


def runs_of_seven(text: str) -> Iterator[str]:
    words = re.findall(r"[a-z0-9]+", re.sub("['\u2019]", "", text.lower()))
    for start in range(len(words) - 6):
        yield " ".join(words[start:start + 7])


def hashed(run: str) -> str:
    return hashlib.sha256(f"stretchlib-article-runs {run}".encode()).hexdigest()[:16]


def test_no_run_of_seven_words_comes_from_the_article() -> None:
    runs = set((ROOT / "tests" / "article_runs.txt").read_text(encoding="ascii").split())
    assert len(runs) > 1000
    allowed = set(runs_of_seven(ARTICLE_TITLE))
    copied = {f"{path.relative_to(ROOT)}: {run}" for path in tracked() for run in runs_of_seven(reader_text(path))
             if run not in allowed and hashed(run) in runs}
    assert not copied


def test_the_run_guard_sees_a_copied_run() -> None:
    runs = set((ROOT / "tests" / "article_runs.txt").read_text(encoding="ascii").split())
    assert any(hashed(run) in runs for run in runs_of_seven(ARTICLE_TITLE)), "the title's own runs are in the list"


def test_no_word_of_fear_blame_or_breakage() -> None:
    """In any text: what a reader is shown stands in a table, a notebook, a sentence of the code, a test's person."""
    harmful = [f"{path.relative_to(ROOT)}: {match[0]}" for path in tracked() if path.name not in WAIVED
             for match in HARMFUL.finditer(QUOTED.sub("", reader_text(path)))]
    assert not harmful


@pytest.mark.parametrize("harmful", ["Your disc is worn.", "a weak link", "unstable pelvis", "poor adherence"])
def test_the_word_rule_sees_harm(harmful: str) -> None:
    assert HARMFUL.search(QUOTED.sub("", harmful))
    assert HARMFUL.search(QUOTED.sub("", f'"{harmful}"')), "a quotation alone is no rewrite"
    assert not HARMFUL.search(QUOTED.sub("", f'"{harmful}" (better: changes that come with age)'))


#: Words that only a statistician follows.
STATISTICIANS = re.compile(r"standard deviation|standardi[sz]ed mean|\bSMD\b|correlat|heterogene|hazard of|odds ratio|"
                           r"Standardabweichung|korrel|heterogen|den Hazard", re.IGNORECASE)
#: The tables whose texts a student reads; the glossary may name such a word to explain it.
READ = ("structure_links", "hip_back_links", "routes", "pain_sources", "pain_areas", "hip_or_spine", "claims",
        "claim_sides", "exercises", "questions", "options", "notebook_summaries", "structure_groups", "article_parts",
        "trials")


def csv_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as sheet:
        return list(csv.DictReader(sheet))


@pytest.mark.parametrize("table", READ)
def test_no_sentence_that_only_a_statistician_follows(table: str) -> None:
    """A spread between people, "goes with", "half had one by day 208" say the same, with the number kept."""
    path, = ROOT.glob(f"data/*/{table}.csv")
    texts = [text for row in csv_rows(path) for column, text in row.items() if column not in ("measure", "unit")]
    texts += [row["text"] for row in csv_rows(ROOT / "data/words/translations/de.csv") if row["table"] == table]
    assert texts
    assert not [text for text in texts if STATISTICIANS.search(text)]


def test_no_german_word_of_fear_blame_or_breakage() -> None:
    sheets = {path: reader_text(path) for path in tracked() if path.parent.name == "translations"}
    assert {path.name for path in sheets} == {"de.csv"}
    assert not [f"{path.name}: {harmful[0]}" for path, text in sheets.items()
                for harmful in HARMFUL_DE.finditer(QUOTED_DE.sub("", text))]


def test_german_speaks_to_its_readers_by_one_form() -> None:
    """It says "Sie"; a task that begins "Markiere" or speaks of "dein" would be another voice."""
    familiar = re.compile(r"\b(du|dich|dir|dein\w*|Markiere|Ziehe?|Wähle|Rate|Bewege|Lies|Nimm|Denke?|Tippe|Schaue?)\b")
    texts = [row["text"] for row in csv_rows(ROOT / "data/words/translations/de.csv")]
    assert not [text for text in texts if familiar.search(text)]


@pytest.mark.parametrize("harmful", [
    "Verschleißerscheinungen", "ein instabiles Becken", "Die Bandscheibe ist verrutscht.", "Sie kompensieren das.",
    "degenerative Veränderungen", "Der Muskel versagt."])
def test_the_german_word_rule_sees_harm(harmful: str) -> None:
    assert HARMFUL_DE.search(harmful)


def test_the_project_names_no_machine_and_no_index_host() -> None:
    hosts = re.compile(r"https?://[\w.]*(pypi|pythonhosted|npmjs|registry)\.\w+|^-*(index-url|find-links)",
                       re.IGNORECASE | re.MULTILINE)
    homes = re.compile(r"(?<![\w.])/(root|home/\w+|work|Users/\w+)/")
    lock_files = [ROOT / folder / "requirements.lock" for folder in (".", "deploy", "tests")]
    for path in [*tracked(), *lock_files]:
        if path.name == "test_texts.py":
            continue
        text = path.read_text(encoding="utf-8")
        assert not hosts.search(text), path
        assert not homes.search(text), path
