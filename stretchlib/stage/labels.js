// Names beside the picture, each with a line to what it names; they dodge each other and stay within the picture.
import { within } from "./camera.js";

const GAP = 4; // pixels between two names
const EDGE = 6; // pixels between a name and the border of the picture

/** The border where a name stands: the nearer one, unless it would cover the body there and the other has more room. */
function sideOf({ x, width }, size, free) {
  const [nearer, farther] = x < size.width / 2 ? ["left", "right"] : ["right", "left"];
  return free[nearer] < width + 2 * EDGE && free[farther] > free[nearer] ? farther : nearer;
}

/**
 * Where names stand. wanted: [{id, x, y (what is named), width, height}]; size: {width, height} of the picture; free:
 * {left, right, bottom}, how many pixels from a border the body begins. Returns {id: {left, top, side}}: a name stands at
 * a border, at the height of what it names or as near to it as its neighbours leave room; below the body where there is
 * room for all names of that border and none beside it.
 */
export function dodged(wanted, size, free = { left: Infinity, right: Infinity, bottom: 0 }) {
  const spots = {};
  for (const side of ["left", "right"]) {
    const column = wanted
      .filter((each) => sideOf(each, size, free) === side)
      .sort((a, b) => a.y - b.y || (a.id < b.id ? -1 : 1));
    const high = column.reduce((sum, { height }) => sum + height + GAP, 0);
    const covers = column.some(({ width }) => free[side] < width + 2 * EDGE);
    const ceiling = covers && free.bottom > high + 2 * EDGE ? size.height - free.bottom + EDGE : EDGE;
    const tops = column.map(({ y, height }) => within(y - height / 2, ceiling, size.height - EDGE - height));
    for (let i = 1; i < column.length; i += 1) tops[i] = Math.max(tops[i], tops[i - 1] + column[i - 1].height + GAP);
    let floor = size.height - EDGE;
    for (let i = column.length - 1; i >= 0; i -= 1) {
      tops[i] = Math.max(Math.min(tops[i], floor - column[i].height), 0);
      floor = tops[i] - GAP;
    }
    column.forEach(({ id, width }, i) => {
      spots[id] = { side, top: tops[i], left: side === "left" ? EDGE : Math.max(size.width - EDGE - width, 0) };
    });
  }
  return spots;
}

/** As dodged(), all names under each other in one corner, [right, top], each 1 or 0: for a body that moves. */
export function inCorner(wanted, size, [right, top]) {
  const inOrder = [...wanted].sort((a, b) => (a.id < b.id ? -1 : 1));
  const heights = inOrder.map(({ height }) => height + GAP);
  let at = top ? EDGE : size.height - EDGE + GAP - heights.reduce((sum, height) => sum + height, 0);
  return Object.fromEntries(inOrder.map(({ id, width }, i) => {
    const spot = { side: right ? "right" : "left", top: at, left: right ? Math.max(size.width - EDGE - width, 0) : EDGE };
    at += heights[i];
    return [id, spot];
  }));
}

/** The line from a name to what it names: two ends in pixels. */
export function leader({ left, top, side }, { x, y, width, height }) {
  return [[side === "left" ? left + width + 2 : left - 2, top + height / 2], [x, y]];
}
