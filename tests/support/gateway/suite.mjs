// The tests of a file, once in each host: against one sandbox, with the gateways of the file's own variants.

import { after, afterEach, before, beforeEach, describe } from "node:test";
import { issueToken } from "refiner-wasm/gateway";
import { startSandbox } from "../sandbox.mjs";
import { ORIGIN, SECRET, ask, noSecret } from "./ask.mjs";
import { HOSTS, startHost } from "./hosts.mjs";

/** What most gateways in these tests have. No test is to meet a limit that it is not about. */
export const PLAIN = { origins: [ORIGIN], tokens: { secret: SECRET }, limits: { perUser: false, perAddress: false, perKey: false } };

/** @typedef {{ ask: (path: string, what?: object) => Promise<import("./ask.mjs").Answer>, sandbox: any, url: () => string, log: () => Promise<any[]> }} Stage */

/**
 * @param {object} variants The options of each gateway, by the first part of its path.
 * @param {(stage: Stage) => void} tests Declares the tests.
 */
export function inEachHost(variants, tests) {
  for (const name of Object.keys(HOSTS)) {
    describe(name, () => {
      let host;
      const sandbox = {};
      before(async () => {
        Object.assign(sandbox, await startSandbox(["--contacts", "5", "--responses", "20"]));
        host = await startHost(name, sandbox.url, variants);
      });
      after(async () => {
        await host?.stop();
        await sandbox.stop?.();
      });
      beforeEach(() => sandbox.reset());
      const log = async () => {
        const text = await (await fetch(`${host.url}/_log`)).text();
        noSecret(text);
        return JSON.parse(text);
      };
      // Whatever a test did, no secret is in the log.
      afterEach(log);
      tests({ ask: (path, what) => ask(host.url + path, what), sandbox, url: () => host.url, log });
    });
  }
}

/** The header of a user's token. @param {object} [claims] */
export async function bearer(claims = {}) {
  return { authorization: `Bearer ${await issueToken({ secret: SECRET, sub: "u-1", ...claims })}` };
}

/** An event of the user who calls. */
export const EVENT = { event: "Upgraded" };
