// Limits for each user and address: the exact edge, bindings that are absent or fail, and bounded memory.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { clientAddress } from "../node_modules/refiner-wasm/gateway/limits/address.js";
import { openLimits } from "../node_modules/refiner-wasm/gateway/limits/index.js";

/** Limits whose clock the test sets. */
function stage({ env, ...limits } = {}) {
  const clock = { now: Date.UTC(2026, 0, 1) };
  const warned = [];
  const { take } = openLimits({ env, limits, now: () => clock.now, warn: (message) => warned.push(message) });
  const many = async (count, request) => {
    const taken = [];
    while (taken.length < count) taken.push(await take(request));
    return taken;
  };
  return { clock, warned, take, many };
}

for (const [by, limit, name] of [
  ["user", 100, "user"],
  ["address", 300, "address"],
  ["key", 4000, undefined],
]) {
  test(`the limit of the ${by} is ${limit} a minute: the last passes, the next does not, and a minute later it does`, async () => {
    const { clock, take, many } = stage();
    const request = name ? { [name]: "one" } : {};
    await take(request);
    clock.now += 20_000;
    for (const taken of await many(limit - 1, request)) assert.deepEqual(taken, { allowed: true });
    assert.deepEqual(await take(request), { allowed: false, by, retryAfterMs: 40_000 });
    clock.now += 39_999;
    assert.deepEqual(await take(request), { allowed: false, by, retryAfterMs: 1 });
    clock.now += 1;
    // A new minute, in which all of it passes again, and not one more.
    for (const taken of await many(limit, request)) assert.deepEqual(taken, { allowed: true });
    assert.deepEqual(await take(request), { allowed: false, by, retryAfterMs: 60_000 });
  });
}

test("each user and each address is counted on its own", async () => {
  const { take, many } = stage({ perUser: 2, perAddress: 3, perKey: 4 });
  await many(2, { user: "a", address: "192.0.2.1" });
  assert.deepEqual(await take({ user: "a", address: "192.0.2.2" }), { allowed: false, by: "user", retryAfterMs: 60_000 });
  assert.equal((await take({ user: "b", address: "192.0.2.1" })).allowed, true);
  assert.equal((await take({ user: "c", address: "192.0.2.1" })).by, "address");
  assert.equal((await take({ user: "c", address: "192.0.2.3" })).allowed, true);
  assert.equal((await take({ user: "c", address: "192.0.2.3" })).by, "key");
});

test("a limit of false is none, and says nothing", async () => {
  const { warned, many } = stage({ perUser: false, perAddress: false, perKey: false });
  assert.ok((await many(5_000, { user: "a", address: "b" })).every(({ allowed }) => allowed));
  assert.deepEqual(warned, []);
});

test("a clock that is set back does not lock anybody out", async () => {
  const { clock, take } = stage({ perUser: 1 });
  await take({ user: "a" });
  clock.now -= 86_400_000;
  assert.equal((await take({ user: "a" })).allowed, true);
});

test("memory is bounded: the ten-thousand-and-first user takes the place of the oldest", async () => {
  const { take } = stage({ perUser: 1, perAddress: false, perKey: false });
  const user = (index) => ({ user: `${index}`.repeat(1_000) });
  for (let index = 0; index < 10_000; index++) await take(user(index));
  assert.equal((await take(user(0))).by, "user");
  assert.equal((await take(user(10_000))).allowed, true);
  assert.equal((await take(user(0))).allowed, true);
  assert.equal((await take(user(9_999))).by, "user");
});

test("those whose minute is over make room first", async () => {
  const { clock, take } = stage({ perUser: 1, perAddress: false, perKey: false });
  for (let index = 0; index < 5_000; index++) await take({ user: `early ${index}` });
  clock.now += 30_000;
  for (let index = 0; index < 5_000; index++) await take({ user: `late ${index}` });
  clock.now += 30_000;
  for (let index = 0; index < 5_000; index++) await take({ user: `new ${index}` });
  assert.equal((await take({ user: "late 0" })).by, "user");
});

describe("a binding", () => {
  const binding = (answer) => ({ keys: [], async limit({ key }) { this.keys.push(key); return answer(this.keys.length); } });

  test("decides, and gets no id that can be read", async () => {
    const REFINER_USER_LIMIT = binding((count) => ({ success: count <= 2 }));
    const REFINER_ADDRESS_LIMIT = binding(() => ({ success: true }));
    const { take, warned } = stage({ env: { REFINER_USER_LIMIT, REFINER_ADDRESS_LIMIT }, perUser: 1, perKey: false });
    const request = { user: "jane@example.com", address: "192.0.2.1" };
    assert.equal((await take(request)).allowed, true);
    assert.equal((await take(request)).allowed, true);
    assert.deepEqual(await take(request), { allowed: false, by: "user", retryAfterMs: 60_000 });
    for (const key of [...REFINER_USER_LIMIT.keys, ...REFINER_ADDRESS_LIMIT.keys]) assert.match(key, /^[0-9a-f]{64}$/);
    assert.deepEqual(warned, []);
  });

  test("that is absent is said once, by its name", async () => {
    const { many, warned } = stage();
    await many(5, { user: "a", address: "b" });
    assert.deepEqual(warned.map((message) => /^REFINER_\w+ is not bound/.exec(message)?.[0]), [
      "REFINER_ADDRESS_LIMIT is not bound",
      "REFINER_USER_LIMIT is not bound",
      "REFINER_PACE is not bound",
    ]);
  });

  for (const [what, answer] of [["throws", () => { throw new Error("internal error"); }], ["answers nothing", () => undefined]]) {
    test(`that ${what} is replaced by memory, said once, until it works again`, async () => {
      let broken = true;
      const REFINER_USER_LIMIT = binding(() => (broken ? answer() : { success: true }));
      const { take, many, warned } = stage({ env: { REFINER_USER_LIMIT }, perUser: 2, perAddress: false, perKey: false });
      const taken = await many(3, { user: "a" });
      assert.deepEqual(taken.map(({ allowed }) => allowed), [true, true, false]);
      assert.equal(warned.length, 1);
      assert.match(warned[0], /^REFINER_USER_LIMIT fails/);
      broken = false;
      assert.equal((await take({ user: "a" })).allowed, true);
    });
  }
});

test("an address is Cloudflare's own header, IPv6 by its first 64 bits", () => {
  for (const [header, expected] of [
    ["192.0.2.1", "192.0.2.1"],
    [" 192.0.2.1 ", "192.0.2.1"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
    ["2001:DB8:1:2:ffff::", "2001:db8:1:2::/64"],
    ["2001:0db8:0001:0002::1", "2001:db8:1:2::/64"],
    ["2001:db8::1", "2001:db8:0:0::/64"],
    ["::1", "0:0:0:0::/64"],
    ["::", "0:0:0:0::/64"],
    ["fe80::1%eth0", "fe80:0:0:0::/64"],
    ["::ffff:192.0.2.1", "192.0.2.1"],
    ["::FFFF:c000:201", "192.0.2.1"],
    ["64:ff9b::192.0.2.1", "64:ff9b:0:0::/64"],
    ["192.0.2.256", "invalid"],
    ["192.0.2.1, 198.51.100.7", "invalid"],
    ["192.000.2.1", "invalid"],
    ["1.2.3", "invalid"],
    ["2001:db8::1::2", "invalid"],
    ["1:2:3:4:5:6:7:8:9", "invalid"],
    ["1:2:3:4:5:6:7", "invalid"],
    ["1:2:3:4::5:6:7:8", "invalid"],
    ["::ffff:1.2.3.999", "invalid"],
    ["12345::", "invalid"],
    ["localhost", "invalid"],
    ["", undefined],
    [undefined, undefined],
  ]) {
    const headers = { "X-Forwarded-For": "203.0.113.9", "X-Real-IP": "203.0.113.9", Forwarded: "for=203.0.113.9", "True-Client-IP": "203.0.113.9" };
    if (header !== undefined) headers["CF-Connecting-IP"] = header;
    assert.equal(clientAddress(new Request("https://gateway.example/", { headers })), expected, header);
  }
});
