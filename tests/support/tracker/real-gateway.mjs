// The packed gateway in workerd, with RefinerOnce bound, and the sandbox as Refiner behind it.

import { issueToken } from "refiner-wasm/gateway";
import { SECRET } from "../gateway/ask.mjs";
import { bundleGateway } from "../gateway/bound.mjs";
import { startSandbox } from "../sandbox.mjs";

/** From how many requests on the sandbox is asked for its log: it remembers ten thousand. */
const REMEMBERED = 5_000;

const ACTIONS = { "/v1/identify-user": "identify_user", "/v1/track-event": "track_event" };

/**
 * @param {object} [options]
 * @param {object[]} [options.faults] What the sandbox does with its first requests, one for each; those with a status it does not carry out.
 * @param {string[]} [options.origins] Who may call besides the site.
 */
export const realGateway = ({ faults = [], origins = [] } = {}) => async (/** @type {string} */ origin) => {
  const sandbox = await startSandbox(["--empty"]);
  const bundle = await bundleGateway();
  // No test is to meet a limit that it is not about.
  const options = { basePath: "/r", origins: [origin, ...origins], limits: { perUser: false, perAddress: false, perKey: false } };
  const worker = await bundle.start(sandbox.url, ["REFINER_ONCE"], { OPTIONS: JSON.stringify(options) });
  await sandbox.faults(...faults);

  /** What the sandbox had written down when it was last asked. */
  const seen = [];
  const running = new Set();
  /** Set while the log is taken over. @type {Promise<void> | undefined} */
  let collecting;
  let uncollected = 0;
  const collect = async () => {
    await Promise.allSettled(running);
    seen.push(...(await sandbox.requests()));
    await sandbox.clear();
    uncollected = 0;
    collecting = undefined;
  };
  const collected = () => (collecting ??= collect());

  return {
    async handle({ authorization, origin: from, "content-type": type }, body) {
      if (uncollected > REMEMBERED) await collected();
      // What came between the reading and the clearing would be lost.
      while (collecting) await collecting;
      uncollected += body.split('"action"').length - 1;
      const headers = Object.fromEntries(Object.entries({ authorization, origin: from, "content-type": type }).filter(([, value]) => value !== undefined));
      const answer = fetch(`${worker.url}/r/batch`, { method: "POST", headers, body }).then(async (reply) => ({ status: reply.status, headers: Object.fromEntries(reply.headers), body: await reply.text() }));
      running.add(answer);
      const { headers: all, ...rest } = await answer.finally(() => running.delete(answer));
      const kept = Object.entries(all).filter(([name]) => !["transfer-encoding", "connection", "content-length", "content-encoding", "keep-alive"].includes(name));
      return { ...rest, headers: Object.fromEntries(kept) };
    },
    token: (user) => issueToken({ secret: SECRET, sub: user }),
    async log() {
      await collected();
      return seen
        .filter((_, index) => faults[index]?.kind !== "status")
        .map(({ path, body }) => {
          const input = JSON.parse(body);
          return { user: input.id, action: ACTIONS[path], input };
        });
    },
    async stop() {
      await worker.stop();
      await sandbox.stop();
      await bundle.remove();
    },
  };
};
