// `refiner-wasm sandbox`, as a program: what it prints, what it takes, how it ends.

import assert from "node:assert/strict";
import { once } from "node:events";
import { connect, createServer } from "node:net";
import { after, describe, test } from "node:test";
import { Refiner } from "refiner-wasm";
import { programFor } from "../cli/program.mjs";
import { serve } from "./support/doors.mjs";

const { run } = programFor();
const KEY = "sandbox-key-00000000000000000000";
const running = [];
after(() => Promise.all(running.map(({ stop }) => stop())));

const start = async (...flags) => {
  const server = await serve(["--port", "0", ...flags]);
  running.push(server);
  return server;
};

test("it prints its address and its key, and takes the flags of the native one", async () => {
  const { url, printed } = await start("--contacts", "12", "--responses", "34", "--rate-limits", "off", "--response-times", "iso", "--tags", "texts", "--no-account", "null");
  assert.match(url, /^http:\/\/127\.0\.0\.1:\d+\/v1$/);
  assert.deepEqual(printed, [`listening on ${url}`, `key ${KEY}`]);
  const refiner = new Refiner({ apiKey: KEY, baseUrl: url });
  assert.equal((await refiner.listContacts()).pagination.items_count, 12);
  const { items } = await refiner.listResponses({ include: "all" });
  assert.equal(items.length, 34);
  assert.match(items[0].first_shown_at, /T.*\.000000Z$/);
});

test("--empty and --now", async () => {
  const { url } = await start("--empty", "--now", "2030-01-01");
  const refiner = new Refiner({ apiKey: KEY, baseUrl: url });
  assert.equal((await refiner.listContacts()).pagination.items_count, 0);
  assert.match((await refiner.getAccountInfo()).subscription.mtu_count_updated_at, /^2030-01-01T00:/);
});

test("a signal ends it, even with a connection that stalls, and that is no failure", async () => {
  for (const signal of ["SIGINT", "SIGTERM"]) {
    const { url, stop } = await serve(["--port", "0", "--empty"]);
    await fetch(new URL("/_sandbox/faults", url), { method: "POST", body: '["stall"]' });
    const { body } = await fetch(`${url}/`);
    assert.deepEqual(await stop(signal), { code: 0, signal: null });
    await assert.rejects(new Response(body).text());
  }
});

test("the control side refuses a request that names another host", async () => {
  const { url } = await start("--empty");
  const { port } = new URL(url);
  const answer = async (target, host) => {
    const socket = connect(Number(port), "127.0.0.1");
    socket.end(`GET ${target} HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\n\r\n`);
    return (await socket.toArray()).join("").split(" ")[1];
  };
  assert.equal(await answer("/_sandbox/requests", `localhost:${port}`), "200");
  assert.equal(await answer("/_sandbox/requests", "rebound.example.com"), "403");
  assert.equal(await answer("http://rebound.example.com/_sandbox/requests", "localhost"), "403");
});

test("a port in use is one clear sentence", async () => {
  const taken = createServer().listen(0, "127.0.0.1");
  await once(taken, "listening");
  const { port } = taken.address();
  const { code, stdout, stderr } = await run(["sandbox", "--port", String(port)]);
  taken.close();
  assert.deepEqual([code, stdout], [2, ""]);
  assert.match(stderr, new RegExp(`^refiner-wasm: Port ${port} is already in use: choose another with --port, or --port 0 for any\\. `));
});

describe("a wrong flag", () => {
  for (const [flags, says] of [
    [["--port", "70000"], /--port must be at most 65535/],
    [["--port", "any"], /--port must be a whole number/],
    [["--tags", "both"], /`objects` or `texts`/],
    [["--rate-limits", "maybe"], /--rate-limits is on or off/],
    [["--now", "later"], /now is not a time: "later"/],
    [["--yes"], /--yes is a flag of run, not of sandbox/],
    [["now"], /sandbox does not take "now"/],
  ]) {
    test(flags.join(" "), async () => {
      const { code, stdout, stderr } = await run(["sandbox", ...flags]);
      assert.deepEqual([code, stdout], [2, ""], stderr);
      assert.match(stderr, says);
    });
  }
  test("--seed is one of sandbox alone", async () => assert.match((await run(["run", "verify_key", "--seed", "1"])).stderr, /--seed is a flag of sandbox, not of run/));
});
