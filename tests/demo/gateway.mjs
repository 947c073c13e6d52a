// The gateway in the demo: signing in, what it refuses and why, the limit of a user, and an event that is repeated.

import assert from "node:assert/strict";

import { KEY, demoTest, on, picture, received, says } from "./support.mjs";

/** What the gateway answered to one of the trials. */
async function answerTo(page, name) {
  const trial = on(page).gateway.locator(".trial").filter({ has: page.getByRole("button", { name, exact: true }) });
  await trial.getByRole("button").click();
  const answer = trial.locator(".json");
  await answer.waitFor();
  return JSON.parse(await answer.innerText());
}

demoTest("signing in gets a token for that user and a few minutes, and the forms follow", async (page) => {
  const { signIn, identify, track, announcer } = on(page);
  await says(signIn.locator(".json"), '"sub": "u-1"');
  await signIn.getByLabel("You are").fill("u-2");
  await signIn.getByRole("button", { name: "Sign in" }).click();
  await says(signIn.locator(".json"), '"sub": "u-2"');
  await says(announcer, "Signed in as u-2.");
  const claims = JSON.parse(await signIn.locator(".json").innerText());
  assert.deepEqual(claims, {
    sub: "u-2",
    aud: "refiner-gateway",
    actions: ["identify_user", "track_event"],
    valid: "15 minutes",
  });
  assert.equal((await signIn.locator(".token").innerText()).split(".").length, 3);

  for (const part of [identify, track]) assert.equal(await part.getByLabel("Id", { exact: true }).inputValue(), "u-2");
  await track.getByRole("textbox", { name: "Event" }).fill("Upgraded");
  await track.getByRole("button", { name: "Track" }).click();
  await says(track.locator(".outcome"), '"message": "ok"');
  const [{ headers, body }] = await received("/track-event");
  assert.equal(headers.authorization, `Bearer ${KEY}`, "the key is added by the gateway");
  assert.deepEqual(JSON.parse(body), { event: "Upgraded", id: "u-2" });
});

demoTest("what is refused, and why: another's id, an action off the list, a list without leave", async (page, expected) => {
  expected(/status of 403/);
  const other = await answerTo(page, "Track as somebody else");
  assert.deepEqual([other.kind, other.status], ["permission", 403]);
  assert.match(other.message, /id/);
  const deletion = await answerTo(page, "Delete a contact");
  assert.deepEqual([deletion.kind, deletion.status], ["permission", 403]);
  assert.match(deletion.message, /delete_contact/);
  const list = await answerTo(page, "Read what others answered");
  assert.deepEqual([list.kind, list.status], ["permission", 403]);
  assert.deepEqual([await received("/track-event"), await received("/contact")], [[], []]);
  await on(page).gateway.scrollIntoViewIfNeeded();
  await picture(page, "gateway-refused");
});

demoTest("a changed token, another origin and a key in the body are refused", async (page, expected) => {
  expected(/status of 40[013]/);
  const changed = await answerTo(page, "Change the token");
  assert.deepEqual([changed.status, changed.reply.kind], [401, "auth"]);
  const elsewhere = await answerTo(page, "Come from another origin");
  assert.deepEqual([elsewhere.status, elsewhere.access_control_allow_origin, elsewhere.reply.kind], [403, null, "permission"]);
  const smuggled = await answerTo(page, "Smuggle in a key");
  assert.deepEqual([smuggled.status, smuggled.reply.kind], [400, "input"]);
  assert.match(smuggled.reply.path, /api_key/);
  assert.deepEqual(await received("/track-event"), []);
});

demoTest("an event that is sent twice is counted once", async (page) => {
  const { first, again } = await answerTo(page, "Send an event twice");
  assert.deepEqual(first.results.map(({ status }) => status), ["accepted"]);
  assert.deepEqual(again.results.map(({ status }) => status), ["duplicate"]);
  assert.equal(first.results[0].id, again.results[0].id);
  assert.equal((await received("/track-event")).length, 1);
});

demoTest("the limit of a user fills up: a hundred pass, the rest is told when to come back", async (page, expected) => {
  expected(/status of 429/);
  const { gateway } = on(page);
  await gateway.getByRole("button", { name: "Send 110 events as one user" }).click();
  const said = gateway.locator("#gateway-fill-said");
  await says(said, /^100 accepted, 10 refused\. Come back in \d+ s\.$/);
  assert.equal((await received("/track-event")).length, 100, "what is refused does not reach Refiner");
  assert.equal(await gateway.getByRole("progressbar").evaluate((bar) => bar.value), 100);
  await gateway.scrollIntoViewIfNeeded();
  await picture(page, "gateway-limit");
});
