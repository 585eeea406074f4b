// A number as a student types it, read as typed_numbers.py reads it; a test holds the two together.

const MINUS = /[\u2010-\u2014\u2212\ufe63\uff0d]/g;
const SPACES = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;
// Digits may stand in groups of three with spaces between; the unit begins where the number ends.
const TYPED = /^([-+]?) ?(\d{1,3}(?: \d{3})+(?!\d)|\d+|(?=[.,]\d))([.,]\d+)?[.,]? ?([^\d\s][^]*)?$/u;
const SAME = [["%", "percent", "per cent", "pct", "prozent"], ["deg", "degree", "degrees", "\u00b0", "grad"],
  ["s", "sec", "secs", "second", "seconds", "sekunde", "sekunden"], ["min", "mins", "minute", "minutes", "minuten"],
  ["mm", "millimetre", "millimetres", "millimeter", "millimeters"],
  ["people", "person", "persons", "patients", "personen", "menschen"], ["per 100", "/100", "in 100", "of 100"]];
const LONGEST = 200;

/** Digits of other scripts as 0 to 9: each script has its ten in a row, from a code that ends in 0 or 6. */
function plainDigits(text) {
  return text.replace(/\p{Nd}/gu, (mark) => {
    const code = mark.codePointAt(0);
    if (code >= 0x1d7ce && code <= 0x1d7ff) return String((code - 0x1d7ce) % 10);
    const zero = code & ~15;
    return String(/\p{Nd}/u.test(String.fromCodePoint(zero)) ? code - zero : code - zero - 6);
  });
}

/** {value, unit} of a typed text, or null where it is no number with at most a unit. */
export function readTyped(text) {
  if ([...text].length > LONGEST) return null;
  const plain = plainDigits(text.replace(MINUS, "-")).split(SPACES).filter(Boolean).join(" ");
  const found = /[\p{C}\p{Zl}\p{Zp}]/u.test(plain) ? null : TYPED.exec(plain);
  if (!found) return null;
  const [, sign = "", whole = "", rest = "", unit = ""] = found;
  if (!aUnit(unit)) return null;
  const value = Number(`${sign}${whole.replaceAll(" ", "") || "0"}${rest.replace(",", ".")}`);
  return Number.isFinite(value) ? { value, unit } : null;
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
