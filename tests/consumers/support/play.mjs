// What every consumer does with the package: a call, a list, a summary, files and a sync. It is copied into each app, and bundled with it.

/**
 * @param {any} Refiner The package's class.
 * @param {{ options: object, asked: any }} settings The client's options, and what to calculate.
 */
export async function play(Refiner, { options, asked }) {
  try {
    const refiner = new Refiner(options);
    const tracked = await refiner.trackEvent({ id: "u-1", event: "Upgraded" });
    const first = (await refiner.listResponses({ include: "all", page_length: 30 }).finally(() => {})).items.length;
    const listed = [];
    for await (const { uuid } of refiner.listResponses({ include: "all", page_length: 30 })) listed.push(uuid);
    const summary = await refiner.summarizeResponses(asked.query, asked.summary);
    const csv = await new Response(refiner.exportResponses(asked.query, asked.csv)).text();
    const workbook = btoa(Array.from(new Uint8Array(await new Response(refiner.exportResponses(asked.query, asked.xlsx)).arrayBuffer()), (byte) => String.fromCharCode(byte)).join(""));
    const contacts = await new Response(refiner.exportContacts({ page_length: 7 }, { format: "ndjson" })).text();
    let synced = 0;
    for await (const _ of refiner.syncResponses({ include: "all" })) synced += 1;
    return { tracked, first, listed, summary, csv, workbook, contacts, synced };
  } catch (error) {
    return { failed: `${error?.name}: ${error?.message}`, kind: error?.kind, cause: String(error?.cause) };
  }
}
