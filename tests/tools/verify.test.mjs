// A write is read back: seen, not seen, seen differently, or not to be seen at all. The sandbox is late or wrong where its faults say so.

import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { Refiner } from "refiner-wasm";
import contract from "refiner-wasm/contract";
import { run } from "refiner-wasm/tools";
import { failure } from "../support/failure.mjs";
import { KEY, startSandbox } from "../support/sandbox.mjs";
import { DONE, ok, scripted } from "../support/scripted.mjs";
import { samples } from "./samples.mjs";

let sandbox;
let refiner;
let inputs;

before(async () => {
  sandbox = await startSandbox(["--contacts", "30", "--responses", "90"]);
  refiner = new Refiner({ apiKey: KEY, baseUrl: sandbox.url });
});
after(() => sandbox?.stop());
beforeEach(async () => {
  await sandbox.reset();
  inputs = await samples((what) => refiner.call(`list_${what}`));
  await refiner.identifyUser({ id: "u-tools", email: "jane@awesome.com" });
  await sandbox.clear();
});

const PASS = { kind: "pass" };
const GONE = { kind: "status", status: 404, body: { error: "Contact not found" } };
const written = (name, input, options) => run(refiner, name, input, { confirm: true, verify: true, ...options });

describe("every write is seen, if its contract says that a read shows it", () => {
  for (const { name, effect, read_back: by } of contract.actions.filter(({ effect }) => effect !== "read")) {
    test(`${name} (${effect})`, async () => {
      const { meta } = await written(name, inputs[name]);
      assert.deepEqual(meta.verified, by.action === null ? { status: "not_readable", paths: [], reason: by.why } : { status: "confirmed", paths: [] });
      const sent = await sandbox.requests();
      assert.equal(meta.attempts, sent.length);
      assert.equal(sent.length > 1, by.action !== null);
    });
  }

  test("an event cannot be read back, and says so", async () => {
    const { meta } = await written("track_event", inputs.track_event);
    assert.deepEqual(meta.verified, { status: "not_readable", paths: [], reason: "Refiner has no read that shows events" });
  });

  test("a read is not verified, and a write only when it is asked for", async () => {
    assert.equal("verified" in (await written("get_contact", { id: "u-tools" })).meta, false);
    const { meta } = await run(refiner, "identify_user", { id: "u-tools" });
    assert.deepEqual(["verified" in meta, meta.attempts], [false, 1]);
  });
});

describe("values count as the same in every form in which Refiner stores them", () => {
  for (const [what, attributes] of [
    ["numbers", { seats: 12, share: 4.5, zero: 0, text_number: "007" }],
    ["booleans", { paying: true, churned: false }],
    ["nothing", { plan: null }],
    ["times", { signed_up_at: "2026-01-31", seen_at: "2026-01-31 10:00:00", renewal_date: 1_700_000_000, born_at: "2026-01-31T10:00:00+02:00" }],
    ["texts", { note: "ä \u202e \n \"", empty: "" }],
    ["names", { __proto__x: "a", "with space": "b", constructor: "c" }],
  ]) {
    test(what, async () => {
      const { meta } = await written("identify_user", { id: "u-tools", attributes, account: { id: "acme", attributes } });
      assert.deepEqual(meta.verified, { status: "confirmed", paths: [] });
    });
  }
});

describe("a service that is late", () => {
  test("is asked again until it shows the write; every read is counted", async () => {
    await sandbox.faults(PASS, GONE, GONE);
    const { meta } = await written("identify_user", { id: "u-new", attributes: { plan: "pro" } });
    assert.deepEqual(meta.verified, { status: "confirmed", paths: [] });
    assert.equal(meta.attempts, 4);
  });

  test("and never shows it within the wait, is said to show nothing", async () => {
    await sandbox.faults(PASS, ...Array.from({ length: 20 }, () => GONE));
    const { data, meta } = await written("identify_user", { id: "u-new", attributes: { plan: "pro" } }, { verify: { waitMs: 400 } });
    assert.deepEqual(meta.verified, { status: "not_visible", paths: [] });
    assert.match(data.contact_uuid, /^[0-9a-f-]{36}$/);
  });

  test("is not waited for beyond the deadline of the run", async () => {
    await sandbox.faults(PASS, ...Array.from({ length: 50 }, () => GONE));
    const started = performance.now();
    const { meta } = await written("identify_user", { id: "u-new" }, { timeoutMs: 500 });
    assert.equal(meta.verified.status, "not_visible");
    assert.ok(performance.now() - started < 1500);
  });

  test("still shows what was deleted", async () => {
    const contact = await refiner.getContact({ id: "u-tools" });
    await sandbox.faults(PASS, { kind: "body", body: JSON.stringify(contact) });
    assert.deepEqual((await written("delete_contact", { id: "u-tools" })).meta.verified, { status: "confirmed", paths: [] });
    await refiner.identifyUser({ id: "u-tools" });
    await sandbox.faults(PASS, { kind: "body", body: JSON.stringify(contact) });
    const { meta } = await written("delete_contact", { id: "u-tools" }, { verify: { waitMs: 0 } });
    assert.deepEqual(meta.verified, { status: "not_visible", paths: [] });
  });
});

describe("what is read differently is named", () => {
  /** What Refiner shows in place of the contact. */
  const shows = async (change) => {
    const contact = await refiner.getContact({ id: "u-tools" });
    await sandbox.faults(PASS, { kind: "body", body: JSON.stringify({ ...contact, ...change }) });
  };

  test("a trait that is not the one that was written, and one that is not there", async () => {
    await shows({ attributes: { plan: "free", seats: "12" } });
    const input = { id: "u-tools", attributes: { plan: "pro", seats: 12, role: "admin" } };
    const { meta } = await written("identify_user", input, { verify: { waitMs: 0 } });
    assert.deepEqual(meta.verified, { status: "differs", paths: ["attributes.plan", "attributes.role"] });
  });

  test("an account, an email", async () => {
    await shows({ email: "other@awesome.com", account: { uuid: "a", remote_id: "other", attributes: {} } });
    const input = { id: "u-tools", email: "jane@awesome.com", account: { id: "acme", attributes: { seats: 3 } } };
    const { meta } = await written("identify_user", input, { verify: { waitMs: 0 } });
    assert.deepEqual(meta.verified, { status: "differs", paths: ["email", "account.id", "account.attributes.seats"] });
  });

  test("a segment that the contact is still in", async () => {
    const { segment_uuid } = inputs.add_contact_to_segment;
    await shows({ segments: [{ uuid: segment_uuid, name: "x" }] });
    const { meta } = await written("remove_contact_from_segment", { segment_uuid, id: "u-tools" }, { verify: { waitMs: 0 } });
    assert.deepEqual(meta.verified, { status: "not_visible", paths: ["segment_uuid"] });
  });

  test("an answer and a tag of a response", async () => {
    const stored = { uuid: "r-1", data: { nps: "8", why: "because" }, contact: { remote_id: "u" }, tags: ["one"] };
    const client = new Refiner({ apiKey: KEY, fetch: scripted(ok({ ...DONE, uuid: "r-1" }), ok({ items: [stored], pagination: {} })) });
    const input = { form_uuid: "f", id: "u", answers: { nps: 9, why: "because" }, tags: ["one", "two"] };
    const { meta } = await run(client, "store_response", input, { verify: { waitMs: 0 } });
    assert.deepEqual(meta.verified, { status: "differs", paths: ["answers.nps", "tags[1]"] });
  });
});

describe("a read that fails makes no error of the write", () => {
  for (const [what, fault, kind] of [
    ["a server error", { kind: "status", status: 500 }, "server"],
    ["a limit", { kind: "status", status: 429, headers: { "retry-after": "3600" } }, "rate_limited"],
    ["a reset", { kind: "reset" }, "network"],
    ["a page of a proxy", { kind: "html" }, "decode"],
    ["silence", { kind: "stall_before_headers" }, "timeout"],
    ["a refused key", { kind: "status", status: 401 }, "auth"],
  ]) {
    test(what, async () => {
      await sandbox.faults(PASS, fault);
      const { data, meta } = await written("identify_user", { id: "u-tools" }, { maxRetries: 0, verify: { waitMs: 300 } });
      assert.deepEqual(meta.verified, { status: "not_readable", paths: [], reason: `the read failed: ${kind}` });
      assert.equal(data.contact_uuid, (await refiner.getContact({ id: "u-tools" })).uuid);
      assert.equal(meta.attempts, 2);
    });
  }

  test("an abort after the write", async () => {
    const controller = new AbortController();
    const fetch = scripted(ok({ ...DONE, contact_uuid: "c" }), () => {
      controller.abort();
      return new Promise(() => {});
    });
    const client = new Refiner({ apiKey: KEY, fetch });
    const { meta } = await run(client, "identify_user", { id: "u" }, { verify: true, signal: controller.signal });
    assert.deepEqual(meta.verified, { status: "not_readable", paths: [], reason: "the read failed: aborted" });
  });

  test("whom only an email names is not looked for after a deletion: another contact may share it", async () => {
    const { meta } = await written("delete_contact", { email: "jane@awesome.com" });
    assert.deepEqual([meta.verified.status, meta.attempts], ["not_readable", 1]);
  });

  test("a write that fails is an error, and is not read back", async () => {
    await failure(written("get_contact", { id: "nobody" }), { kind: "not_found", attempts: 1 });
    await failure(written("publish_form", { form_uuid: "none" }), { kind: "not_found", attempts: 1 });
  });
});

for (const verify of ["yes", 5, null, { waitMs: "1" }, { waitMs: -1 }, { waitMs: NaN }, { wait: 5 }, { waitMs: 5, more: 1 }]) {
  test(`verify: ${JSON.stringify(verify)} is refused, and nothing is sent`, async () => {
    await failure(run(refiner, "identify_user", { id: "u" }, { verify }), { kind: "config", message: /verify must be true, false or \{ waitMs \}/ });
    assert.deepEqual(await sandbox.requests(), []);
  });
}
