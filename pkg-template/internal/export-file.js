// @ts-check
// Files of what a query finds.
import { listen } from "../wasm/refiner_wasm.js";
import { loadPart } from "./loader.js";
import { PageJob } from "./page-job.js";
import { withTraits } from "./traits.js";
import { Progress, walk } from "./walk.js";

/** @typedef {import("./page-job.js").Call} Call */
/** @typedef {import("../wasm/refiner_wasm.js").Written} Written */
/** @typedef {Pick<import("../index.js").WalkOptions, "signal" | "onProgress"> & { settings: Written }} Walk The settings: as they were at the call. */

/**
 * @typedef {object} Held
 * @property {PageJob} [job] Of the file, or of the part that is being written.
 * @property {number} cut How many texts were cut in the parts before.
 * @property {AbortController} controller
 */

/**
 * @typedef {object} Asked What a file is made of.
 * @property {Call} call
 * @property {"export_responses" | "export_contacts"} name
 * @property {Written} query
 * @property {Written} settings
 * @property {() => PageJob} begin Begins a job, and holds it.
 * @property {Held} held
 * @property {Progress} progress
 * @property {AbortSignal} [signal]
 */

/** @typedef {() => typeof import("./workbook.js") | Promise<typeof import("./workbook.js")>} LoadWorkbook */

// Exports that were started and then dropped, neither read to the end nor cancelled. Some hosts have no FinalizationRegistry.
const forgotten =
  typeof FinalizationRegistry === "function"
    ? new FinalizationRegistry((/** @type {Held} */ { job, controller }) => {
        job?.release();
        controller.abort();
      })
    : undefined;

/**
 * Returns the function that writes files.
 *
 * @param {LoadWorkbook} loadWorkbook Loads what only a workbook needs.
 */
export function filesWith(loadWorkbook) {
  /**
   * Writes what a query finds into a file: the source of a stream that requests a page when its reader pulls.
   *
   * @param {Call} call
   * @param {Written} query
   * @param {Walk} options
   * @param {"export_responses" | "export_contacts"} name
   */
  return (call, query, options, name) => new ExportFile(call, query, options, name, loadWorkbook);
}

class ExportFile {
  #call;
  #query;
  #options;
  #name;
  #loadWorkbook;
  #controller = new AbortController();
  /** @type {AsyncGenerator<Uint8Array> | undefined} */
  #chunks;
  /** @type {Promise<IteratorResult<Uint8Array>> | undefined} */
  #ahead;

  /**
   * @param {Call} call
   * @param {Written} query
   * @param {Walk} options
   * @param {"export_responses" | "export_contacts"} name
   * @param {LoadWorkbook} loadWorkbook
   */
  constructor(call, query, options, name, loadWorkbook) {
    this.#call = call;
    this.#query = query;
    this.#options = options;
    this.#name = name;
    this.#loadWorkbook = loadWorkbook;
  }

  /** @param {Pick<ReadableStreamDefaultController<Uint8Array>, "enqueue" | "close">} controller */
  async pull(controller) {
    this.#chunks ??= this.#write();
    const step = this.#ahead ?? this.#chunks.next();
    this.#ahead = undefined;
    const { value, done } = await step;
    if (done) controller.close();
    else controller.enqueue(value);
  }

  async cancel() {
    // The request first: the generator cannot return while it waits for one.
    this.#controller.abort();
    await this.#chunks?.return(undefined);
  }

  /**
   * Ends at an abort even if nobody reads on. The next read gets the error; without one, it must not count as an unhandled rejection.
   */
  end() {
    this.#ahead = this.#chunks?.next();
    this.#ahead?.catch(() => {});
  }

  async *#write() {
    const [name, controller, { signal, onProgress, settings }] = [this.#name, this.#controller, this.#options];
    const isContacts = name === "export_contacts";
    const list = isContacts ? "list_contacts" : "list_responses";
    const call = this.#call;
    /** @type {Held} */
    const held = { controller, cut: 0 };
    const begin = () => (held.job = new PageJob(call, { name, list }, (insight) => insight.export_(settings, isContacts)));
    begin();
    controller.signal.addEventListener("abort", listen(signal, ending(this)));
    forgotten?.register(this, held, controller);
    try {
      const { columns, format } = settings.copy() ?? {};
      const namesTrait = !isContacts && columns?.some((/** @type {string} */ column) => column.startsWith("contact.attributes."));
      const query = namesTrait ? withTraits(name, this.#query, "columns") : this.#query;
      const asked = { call, name, query, settings, begin, held, progress: new Progress(onProgress), signal };
      if (format === "xlsx") yield* (await loadPart(this.#loadWorkbook)).workbook(asked);
      else yield* rows(asked);
    } finally {
      controller.abort();
      forgotten?.unregister(controller);
      held.job?.release();
    }
  }
}

/**
 * The bytes that the job makes of what a query finds.
 *
 * @param {Pick<Asked, "held" | "query" | "progress" | "signal"> & { controller?: AbortController, last?: boolean }} asked
 */
export async function* rows({ held, query, progress, signal, controller = held.controller, last = true }) {
  const job = /** @type {PageJob} */ (held.job);
  for await (const bytes of walk(job, query, progress, { signal, controller, last })) {
    if (bytes?.length) yield bytes;
  }
  const end = job.finish();
  held.cut += job.cut();
  // Before its reader has the last bytes: it may never ask for more.
  job.release();
  if (end.length) yield end;
}

/**
 * Ends a file, if there still is one: a signal that lives on must not keep files that were forgotten.
 *
 * @param {ExportFile} file
 */
function ending(file) {
  const reference = typeof WeakRef === "function" ? new WeakRef(file) : kept(file);
  return () => reference.deref()?.end();
}

/** Not within `ending`, whose closures would all keep the file then. @param {ExportFile} file */
function kept(file) {
  return { deref: () => file };
}
