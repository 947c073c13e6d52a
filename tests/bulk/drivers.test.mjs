// What drives a score, through the package: from the sandbox, and from pages of a server, against a second way to get the same.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, describe, test } from "node:test";
import { Refiner, isRefinerError } from "refiner-wasm";
import { all } from "../support/bulk.mjs";
import { completed, NOON } from "../support/ledger.mjs";
import { KEY, startSandbox } from "../support/sandbox.mjs";
import { page } from "../support/scripted.mjs";
import { seeded } from "../support/seeded.mjs";

/** R² of a least squares fit of the first column by the others, by Gauss's elimination. @param {number[][]} rows */
function rSquared(rows) {
  const n = rows.length;
  const means = rows[0].map((_, place) => rows.reduce((sum, row) => sum + row[place], 0) / n);
  const centred = rows.map((row) => row.map((value, place) => value - means[place]));
  const product = (one, other) => centred.reduce((sum, row) => sum + row[one] * row[other], 0);
  const drivers = rows[0].slice(1).map((_, place) => place + 1);
  const table = drivers.map((one) => [...drivers.map((other) => product(one, other)), product(one, 0)]);
  for (const [place] of table.entries()) {
    for (const row of table.slice(place + 1)) {
      const factor = row[place] / table[place][place];
      for (const index of row.keys()) row[index] -= factor * table[place][index];
    }
  }
  const slopes = [];
  for (const [place, row] of [...table.entries()].reverse()) {
    const rest = slopes.reduce((sum, slope, index) => sum + slope * row[row.length - 2 - index], 0);
    slopes.push((/** @type {number} */ (row.at(-1)) - rest) / row[place]);
  }
  return slopes.reverse().reduce((sum, slope, index) => sum + slope * product(index + 1, 0), 0) / product(0, 0);
}

const near = (actual, expected, within, what) => assert.ok(Math.abs(actual - expected) <= within, `${what}: ${actual} is not ${expected}`);

describe("drivers of the sandbox's answers", () => {
  let sandbox, refiner;
  before(async () => {
    sandbox = await startSandbox();
    refiner = new Refiner({ apiKey: KEY, baseUrl: sandbox.url });
  });
  after(() => sandbox.stop());

  test("add up to the R² of a regression on the same responses", async () => {
    const query = { include: "all", with_attributes: true };
    const responses = await all(refiner.listResponses(query));
    const wanted = { of: "nps", from: ["may_contact", { attribute: "country" }] };
    const { drivers } = await refiner.summarizeResponses(query, { metrics: ["count"], drivers: wanted });
    const is = (value) => value !== null && value !== undefined && value !== "";
    const countries = [...new Set(responses.map(({ contact }) => contact.attributes?.country).filter(is))];
    const used = responses.filter(({ data, contact }) => is(data.nps) && is(data.may_contact) && is(contact.attributes?.country));
    assert.ok(used.length > 100 && countries.length > 2);
    assert.equal(drivers.n, used.length);
    const rows = used.map(({ data, contact }) => [
      Number(data.nps),
      Number(String(data.may_contact) === String(used[0].data.may_contact)),
      ...countries.slice(1).map((country) => Number(contact.attributes.country === country)),
    ]);
    near(drivers.r_squared, rSquared(rows), 1e-9, "R²");
    near(drivers.weights.reduce((sum, { weight }) => sum + weight, 0), drivers.r_squared, 1e-12, "the sum");
    assert.deepEqual(drivers.weights.map(({ name, kind }) => [name, kind]).sort(), [["country", "choices"], ["may_contact", "choices"]]);
    const left = Object.values(drivers.left_out).reduce((sum, count) => sum + count, 0);
    assert.equal(left + drivers.n, responses.length);
  });

  test("ask for the traits of contacts by themselves", async () => {
    const options = { metrics: ["count"], drivers: { of: { metric: "nps", question: "nps" }, from: [{ attribute: "country" }] } };
    const { drivers } = await refiner.summarizeResponses({}, options);
    assert.ok(drivers.n > 100, `${drivers.n}`);
    await assert.rejects(refiner.summarizeResponses({ with_attributes: false }, options), (error) => isRefinerError(error) && error.kind === "input" && error.path === "with_attributes");
  });

  test("are absent where nobody asked for them", async () => {
    const summary = await refiner.summarizeResponses({}, { metrics: ["count"] });
    assert.deepEqual([Object.hasOwn(summary, "drivers"), Object.hasOwn(summary, "comments")], [false, false]);
  });
});

describe("drivers in pages of a server", () => {
  const random = seeded(12);
  const below = (end) => Math.floor(random() * end);
  const responses = Array.from({ length: 700 }, (_, index) => {
    const [ease, speed] = [1 + below(7), 1 + below(7)];
    return completed(`r-${index}`, NOON + index * 60_000, { score: ease * 3 + speed + below(8), ease, speed: String(speed), noise: below(5) });
  });
  /** Serves pages of this length, laid out with this indentation. */
  const serve = async (length, indent) => {
    const pages = Array.from({ length: Math.ceil(responses.length / length) }, (_, number) => responses.slice(number * length, (number + 1) * length));
    const server = createServer((request, reply) => {
      const number = Number(new URL(String(request.url), "http://localhost").searchParams.get("page_cursor") ?? 0);
      const next = number + 1 < pages.length ? String(number + 1) : null;
      reply.setHeader("content-type", "application/json");
      reply.end(JSON.stringify(page(pages[number], { next_page_cursor: next, last_page: pages.length, current_page: number + 1 }), null, indent));
    });
    await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
    const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
    return { url: `http://127.0.0.1:${port}/v1`, stop: () => new Promise((resolve) => server.close(resolve)) };
  };

  test("are the same in any layout, and in pages of any length", async () => {
    const found = [];
    for (const [length, indent] of [[700, 0], [33, 2], [1, "\t"]]) {
      const server = await serve(length, indent);
      const refiner = new Refiner({ apiKey: KEY, baseUrl: server.url });
      const { drivers } = await refiner.summarizeResponses({}, { metrics: ["count"], drivers: { of: "score", from: ["noise", "ease", { answer: "speed" }] } });
      found.push(drivers);
      await server.stop();
    }
    assert.deepEqual(found[1], found[0]);
    assert.deepEqual(found[2], found[0]);
    const [{ weights, r_squared, n, reason }] = found;
    assert.deepEqual([weights.map(({ name }) => name), n, reason], [["ease", "speed", "noise"], 700, null]);
    near(r_squared, rSquared(responses.map(({ data }) => [data.score, data.ease, Number(data.speed), data.noise])), 1e-9, "R²");
    for (const { weight, interval: [low, high], name } of weights) assert.ok(low <= weight && weight <= high && high - low < 0.15, name);
    // Drawn independently, they take shares of the variance as their slopes squared: 36 : 4.
    near(weights[0].share, 0.9, 0.03, "ease");
  });
});
