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

/** All records as a text that the journal imports. */
export function textOf(records) {
  return `{"format": "${FORMAT}", "version": ${VERSION}}\n${records.map(lineOf).join("")}`;
}

/** {records, left}: the whole records of a journal's text and how many lines were left out; null: it is none. */
export function readText(text) {
  const lines = text.split("\n").map((line) => line.trim()).filter(Boolean);
  const records = [];
  let headed = false;
  let left = 0;
  for (const line of lines) {
    const found = MARK.exec(line);
    if (found && crc32(found[1]) === found[2]) records.push(JSON.parse(`${found[1]}}`));
    else if (isHeader(line)) headed = true;
    else left += 1;
  }
  return headed || records.length ? { records: records.filter((one) => typeof one.id === "string"), left } : null;
}

function isHeader(line) {
  try {
    const found = JSON.parse(line);
    return found.format === FORMAT && found.version <= VERSION;
  } catch {
    return false;
  }
}
