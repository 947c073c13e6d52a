// Times contestants side by side, in any runtime. First it checks that their results are equal; then they take turns,
// so that a slow moment of the machine affects all of them.

/** How long a contestant runs before it is timed, because most code gets faster at first; and how long on each further kind of data. */
const [WARM_UP_MS, AGAIN_MS] = [1_000, 250];

/**
 * @typedef {object} Row
 * @property {boolean} [kinds] Whether it runs on pages of each kind, and not without any.
 * @property {number} rounds
 * @property {number} repeats How often a contestant runs in a round.
 * @property {(pages: Uint8Array[]) => Record<string, () => Promise<any>>} make
 * @property {(result: any) => unknown} [gist] The part of a result that must be equal for all.
 * @property {(pages: Uint8Array[]) => Promise<Record<string, unknown>>} [gists] The same, for rows where a timed run
 * does not show it.
 */

/**
 * Milliseconds of each contestant in each round.
 *
 * @param {Row} row
 * @param {Uint8Array[]} pages
 * @param {{ quick?: boolean, again?: boolean, gc?: () => unknown }} how `again`: whether this code has run on other data.
 */
export async function contest(row, pages, { quick = false, again = false, gc = () => {} }) {
  const contestants = row.make(pages);
  const names = Object.keys(contestants);
  const gists = row.gists ? await row.gists(pages) : {};
  if (row.gist) for (const name of names) gists[name] = row.gist(await contestants[name]());
  mustAgree(gists);

  const [rounds, repeats] = quick ? [1, 1] : [row.rounds, row.repeats];
  const times = Object.fromEntries(names.map((name) => [name, []]));
  if (!quick) for (const name of names) await warmUp(contestants[name], again ? AGAIN_MS : WARM_UP_MS);
  for (let round = 0; round < rounds; round++) {
    for (let turn = 0; turn < names.length; turn++) {
      // Rotates the order, so that no contestant always follows the same one.
      const name = names[(turn + round) % names.length];
      const run = contestants[name];
      gc();
      const start = performance.now();
      for (let repeat = 0; repeat < repeats; repeat++) await run();
      times[name].push((performance.now() - start) / repeats);
    }
  }
  return times;
}

async function warmUp(run, ms) {
  const start = performance.now();
  do await run();
  while (performance.now() - start < ms);
}

function mustAgree(gists) {
  const [[first, gist], ...others] = Object.entries(gists).map(([name, gist]) => [name, JSON.stringify(gist)]);
  for (const [name, other] of others) {
    if (other === gist) continue;
    let at = 0;
    while (other[at] === gist[at]) at++;
    const around = (text) => text.slice(Math.max(0, at - 100), at + 100);
    throw new Error(`${name} comes to another result than ${first}: ${around(other)} instead of ${around(gist)}`);
  }
}
