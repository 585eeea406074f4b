// Names beside the picture, each with a line to what it names; they dodge each other and stay within the picture.
import { within } from "./camera.js";

const GAP = 4; // pixels between two names
const EDGE = 6; // pixels between a name and the border of the picture

/** The border where a name stands: the nearer one, unless it would cover the body there and the other has more room. */
function sideOf({ x, width }, size, free, below) {
  const [nearer, farther] = x < size.width / 2 ? ["left", "right"] : ["right", "left"];
  return !below && free[nearer] < width + 2 * EDGE && free[farther] > free[nearer] ? farther : nearer;
}

const heightOf = (column) => column.reduce((sum, { height }) => sum + height + GAP, 0);

/** The upper edges of names under each other in this order, between ceiling and floor, each near to what it names. */
function topsOf(column, ceiling, floor) {
  const tops = column.map(({ y, height }) => within(y - height / 2, ceiling, floor - height));
  for (let i = 1; i < column.length; i += 1) tops[i] = Math.max(tops[i], tops[i - 1] + column[i - 1].height + GAP);
  let lowest = floor;
  for (let i = column.length - 1; i >= 0; i -= 1) {
    tops[i] = Math.max(Math.min(tops[i], lowest - column[i].height), 0);
    lowest = tops[i] - GAP;
  }
  return tops;
}

/** On which side of the line from a to b a point is: above 0, below 0 or on it. */
const sideOfLine = ([ax, ay], [bx, by], [x, y]) => (bx - ax) * (y - ay) - (by - ay) * (x - ax);

const linesCross = ([a, b], [c, d]) =>
  sideOfLine(a, b, c) * sideOfLine(a, b, d) < 0 && sideOfLine(c, d, a) * sideOfLine(c, d, b) < 0;

/** Whether a line runs through a name. */
function throughName([a, b], { left, top }, { width, height }) {
  const [right, bottom] = [left + width, top + height];
  return linesCross([a, b], [[left, top], [right, bottom]]) || linesCross([a, b], [[left, bottom], [right, top]]);
}

/** How many lines of a column cross each other, or run through a name that is not theirs. */
function clashes(column, spots) {
  const lines = column.map((name, i) => leader(spots[i], name));
  return lines.reduce((sum, line, i) => sum + lines.filter((next, j) => j > i && linesCross(line, next)).length
    + column.filter((name, j) => j !== i && throughName(line, spots[j], name)).length, 0);
}

/** A column in the order of what is named, but where lines clash less after two neighbours have changed places. */
function placed(column, side, width, ceiling, floor) {
  const spotsOf = (names) => topsOf(names, ceiling, floor).map((top, i) =>
    ({ side, top, left: side === "left" ? EDGE : Math.max(width - EDGE - names[i].width, 0) }));
  let order = column;
  let spots = spotsOf(order);
  let fewest = clashes(order, spots);
  for (let passes = column.length; fewest && passes; passes -= 1) {
    const before = fewest;
    for (let i = 0; fewest && i + 1 < order.length; i += 1) {
      const changed = [...order.slice(0, i), order[i + 1], order[i], ...order.slice(i + 2)];
      const tried = spotsOf(changed);
      const left = clashes(changed, tried);
      if (left < fewest) [order, spots, fewest] = [changed, tried, left];
    }
    if (fewest === before) break;
  }
  return order.map(({ id }, i) => [id, spots[i]]);
}

/**
 * Where names stand. wanted: [{id, x, y (what is named), width, height}]; size: {width, height} of the picture; free:
 * {left, right, bottom}, how many pixels from a border the body begins. Returns {id: {left, top, side}}: a name stands at
 * a border, at the height of what it names or as near to it as its neighbours leave room; below the body where there is
 * room for all names of that border and none beside it. Neighbours change places where their lines would clash.
 */
export function dodged(wanted, size, free = { left: Infinity, right: Infinity, bottom: 0 }) {
  const sides = ["left", "right"];
  const columnsOf = (below) => sides.map((side) => wanted.filter((name) => sideOf(name, size, free, below) === side)
    .sort((a, b) => a.y - b.y || (a.id < b.id ? -1 : 1)));
  const fitsBelow = (column) => free.bottom > heightOf(column) + 2 * EDGE;
  const nearer = columnsOf(true);
  const columns = nearer.every(fitsBelow) ? nearer : columnsOf(false);
  return Object.fromEntries(columns.flatMap((column, number) => {
    const covers = column.some(({ width }) => free[sides[number]] < width + 2 * EDGE);
    const ceiling = covers && fitsBelow(column) ? size.height - free.bottom + EDGE : EDGE;
    return placed(column, sides[number], size.width, ceiling, size.height - EDGE);
  }));
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
