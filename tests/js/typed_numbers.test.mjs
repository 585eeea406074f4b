// The page reads typed numbers by the same vectors as typed_numbers.py.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { meant, readValues } from "../../stretchlib/questions/typed_numbers.js";

const vectors = JSON.parse(readFileSync(new URL("../typed_numbers.json", import.meta.url), "utf-8"));

test("a mark before three digits may part thousands", () => {
  for (const { typed, values, unit } of vectors.read)
    assert.deepEqual(readValues(typed), values && { values, unit }, typed);
});

test("of two readings the one within a hundred times the answer is meant", () => {
  for (const { typed, answer, tolerance, value } of vectors.meant)
    assert.equal(meant(readValues(typed).values, answer, tolerance), value, `${typed} of ${answer}`);
});
