// Sources disagree about how Refiner writes times, tags and missing accounts. Every form gives the same answers and files.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { Refiner } from "refiner-wasm";
import { all, whole } from "../support/bulk.mjs";
import { readTable } from "../support/csv.mjs";
import { KEY, startSandbox } from "../support/sandbox.mjs";

const PLAIN = { response_times: "plain", tags: "objects", no_account: "object" };
const FORMS = [
  PLAIN,
  { ...PLAIN, response_times: "iso" },
  { ...PLAIN, tags: "texts" },
  { ...PLAIN, no_account: "null" },
  { response_times: "iso", tags: "texts", no_account: "null" },
];
const QUERY = { include: "all", with_attributes: true, page_length: 1000 };

/** A time in Refiner's other form. */
const plain = (text) => text.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)\.000000Z$/, "$1 $2");

describe("in each form", () => {
  let sandbox;
  before(async () => (sandbox = await startSandbox(["--contacts", "120", "--responses", "600"])));
  after(() => sandbox.stop());

  async function read(forms) {
    await sandbox.reset(forms);
    const anomalies = [];
    const onAnomaly = (anomaly) => anomalies.push(anomaly);
    const refiner = new Refiner({ apiKey: KEY, baseUrl: sandbox.url, onAnomaly });
    const responses = await all(refiner.listResponses(QUERY));
    const contacts = await all(refiner.listContacts({ page_length: 1000 }));
    const lonely = contacts.find(({ account }) => !account?.remote_id);
    const contact = await refiner.getContact({ uuid: lonely.uuid });
    await all(refiner.listForms({ include_info: true, include_config: true }));
    const metrics = ["count", { metric: "nps", question: "nps" }];
    const summary = await refiner.summarizeResponses(QUERY, { metrics, group_by: "month" });
    const csv = await whole(refiner.exportResponses(QUERY, { format: "csv" }));
    const sync = refiner.syncResponses({ page_length: 1000 });
    const synced = await all(sync);
    return { anomalies, responses, contacts, contact, summary, table: readTable(csv), synced, newest: JSON.parse(sync.checkpoint).newest };
  }

  test("nothing is an anomaly, and everything says the same", async () => {
    const expected = await read(PLAIN);
    assert.ok(expected.responses.some(({ tags }) => tags?.[0]?.name) && expected.summary.groups.length > 10);
    assert.equal(expected.contact.account.remote_id, null);
    for (const forms of FORMS) {
      const found = await read(forms);
      const name = JSON.stringify(forms);
      assert.deepEqual(found.anomalies, [], name);
      assert.deepEqual(found.summary, expected.summary, name);
      assert.equal(found.newest, expected.newest, name);
      assert.deepEqual(found.synced.map(({ uuid }) => uuid), expected.synced.map(({ uuid }) => uuid), name);
      const uuidOfNoAccount = forms.no_account === "null" ? "contact.account.uuid" : undefined;
      const { header, rows } = found.table;
      assert.deepEqual(header, expected.table.header, name);
      for (const [index, row] of rows.entries()) {
        const known = expected.table.rows[index];
        for (const column of header) {
          if (column === uuidOfNoAccount && !known["contact.account.remote_id"]) assert.equal(row[column], "", column);
          else assert.equal(column.endsWith("_at") ? plain(row[column]) : row[column], plain(known[column]), column);
        }
      }
    }
  });

  test("each form is what the sandbox was told to send", async () => {
    const { responses, contact } = await read(FORMS.at(-1));
    assert.ok(responses.every(({ tags }) => tags.every((tag) => typeof tag === "string")));
    assert.ok(responses.some(({ tags }) => tags.length > 0) && responses.some(({ tags }) => tags.length === 0));
    const times = responses.map(({ completed_at }) => completed_at).filter((time) => time !== null);
    assert.ok(times.length > 0 && times.every((time) => plain(time) !== time));
    assert.equal(contact.account, null);
  });
});
