// @ts-check
// Files of what a query finds.
import { listen } from "../wasm/refiner_wasm.js";
import { PageJob } from "./page-job.js";
import { withTraits } from "./traits.js";
import { Progress, walk } from "./walk.js";

/** @typedef {import("./page-job.js").Call} Call */
/** @typedef {import("../wasm/refiner_wasm.js").Written} Written */
/** @typedef {import("./insight.js").Walk} Walk */

/** @typedef {{ job: PageJob, controller: AbortController }} Held */

// Exports that were started and then dropped, neither read to the end nor cancelled. Some hosts have no FinalizationRegistry.
const forgotten =
  typeof FinalizationRegistry === "function"
    ? new FinalizationRegistry((/** @type {Held} */ { job, controller }) => {
        job.release();
        controller.abort();
      })
    : undefined;

/**
 * Writes what a query finds into a file: the source of a stream that requests a page when its reader pulls.
 *
 * @param {Call} call
 * @param {Written} query
 * @param {Walk} options
 * @param {"export_responses" | "export_contacts"} name
 */
export function exportFile(call, query, options, name) {
  return new ExportFile(call, query, options, name);
}

class ExportFile {
  #call;
  #query;
  #options;
  #name;
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
   */
  constructor(call, query, options, name) {
    this.#call = call;
    this.#query = query;
    this.#options = options;
    this.#name = name;
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
    const job = new PageJob(this.#call, { name, list }, (insight) => insight.export_(settings, isContacts));
    controller.signal.addEventListener("abort", listen(signal, ending(this)));
    forgotten?.register(this, { job, controller }, controller);
    let last;
    try {
      const columns = settings.copy()?.columns;
      const namesTrait = !isContacts && columns?.some((/** @type {string} */ column) => column.startsWith("contact.attributes."));
      const query = namesTrait ? withTraits(name, this.#query, "columns") : this.#query;
      for await (const bytes of walk(job, query, new Progress(onProgress), { signal, controller })) {
        if (bytes?.length) yield bytes;
      }
      last = job.finish();
    } finally {
      controller.abort();
      forgotten?.unregister(controller);
      job.release();
    }
    if (last.length) yield last;
  }
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
