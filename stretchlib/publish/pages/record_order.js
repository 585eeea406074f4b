// In which order records were made, as journal_order.py has it: by instant, with a moved clock put right within one
// origin (a journal file, a page's store) alone; a test holds the two together.

/** Seconds since 1970 of a time with its offset; null where the text is no such time. */
export function instantOf(text) {
  const ms = Date.parse(text);
  return Number.isFinite(ms) ? ms / 1000 : null;
}

/** The instant, in seconds since 1970, at which tomorrow ends here: no record is made later than that. */
function endOfTomorrow() {
  const today = new Date();
  return new Date(today.getFullYear(), today.getMonth(), today.getDate() + 2).getTime() / 1000;
}

/** Positions of the longest run that never falls and stays at or before `latest`. */
function longestRise(moments, latest) {
  const ends = []; // the position at which a run of each length ends with the smallest moment
  const before = new Map();
  moments.forEach((moment, position) => {
    if (moment === null || moment > latest) return;
    let [length, above] = [0, ends.length]; // how many ends are at or before this moment
    while (length < above) {
      const middle = (length + above) >> 1;
      if (moments[ends[middle]] > moment) above = middle;
      else length = middle + 1;
    }
    before.set(position, length > 0 ? ends[length - 1] : null);
    ends[length] = position;
  });
  const run = new Set();
  for (let position = ends.at(-1) ?? null; position !== null; position = before.get(position)) run.add(position);
  return run;
}

/** The moments of one origin in the order of writing, put right where its clock was moved: they never fall. */
export function putRight(moments, latest) {
  const believed = longestRise(moments, latest);
  let current = moments.find((_, position) => believed.has(position)) ?? latest; // the first is the least
  return moments.map((moment, position) => (current = believed.has(position) ? moment : current));
}

const BEGINNING_S = Date.UTC(2020, 0, 1) / 1000; // the course is younger than that: of a clock that was not set
const WAITED_S = 60; // of two that write at once one waits

/** Whether no record can be of a calendar day such as "2036-01-05": later than tomorrow, or before 2020. */
export function isMisdated(day) {
  const today = new Date();
  const tomorrow = new Date(Date.UTC(today.getFullYear(), today.getMonth(), today.getDate() + 1));
  return day < "2020-01-01" || day > tomorrow.toISOString().slice(0, 10);
}

/** The number of a record in its origin, null where it has none. */
const numberOf = ({ n }) => (Number.isInteger(n) && n > 0 && n < 1e15 ? n : null);

/** [for each origin the positions of its numbered records in the order of writing, the positions of all others]. */
function runsOf(records, instants) {
  const numbered = new Map();
  const others = [];
  records.forEach((record, position) => {
    const name = String(record.origin);
    if (numberOf(record) === null) others.push(position);
    else if (numbered.has(name)) numbered.get(name).push(position);
    else numbered.set(name, [position]);
  });
  const names = [...numbered.keys()].sort((first, second) => (first < second ? -1 : 1));
  const runs = names.map((name) => {
    const run = numbered.get(name);
    const moment = (position) => instants[position] ?? 0;
    run.sort((a, b) => records[a].n - records[b].n || moment(a) - moment(b));
    // A journal that was copied and continued in both copies: from there on each record goes by its own instant.
    const firstCopied = run.findIndex((position, at) => at + 1 < run.length && records[position].n === records[run[at + 1]].n
      && moment(run[at + 1]) - moment(position) > WAITED_S);
    if (firstCopied >= 0) others.push(...run.splice(firstCopied));
    return run;
  });
  return [runs, others];
}

/** The records in the order of making; ties go by origin, then by number, then by position. */
export function inOrder(records) {
  const latest = endOfTomorrow();
  const instants = records.map((record) => instantOf(String(record.at)));
  const right = instants.map((moment) => moment ?? latest);
  const [runs, others] = runsOf(records, instants);
  for (const run of runs) {
    const moments = run.map((position) => instants[position])
      .map((instant) => (instant !== null && instant >= BEGINNING_S ? instant : null));
    putRight(moments, latest).forEach((moment, n) => (right[run[n]] = moment));
  }
  const name = (position) => String(records[position].origin);
  const byName = (first, second) => (name(first) === name(second) ? 0 : name(first) < name(second) ? -1 : 1);
  return [...others, ...runs.flat()] // a stable sort
    .sort((first, second) => right[first] - right[second] || byName(first, second))
    .map((position) => records[position]);
}
