// A site on this machine: its pages, the tokens of its users, and its gateway below /r, with faults on the way there.

import { createServer } from "node:http";
import { PAGE, POLICY, SCRIPTS } from "./pages.mjs";

/**
 * What a site's gateway is: the published one (real-gateway.mjs), or what it promises (model-gateway.mjs).
 *
 * @typedef {object} Gateway
 * @property {(headers: import("node:http").IncomingHttpHeaders, body: string) => Promise<{ status: number, headers: Record<string, string>, body: string }>} handle
 * @property {(user: string) => Promise<string>} token
 * @property {() => Promise<{ user: string, action: string, input: { [name: string]: any } }[]>} log What reached Refiner, in order.
 * @property {() => Promise<void>} stop
 */

/** @param {(origin: string) => Promise<Gateway>} openGateway */
export async function openSite(openGateway) {
  /** Requests for batches that the gateway has not answered yet: their pages may be gone. */
  const open = new Set();
  let watch = async () => {};
  /** Who waits for the next request. */
  const waiting = [];
  const site = {
    /** Each request for a batch: its body, token, the fault it met, and the status that the gateway gave it. */
    requests: [],
    /** Decides over a request: a status, a whole reply, "cut" before it or "lose" after it was handled; undefined to handle it. */
    fault: () => undefined,
    /** Whether users get tokens. */
    tokens: true,
    /** Other scripts, by their paths. */
    files: new Map(),
    /** The most requests that were here at once. */
    most: 0,
  };

  /** @param {import("node:http").IncomingMessage} request @param {import("node:http").ServerResponse} response */
  const batch = async (request, response) => {
    let body = "";
    for await (const chunk of request.setEncoding("utf8")) body += chunk;
    const token = request.headers.authorization?.replace("Bearer ", "");
    const fault = site.fault(body, site.requests.length);
    const noted = { body, token, fault };
    site.requests.push(noted);
    for (const resolve of waiting.splice(0)) resolve();
    if (fault === "cut") return request.socket.destroy();
    if (typeof fault === "number") return response.writeHead(fault, { "content-type": "application/json", "retry-after": "0" }).end("{}");
    if (typeof fault === "object") return response.writeHead(fault.status, { "content-type": fault.type ?? "application/json" }).end(fault.body);
    const { status, headers, body: answer } = await site.gateway.handle(request.headers, body);
    noted.status = status;
    if (fault === "lose") return request.socket.destroy();
    return response.writeHead(status, headers).end(answer);
  };

  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url, "http://site");
    const send = (status, type, text, headers = {}) => response.writeHead(status, { "content-type": type, "cache-control": "no-cache", ...headers }).end(text);
    const script = site.files.get(pathname) ?? SCRIPTS[pathname];
    if (script !== undefined) return send(200, "text/javascript", script);
    if (pathname === "/token") return site.tokens ? send(200, "text/plain", await site.gateway.token(String(searchParams.get("id")))) : send(403, "text/plain", "");
    if (pathname !== "/r/batch") return send(200, "text/html", PAGE, { "content-security-policy": POLICY });
    // A page that dies in the middle of its request breaks off the reading of it.
    const handled = batch(request, response).catch(() => {});
    open.add(handled);
    site.most = Math.max(site.most, open.size);
    await handled;
    open.delete(handled);
    await watch();
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  site.url = `http://127.0.0.1:${server.address().port}`;
  site.gateway = await openGateway(site.url);

  /** Resolves when the next request for a batch comes in. */
  site.nextRequest = () => new Promise((resolve) => waiting.push(resolve));
  /** What reached Refiner, in order, once every request was answered. */
  site.log = async () => {
    await Promise.all(open);
    return site.gateway.log();
  };
  /** The names of the events that reached Refiner, in order; all users, or one. */
  site.events = async (user) =>
    (await site.log()).filter((entry) => user === undefined || entry.user === user).map(({ action, input }) => (action === "track_event" ? input.event : action));
  /** Resolves when so many writes have reached Refiner. */
  site.arrived = (count) =>
    new Promise((resolve) => {
      watch = async () => {
        if ((await site.gateway.log()).length >= count) resolve();
      };
      watch();
    });
  site.close = async () => {
    await Promise.all(open);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await site.gateway.stop();
  };
  return site;
}
