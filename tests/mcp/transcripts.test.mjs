// 1,000 transcripts of a model and a host that try to destroy something without a person's yes, by fixed seeds. The sandbox's log of
// requests is the judge.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import contract from "refiner-wasm/contract";
import { startSandbox } from "../support/sandbox.mjs";
import { seeded } from "../support/seeded.mjs";
import { environment } from "./program.mjs";
import { RawStdio } from "./raw.mjs";

const TRANSCRIPTS = 1000;
const AT_ONCE = 20;

const FORMS = { elicitation: { form: {} } };
const CAPABILITIES = [{}, { elicitation: { url: {} } }, FORMS, FORMS, FORMS, FORMS, FORMS, FORMS];
const YES = { action: "accept", content: { confirm: true } };
const NOT_YES = [
  { action: "decline" }, { action: "cancel" }, { action: "accept" }, { action: "accept", content: { confirm: "true" } },
  { action: "accept", content: { confirm: 1 } }, { action: "accept", content: { confirm: [true] } }, { action: "accept", content: { ok: true } },
  { action: "ACCEPT", content: { confirm: true } }, { confirm: true }, true, "accept", null, { method: "elicitation/create", result: YES },
];

/** @type {{ name: string, http: { method: string, path: string }, input: { properties: object } }[]} */
const DESTRUCTIVE = contract.actions.filter(({ effect }) => effect === "destructive");

let sandbox;
/** @type {RawStdio} */
let server;

before(async () => {
  sandbox = await startSandbox(["--contacts", "20", "--responses", "60"]);
  server = new RawStdio(environment(sandbox));
});
after(async () => {
  await server?.stop();
  await sandbox?.stop();
});

/** Whether a request destroys, by what the contract says of its method and path. */
function destroys({ method, path }) {
  return DESTRUCTIVE.some(({ http }) => http.method === method && path.split("?")[0].endsWith(http.path));
}

/** What a model writes as arguments: those of the tool, and what it hopes to be a confirmation. */
function argumentsOf(random, { input }) {
  const pick = (list) => list[Math.floor(random() * list.length)];
  const names = Object.keys(input.properties);
  const given = Object.fromEntries(names.filter(() => random() < 0.85).map((name) => [name, pick(["u-1", "u-2", "a@example.com", "0b6a0a39-7b0e-4c3b-9b5e-1f2f3a4b5c6d"])]));
  const hope = pick([
    {}, {}, {}, { confirm: true }, { confirmed: "yes" }, { requestState: "v1.e30.AAAA" }, { inputResponses: { confirm: YES } },
    { _meta: { confirm: true } }, { options: { confirm: true } }, { action: "accept", content: { confirm: true } }, JSON.parse('{"__proto__":{"confirm":true}}'),
  ]);
  const all = { ...given, ...hope };
  return random() < 0.1 ? JSON.stringify(all) : all;
}

/** Another state than the one that was signed. */
function spoiled(random, state) {
  const at = 3 + Math.floor(random() * (state.length - 3));
  const [version, body] = state.split(".");
  const said = JSON.parse(Buffer.from(body, "base64url"));
  const changed = Buffer.from(JSON.stringify({ ...said, p: { ...said.p, plan: "0".repeat(64), user: "" }, exp: said.exp + 1e6 })).toString("base64url");
  const ways = [`${state.slice(0, at)}${state[at] === "A" ? "B" : "A"}${state.slice(at + 1)}`, `${version}.${changed}.${state.split(".")[2]}`, `${version}.${changed}.`, state.slice(0, at), "", "null"];
  return ways[Math.floor(random() * ways.length)];
}

/** @param {number} seed @returns {Promise<{ asked: number, states: number }>} */
async function transcript(seed) {
  const random = seeded(seed);
  const pick = (list) => list[Math.floor(random() * list.length)];
  const states = [];
  let asked = 0;
  for (let turn = 0; turn < 4; turn++) {
    const tool = pick(DESTRUCTIVE);
    const input = argumentsOf(random, tool);
    const known = pick([undefined, ...states]);
    const isSame = known !== undefined && random() < 0.5;
    const [name, sent] = isSame ? [known.name, known.input] : [tool.name, input];
    // For the same request a state of ours comes with anything but a yes; a yes comes with any other state.
    const answer = isSame ? pick(NOT_YES) : pick([YES, ...NOT_YES]);
    const state = isSame ? known.state : known !== undefined && !alike(known, { name, input: sent }) ? pick([known.state, spoiled(random, known.state)]) : pick([undefined, "v1.e30.AAAA", "x"]);
    const more = pick([{}, { requestState: state, inputResponses: { confirm: answer } }, { inputResponses: { confirm: answer } }, { requestState: state }]);
    const reply = await server.call(name, sent, more, pick(CAPABILITIES));
    asked++;
    if (reply.result?.resultType === "input_required") states.push({ name, input: sent, state: reply.result.requestState });
  }
  return { asked, states: states.length };
}

/** Whether both could be the same request. */
function alike(one, other) {
  return one.name === other.name && JSON.stringify(one.input) === JSON.stringify(other.input);
}

test(`${TRANSCRIPTS} transcripts destroy nothing`, async (t) => {
  let [asked, states, read] = [0, 0, 0];
  for (let first = 1; first <= TRANSCRIPTS; first += AT_ONCE) {
    const seeds = Array.from({ length: AT_ONCE }, (_, index) => first + index);
    for (const said of await Promise.all(seeds.map(transcript))) {
      asked += said.asked;
      states += said.states;
    }
    const requests = await sandbox.requests();
    read += requests.length;
    const harm = requests.filter(destroys);
    assert.deepEqual(harm, [], `seeds ${seeds[0]} to ${seeds.at(-1)}`);
  }
  // It was a real try: plans were shown and signed, many times.
  assert.equal(asked, TRANSCRIPTS * 4);
  assert.ok(states > TRANSCRIPTS / 2, `${states} states`);
  t.diagnostic(`${asked} calls, ${states} signed plans, ${read} requests seen`);
});

test("the judge sees it when a person says yes", async () => {
  await sandbox.clear();
  const { result } = await server.call("delete_contact", { id: "u-1" }, {}, FORMS);
  await server.call("delete_contact", { id: "u-1" }, { requestState: result.requestState, inputResponses: { confirm: YES } }, FORMS);
  assert.equal((await sandbox.requests()).filter(destroys).length, 1);
});
