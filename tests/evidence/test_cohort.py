"""The invented people of the notebook, and crowds with the spread, the mean and the shares that a table says."""

from __future__ import annotations

import pytest

from stretchlib.evidence import invented_people

SCORES = {"seed": 1, "people": 40_000, "mean": 5, "sd": 1, "correlation": 0.7, "joins_from": 6}
WALKERS = {"seed": 2, "people": 20_000, "share_walking": 0.3, "minutes_walking": 60, "minutes_not_walking": 20,
           "minutes_sd": 10, "pain_walking": 4, "pain_not_walking": 6, "pain_sd": 0.5, "effect": 0}


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> dict[str, float]:
    """What the crowd of a test is drawn from, to be filled."""
    numbers: dict[str, float] = {}
    monkeypatch.setattr(invented_people, "numbers", lambda name: numbers)
    return numbers


def test_each_person_has_a_number_from_one_on() -> None:
    for people in (invented_people.two_scores(), invented_people.walkers()):
        assert list(people["person"]) == list(range(1, len(people) + 1))
    assert len(invented_people.two_scores()) == invented_people.numbers("two_scores")["people"]
    assert len(invented_people.walkers()) == invented_people.numbers("walkers")["people"]


def test_two_scores_have_the_spread_and_the_correlation_of_their_table(given: dict[str, float]) -> None:
    given.update(SCORES)
    people = invented_people.two_scores()
    for score in ("first", "second"):
        assert people[score].mean() == pytest.approx(5, abs=0.02)
        assert people[score].std() == pytest.approx(1, abs=0.015)
    assert people["first"].corr(people["second"]) == pytest.approx(0.7, abs=0.01)
    assert (people["joined"] == (people["first"] >= 6)).all()


def test_walkers_have_the_shares_and_the_means_of_their_table(given: dict[str, float]) -> None:
    given.update(WALKERS)
    people = invented_people.walkers()
    assert people["walks"].mean() == pytest.approx(0.3, abs=0.01)
    for walks, minutes, pain in ((True, 60, 4), (False, 20, 6)):
        group = people[people["walks"] == walks]
        assert group["minutes"].mean() == pytest.approx(minutes, abs=0.5)
        assert group["minutes"].std() == pytest.approx(10, abs=0.3)
        assert group["pain"].mean() == pytest.approx(pain, abs=0.02)
        assert group["pain"].std() == pytest.approx(0.5, abs=0.02)


def test_stretching_changes_the_pain_where_the_table_says_so(given: dict[str, float]) -> None:
    given.update(WALKERS, effect=-0.02)
    people = invented_people.walkers()
    assert people[people["walks"]]["pain"].mean() == pytest.approx(4 - 0.02 * 60, abs=0.02)


def test_nothing_lies_beyond_its_scale_and_all_is_told_to_a_tenth(given: dict[str, float]) -> None:
    given.update(SCORES, mean=1, people=2000)
    low = invented_people.two_scores()
    given.update(mean=9)
    high = invented_people.two_scores()
    given.update({**WALKERS, "minutes_not_walking": 5, "people": 2000})
    people = invented_people.walkers()
    for column, edge in ((low["first"], 0), (10 - high["first"], 0), (people["minutes"], 0)):
        assert column.min() == pytest.approx(edge, abs=1e-9)
        assert (column == column.min()).mean() > 0.1, "those beyond the end stand at it"
    assert 0.1 <= low.loc[low["first"] > 0, "first"].min() < 0.3
    assert 9.7 < high.loc[high["first"] < 10, "first"].max() <= 9.9
    for column in (low["first"], high["second"], people["minutes"], people["pain"]):
        tenths = 10 * column
        assert (tenths - tenths.round()).abs().max() < 1e-9
        assert len(set(tenths.round() % 10)) == 10
