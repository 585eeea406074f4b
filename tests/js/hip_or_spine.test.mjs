// Hip or spine?: findings stand by kind in their order, and the bar with its interval where its numbers say.
import assert from "node:assert/strict";
import { test } from "node:test";
import { barStyles, findingsByKind } from "../../stretchlib/widgets/hip_or_spine/hip_or_spine.js";

test("findings stand by kind, in the order of work, and an empty kind is left out", () => {
  const menu = [{ id: "limp", kind: "examination" }, { id: "groin", kind: "history" }, { id: "gait", kind: "examination" }];
  assert.deepEqual(findingsByKind(menu).map(([kind, rows]) => [kind, rows.map((row) => row.id)]),
    [["history", ["groin"]], ["examination", ["limp", "gait"]]]);
});

test("the bar is as long as its chance, and an interval is drawn only where there is one", () => {
  assert.deepEqual(barStyles({ value: 85, low: 62, high: 95 }),
    { value: "inline-size:85%", range: "inset-inline-start:62%;inline-size:33%" });
  assert.deepEqual(barStyles({ value: 12.5, low: 12.5, high: 12.5 }), { value: "inline-size:12.5%", range: "" });
});
