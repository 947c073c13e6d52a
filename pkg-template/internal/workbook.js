// @ts-check
// A workbook of what a query finds (Office Open XML, ECMA-376): the worksheets as they are made, then one that says what the file is. Nothing
// is held: a worksheet goes into the archive as its pages come.
import { operationDefaults } from "../generated/operations.js";
import { Written, isAborted, listen, reasonOf } from "../wasm/refiner_wasm.js";
import { extend } from "./error.js";
import { rows } from "./export-file.js";
import { List } from "./list.js";
import { SheetNames } from "./sheet-names.js";
import { aboutSheet, closingParts, openingParts, sheetPath } from "./workbook-parts.js";
import { Zip } from "./zip.js";

/** @typedef {import("./export-file.js").Asked} Asked */

/** A part of what is asked for, with worksheets of its own. @typedef {{ title: string, query: Written }} Section */

const ABOUT = "About this file";

const TITLES = { export_responses: "Survey responses", export_contacts: "Contacts" };

/**
 * The bytes of a workbook.
 *
 * @param {Asked} asked
 */
export async function* workbook(asked) {
  const { begin, held, query, settings, name, progress } = asked;
  const made = new Date();
  const zip = new Zip();
  for (const [path, text] of openingParts()) yield* zip.entry(path, bytesOf(text));
  const names = new SheetNames([ABOUT]);
  /** @type {import("./workbook-parts.js").Sheet[]} */
  const sheets = [];
  /** @type {{ title: string, items: number }[]} */
  const counts = [];
  const sections = settings.copy()?.sheet_by === "form" ? await byForm(asked) : [{ title: TITLES[name], query }];
  let left = sections.length;
  for (const { title, query } of sections) {
    left -= 1;
    if (!held.job) begin();
    const before = progress.items;
    const parts = new Parts(within(asked, query, left === 0));
    try {
      while (await parts.next()) {
        const sheet = { name: names.add(title), range: "" };
        sheets.push(sheet);
        yield* zip.entry(sheetPath(sheets.length), parts.content());
        sheet.range = parts.range;
      }
    } finally {
      // Nobody may have read it to its end.
      await parts.end();
    }
    counts.push({ title, items: progress.items - before });
    held.job = undefined;
  }
  sheets.push({ name: ABOUT, range: "" });
  const { columns } = settings.copy() ?? {};
  const about = aboutSheet({ contents: TITLES[name], made, items: progress.items, counts, cut: held.cut, query: query.copy() ?? {}, columns });
  yield* zip.entry(sheetPath(sheets.length), bytesOf(about));
  for (const [path, text] of closingParts(sheets)) yield* zip.entry(path, bytesOf(text));
  yield* zip.end();
}

/**
 * A section for each survey: those that the query names, or else all there are.
 *
 * @param {Asked} asked
 * @returns {Promise<Section[]>}
 */
async function byForm({ call, name, query, progress, signal, held }) {
  const { form_uuid, form_uuids, page, page_cursor, ...rest } = query.copy() ?? {};
  const { page_length } = operationDefaults[name];
  const controller = following(signal, held.controller.signal);
  const list = new List((input) => call("list_forms", input, controller.signal), new Written({ list: "all_with_archived", page_length }));
  /** @type {Map<string, string>} */
  const all = new Map();
  try {
    for await (const { data, attempts } of list.readings()) {
      progress.attempts += attempts;
      for (const form of data.items) {
        if (typeof form?.uuid === "string") all.set(form.uuid, typeof form.name === "string" ? form.name : form.uuid);
      }
    }
  } catch (error) {
    // A place in the list of surveys is not one in the list of responses.
    throw extend(/** @type {import("./error.js").RefinerError} */ (error), { resume: undefined, progress: progress.soFar });
  } finally {
    // Lets go of the caller's signal.
    controller.abort();
  }
  const named = new Set([form_uuid, form_uuids].flat().filter((uuid) => uuid !== undefined));
  const chosen = named.size > 0 ? [...named] : [...all.keys()];
  // A workbook has at least one worksheet.
  if (chosen.length === 0) return [{ title: TITLES[name], query }];
  return chosen.map((uuid) => ({ title: all.get(uuid) ?? uuid, query: new Written({ ...rest, form_uuid: uuid }) }));
}

/**
 * The worksheets of a section, which ends without ending the file.
 *
 * @param {Asked} asked
 * @param {Written} query
 * @param {boolean} last
 */
async function* within({ held, progress, signal }, query, last) {
  yield* rows({ held, query, progress, signal, last, controller: following(held.controller.signal) });
}

/**
 * A controller that is aborted with any of these signals.
 *
 * @param {...(AbortSignal | undefined)} signals
 */
function following(...signals) {
  const controller = new AbortController();
  for (const signal of signals) {
    const abort = () => controller.abort(reasonOf(signal));
    controller.signal.addEventListener("abort", listen(signal, abort));
    if (isAborted(signal)) abort();
  }
  return controller;
}

/** A stream in parts: each is begun by a NUL, and followed by U+0001 and the range of its filter. */
class Parts {
  /** Of the part that was read. */
  range = "";
  #chunks;
  /** @type {Uint8Array | undefined} What was read, and not handed out. */
  #rest;

  /** @param {AsyncGenerator<Uint8Array>} chunks */
  constructor(chunks) {
    this.#chunks = chunks;
  }

  /** Whether there is another part. The one before must have been read to its end. */
  async next() {
    this.#rest ??= (await this.#chunks.next()).value ?? undefined;
    return this.#rest !== undefined;
  }

  /** The bytes of the part. */
  async *content() {
    let chunk = this.#rest?.subarray(1);
    this.#rest = undefined;
    while (chunk) {
      const end = chunk.indexOf(1);
      if (end < 0) {
        yield chunk;
        chunk = (await this.#chunks.next()).value ?? undefined;
        continue;
      }
      // What ends a part is in one piece.
      const after = chunk.indexOf(0, end);
      this.range = new TextDecoder().decode(chunk.subarray(end + 1, after < 0 ? undefined : after));
      if (after >= 0) this.#rest = chunk.subarray(after);
      yield chunk.subarray(0, end);
      return;
    }
  }

  /** Ends the stream. */
  async end() {
    await this.#chunks.return(undefined);
  }
}

/** @param {string} text */
async function* bytesOf(text) {
  yield new TextEncoder().encode(text);
}
