// A vote: counts are whole numbers, shares are of those who voted, and nothing typed is lost.
import assert from "node:assert/strict";
import { test } from "node:test";
import { countsOf } from "../../stretchlib/widgets/quiz/votes.js";
import { countsInOrder, sharesOf } from "../../stretchlib/widgets/quiz/vote_bars.js";

test("counts are whole numbers of 0 or more; an empty field is 0", () => {
  assert.deepEqual(countsOf(["3", " 12 ", "", "0"]), [3, 12, 0, 0]);
  for (const wrong of ["-1", "2.5", "1e3", "many", "12345", "1 2"]) assert.equal(countsOf(["3", wrong]), null, wrong);
});

test("shares are of all votes, and nobody voting is 0 for all", () => {
  assert.deepEqual(sharesOf([3, 11, 20, 2]), [8, 31, 56, 6]);
  assert.deepEqual(sharesOf([0, 0]), [0, 0]);
});

test("a round is {option: count}; an option that nobody chose counts 0", () => {
  assert.deepEqual(countsInOrder({ c: 3, a: 5 }, ["a", "b", "c"]), [5, 0, 3]);
});
