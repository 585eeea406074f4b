// Where a slide is cut into parts: every block stands whole on one part, in order, and no heading ends a part.
import assert from "node:assert/strict";
import { test } from "node:test";
import "../../stretchlib/publish/deck/parts.js";

const { slideParts } = globalThis;
const column = (...heights) => {
  let top = 0;
  return heights.map((height) => ({ top, bottom: (top += height), heading: false }));
};

/** Lines, pictures and side-by-side columns from a small generator, so that each run is the same. */
function drawnBlocks(seed) {
  let state = seed;
  const random = () => (state = (state * 16807) % 2147483647) / 2147483647;
  const blocks = [];
  let top = 10;
  for (let row = 0; row < 30; row += 1) {
    const height = 20 + Math.floor(random() * 200);
    blocks.push({ top, bottom: top + height, heading: random() < 0.15 });
    if (random() < 0.3) blocks.push({ top: top + 5, bottom: top + height + Math.floor(random() * 40), heading: false });
    top = Math.max(...blocks.map((block) => block.bottom)) + Math.floor(random() * 20);
  }
  return blocks;
}

test("what fits is one part", () => {
  assert.deepEqual(slideParts(column(100, 200, 300), 600), [{ start: 0, end: 600 }]);
});

test("a part ends before the block that no longer fits", () => {
  assert.deepEqual(slideParts(column(100, 200, 301), 600), [{ start: 0, end: 300 }, { start: 300, end: 601 }]);
});

test("a heading goes with what it heads", () => {
  const blocks = column(300, 100, 100, 200);
  blocks[2].heading = true;
  assert.deepEqual(slideParts(blocks, 500), [{ start: 0, end: 400 }, { start: 400, end: 700 }]);
});

test("a block taller than the wall is a part of its own, and the next begins after it", () => {
  assert.deepEqual(slideParts(column(100, 900, 50), 600), [
    { start: 0, end: 100 }, { start: 100, end: 1000 }, { start: 1000, end: 1050 }]);
});

test("a part begins above the letters of its first line, where they stand out of its box", () => {
  const blocks = column(400, 100, 100);
  blocks[1] = { ...blocks[1], top: 410, ink: 404 };
  assert.deepEqual(slideParts(blocks, 450), [{ start: 0, end: 400 }, { start: 404, end: 600 }]);
});

test("a part begins below the one before, however far letters stand out", () => {
  const blocks = [{ top: 0, bottom: 14 }, { top: 14, bottom: 712, ink: 2 }];
  assert.deepEqual(slideParts(blocks, 700), [{ start: 0, end: 14 }, { start: 13, end: 712 }]);
});

test("every block stands whole on exactly one part, and a part is no higher than the wall", () => {
  for (let seed = 1; seed <= 200; seed += 1) {
    const blocks = drawnBlocks(seed);
    const parts = slideParts(blocks, 600);
    for (const { start, end } of parts) assert.ok(end - start <= 600, `seed ${seed}`);
    for (const { top, bottom } of blocks) {
      const holding = parts.filter(({ start, end }) => top >= start - 1 && bottom <= end + 1);
      assert.equal(holding.length, 1, `seed ${seed}: ${top} to ${bottom}`);
    }
  }
});
