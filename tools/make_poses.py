"""Bring the drawn people's skin together where data/people/poses.csv says that they touch: python -m tools.make_poses.

With words, only the exercises and tests whose names contain one; with ``--report`` it only measures. From the angles of
each row as a start it solves, with SciPy, what the row states: contacts, the holds of an examiner, relations with room
to spare; it keeps skin out of floor, couch and cushions, and hands and fingers out of limbs and trunk; lays palms flat,
curls fingers that hold; and stays near the angles it began with. It writes the table and prints the gaps before and
after in mm of a person of 1.65 m. Nothing is solved when a picture is drawn.
"""

from __future__ import annotations

import csv
import io
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache, partial

import numpy as np
from scipy.optimize import least_squares

from stretchlib.figures.cell_entries import split
from stretchlib.figures.people import relations
from stretchlib.figures.people.shapes import couch
from stretchlib.stage import posture
from stretchlib.stage.body import FRAMES, SIDES
from stretchlib.stage.skinning import dual_quaternions, motions, skinned
from stretchlib.stage.stance import Stance, signed
from stretchlib.tables import catalogue
from stretchlib.tables.rows.people import Pose
from tools.checks import ROOT

TABLE = ROOT / "data" / "people" / "poses.csv"
STATURE_MM = 1650
WORKERS = 4
AIM = {"floor": -.001, "stick": -.001}  # flesh gives way a little; of a stature
PRESS = -.002
SPARE = .004  # of a stature: so much more than its margin a relation is to hold
UNDER = .003  # skin may lie this deep in what bears it
ROOM = .004  # a hand may lie this deep in a limb
NEAR = .07  # skin within this of a hand can come in its way
SCALE = {"contact": .0018, "hold": .0022, "depth": .0020, "hand": .0035, "relation": .0015, "flat": .35, "tips": .010,
         "angle": 5.0, "pronation": 22.0, "fingers": 14.0, "root": .02}
IDLE_FINGERS = 10.0  # degrees that fingers at rest bend
#: Step of the slopes (a minimum of distances changes from point to point: begin wide), most evaluations, points of a
#: region. What does not settle is tried again with wider steps and more points.
SETTLED = .8  # of its limit, at most, for each thing that a row states
#: Where both arms begin, in degrees beside the row, until the row is settled.
NUDGES: tuple[dict[str, float], ...] = (
    {}, {"shoulder_flexion_deg": 10, "elbow_flexion_deg": -10}, {"shoulder_flexion_deg": -10, "elbow_flexion_deg": -10},
    {"shoulder_adduction_deg": -14}, {"shoulder_flexion_deg": 14}, {"elbow_flexion_deg": -20},
    {"shoulder_adduction_deg": -10, "shoulder_rotation_deg": 15})
STEPS = ((.10, 7, 90), (.03, 9, 90), (.6, 8, 240), (.2, 8, 240), (.05, 8, 240), (.3, 8, 400), (.04, 10, 400))
FIXED = ("root_yaw_deg",)


class Trial(Stance):
    """A person of whom only the points that are asked for are moved; ``region`` counts in those."""

    ids: np.ndarray
    regions: dict[str, np.ndarray]

    def keep(self, ids: np.ndarray) -> None:
        """Move these points and no others from now on."""
        self.ids, self.regions = ids, {}
        whole = self.skin
        self.few = whole.points[ids], whole.normals[ids], whole.segments[ids], whole.weights[ids]

    def region(self, name: str) -> np.ndarray:
        if name not in self.regions:
            self.regions[name] = np.flatnonzero(np.isin(self.ids, super().region(name)))
        return self.regions[name]

    def tried(self, frames: posture.Frames) -> Trial:
        """The same person in another pose."""
        self.frames = frames
        self.__dict__["_surface"] = skinned(*self.few, dual_quaternions(motions(self.skin.rest, frames)))
        return self


def boxes(row: Pose) -> list[np.ndarray]:
    """What bears or stops a body: corners (2, 3) of cushions, boxes and the pad of a couch."""
    out = []
    for prop in split(row.props):
        kind, _, rest = prop.partition(":")
        if kind in ("box", "cushion", "wall"):
            out.append(np.array([float(value) for value in rest.split(",")]).reshape(2, 3))
        elif kind == "couch":
            out.append(np.array(couch(rest)["pad"]).reshape(2, 3))
    return out


def depth_in(points: np.ndarray, box: np.ndarray) -> np.ndarray:
    """How deep each point (n, 3) lies in a box, measured to its top or a side; 0 outside."""
    sides = np.minimum(points[:, :2] - box[0, :2], box[1, :2] - points[:, :2]).min(axis=1)
    inside = np.minimum(sides, box[1, 2] - points[:, 2])
    return np.where(points[:, 2] > box[0, 2], np.maximum(inside, 0), 0)


def holds(row: Pose) -> list[tuple[str, str]]:
    """Points of the examiner and of the patient that touch."""
    pairs = [entry.partition(":")[0].rpartition(">") for entry in split(row.holds)]
    return [(by, at) for by, _, at in pairs if by]


class Problem:
    """One person of one row, beside ``patient`` where the row is an examiner's, and from ``before``, its own start."""

    def __init__(self, row: Pose, beside: Sequence[Stance], patient: Stance | None, before: Stance | None) -> None:
        self.row, self.beside, self.patient, self.before = row, beside, patient, before
        self.start = posture.pose_of(row)
        self.contacts, self.holds = split(row.contacts), holds(row) if patient else []
        self.relations = relations.relations(row.relations)
        self.names = [name for name in (*posture.ROOT, *posture.ANGLES) if name not in FIXED
                      and not name.endswith("shoulder_forward") and ("lumbar" not in name) and (
                          name not in ("root_x", "root_y") or patient)]
        fields = catalogue_limits()
        self.low = np.array([fields[name][0] for name in self.names])
        self.high = np.array([fields[name][1] for name in self.names])
        self.size = np.array([SCALE["root"] if name in posture.ROOT[:3] else SCALE["pronation"] if "pronation" in name
                              else SCALE["fingers"] if "finger" in name else SCALE["angle"] for name in self.names])
        self.prefer = np.array([self.start[name] for name in self.names])
        self.supports = boxes(row) if not patient else boxes(patient.row)  # type: ignore[attr-defined]
        self.finest = 90  # points of a region that are moved, about
        self.trial = Trial(self.start, row.start, row.build, shod=row.shod)
        self._choose()
        self._prefer_hands()

    def _prefer_hands(self) -> None:
        """How hands and fingers are turned where nothing else asks: palms to what they touch, at rest as they hang."""
        touching = {by.partition("_")[0]: kind for kind, by, _, _ in self._touching()}
        for side in SIDES:
            kind = touching.get(side)
            turn, curl = (self.names.index(f"{side}_{name}_deg") for name in ("pronation", "finger_flexion"))
            leans = any(f"floor:{side}_{part}" in contact for contact in self.contacts
                        for part in ("wrist", "fingertips", "palm"))
            self.prefer[curl] = 2 if leans else 22 if kind else IDLE_FINGERS
            self.prefer[turn] = 85 if leans or self.row.start != "upright" else 30
            if kind and not leans:
                def crooked(angle: float, turn: int = turn) -> float:
                    values = self.prefer.copy()
                    values[turn] = angle
                    who = self.trial.tried(posture.frames(self.pose(values), self.row.start, self.trial.body))
                    return sum(value**2 for value in self._palms(who)) + ((angle - 40) / 90)**2
                self.prefer[turn] = min(range(-80, 81, 10), key=crooked)

    def _choose(self) -> None:
        """The points that are moved in a trial: of every contact and hand, some of everything, and near hands."""
        whole = Stance(self.trial.pose, self.row.start, self.row.build, shod=self.row.shod)
        names = {name for contact in self.contacts
                 for name in contact.partition(":")[2].partition("@")[0].split(">")}
        names |= {by for by, _ in self.holds} | ({"sacrum", "back_of_head"} if "stick" in self.row.props else set()) | {
            f"{side}_{name}" for side in SIDES for name in ("palm", "fingertips")}
        names |= {name for relation in self.relations if relation.word == "touches"
                  for name in (relation.a, relation.b)}
        if any(relation.word == "pulled" for relation in self.relations):
            names |= {f"{side}_{part}" for side in SIDES for part in ("thigh", "shank", "foot")}
        if self.patient:
            names = {name for name in names if not (self._of_patient(name))}
        chosen = [np.arange(0, len(whole.points), 14)]
        regions = [whole.region(name) for name in names if name != relations.MIDLINE]
        chosen += [at[::max(len(at) // self.finest, 1)] for at in regions]
        self.hands: list[tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]] = []
        spans = []
        for side in SIDES:
            hand = np.flatnonzero(whole.skin.part == f"{side}_hand")[::5]
            apart = ~np.isin(whole.skin.part, [f"{side}_{part}" for part in ("hand", "forearm", "upper_arm")])
            middle = whole.points[hand].mean(axis=0)
            near = np.flatnonzero(apart & (np.linalg.norm(whole.points - middle, axis=1) < .075 + NEAR))[::3]
            theirs = [np.linalg.norm(owner.points - middle, axis=1) < .075 + NEAR for owner in self.beside]
            fixed = [np.concatenate([np.zeros((0, 3)), *(getattr(owner, which)[close] for owner, close in zip(
                self.beside, theirs, strict=True))]) for which in ("points", "normals")]
            spans.append((hand, near, *fixed))
            chosen += [hand, near]
        self.trial.keep(np.unique(np.concatenate(chosen)))
        at = self.trial.ids
        self.hands = [(np.searchsorted(at, hand), np.searchsorted(at, near), there, out)
                      for hand, near, there, out in spans]
        part = whole.skin.part[at]
        self.groups = [np.flatnonzero(part == name) for name in np.unique(part)]

    def _of_patient(self, name: str) -> bool:
        return any(relation.b == name for relation in self.relations)

    def pose(self, values: np.ndarray) -> dict[str, float]:
        return self.start | dict(zip(self.names, values.tolist(), strict=True))

    def residuals(self, scaled: np.ndarray) -> np.ndarray:
        """What is to become small, for one set of scaled changes (k,)."""
        return self._off(self.frames(scaled), scaled)

    def frames(self, scaled: np.ndarray) -> posture.Frames:
        """The frames of changes (..., k)."""
        values = self.prefer + scaled * self.size
        pose = self.start | {name: values[..., i] for i, name in enumerate(self.names)}
        return posture.frames(pose, self.row.start, self.trial.body)

    def slopes(self, scaled: np.ndarray, step: float) -> np.ndarray:
        """How the residuals (r,) change with each change: (r, k). The frames of all are computed together."""
        moved = np.vstack([scaled, scaled + step * np.eye(len(scaled))])
        together = self.frames(moved)
        out = [self._off(posture.Frames(together.rotation[i], together.origin[i]), each)
               for i, each in enumerate(moved)]
        return np.asarray((np.array(out[1:]) - out[0]).T / step)

    def _off(self, frames: posture.Frames, scaled: np.ndarray) -> np.ndarray:
        who = self.trial.tried(frames)
        out = [(who.gap(contact) - AIM.get(contact.partition(":")[0], PRESS)) / SCALE["contact"]
               for contact in self.contacts]
        for by, at in self.holds:
            out.append((who.reach(by, self.patient, at) - PRESS) / SCALE["hold"])  # type: ignore[arg-type]
        for group in self.groups:
            points = who.points[group]
            under = float(-points[:, 2].min())
            for box in self.supports:
                under = max(under, float(depth_in(points, box).max()))
            out.append(max(under - UNDER, 0) / SCALE["depth"])
        for hand, near, there, outward in self.hands:
            deepest = 0.0
            for points, normals in ((who.points[near], who.normals[near]), (there, outward)):
                if len(points):
                    deepest = min(deepest, pressed(who.points[hand], points, normals))
            out.append(min(deepest + ROOM, 0) / SCALE["hand"])
        out += self._palms(who)
        for relation in self.relations:
            room = relations.spare(relation, who, self.patient or who, self.before)
            out.append(min(room - relations.MARGIN - SPARE, 0) / SCALE["relation"])
        return np.concatenate([out, scaled])

    def _palms(self, who: Stance) -> list[float]:
        """How far palms that touch are from lying flat, and their fingertips from touching as well."""
        out = []
        for kind, by, at, size in self._touching():
            palm = -who.frames.rotation[FRAMES.index(f"{by.partition('_')[0]}_hand"), :, 0]
            tips = f"{by.partition('_')[0]}_fingertips"
            if kind == "floor":
                out += [(1 + palm[2]) / SCALE["flat"],
                        (float(who.points[who.region(tips), 2].min()) - size) / SCALE["tips"]]
                continue
            owner = self.patient if kind == "hold" else who
            assert owner is not None
            ours, theirs = who.points[who.region(by)].mean(axis=0), owner.region(at)
            nearest = theirs[((owner.points[theirs] - ours)**2).sum(axis=1).argmin()]
            out.append((1 + float(palm @ owner.normals[nearest])) / SCALE["flat"])
            out.append(who.reach(tips, owner, at) / SCALE["tips"])
        return out

    def _touching(self) -> list[tuple[str, str, str, float]]:
        """The contacts and holds of palms: kind, palm, what it touches, height."""
        out = [("hold", by, at, 0.0) for by, at in self.holds if by.endswith("palm")]
        for contact in self.contacts:
            kind, _, rest = contact.partition(":")
            name, _, target = rest.partition("@")[0].partition(">")
            if name.endswith("palm") and kind in ("floor", "touch", "near"):
                out.append((kind, name, target, float(rest.partition("@")[2] or 0)))
        return out

    def _worst(self, scaled: np.ndarray) -> float:
        """How far the worst of what the row states is off, as a share of its limit."""
        who = Whole(self.row, self.pose(self.prefer + scaled * self.size))
        room = min((relations.spare(relation, who, self.patient or who, self.before) for relation in self.relations),
                   default=1)
        off = (abs(value) / limit(name) for name, value in gaps(self.row, who, self.patient).items())
        return max(off, default=0) + 9 * (room < relations.MARGIN + SPARE / 3)

    def solve(self) -> dict[str, float]:
        """The pose, rounded as the table has it.

        A hand that began deep in a limb may be stuck there: then the arms begin elsewhere.
        """
        first = self.prefer.copy()
        best = np.array([self.start[name] for name in self.names])
        self.prefer = best
        least = self._worst(np.zeros(len(best)))  # what it began with stays where nothing better comes
        for nudge in NUDGES:
            self.prefer = first + np.array([nudge.get(name.partition("_")[2], 0) for name in self.names])
            # A solver that begins at a limit hardly moves: begin a little inside.
            self.prefer = np.clip(self.prefer, self.low + .2 * self.size, self.high - .2 * self.size)
            scaled = self._descend()
            worst = self._worst(scaled)
            if worst < SETTLED or worst < least - .02:
                best, least = self.prefer + scaled * self.size, worst
            if worst < SETTLED:
                break
        return {name: round(value, 4 if name in posture.ROOT[:3] or "forward" in name else 1) + 0.0
                for name, value in self.pose(best).items()}

    def _descend(self) -> np.ndarray:
        """The scaled changes (k,) that make the residuals small, from :attr:`prefer` on."""
        scaled = np.zeros(len(self.names))
        low, high = (self.low - self.prefer) / self.size - 1e-6, (self.high - self.prefer) / self.size + 1e-6
        for step, most, finest in STEPS:
            if finest > self.finest and self._worst(scaled) < SETTLED:
                break
            self.finest = finest
            self.trial.pose = self.pose(self.prefer + scaled * self.size)
            self._choose()
            scaled = least_squares(self.residuals, np.clip(scaled, low + 1e-9, high - 1e-9),
                                   jac=partial(self.slopes, step=step), bounds=(low, high), max_nfev=most,
                                   ftol=1e-3, xtol=1e-4).x
        self.finest = STEPS[0][2]
        return np.asarray(scaled)


def pressed(ours: np.ndarray, theirs: np.ndarray, outward: np.ndarray) -> float:
    """How deep the deepest of our points lies behind their surface; 0 or less."""
    return min(float(signed(ours, theirs, outward).min()), 0.0)


def catalogue_limits() -> dict[str, tuple[float, float]]:
    """The smallest and largest value of each angle, from the schema."""
    import json
    fields = json.loads((TABLE.parent / "schema.json").read_text(encoding="utf-8"))["poses"]["fields"]
    return {name: (fields[name]["minimum"], fields[name]["maximum"]) for name in (*posture.ROOT, *posture.ANGLES)}


class Whole(Stance):
    """A person of a row that is settled; ``row`` as in the drawings."""

    def __init__(self, row: Pose, pose: dict[str, float]) -> None:
        super().__init__(pose, row.start, row.build, shod=row.shod)
        self.row = row


def gaps(row: Pose, who: Stance, patient: Stance | None) -> dict[str, float]:
    """What a row states and how far it is from it, mm of a person of 1.65 m."""
    out = {contact: STATURE_MM * who.gap(contact) for contact in split(row.contacts)}
    if patient:
        out |= {f"hold:{by}>{at}": STATURE_MM * who.reach(by, patient, at) for by, at in holds(row)}
    return out


def scenes(rows: Sequence[Pose]) -> list[list[int]]:
    """The rows that depend on each owner: start before end, a patient before the examiner."""
    out: dict[tuple[str, ...], list[int]] = {}
    for number, row in enumerate(rows):
        out.setdefault((row.exercise, row.level, row.test, row.casting or row.build), []).append(number)
    return [sorted(numbers, key=lambda i: (rows[i].role == "examiner", rows[i].moment == "end"))
            for numbers in out.values()]


@cache
def all_rows() -> Sequence[Pose]:
    """The rows of the table as it was at the start."""
    return list(catalogue.rows(Pose))


def settle(numbers: list[int], only_report: bool) -> list[tuple[int, dict[str, float], dict[str, float], str]]:
    """The poses of a scene: the row's number, its pose, its gaps, and a line of the report."""
    rows = all_rows()
    settled: dict[tuple[str, str], Whole] = {}
    out = []
    for number in numbers:
        row = rows[number]
        patient = settled[row.moment, "patient"] if row.role == "examiner" else None
        began, pose = time.perf_counter(), posture.pose_of(row)
        old = gaps(row, Whole(row, pose), patient)
        if not only_report:
            pose = Problem(row, [patient] if patient else [], patient, settled.get(("start", row.role))).solve()
        who = settled[row.moment, row.role] = Whole(row, pose)
        new = gaps(row, who, patient)
        off = {name: round(value) for name, value in new.items() if abs(value) > limit(name)}
        moved = max((abs(pose[name] - value), name) for name, value in posture.pose_of(row).items()
                    if "pronation" not in name and "finger" not in name and name not in posture.ROOT[:3])
        line = (f"{row.exercise or row.test} {row.level or row.role} {row.moment} {row.build}: "
                f"{max(map(abs, old.values()), default=0):.0f} -> {max(map(abs, new.values()), default=0):.0f} mm, "
                f"largest change {moved[0]:.0f} {moved[1]}, {time.perf_counter() - began:.1f} s"
                f"{' OFF ' + str(off) if off else ''}")
        out.append((number, pose, new, line))
    return out


def limit(contact: str) -> float:
    """How far a contact may be off, mm: a hand that holds more than the rest."""
    hand = not contact.startswith("floor") and any(part in contact for part in ("palm", "fingertips", "wrist"))
    return 15 if hand or contact.startswith("hold") else 8


def main(words: list[str]) -> None:
    only_report = "--report" in words
    words = [word for word in words if not word.startswith("--")]
    rows = all_rows()
    table = list(csv.reader(io.StringIO(TABLE.read_bytes().decode("utf-8"))))
    header, every = table[0], []
    wanted = [numbers for numbers in scenes(rows) if not words or any(
        word in (rows[numbers[0]].exercise or rows[numbers[0]].test) for word in words)]
    with ProcessPoolExecutor(WORKERS) as pool:
        for lines in pool.map(partial(settle, only_report=only_report), wanted):
            for number, pose, new, line in lines:
                print(line, flush=True)
                every += [(abs(value), name, line.partition(":")[0]) for name, value in new.items()]
                for name, value in pose.items():
                    table[number + 1][header.index(name)] = f"{value:g}"
            if not only_report:
                out = io.StringIO()
                csv.writer(out, lineterminator="\n").writerows(table)
                TABLE.write_bytes(out.getvalue().encode("utf-8"))
    beyond = sum(value > limit(name) for value, name, _ in every)
    print(f"{len(every)} contacts and holds, {beyond} beyond their limit; the farthest: "
          f"{[(round(value), name, row) for value, name, row in sorted(every, reverse=True)[:5]]}")


if __name__ == "__main__":
    main(sys.argv[1:])
