"""Mutants that change nothing, by name, each with its reason."""

from __future__ import annotations

#: Name of a mutant -> why no test can tell it from the module as it is.
WAIVED: dict[str, str] = {
    "evidence.reading: 9 -> 10 in `return math.ceil(round(1 / difference, 9))  # 1 / (0.7 - 0.6) is 10, not "
    "10.000000000000002`": "rounding to the tenth decimal mends what binary adds as well as to the ninth",
    "exercises.session: 1 -> 2 in `return self.phases[-1].end_s`":
        "the last phase is the end and has no length: it ends when the one before it ends",
    "hip.wrapping: 1e-300 -> 1.25e-300 in `_TINY = 1e-300`": "any number next to nought keeps a division from nought",
    "hip.inputs: 1e-09 -> 1.25e-09 in `return np.asarray((angles < low - 1e-9) | (angles > high + 1e-9))`":
        "either is far above what rounding adds to an angle and far below any angle that is asked for",
    "hip.inputs: 1 -> 2 in `axis = int(np.argmax(out.reshape(-1, 3).any(axis=0)))`":
        "NumPy takes any number below nought for as many rows as there are",
    "hip.inputs: 9 -> 10 in `return np.unique(np.round(np.concatenate([[low], np.arange(first, high, step), [high]]), "
    "9)) + 0.0  # nor -0`": "either is far coarser than what rounding adds to a step and far finer than any step",
    **dict.fromkeys(("hip.model: 1 -> 2 in `lengths = solver.solve(geo, np.radians(angles.reshape(-1, 3).T), "
                     "arms=False).lengths`",
                     "hip.model: 1 -> 2 in `answer = solver.solve(geo, np.radians(angles.reshape(-1, 3).T))`",
                     "hip.model: 3 -> -3 in `np.moveaxis(answer.arms.reshape(count, 3, *shape), (0, 1), (-2, -1)))`"),
                    "NumPy takes any number below nought for as many as there are"),
    **dict.fromkeys(("hip.model: 1 -> 2 in `rest = solver.solve(geo, np.zeros((3, 1))).lengths[:, 0]`",
                     "hip.model: 1 -> 2 in `neutral = float(solver.solve(geo, np.zeros((3, 1))).lengths[0, 0])`"),
                    "of two poses that are the same the first is taken"),
    **dict.fromkeys(("hip.model: 1 -> -1 in `return evaluate(flexion, adduction, rotation, muscles=muscles, "
    "model=model, "
                     "knee=knee, extrapolate=extrapolate)[1]`", "hip.model: 1 -> -1 in `size = np.abs(angles[top])."
                     "sum(axis=-1)`"), "the second of two is the last"),
    "hip.model: 2 -> 3 in `best = here if best is None or here[:2] > best[:2] else best`":
        "the third is asked only where two models are equally long in a pose of the same size, and none is",
    "questions.templates: 400 -> 401 in `_TRIES = 400`": "a draw is found long before",
    "questions.templates: 6 -> 7 in `yield row.name, round(low + step * chance.randrange(round((high - low) / step) "
    "+ 1), 6)`":
        "either is far coarser than what rounding adds to a step and far finer than any step",
    "hip.model: 121 -> 122 in `def sweep(muscle: str | Iterable[str], flexion: ArrayLike = range(0, 121, 5),  # noqa: "
    "B008`":
        "in steps of 5 both end at 120",
    "hip.model: 0 -> 1 in `def outside(flexion: ArrayLike = 0, adduction: ArrayLike = 0, rotation: ArrayLike = 0) -> "
    "NDArray[np.bool_]:`": "both lie inside, so that the other angles decide alone",
    "hip.jumps: 0.5 -> 0.625 in `SCAN_DEG, NEAR_SCAN_DEG = 0.5, 0.1  # beside a pose a path that comes and goes at "
    "once is looked for as well`": "either step finds each change of the path, and the halving ends in the same place",
    "hip.jumps: 1e-06 -> 1.25e-06 in `NARROW_DEG = 1e-6  # so closely a change is told apart from what lies on "
    "either side`":
        "halving from half a degree passes both in the same step",
    "hip.model: 1e-09 -> 1.25e-09 in `top = np.flatnonzero(lengths > lengths.max() - 1e-9)`":
        "either is far above what rounding adds to a length and far below any difference of lengths",
    "hip.model: 9 -> 10 in `here = (round(float(lengths.max()), 9), -float(size.min()), angles[top[size.argmin()]])`":
        "either is far above what rounding adds to a length and far below any difference of lengths",
    **dict.fromkeys(("hip.solver: 1 -> -1 in `count, total = len(geo.parts), angles.shape[1]`",
                     "hip.solver: 1 -> -1 in `out = np.empty((3, 3, angles.shape[1]))`",
                     "hip.solver: 1 -> -1 in `return np.asarray(np.tensordot(points, turns, axes=(1, 1)))`",
                     "hip.solver: 1 -> -1 in `start[2] + (end[2] - start[2]) * parts], axis=-1) @ geo.frame[0].T + "
                     "geo.centre[0]`"), "the second of two is the last"),
    **dict.fromkeys(("evidence.statistics: pre_test < 1 -> pre_test > 1 in `return pre_test * ratio / (1 - pre_test + "
    "pre_test * "
                     "ratio) if pre_test < 1 or ratio > 0 else 0.0`",
                     "evidence.statistics: 1 -> -1 in `return pre_test * ratio / (1 - pre_test + pre_test * ratio) if "
                     "pre_test < "
                     "1 or ratio > 0 else 0.0`"),
                    "where the ratio is nought, the formula gives nought too, unless its divisor is nought as well"),
    "hip.solver: 1024 -> 1025 in `CHUNK = 1024  # poses at once: the temporary arrays stay in the processor's cache`":
        "how many poses are worked off at once changes the time and no number",
    'hip.geometry: 1 -> -1 in `wraps.sort(key=lambda indexed: indexed[1].body, reverse=True)`':
        "the second of two is the last",
    'hip.geometry: 1 -> 2 in `middle = np.array([_triple(wrap, "{}_mm") for _, wrap in wraps]).reshape(-1, 3)`':
        "NumPy takes any number below nought for as many rows as there are",
    'hip.geometry: 1 -> 2 in `np.array([turned(*_triple(wrap, "turn_{}_rad")) for _, wrap in wraps]).'
    "reshape(-1, 3, 3),`": "NumPy takes any number below nought for as many rows as there are",
    'hip.geometry: 1 -> 2 in `np.array([_SIDES[wrap.side] for _, wrap in wraps]).reshape(-1, 2))`':
        "NumPy takes any number below nought for as many rows as there are",
    "questions.marking: 1 -> 2 in `points = (run - 1) / max(len(steps) - 1, 1)`":
        "of one step the run is one, and nought of one is nought of two",
    "questions.marking: 1 -> 2 in `share = len(ticked) / max(len(criteria), 1)`":
        "of no criteria none is ticked, and nought of one is nought of two",
    "questions.marking: 1.0 -> 1.25 in `return tolerance + 1e-9 * max(1.0, abs(number))`":
        "either is far above what rounding adds and far below a tolerance",
    "questions.marking: 1.0 -> -1.0 in `return tolerance + 1e-9 * max(1.0, abs(number))`":
        "of a number under 1 it is then a share of the number itself, which is far above what rounding adds too",
    "questions.marking: 1 -> -1 in `share = len(ticked) / max(len(criteria), 1)`":
        "of no criteria none is ticked, and every written question has some",
    "questions.marking: 1e-09 -> 1.25e-09 in `return tolerance + 1e-9 * max(1.0, abs(number))`":
        "either is far above what rounding adds and far below a tolerance",
    "hip.model: 0 -> 1 in `held[axis] = 0`": "either lies within the limits, and the search writes its own angles "
    "over it",
    "hip.model: 1 -> -1 in `extrapolated, frames, parts = beyond(angles).any(axis=-1), [], []`":
        "the last axis of a table is its second",
    'learner.calibration: 0 -> 1 in `judged = say("confidence.near" if abs(gap) <= NEAR else '
    '"confidence.surer" if gap > 0 else '
    '"confidence.less_sure")`': "a gap that is told is larger than 5 either way",
    "learner.revision: 0.001 -> 0.00125 in `return Rating.Hard if points >= HARD_FROM - 1e-3 else Rating.Again  # "
    "points "
    "are kept to three decimals`":
        "of points with three decimals both let pass 0.666 and not 0.665",
    **dict.fromkeys((
        "learner.revision: 12 -> 13 in `return datetime.combine(when, time(12), UTC)`",
        "learner.revision: 0 -> 1 in `return Card(card_id=0, due=_noon(when))  # left to itself Card takes its number "
        "from "
        "the clock, and waits for it`",
        "learner.revision: 2026 -> 2027 in `start = when = date(2026, 1, 5)  # any day will do: only the distances "
        "are told`",
        "learner.revision: 1 -> 2 in `start = when = date(2026, 1, 5)  # any day will do: only the distances are told`",
        "learner.revision: 5 -> 6 in `start = when = date(2026, 1, 5)  # any day will do: only the distances are told`",
    ), "any hour, any number and any day will do: only the days between are counted"),
    "learner.revision: 1 -> 2 in `count[question.notebook] += 1`":
        "any step upwards puts them in the same order",
    **dict.fromkeys((
        "evidence.invented_people: given['mean'] + given['sd'] * (r ** 0.5 * usual + (1 - r) ** 0.5 * day) -> "
        "given['mean'] - "
        "given['sd'] * (r ** 0.5 * usual + (1 - r) ** 0.5 * day) in `first, second = (_score(given[\"mean\"] + "
        "given[\"sd\"] * (r ** 0.5 * usual + (1 - r) ** 0.5 * day))`",
        "evidence.invented_people: r ** 0.5 * usual + (1 - r) ** 0.5 * day -> r ** 0.5 * usual - (1 - r) ** 0.5 * day "
        "in `first, "
        "second = (_score(given[\"mean\"] + given[\"sd\"] * (r ** 0.5 * usual + (1 - r) ** 0.5 * day))`",
        "evidence.invented_people: 1 -> -1 in `usual, one_day, another = (dice.gauss(0, 1) for _ in range(3))`",
    ), "the dice fall as often below as above: other people of the same crowd are drawn"),
    "questions.marking: 1 -> -1 in `points = (run - 1) / max(len(steps) - 1, 1)`":
        "a question of an order has at least two steps, or nothing is put in order",
    "evidence.reading: 10 -> -10 in `MOST_PEOPLE = 10 ** 12`": "an even power of either is the same",
    "learner.practice_log: 29 -> -29 in `_EXAMPLE_CASE, _EXAMPLE_DAYS, _SEED = \"reader_of_the_article\", 28, 29`":
        "a seed is taken without its sign",
    "learner.practice_log: 7 -> -7 in `for turn, session in enumerate(plan.week[number % 7]):`":
        "counted from the end, the same day of seven",
    "learner.practice_log: 0 -> 1 in `plans.insert(0, (first, programme))`": "the plans are put in order below",
    "learner.practice_log: 1 -> 2 in `until = session.total_s * (1 if dice.random() < 0.85 else dice.uniform(0.3, "
    "0.9))`":
        "a session is over at its end, however late it is left",
    **dict.fromkeys((
        "learner.practice_log: 29 -> 30 in `offset = \"+01:00\" if day < date(2026, 3, 29) else \"+02:00\"`",
        "learner.practice_log: 0.12 -> 0.15 in `if dice.random() < 0.12:`",
        "learner.practice_log: 0.06 -> 0.075 in `records.append({**row, \"mode\": \"watched\" if dice.random() < 0.06 "
        "else "
        "\"practised\"})`",
    ), "the example has no entry on that day, and none of its draws lies between the two: every record is the same"),
}
