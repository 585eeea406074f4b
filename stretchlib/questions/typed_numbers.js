// A number as a student types it, read as typed_numbers.py reads it; a test holds the two together.

const MINUS = /[\u2010-\u2014\u2212\ufe63\uff0d]/g;
const SPACES = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;
const APOSTROPHES = /[\u2018\u2019\u02bc]/g;
// The unit begins where the number ends.
const TYPED = /^([-+]?) ?((?:\d|[ .,'](?=\d))+)[.,]? ?([^\d\s][^]*)?$/u;
const DECIMAL = /^(\d*)(?:[.,](\d+))?$/;
// Groups of three with one and the same mark between them, not after a leading 0; another mark begins the decimals.
const GROUPED = /^((?!0)\d{1,3}([ .,'])\d{3}(?:\2\d{3})*)(?:(?!\2)[.,](\d+))?$/;
const SAME = [["%", "percent", "per cent", "pct", "prozent"], ["deg", "degree", "degrees", "\u00b0", "grad"],
  ["s", "sec", "secs", "second", "seconds", "sekunde", "sekunden"], ["min", "mins", "minute", "minutes", "minuten"],
  ["mm", "millimetre", "millimetres", "millimeter", "millimeters"],
  ["people", "person", "persons", "patients", "personen", "menschen"], ["per 100", "/100", "in 100", "of 100"]];
const LONGEST = 200;
const FAR = 100; // times the right answer: what lies farther off is not what was meant, where another reading is nearer

/** Digits of other scripts as 0 to 9: each script has its ten in a row, from a code that ends in 0 or 6. */
function plainDigits(text) {
  return text.replace(/\p{Nd}/gu, (mark) => {
    const code = mark.codePointAt(0);
    if (code >= 0x1d7ce && code <= 0x1d7ff) return String((code - 0x1d7ce) % 10);
    const zero = code & ~15;
    return String(/\p{Nd}/u.test(String.fromCodePoint(zero)) ? code - zero : code - zero - 6);
  });
}

/**
 * {values, unit} of a typed text, or null where it is no number with at most a unit. "1,024" and "1.024" have two
 * values, first that of a decimal mark, then that of a mark between groups of three; every other number has one.
 */
export function readValues(text) {
  if ([...text].length > LONGEST) return null;
  const spaced = plainDigits(text.replace(MINUS, "-")).split(SPACES).filter(Boolean).join(" ");
  const plain = spaced.replace(APOSTROPHES, "'");
  const parts = /[\p{C}\p{Zl}\p{Zp}]/u.test(plain) ? null : TYPED.exec(plain);
  if (!parts) return null;
  const [, sign = "", numeral = "", unit = ""] = parts;
  const values = [DECIMAL, GROUPED].map((pattern) => pattern.exec(numeral)).filter(Boolean)
    .map((match) => Number(`${sign}${match[1].replace(/\D/g, "") || "0"}.${match.at(-1) ?? "0"}`));
  return values.length && values.every(Number.isFinite) && aUnit(unit) ? { values, unit } : null;
}

/** The value that was meant by a student who was asked for `answer`, or null: ask which. */
export function meant(values, answer, tolerance) {
  const near = values.filter((value) => Math.abs(value - answer) <= tolerance
    || (Math.abs(answer) / FAR <= Math.abs(value) && Math.abs(value) <= Math.abs(answer) * FAR));
  return near.length > 1 ? null : near[0] ?? values[0];
}

function aUnit(unit) {
  return [...unit].length <= 30 && (/^[^\d+*=?<>,;-]*$/u.test(unit) || folded(unit) === "per 100"); // the one that holds a number
}

function folded(unit) {
  const plain = unit.toLowerCase().replace(/^[ .]+|[ .]+$/g, "");
  return SAME.find((names) => names.includes(plain))?.[0] ?? plain;
}

/** Whether two units are one: by letters, without case, or by a common other name; a plural s is no other unit. */
export function sameUnit(typed, wanted) {
  const [first, second] = [folded(typed), folded(wanted)];
  const bare = (unit) => unit.replace(/s+$/, "");
  return first === second || (Math.min(first.length, second.length) > 3 && bare(first) === bare(second));
}
