// The trackers side by side: what each lost and doubled, and what it cost.

import { figure, short } from "./stats.mjs";
import { table } from "./tables.mjs";

const OURS = "refiner-wasm/tracker";

/** A whole number for readers. @param {number} number */
const whole = (number) => Math.round(number).toLocaleString("en-US");

/** The median of the runs, and their range. @param {any[]} runs @param {string} name */
function over(runs, name, write = whole, scale = 1) {
  const { value, low, high } = figure(runs.map((run) => run[name] / scale));
  return low === high ? write(value) : `${write(value)} (${write(low)} to ${write(high)})`;
}

const median = (runs, name) => figure(runs.map((run) => run[name])).value;
const named = ({ name, version }) => (name === OURS ? `**${name}** ${version}` : `${name} ${version}`);

/** @param {any} results */
export function trackers({ trackers: { contestants, size, seeds } }) {
  const story = `${size.tabs} tabs at a time, each of ${size.lives} pages one after the other with ${size.events} events on a page: ${whole(size.tabs * size.lives * size.events)} events, one more at the end, and ${seeds.length} seeds. Each figure is the median of the seeds’ runs, with the lowest and the highest in brackets.`;
  const delivered = contestants.map((each) => [
    named(each),
    over(each.runs, "tracked"),
    over(each.runs, "lost"),
    over(each.runs, "unsaid"),
    over(each.runs, "repeated"),
    over(each.runs, "doubled"),
    over(each.runs, "queued"),
  ]);
  const cost = contestants.map((each) => [
    named(each),
    whole(each.js.brotli),
    whole(each.js.raw),
    over(each.runs, "bytes", whole, 1_000),
    over(each.runs, "requests"),
    over(each.runs, "failed"),
    over(each.runs, "waitMs", short),
  ]);
  const configured = contestants.map((each) => `- ${named(each)}: ${each.configured}. A repeated event is known by ${each.id}.`);
  return [
    "### What arrived",
    story,
    table(["", "tracked", "lost", "lost, not yet said to be tracked", "received again", "counted twice", "still on disk"], delivered),
    "### What it cost",
    "JavaScript is what the page loads for the tracker, bundled and minified by esbuild, each file compressed by itself (brotli 11). What was sent is in kilobytes, with headers. “Until it said so” is in milliseconds, in a burst of up to eight events.",
    table(["", "JavaScript, brotli", "minified", "sent, kB", "requests", "of which failed on purpose", "until it said so"], cost),
    contestants.flatMap(({ smaller }) => (smaller ? [`With fewer features: \`${smaller.module}\` ${whole(smaller.brotli)} bytes (brotli), ${whole(smaller.raw)} minified.`] : [])).join("\n"),
    "### How each was set up",
    configured.join("\n"),
  ].join("\n\n");
}

/** Where another one does better than ours, by the medians. @param {any[]} contestants */
function losses(contestants) {
  const ours = contestants.find(({ name }) => name === OURS);
  const figures = [
    ["bytes of JavaScript, brotli", ({ js }) => js.brotli, whole],
    ["kilobytes sent", ({ runs }) => median(runs, "bytes") / 1_000, whole],
    ["requests", ({ runs }) => median(runs, "requests"), whole],
    ["milliseconds until it says that it has an event", ({ runs }) => median(runs, "waitMs"), short],
    ["events lost", ({ runs }) => median(runs, "lost"), whole],
    ["events lost that it had not yet said it has", ({ runs }) => median(runs, "unsaid"), whole],
    ["events received again, before repeats are known by their ids", ({ runs }) => median(runs, "repeated"), whole],
    ["events counted twice", ({ runs }) => median(runs, "doubled"), whole],
    ["events still on disk", ({ runs }) => median(runs, "queued"), whole],
  ];
  const found = figures.flatMap(([what, of, write]) => {
    const better = contestants.filter((each) => of(each) < of(ours)).map((each) => `${each.name} ${write(of(each))}`);
    return better.length ? [`- ${what}: ours ${write(of(ours))}; ${better.join(", ")}.`] : [];
  });
  return found.length ? found.join("\n") : "Nowhere in these figures.";
}

/** The section of the trackers. @param {any} results */
export function trackersText(results) {
  const { machine, trackers: found } = results;
  return `## Trackers

Measured by \`cargo xtask bench tracker\`, which takes six minutes and rewrites this section, on ${new Date().toISOString().slice(0, 10)}: ${machine.processor}, ${machine.memory},
${machine.system}; Chromium ${found.chromium}; seeds ${found.seeds.join(", ")}. The same seed gives the same story; when a page hears of what, and so
the figures, differ a little from run to run.

- **The story**: in real Chromium, tabs open a page of one site, identify a user, track in bursts, and end: the process is killed right after
  \`track()\`, or while a request of the page waits for its answer; the page is closed or left for another one right after \`track()\`; or it
  rests for a while and is closed. Then a new page comes. Twice the network is away. A fifth of all requests fail, by the seed: 500, 503, 429
  with Retry-After, a connection cut before the request is taken or after (so that only the reply is lost); a twentieth is answered
  after 3 s. At the end the network is good, a page is open and tracks one event, and each has
  time until that event arrived, nothing is on its disk and no request came for ${found.size.quietMs / 1_000} s, ${found.size.endMs / 1_000} s at most.
- **Each in its own protocol**: a server on the loopback, on the page’s own origin, answers as the service does and writes down what it
  took. Each event has a number of its own. All contestants run at the same time, each in a browser of its own.
- **Tracked**: the tracker said that it has the event: its promise resolved (ours, Segment’s), its callback was called (Mixpanel’s), or its
  call returned (the others say no more). **Lost**: tracked, never received, and not on the disk at the end. **Received again**: by the
  server, whatever it makes of it. **Counted twice**: also after events with the same id are counted once, as each service says
  it does; for ours, what Refiner received, for which the sandbox stands in.
- **Not the same**: Refiner’s events have a name and no properties, so ours are short. Behind ours is a whole gateway; behind the others is a server
  that remembers every id, which is the best that they can hope for. Connections are not used twice, so that no repeat is the browser’s.
  In PostHog’s, Segment’s and Mixpanel’s packages there is more than a tracker, and a page downloads it.

${trackers(results)}

### Where others do better

${losses(found.contestants)}
- All others have properties on an event; Refiner’s API takes none.
- Ours waits for up to five seconds, or for twenty events, to send them together. Segment’s and Snowplow’s are on their way at once.
- After failures in a row, ours waits for up to a minute, and so does the next page. Snowplow’s sends with the next event.
- Ours needs its gateway: without it, nobody knows a repeated event again.`;
}
