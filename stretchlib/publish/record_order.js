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

/** Places of the longest run that never falls and stays at or before `latest`. */
function longestRise(moments, latest) {
  const ends = []; // the place at which a run of each length ends with the smallest moment
  const before = new Map();
  moments.forEach((moment, place) => {
    if (moment === null || moment > latest) return;
    let [length, above] = [0, ends.length]; // how many ends are at or before this moment
    while (length < above) {
      const middle = (length + above) >> 1;
      if (moments[ends[middle]] > moment) above = middle;
      else length = middle + 1;
    }
    before.set(place, length > 0 ? ends[length - 1] : null);
    ends[length] = place;
  });
  const run = new Set();
  for (let place = ends.at(-1) ?? null; place !== null; place = before.get(place)) run.add(place);
  return run;
}

/** The moments of one origin in the order of writing, put right where its clock was moved: they never fall. */
export function putRight(moments, latest) {
  const believed = longestRise(moments, latest);
  let current = moments.find((_, place) => believed.has(place)) ?? latest; // the first is the least
  return moments.map((moment, place) => (current = believed.has(place) ? moment : current));
}

/** The records in the order of making; ties go by origin, then by place. */
export function inOrder(records) {
  const origins = new Map();
  records.forEach((record, place) => {
    const name = String(record.origin);
    if (!origins.has(name)) origins.set(name, []);
    origins.get(name).push(place);
  });
  const latest = endOfTomorrow();
  const instants = new Map();
  const runs = [...origins].sort(([first], [second]) => (first < second ? -1 : 1)).map(([, places]) => places);
  for (const places of runs) {
    const right = putRight(places.map((place) => instantOf(String(records[place].at))), latest);
    places.forEach((place, n) => instants.set(place, right[n]));
  }
  const order = runs.flat().sort((first, second) => instants.get(first) - instants.get(second)); // a stable sort
  return order.map((place) => records[place]);
}
