"""Facts of safety and anatomy that were wrong once, in every text that tells them, held against their sources."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import stretchlib as sl
from stretchlib.authoring.check import check_data
from stretchlib.cases.play import EMERGENCY, Play
from stretchlib.evidence.glossary import names
from stretchlib.publish.pages.handout import safety
from stretchlib.questions.bank import question
from stretchlib.tables import catalogue
from tools.checks import ROOT


def text_cells() -> Iterator[tuple[str, str]]:
    """(where, text) of every text cell of the tables, notes, cases and notebooks' sources."""
    for name in catalogue.catalogue().resources:
        for row in catalogue.rows(name):
            for column, value in row.items():
                if isinstance(value, str):
                    yield f"{name}.{column}", value
    for path in [*(ROOT / "data" / "anatomy").glob("*.md"), *(ROOT / "data" / "clinic" / "cases").iterdir()]:
        yield path.name, path.read_text(encoding="utf-8")


def test_the_call_comes_before_every_further_test() -> None:
    steps = sorted((step for step in question("Q27").options if step.role == "step"), key=lambda step: step.order)
    said = [next(word for word in ("cauda equina questions", "Phone", "nerve check", "written note", "Document")
                 if word in step.text) for step in steps]
    assert said == ["cauda equina questions", "Phone", "nerve check", "written note", "Document"]
    check = next(step for step in steps if "nerve check" in step.text)
    assert "While the call is put through or transport comes" in check.text
    assert "never delays the call" in check.feedback
    case = sl.cases.load_case("numb_saddle")
    assert "it never delays the call" in " ".join(case.reasoning)
    station = (ROOT / "docs" / "teaching" / "osce.md").read_text(encoding="utf-8")
    assert "**Calls now, before any further test**" in station


def test_the_handover_of_the_case_tells_what_was_found_while_the_call_went_through() -> None:
    answer = sl.cases.load_case("numb_saddle").answer
    assert answer.index("while the call was put through I found") < answer.index("heel raises impossible")


def test_a_slider_is_never_said_to_be_measured_in_arm_nerves_alone() -> None:
    for where, text in text_cells():
        for sentence in re.findall(r"[^.]*(?:arm nerves|Armnerven)[^.]*\.?[^.]*", text):
            assert re.search("sciatic nerve|Ischiasnerv", sentence), f"{where}: {sentence}"
            assert not re.search("not in the sciatic|rather than the sciatic|so far|nicht am Ischias|Bisher", sentence)
    for table, row, column in (("glossary", "nerve_slider", "plain"),
                               ("exercises", "sciatic_nerve_slider", "evidence_note"),
                               ("case_actions", "nerve_slider", "usual_feedback")):
        line = catalogue.row(table, row)
        assert "sciatic nerve" in str(line[column])
        assert "healthy" in str(line[column])
        assert "ellis2012" in line.sources
        assert not re.search(r"\d mm\b", str(line[column])), "the millimetres were not read"


def test_no_other_name_of_a_word_is_a_word_of_its_own() -> None:
    """Piriformis syndrome is one form of deep gluteal syndrome, not another name of it."""
    terms = {str(row["term"]) for row in catalogue.rows("glossary")}
    for row in catalogue.rows("glossary"):
        assert not terms & set(names(row)[1:]), row["id"]
    assert {"deep gluteal syndrome", "piriformis syndrome"} <= terms
    assert "one form" in str(catalogue.row("glossary", "deep_gluteal_syndrome")["plain"])


def test_psoas_begins_at_the_last_thoracic_vertebra() -> None:
    note = repr(sl.anatomy("psoas_major"))
    assert "bodies and discs from T12 to L5" in note
    assert "transverse processes are those of L1 to L5" in note
    assert "bogduk1992" in catalogue.row("structures", "psoas_major").sources


def test_both_legs_work_in_copenhagen() -> None:
    rows = [row for row in catalogue.rows("exercise_structures")
            if row["exercise"] == "copenhagen_adduction" and row["role"] == "working"]
    assert {str(row["structure"]) for row in rows} >= {"adductor_longus", "adductor_magnus", "gracilis"}
    for row in rows:
        assert re.match("both legs; upper leg more", str(row["part"])), row["structure"]
    assert "108 % and 69 %" in next(str(row["part"]) for row in rows if row["structure"] == "adductor_longus")
    texts = [str(catalogue.row("exercises", "copenhagen_adduction")["evidence_note"]), *(
        str(row["text"]) for row in catalogue.rows("exercise_steps") if row["exercise"] == "copenhagen_adduction")]
    assert "both legs work" in " ".join(texts).lower()
    assert not [text for text in texts if "the side that works" in text]


@pytest.mark.parametrize(("code", "mark"), [("en", "(not yet checked against the source)"),
                                            ("de", "(noch nicht an der Quelle geprüft)")])
def test_a_red_flag_that_nobody_checked_says_so_wherever_it_is_asked(code: str, mark: str) -> None:
    sl.language(code)
    try:
        rows = {str(row["id"]): row for row in catalogue.rows("red_flags")}
        assert rows["swollen_calf_with_chest_signs"]["checked"] == "unchecked"
        flags = sl.red_flags()
        asked = {row["id"]: row for row in sl.timer("bridge").red_flags}
        # A page shows the mark as a small sign that is called by its words.
        page = re.sub(r'<sup role="img" aria-label="([^"]+)"[^>]*>[^<]+</sup>', r"(\1)", flags._repr_html_())
        texts = [repr(flags), html.unescape(page), html.unescape(str(safety()))]
        for name, row in rows.items():
            marked = row["checked"] == "unchecked"
            assert asked[name]["mark"] == (mark if marked else ""), name
            for text in texts:
                assert (f"{row['question']} {mark}" in text) == marked, name
                assert str(row["question"]) in text
    finally:
        sl.language("en")


def test_an_emergency_judges_every_action_of_the_menu(whole_data_copy: Path) -> None:
    """What the menu usually says of an action ("Advice belongs to nearly every plan") is no word for an emergency."""
    menu = {str(row["id"]) for row in catalogue.rows("case_actions")}
    case = sl.cases.load_case("numb_saddle")
    assert set(case.actions) == menu
    for action, worth in case.actions.items():
        assert action == EMERGENCY or worth.verdict == "unsafe" or worth.unsafe_unless == EMERGENCY, action
    play = Play(case)
    play.ask("saddle")
    assert play.decide([EMERGENCY, "no_review"]).outcome == "unsafe decision"
    path = whole_data_copy / "clinic" / "cases" / "numb_saddle.toml"
    text = path.read_text(encoding="utf-8")
    own = re.search(r'\[\[actions\]\]\ndo = "pelvic_belt"\n.*?\n\n', text, re.DOTALL)
    assert own
    path.write_text(text.replace(own.group(), ""), encoding="utf-8")
    assert any("no [[actions]] of its own, so that its usual verdict would hold ('pelvic_belt')" in fault
               for fault in check_data())


def test_what_was_measured_of_a_slider_in_the_sciatic_nerve() -> None:
    asked = question("Q338")
    assert "sciatic nerve" in asked.stem
    assert {"ellis2012", "coppieters2008"} <= set(catalogue.row("questions", "Q338").sources)
    right = [option for option in asked.options if option.correct]
    assert [option.text for option in right] == ["How far the nerve moved lengthwise, in healthy people"]
    assert "Strain and symptoms were not measured" in right[0].feedback
    assert re.search(r"ellis2012 \(checked: abstract; .*\bhealthy\b.*symptoms not measured\)",
                     " ".join((ROOT / "data" / "anatomy" / "sciatic_nerve.md").read_text(encoding="utf-8").split()))


def test_no_text_denies_that_the_leg_was_measured_with_a_slider() -> None:
    for where, text in text_cells():
        assert not re.search("leg was not measured|Am Bein wurde nicht gemessen|carried over, not measured"
                             "|Nerve movement: no source", text), where


def test_a_risk_of_infection_asks_for_what_its_sign_names() -> None:
    row = catalogue.row("red_flags", "spinal_infection_without_fever")
    for word in ("immunity", "diabetes", "inject", "infection"):
        for text in (row["sign"], row["question"], catalogue.row("case_questions", "unwell")["ask"]):
            assert word in str(text), (word, text)


def test_the_menu_asks_for_a_blood_clot() -> None:
    ask = str(catalogue.row("case_questions", "calf_or_breath")["ask"])
    assert all(word in ask for word in ("calf", "swollen", "short of breath", "chest"))


def test_bones_are_never_called_thin() -> None:
    for where, text in text_cells():
        assert not re.search("thin bones|bones are thin|dünne[nr]? Knochen|Knochen dünn", text), where
    assert "low bone density (osteoporosis)" in str(catalogue.row("red_flags", "spinal_fracture")["question"])


def test_trouble_of_bladder_or_bowel_is_named_as_trouble() -> None:
    assert "shooting pain, or bladder or bowel trouble" in str(
        catalogue.row("red_flags", "cancer_with_nerve_signs")["sign"])


def test_lying_flat_is_kept_short_from_the_same_week_everywhere() -> None:
    for where, text in text_cells():
        assert not re.search("late pregnancy|spät in der Schwangerschaft", text), where
    assert "about 16 weeks of pregnancy" in str(catalogue.row("claims", "C26")["correct_statement"])


def test_the_handover_says_since_when_nothing_was_eaten() -> None:
    assert "has not eaten since breakfast" in sl.cases.load_case("numb_saddle").answer
