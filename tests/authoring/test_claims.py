"""The claims with their numbers and links: each number accounted for, each link to something that is there."""

from __future__ import annotations

import warnings
from pathlib import Path

import pytest
from matplotlib import pyplot as plt

import stretchlib as sl
from stretchlib.authoring.check import check_data
from stretchlib.authoring.check_claims import CALLS, ROWS, names_of, numbers_in
from stretchlib.core.errors import StretchlibError
from stretchlib.core.plain_call import parse_call
from stretchlib.tables import catalogue
from stretchlib.tables.rows import Row
from tests.data_files import table_file

CLAIMS = {str(row["id"]): row for row in catalogue.rows("claims")}
LINKS = catalogue.rows("claim_links")
NUMBERS = catalogue.rows("claim_numbers")


@pytest.mark.parametrize(("text", "values"), [
    ("40 % is the top; 13 to 40 %, and 1.2 to 43 %.", [40, 13, 40, 1.2, 43]),
    ("85.2 % (95 % CI 78.4 to 87.0) of 7068 limbs.", [85.2, 78.4, 87.0, 7068]),
    ("MD -4.56 of 100, CI -11.11 to 1.99; RR 1.14.", [-4.56, -11.11, 1.99, 1.14]),
    ("-5.4 mm on a 100 mm scale, PEDro 8/10.", [-5.4, 8]),
    ("80 % of 101 patients", [80, 101]),
    ("The roots L5 and S1, claim C28, 10.0 cm2, at 10RM.", [10.0]),
    ("The WHO 2023 guideline and the 1983 classes.", []),
    ("1650 people, 2699 people, 100,000 people", [1650, 2699, 100000]),
    ("81 +/- 42 % MVIC (17.9, 19.3 and 8.6 %).", [81, 42, 17.9, 19.3, 8.6]),
    ("In four cadavers, six contacts, once a day.", []),
    ("2023.5 units and 2,019 people", [2023.5, 2019]),
    ("", []),
])
def test_the_numbers_of_a_statement_are_read(text: str, values: list[float]) -> None:
    assert numbers_in(text) == values


def test_every_number_of_every_statement_is_accounted_for() -> None:
    # check_data holds the two together as well; here they are counted, so that an empty reader would be seen.
    stated = {name: numbers_in(str(row["correct_statement"])) for name, row in CLAIMS.items()}
    listed: dict[str, list[object]] = {name: [] for name in CLAIMS}
    for row in sorted(NUMBERS, key=lambda row: (str(row["claim"]), row["position"] or 0)):
        listed[str(row["claim"])].append(row["value"])
    assert listed == stated
    assert sum(map(len, stated.values())) > 150


def test_a_number_names_sources_of_its_claim() -> None:
    for row in NUMBERS:
        assert set(row.sources) <= set(CLAIMS[str(row["claim"])].sources), row
        assert bool(row["sources"]) == (row["origin"] != "article"), row


def test_an_unchecked_claim_states_no_number() -> None:
    for name, row in CLAIMS.items():
        if row["checked"] == "unchecked":
            assert numbers_in(str(row["correct_statement"])) == [], name


def test_the_computed_numbers_are_what_the_models_say() -> None:
    models = dict(zip(("Rajagopal 2023", "Delp 1990", "Dostal 1981"), sl.hip.MODELS, strict=True))
    positions = {"pulled figure-four": "figure_four_pulled", "knee across": "knee_to_opposite_shoulder"}
    computed = [row for row in NUMBERS if row["claim"] == "C28" and row["origin"] == "computed"]
    assert len(computed) == 6
    for row in computed:
        position, model = str(row["quantity"]).split(", ")
        at = catalogue.row("stretch_positions", positions[position])
        pose = {angle: float(str(at[f"{angle}_deg"])) for angle in ("flexion", "adduction", "rotation")}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            length = float(sl.hip.muscle_lengths(**pose, muscles=["piriformis"], model=models[model],
                                                 extrapolate=True).squeeze())
        neutral = float(sl.hip.muscle_lengths(muscles=["piriformis"], model=models[model]).squeeze())
        assert round(100 * (length / neutral - 1), 1) == row["value"], row


def test_a_claim_on_a_link_of_hip_and_back_is_rated_as_the_link_is() -> None:
    # check_data compares them; here the pairs are named, so that a link that is dropped would be seen.
    pairs = {str(row["claim"]): str(row["target"]) for row in LINKS if row["kind"] == "hip_back_link"}
    assert pairs == {"C14": "hip_stretch_relieves", "C19": "less_hip_rotation", "C20": "muscle_tilts_pelvis",
                     "C22": "hip_stretch_relieves", "C32": "hip_joint_disease", "C51": "hip_stretch_relieves"}
    for claim, link in pairs.items():
        assert CLAIMS[claim]["evidence_certainty"] == catalogue.row("hip_back_links", link)["evidence_certainty"]


def test_every_claim_has_verdict_certainty_source_and_a_link_or_says_why_not() -> None:
    linked: dict[str, list[Row]] = {}
    for row in LINKS:
        linked.setdefault(str(row["claim"]), []).append(row)
    for name, row in CLAIMS.items():
        assert row["verdict"], name
        assert row["certainty"], name
        assert row["evidence_certainty"], name
        assert row["evidence_certainty_reason"], name
        assert row["sources"] or row["certainty"] == "expert opinion", name
        assert linked.get(name), name
        assert all(link["note"] for link in linked[name]), name
        assert all(link["target"] for link in linked[name] if link["kind"] != "none"), name


@pytest.mark.parametrize("call", sorted({(str(row["kind"]), str(row["target"])) for row in LINKS
                                         if row["kind"] in CALLS}))
def test_a_figure_or_model_opens(call: tuple[str, str]) -> None:
    kind, target = call
    name, values, named = parse_call(target, names_of(CALLS[kind]))
    output = getattr(sl, name)(*values, **named)
    assert output.facts
    plt.close("all")


def test_a_row_that_is_linked_is_there() -> None:
    for row in LINKS:
        if row["kind"] in ROWS:
            catalogue.row(ROWS[str(row["kind"])], str(row["target"]))


@pytest.mark.parametrize("text", ["", "plot_dose", "plot_dose('bridge'", "__import__('os')", "plot_dose(open('x'))",
                                  "sl.plot_dose('bridge')", "plot_dose(*['bridge'])", "plot_dose(**{'a': 1})",
                                  "plot_dosis('bridge')", "explore_hip('piriformis')", "(" * 500])
def test_a_call_is_read_and_never_run(text: str) -> None:
    with pytest.raises(StretchlibError) as raised:
        parse_call(text, names_of("plot_"))
    assert "\n" not in str(raised.value)
    assert ";" in str(raised.value)


@pytest.mark.parametrize(("table", "old", "new", "part"), [
    ("claims", "40 % is the top of a range", "41 % is the top of a range",
     "claim_numbers.csv, row 2, column value: the correct statement of C04 has 41 in this position ('40')"),
    ("claims", "This one stretch is all that is needed.,wrong,\"One stretch does", "One,wrong,\"7 stretches do",
     "claims.csv, row 26, column correct_statement: number 1 of the statement has no row in claim_numbers.csv ('7'); "
     "add a row: C25, position 1, with its source."),
    ("claim_numbers", "C08,1,16.2", "C08,1,16.9", "the correct statement of C08 has 16.2 in this position ('16.9'); "
     "make the two agree."),
    ("claim_numbers", "C08,1,16.2,%", "C08,9,16.2,%", "the correct statement of C08 has no such number ('16.2')"),
    ("claim_numbers", "published,smoll2010,abstract", "published,gray1918,abstract", "does not name this source"),
    ("claim_numbers", "published,smoll2010,abstract", "published,,abstract",
     "the cell is empty, but origin is published"),
    ("claim_links", "C10,question,Q93,", "C11,question,Q93,",
     "claims.csv, row 11, column id: claim_links.csv has no row for this claim ('C10')"),
    ("claim_links", "C10,question,Q93,", "C10,question,Q931,",
     "claim_links.csv, row 17, column target: questions.csv has no id of this name ('Q931'); did you mean"),
    ("claim_links", "figure,plot_sciatic_variants()", "figure,plot_siatic_variants()",
     "did you mean 'plot_sciatic_variants'?"),
    ("claim_links", "figure,plot_sciatic_variants()", "figure,plot_sciatic_variants",
     "this is no call with plain values"),
    ("claim_links", "exercise,graded_walking", "exercise,graded_wakling", "did you mean 'graded_walking'?"),
    ("claim_links", "position,fair", "position,fare", "stretch_positions.csv has no id of this name ('fare')"),
    ("claim_links", "C01,question,Q13,", "C01,none,,", "another row says that nothing speaks to this claim"),
    ("claim_links", "C02,question,Q120,", "C02,none,Q120,", "the cell is filled in, but kind is none"),
    ("claim_links", "hip_back_link,less_hip_rotation", "hip_back_link,less_hip_rotatoin",
     "hip_back_links.csv has no id of this name ('less_hip_rotatoin'); did you mean 'less_hip_rotation'?"),
    ("claims", "systematic review; uncontrolled study,very low,", "systematic review; uncontrolled study,high,",
     "column target: the evidence of the claim C51 is high in claims.csv, that of the link hip_stretch_relieves is "
     "very low in hip_back_links.csv; rate the two alike, in the column evidence_certainty."),
    ("claims", "expert,not rated,A definition decides this: how far", "expert,sure,A definition decides this: how far",
     "column evidence_certainty: this word is not one of those allowed ('sure')"),
    ("claims", "guideline; expert,not rated,An omission", "guideline; expert,high,An omission",
     "column evidence_certainty: the verdict is omission, so there is no evidence to rate ('high'); write not rated."),
    ("claims", "systematic review,not rated,Unclear wording", "systematic review,low,Unclear wording",
     "the verdict is unclear wording, so there is no evidence to rate ('low')"),
    ("claims", "expert,not rated,Not rated until", "expert,low,Not rated until",
     "no source of this claim was read, so its evidence cannot be rated ('low')"),
    ("hip_back_links", "does not link,study built to find it,", "does not link,,",
     "column ruled_out_by: the cell is empty, but verdict is does not link; fill it in."),
    ("hip_back_links", "not shown,,That more hip range", "not shown,narrow interval,That more hip range",
     "column ruled_out_by: the cell is filled in, but verdict is not shown"),
])
def test_a_fault_is_told(whole_data_copy: Path, table: str, old: str, new: str, part: str) -> None:
    path = table_file(whole_data_copy, table)
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    sentences = check_data(whole_data_copy)
    assert any(part in line for line in sentences), sentences
    assert all("\n" not in line for line in sentences)


def test_a_claim_to_which_nothing_speaks_says_why(whole_data_copy: Path) -> None:
    path = table_file(whole_data_copy, "claim_links")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("C02,question,Q120,", "C02,none,,", 1), encoding="utf-8")
    assert check_data(whole_data_copy) == []
    path.write_text("\n".join("C02,none,," if line.startswith("C02,") else line for line in text.splitlines()) + "\n",
                    encoding="utf-8")
    assert [line for line in check_data(whole_data_copy) if "column note" in line and "the cell is empty" in line]
