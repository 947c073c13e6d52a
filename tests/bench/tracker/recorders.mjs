// Servers that answer in the protocol of each tracker, and write down which events they took.

import { gunzipSync } from "node:zlib";
import { realGateway } from "../../support/tracker/real-gateway.mjs";

/**
 * What stands behind the failures.
 *
 * @typedef {object} Recorder
 * @property {(path: string, headers: import("node:http").IncomingHttpHeaders, body: Buffer) => Promise<{ status: number, headers?: Record<string, string>, body: string }>} handle
 * @property {() => Promise<{ wire: number[], counted: number[] }>} log The numbers of the events that came, as often as they came; and as often as
 * the service counts them.
 * @property {() => Promise<void>} stop
 */

/**
 * A recorder for a service that takes JSON. It counts events that have the same id once, as the service says it does.
 *
 * @param {(body: any) => { id: string, number: number }[]} eventsOf
 * @param {string} answer
 */
export const recorder = (eventsOf, answer) => async () => {
  const taken = [];
  return {
    async handle(_path, _headers, body) {
      if (body.length) taken.push(...eventsOf(read(body)));
      return { status: 200, headers: { "content-type": "application/json" }, body: answer };
    },
    async log() {
      const byId = new Map(taken.map(({ id, number }) => [id, number]));
      if (byId.has(undefined)) throw new Error("an event came without its id");
      return { wire: taken.map(({ number }) => number), counted: [...byId.values()] };
    },
    stop: async () => {},
  };
};

/** A body: JSON as it is, gzipped, or in the field `data` of a form, there also in base64. A beacon does not say that it is a form. @param {Buffer} body */
function read(body) {
  if (body[0] === 0x1f && body[1] === 0x8b) return JSON.parse(gunzipSync(body).toString());
  const text = body.toString();
  if (!text.startsWith("data=")) return JSON.parse(text);
  const data = String(new URLSearchParams(text).get("data"));
  return JSON.parse(/^[[{]/.test(data) ? data : Buffer.from(data, "base64").toString());
}

/** The packed gateway in workerd, and the sandbox. What the sandbox received is what counts. */
export const refiner = async (origin) => {
  const gateway = await realGateway()(origin);
  const wire = [];
  return {
    async handle(path, headers, body) {
      const { pathname, searchParams } = new URL(path, origin);
      if (pathname === "/refiner-token") return { status: 200, body: await gateway.token(String(searchParams.get("id"))) };
      const { entries } = JSON.parse(body.toString());
      wire.push(...entries.filter(({ action }) => action === "track_event").map(({ input }) => numberOf(input.event)));
      return gateway.handle(headers, body.toString());
    },
    async log() {
      const log = await gateway.log();
      return { wire, counted: log.filter(({ action }) => action === "track_event").map(({ input }) => numberOf(input.event)) };
    },
    stop: gateway.stop,
  };
};

/** @param {string} event */
const numberOf = (event) => Number(event.replace("Event ", ""));
