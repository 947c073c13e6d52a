// Plays the story with one contestant, in a browser profile of its own.

/** The number of the last event. */
const LAST = 1_000_000;

/** How long a tab that is to die in the middle of a flush waits for one. Longer than any contestant's interval. */
const FLUSH_MS = 6_000;
const AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36";

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * @param {import("playwright-core").Browser} browser
 * @param {Awaited<ReturnType<typeof import("./front.mjs").openFront>>} front
 * @param {ReturnType<typeof import("./story.mjs").storyOf>} story
 * @param {typeof import("./story.mjs").FULL} size
 * @param {{ options: object, onDisk: (text: string) => number[] }} contestant
 */
export async function play(browser, front, story, size, { options, onDisk }) {
  const context = await browser.newContext({ userAgent: AGENT });
  /** The numbers of the events that were handed to the tracker, and of those that it said it has; and after how many milliseconds. */
  const notes = { called: new Set(), tracked: new Set(), waits: [] };
  await context.exposeBinding("note", (_, kind, numbers, ms) => {
    for (const number of numbers) notes[kind].add(number);
    if (ms !== undefined) notes.waits.push(ms);
  });
  let kills = 0;
  let pages = 0;
  /** Pages that load, which the network does not leave. */
  const loading = new Set();
  let online = Promise.resolve();

  /** @param {import("playwright-core").Page} page @param {string} user */
  const enter = async (page, user) => {
    await online;
    const tab = String((pages += 1));
    const loaded = page.goto(`${front.origin}/?tab=${tab}`).then(() => page.waitForFunction(() => globalThis.ready));
    loading.add(loaded);
    await loaded.finally(() => loading.delete(loaded));
    await page.evaluate(([user, options]) => globalThis.begin(user, options), /** @type {const} */ ([user, options]));
    return tab;
  };

  /** Kills the process of a page. */
  const crash = async (page) => {
    const session = await context.newCDPSession(page);
    kills += 1;
    await Promise.race([session.send("Page.crash").catch(() => {}), new Promise((resolve) => page.once("crash", resolve))]);
  };

  /** One page's life. Whether the page is left for another one. */
  const live = async (page, user, { bursts, ending }) => {
    const tab = await enter(page, user);
    for (const { afterMs, events } of bursts) {
      await pause(afterMs);
      await page.evaluate((events) => globalThis.burst(events), events);
    }
    if (ending === "crash-after-track") await crash(page);
    if (ending === "crash-in-flush") await front.inFlush(tab, () => crash(page), Math.min(FLUSH_MS, size.restMs));
    if (ending === "rest") await pause(size.restMs);
    if (ending === "close" || ending === "leave") kills += 1;
    return ending === "leave";
  };

  const going = async ({ user, lives }) => {
    let page;
    for (const life of lives) {
      page ??= await context.newPage();
      const isLeft = await live(page, user, life).catch((error) => {
        // A process can be that of two tabs: then both die.
        if (!/crashed|closed|detached|net::ERR/.test(error.message)) throw error;
        kills += 1;
        return false;
      });
      if (isLeft) continue;
      await page.close();
      page = undefined;
    }
    await page?.close();
  };

  /** A tab that crashes just now cannot be told, so all are told once more. @param {boolean} away */
  const setOffline = async (away, tries = 20) => {
    await context.setOffline(away).catch(async (error) => {
      if (tries === 0) throw error;
      await pause(50);
      await setOffline(away, tries - 1);
    });
  };

  const spells = async () => {
    const begun = Date.now();
    for (const [at, ms] of size.spells) {
      await pause(at - (Date.now() - begun));
      let back = () => {};
      online = new Promise((resolve) => (back = () => resolve(undefined)));
      await Promise.allSettled(loading);
      await setOffline(true);
      await pause(ms);
      await setOffline(false);
      back();
    }
  };

  try {
    await Promise.all([spells(), ...story.map(going)]);
    front.fails = false;
    const last = await context.newPage();
    await enter(last, story[0].user);
    // Some send what is left only when there is something new.
    await last.evaluate((number) => globalThis.burst([number]), LAST);
    const end = Date.now() + size.endMs;
    const onDiskNow = async () => (await last.evaluate(() => globalThis.disk())).flatMap(onDisk);
    let stored = await onDiskNow();
    let isQuiet = false;
    while (Date.now() < end && !isQuiet) {
      await pause(500);
      stored = await onDiskNow();
      // A queue in memory cannot be seen: until the last event has come, its tracker may still wait for the time to send it.
      const { wire } = await front.recorder.log();
      isQuiet = stored.length === 0 && wire.includes(LAST) && Date.now() - front.lastAt >= size.quietMs;
    }
    return { ...notes, kills, stored: new Set(stored) };
  } finally {
    await context.close();
  }
}
