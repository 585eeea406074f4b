// The journal's lines, written and read in the page: one JSON object a line with a checksum of the bytes before it.
// journal_records.py is the other end; a test carries records both ways.

export const FORMAT = "stretchlib journal";
export const VERSION = 1;
const MARK = /^(.*),"check":"([0-9a-f]{8})"\}$/;

const TABLE = Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let bit = 0; bit < 8; bit += 1) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c >>> 0;
});

function crc32(ascii) {
  let c = 0xffffffff;
  for (let i = 0; i < ascii.length; i += 1) c = TABLE[(c ^ ascii.charCodeAt(i)) & 255] ^ (c >>> 8);
  return ((c ^ 0xffffffff) >>> 0).toString(16).padStart(8, "0");
}

const ascii = (text) =>
  text.replace(/[\u007f-\uffff]/g, (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, "0")}`);

/** A record as one line. */
export function lineOf(record) {
  const text = ascii(JSON.stringify(record)).slice(0, -1);
  return `${text},"check":"${crc32(text)}"}\n`;
}

/** All records as a text that the journal imports; origin: the id of the store they are taken from. */
export function textOf(records, origin) {
  return `{"format": "${FORMAT}", "version": ${VERSION}, "origin": "${origin}"}\n${records.map(lineOf).join("")}`;
}

export const isOrigin = (value) => typeof value === "string" && /^[0-9a-f]{16}$/.test(value);

/**
 * {records, left}: the whole records of a journal's text and how many lines were left out; null: it is none. A record
 * that names no origin has the one of its text: of its heading, else made from the first such record.
 */
export function readText(text) {
  const lines = text.split("\n").map((line) => line.trim()).filter(Boolean);
  const records = [];
  let heading = null;
  let left = 0;
  for (const line of lines) {
    const match = MARK.exec(line);
    const record = match && crc32(match[1]) === match[2] ? recordIn(`${match[1]}}`) : null;
    if (record) records.push(record);
    else if (headingOf(line)) heading = isOrigin(heading?.origin) ? heading : headingOf(line);
    else left += 1;
  }
  if (!heading && records.length === 0) return null;
  const first = records.find((record) => !isOrigin(record.origin));
  const origin = isOrigin(heading?.origin) ? heading.origin : first && originOf(first.id);
  return { records: records.map((record) => withOrigin(record, origin)), left };
}

/**
 * A record with its own origin or, where it has none, this one, which stands behind its id, kind and time. An answer to
 * a claim that this page once called "claim_C03" is one to C03, as the course calls it everywhere.
 */
export function withOrigin({ id, kind, at, origin: own, n, ...fields }, origin) {
  if (typeof fields.question === "string") fields.question = fields.question.replace(/^claim_(?=[CO]\d+$)/, "");
  return { id, kind, at, origin: isOrigin(own) ? own : origin, ...(n === undefined ? {} : { n }), ...fields };
}

/** The record of a line's text; null where it is none of ours: a right checksum makes no record. */
function recordIn(text) {
  try {
    const record = JSON.parse(text);
    return [record?.id, record?.kind, record?.at].every((value) => typeof value === "string") ? record : null;
  } catch {
    return null;
  }
}

/** The id of a text of before, which has none: made from its first record, so that every copy has the same. */
export function originOf(firstId) {
  return sha256(new TextEncoder().encode(firstId)).slice(0, 16);
}

function headingOf(line) {
  try {
    const heading = JSON.parse(line);
    return heading?.format === FORMAT && heading.version <= VERSION ? heading : null;
  } catch {
    return null;
  }
}

/** The first 32 bits of the fractional part of a root of each of the first primes: FIPS 180-4, 4.2.2 and 5.3.3. */
function rootsOfPrimes(count, root) {
  const primes = [];
  for (let n = 2; primes.length < count; n += 1) if (primes.every((prime) => n % prime > 0)) primes.push(n);
  return primes.map((prime) => Math.floor((root(prime) % 1) * 2 ** 32) | 0);
}

/** SHA-256 (FIPS 180-4) as hexadecimal text: a page opened from disk has no other way to it at once. */
function sha256(bytes) {
  const constants = rootsOfPrimes(64, Math.cbrt);
  const state = rootsOfPrimes(8, Math.sqrt);
  const padded = new Uint8Array(Math.ceil((bytes.length + 9) / 64) * 64);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 4, bytes.length * 8);
  const turn = (x, by) => (x >>> by) | (x << (32 - by));
  for (let block = 0; block < padded.length; block += 64) {
    const words = Array.from({ length: 16 }, (_, n) => view.getInt32(block + 4 * n));
    for (let n = 16; n < 64; n += 1) {
      const [late, early] = [words[n - 2], words[n - 15]];
      words[n] = (words[n - 16] + (turn(early, 7) ^ turn(early, 18) ^ (early >>> 3)) + words[n - 7]
        + (turn(late, 17) ^ turn(late, 19) ^ (late >>> 10))) | 0;
    }
    let [a, b, c, d, e, f, g, k] = state;
    for (let n = 0; n < 64; n += 1) {
      const first = (k + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + constants[n] + words[n]) | 0;
      const second = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      [k, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0];
    }
    [a, b, c, d, e, f, g, k].forEach((word, n) => (state[n] = (state[n] + word) | 0));
  }
  return state.map((word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
}
