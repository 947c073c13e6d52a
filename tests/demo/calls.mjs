// Identifying and tracking in the demo: what it shows, what it sends, and what comes back.

import assert from "node:assert/strict";

import { KEY, demoTest, faults, on, received, says, settled } from "./support.mjs";

async function addTrait(group, { name, kind = "Text", value }) {
  await group.getByRole("button", { name: "Add a trait" }).click();
  const row = group.getByRole("group", { name: "Trait", exact: true }).last();
  await row.getByLabel("Name").fill(name);
  await row.getByLabel("Kind").selectOption({ label: kind });
  const field = row.getByLabel("Value");
  await (kind === "True or false" ? field.selectOption(value) : field.fill(value));
  return row;
}

const plannedBody = async (card) => JSON.parse(await card.locator(".plan .json").innerText());

demoTest("identify: the plan is what the page sends, and what Refiner receives; the page has no key", async (page) => {
  const { identify } = on(page);
  await identify.getByLabel("Id", { exact: true }).fill("u-1");
  await identify.getByLabel("Email").fill("jane@awesome.com");
  const traits = identify.getByRole("group", { name: "Traits", exact: true });
  await addTrait(traits, { name: "plan", value: "pro" });
  await addTrait(traits, { name: "seats", kind: "Number", value: "12" });
  await addTrait(traits, { name: "vip", kind: "True or false", value: "false" });
  await identify.getByLabel("Account id").fill("acme");
  await addTrait(identify.getByRole("group", { name: "Account traits" }), {
    name: "size",
    kind: "Number",
    value: "200",
  });

  const plan = identify.locator(".plan");
  await says(plan, '"size": 200');
  await says(plan.locator(".method"), "POST");
  assert.match(await plan.locator(".plan-line").innerText(), /\/r\/identify-user$/);
  assert.match(await plan.innerText(), /Authorization\s+Bearer \[hidden\]/);
  assert.deepEqual(await received("/identify-user"), [], "a plan sends nothing");

  await identify.getByRole("button", { name: "Identify" }).click();
  await says(identify.locator(".outcome"), "contact_uuid");
  await says(on(page).announcer, "Done");

  const requests = await received("/identify-user");
  assert.equal(requests.length, 1);
  const [{ method, query, headers, body }] = requests;
  assert.deepEqual(
    { method, query, authorization: headers.authorization, type: headers["content-type"] },
    { method: "POST", query: "", authorization: `Bearer ${KEY}`, type: "application/json" },
  );
  const expected = {
    id: "u-1",
    email: "jane@awesome.com",
    plan: "pro",
    seats: 12,
    vip: false,
    account: { id: "acme", size: 200 },
  };
  assert.deepEqual(JSON.parse(body), expected);
  assert.deepEqual(await plannedBody(identify), expected);
});

demoTest("identify: an empty field is not sent, and a removed trait is gone", async (page) => {
  const { identify } = on(page);
  await identify.getByLabel("Id", { exact: true }).fill("");
  await identify.getByLabel("Email").fill("jane@awesome.com");
  const traits = identify.getByRole("group", { name: "Traits", exact: true });
  await addTrait(traits, { name: "first", value: "1" });
  await addTrait(traits, { name: "second", value: "" });
  await traits.getByRole("button", { name: "Add a trait" }).click();
  await says(identify.locator(".plan"), '"second": ""');

  await traits.getByRole("button", { name: "Remove this trait" }).first().click();
  await identify.locator(".plan .json").filter({ hasNotText: "first" }).waitFor();
  // The focus moves to the row that took the place of the removed one.
  await traits.locator(".trait").first().locator("button:focus").waitFor();
  await identify.getByRole("button", { name: "Identify" }).click();
  await says(identify.locator(".outcome"), "contact_uuid");
  const [{ body }] = await received("/identify-user");
  // The id comes from the token.
  assert.deepEqual(JSON.parse(body), { id: "u-1", email: "jane@awesome.com", second: "" });
});

demoTest("identify: wrong input is named at its field, and nothing is sent", async (page) => {
  const { identify } = on(page);
  const id = identify.getByLabel("Id", { exact: true });
  await id.fill("");
  await says(identify.locator(".plan"), "Nothing to send yet: the input needs one of: id, email.");
  await identify.getByRole("button", { name: "Identify" }).click();
  await says(identify.locator(".failure-kind"), "input");
  await identify.locator("#identify-id[aria-invalid=true]:focus").waitFor();
  assert.match(await id.evaluate((it) => it.ariaDescribedByElements?.[0]?.textContent ?? "id, email"), /id, email/);

  await id.fill("u-1");
  await identify.locator("#identify-id:not([aria-invalid])").waitFor();
  const traits = identify.getByRole("group", { name: "Traits", exact: true });
  const row = await addTrait(traits, { name: "seats", kind: "Number", value: "many" });
  await identify.getByRole("button", { name: "Identify" }).click();
  await row.locator("[aria-invalid=true]:focus").waitFor();
  await says(identify.locator(".field-problem"), "The trait seats is not a number");

  await row.getByLabel("Value").fill("3");
  await row.getByLabel("Name").fill("email");
  await identify.getByRole("button", { name: "Identify" }).click();
  await says(identify.locator(".facts"), "attributes.email");
  await row.getByLabel("Name").and(page.locator("[aria-invalid=true]:focus")).waitFor();
  assert.deepEqual(await received("/identify-user"), []);
});

demoTest(
  "track: sent as spelled; a refusal is shown with advice, and can be retried",
  async (page, expected) => {
    const { track } = on(page);
    // A fault is for the next request, which must not be one of the page's own at its start.
    await settled(page);
    await track.getByLabel("Id", { exact: true }).fill("");
    await track.getByRole("textbox", { name: "Event" }).fill("Upgraded");
    await says(track.locator(".plan"), "id, email");
    await track.getByLabel("Id", { exact: true }).fill("u-1");
    await says(track.locator(".plan .json"), '"id": "u-1"');

    expected(/status of 429/);
    const error = "You are doing this too often.";
    await faults({ kind: "status", status: 429, headers: { "Retry-After": "90" }, body: { error } });
    await track.getByRole("button", { name: "Track" }).click();
    const failure = track.locator(".failure");
    for (const text of [
      "rate_limited",
      error,
      "Status 429",
      "Attempts 1",
      "Retry after 90 s (90000 ms)",
      "Wait, then try again.",
    ]) {
      await says(failure, new RegExp(text.replace(/[.()]/g, "\\$&").replaceAll(" ", "\\s*")));
    }
    await says(on(page).announcer, "It failed");

    await failure.getByRole("button", { name: "Try again" }).click();
    await says(track.locator(".outcome"), '"message": "ok"');
    const requests = await received("/track-event");
    assert.equal(requests.length, 2);
    for (const { method, headers, body } of requests) {
      assert.deepEqual(
        { method, authorization: headers.authorization },
        { method: "POST", authorization: `Bearer ${KEY}` },
      );
      assert.deepEqual(JSON.parse(body), { event: "Upgraded", id: "u-1" });
    }
  },
);

demoTest("a running call can be cancelled, which is not an error", async (page) => {
  const { track } = on(page);
  await settled(page);
  await track.getByRole("textbox", { name: "Event" }).fill("Upgraded");
  await faults({ kind: "stall_before_headers" });
  await track.getByRole("button", { name: "Track" }).click();
  await track.locator(".outcome[aria-busy=true]").waitFor();
  await track.getByRole("button", { name: "Cancel" }).click();
  await says(track.locator(".outcome"), "Cancelled.");
  assert.equal(await track.locator(".failure").count(), 0);
  await track.locator("button[type=submit]:focus").waitFor();
});

/** The files that the page has loaded; not what the gateway and the session answered. */
const filesOf = (page) =>
  page.evaluate(() => {
    const loaded = performance.getEntriesByType("resource").map(({ name }) => name);
    return loaded.filter((name) => !/^\/(r\/|session)/.test(new URL(name).pathname));
  });

demoTest("the page says what it talks to, and has no key anywhere", async (page) => {
  await on(page).rows.first().waitFor();
  await says(page.locator(".notice"), "This page holds no API key.");
  await says(page.locator(".notice"), "The gateway talks to a sandbox on this machine");
  const held = await page.evaluate(async (files) => [
    document.documentElement.outerHTML,
    location.href,
    document.cookie,
    JSON.stringify({ ...localStorage, ...sessionStorage }),
    ...[...document.querySelectorAll("input")].map((input) => input.value),
    ...(await Promise.all(files.map(async (file) => (await fetch(file)).text()))),
  ], await filesOf(page));
  assert.ok(held.length > 30, "the files of the page are among them");
  assert.ok(held[0].includes("Bearer [hidden]"), "the plan of the list is there");
  assert.ok(!held.join("\n").includes(KEY));
});
