// @ts-check
// The offsets of a time zone, asked of the host: the core knows no time zones.

// Two changes of a zone's offset are never nearer to each other (checked with every zone of Node 20: no change is missed, and with
// steps of 14 days some are).
const STEP_MS = 7 * 86_400_000;
const FIRST_MS = Date.UTC(1970, 0, 1);
const LAST_MS = Date.UTC(2100, 0, 1);

/** Each takes some 40 ms. @type {Map<string, number[]>} */
const known = new Map();

/**
 * A list that has in turn a time and the offset from it on, both in milliseconds; or text that says why there is none.
 *
 * @param {string} name Such as `America/New_York`.
 * @returns {number[] | string}
 */
export function offsetsOf(name) {
  const kept = known.get(name);
  if (kept) return kept;
  if (typeof Intl !== "object" || typeof Intl.DateTimeFormat !== "function") {
    return "needs Intl, which this runtime does not have; give utc_offset_minutes";
  }
  let offsetAt;
  try {
    offsetAt = clock(name);
    offsetAt(FIRST_MS);
  } catch {
    return `is not a time zone that this runtime knows; give a name such as "America/New_York", or utc_offset_minutes`;
  }
  const changes = [FIRST_MS, offsetAt(FIRST_MS)];
  let offset = changes[1];
  for (let time = FIRST_MS; time < LAST_MS; time += STEP_MS) {
    if (offsetAt(time + STEP_MS) === offset) continue;
    // Halves the step down to the second.
    let [before, after] = [time, time + STEP_MS];
    while (after - before > 1000) {
      const middle = Math.floor((before + after) / 2000) * 1000;
      if (offsetAt(middle) === offset) before = middle;
      else after = middle;
    }
    offset = offsetAt(after);
    changes.push(after, offset);
  }
  known.set(name, changes);
  return changes;
}

/** @param {string} timeZone @returns {(time: number) => number} The offset at a time, both in milliseconds; the time in whole seconds. */
function clock(timeZone) {
  const numeric = "numeric";
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone,
    calendar: "gregory",
    numberingSystem: "latn",
    hourCycle: "h23",
    year: numeric,
    month: numeric,
    day: numeric,
    hour: numeric,
    minute: numeric,
    second: numeric,
  });
  return (time) => {
    const [month, day, year, hour, minute, second] = /** @type {string[]} */ (format.format(time).match(/\d+/g)).map(Number);
    return Date.UTC(year, month - 1, day, hour, minute, second) - time;
  };
}
