// @ts-check
// refiner-wasm sync: appends to a file what is new since the last run, each response once. The state says how far the file is right. What a
// run that was killed wrote after that goes, and comes again.
import { connect } from "./connect.js";
import { FileError } from "./file-error.js";
import { GrowingFile, readIfThere, replaceFile, sizeOf } from "./files.js";
import { itemsOf } from "./json-text.js";
import { lock } from "./lock.js";
import { meter } from "./meter.js";
import { callOptions, readOperationInput } from "./operation.js";
import { Replies } from "./replies.js";
import { UsageError } from "./usage-error.js";

/**
 * @typedef {object} State
 * @property {1} v
 * @property {Record<string, any>} input What the runs ask for.
 * @property {string} checkpoint
 * @property {number | null} bytes Up to where the file is right while a run writes; null after a run that ended.
 */

/** @param {import("./operation.js").Context} context */
export async function syncCommand(context) {
  const { name, flags, io, write } = context;
  const { out, state: statePath } = flags;
  if (typeof out !== "string" || out === "" || out === "-") throw new UsageError("sync needs --out FILE");
  if (typeof statePath !== "string" || statePath === "") throw new UsageError("sync needs --state FILE");
  if (out === statePath) throw new UsageError("--out and --state must be two files");
  const options = { ...callOptions(flags), signal: io.signal };
  const replies = new Replies();
  const refiner = connect(io.env, { fetch: replies.fetch });
  const input = await readOperationInput(context);
  const started = Date.now();
  const releases = [await lock(`${statePath}.lock`)];
  try {
    releases.push(await lock(`${out}.lock`));
    const shown = flags.progress || io.stderr.isTTY ? meter(io.stderr) : undefined;
    const run = new Run({ out, statePath, input, replies });
    const items = await run.write(refiner, options, (count) => shown?.update(count, undefined)).finally(() => shown?.end());
    const durationMs = Date.now() - started;
    if (flags.json) return await write(`${JSON.stringify({ data: { file: out, items }, meta: { action: name, durationMs } })}\n`);
    io.stderr.write(`${items} new in ${out}\n`);
  } finally {
    for (const release of releases) await release();
  }
}

class Run {
  #out;
  #statePath;
  #input;
  #replies;

  /** @param {{ out: string, statePath: string, input: Record<string, any>, replies: Replies }} of */
  constructor({ out, statePath, input, replies }) {
    this.#out = out;
    this.#statePath = statePath;
    this.#input = input;
    this.#replies = replies;
  }

  /**
   * Appends what is new, and returns how many that are.
   *
   * @param {import("../index.js").Refiner} refiner
   * @param {import("../index.js").CallOptions} options
   * @param {(count: number) => void} onCount
   */
  async write(refiner, options, onCount) {
    const state = await this.#read();
    const sync = refiner.syncResponses(/** @type {any} */ ({ ...this.#input, ...(state && { checkpoint: state.checkpoint }) }), options);
    const size = await this.#right(state);
    const raw = new RawItems(this.#replies);
    /** @type {GrowingFile | undefined} */
    let file;
    /** @type {string[]} */
    let lines = [];
    let count = 0;
    const keep = async (/** @type {boolean} */ isEnd) => {
      if (lines.length > 0) {
        file ??= await GrowingFile.open(this.#out, size);
        // Before the first byte: from now on, what is behind this place is not right yet.
        if (count === 0) await this.#keep(state?.checkpoint, size);
        await file.append(Buffer.from(lines.join("")));
        await file.keep();
        count += lines.length;
        lines = [];
        onCount(count);
      }
      await this.#keep(sync.checkpoint, isEnd ? null : (file?.size ?? size));
    };
    const items = sync[Symbol.asyncIterator]();
    // A checkpoint counts whole pages: one in the middle of a page hands out its first items again.
    const next = () =>
      items.next().catch(async (error) => {
        await keep(false);
        throw error;
      });
    let page = this.#replies.count;
    try {
      for (let step = await next(); !step.done; step = await next()) {
        if (this.#replies.count !== page) await keep(false);
        page = this.#replies.count;
        lines.push(`${raw.textOf(step.value)}\n`);
      }
      await keep(true);
      // Those who read the file find one, even if there is nothing new.
      file ??= await GrowingFile.open(this.#out, size);
      return count;
    } finally {
      await file?.close();
    }
  }

  /** @returns {Promise<State | undefined>} */
  async #read() {
    const text = await readIfThere(this.#statePath);
    if (text === undefined) return undefined;
    /** @type {State} */
    let state;
    try {
      state = JSON.parse(text);
    } catch {
      throw this.#noState("it is not JSON");
    }
    const { v, bytes, input, checkpoint } = state ?? {};
    const isPlace = bytes === null || Number.isSafeInteger(bytes);
    if (v !== 1 || !isPlace || (checkpoint !== undefined && typeof checkpoint !== "string")) throw this.#noState("it is not that of a sync");
    if (JSON.stringify(input) !== JSON.stringify(this.#input)) throw this.#noState("it is of a sync that asks for something else");
    return state;
  }

  /** @param {string} why */
  #noState(why) {
    return new FileError(`${this.#statePath} cannot be used: ${why}`, "Give another --state, and another --out with it");
  }

  /**
   * Up to where the file is right.
   *
   * @param {State | undefined} state
   */
  async #right(state) {
    const size = await sizeOf(this.#out);
    // After a run that ended, the file is its owner's: it may have been moved away, or shortened.
    if (!state || state.bytes === null || size === undefined) return this.#wholeLines(size ?? 0, state);
    if (size >= state.bytes) return state.bytes;
    throw new FileError(
      `${this.#out} is shorter than the interrupted run left it (${size} bytes of ${state.bytes})`,
      "Restore it, or remove it to go on without what it had",
    );
  }

  /** @param {number} size @param {State | undefined} state */
  #wholeLines(size, state) {
    if (size > 0 && !state) {
      throw new FileError(`${this.#out} is there, and its --state ${this.#statePath} is not`, "Restore the state, or give another --out: everything would come again");
    }
    return size;
  }

  /** @param {string | undefined} checkpoint @param {number | null} bytes */
  async #keep(checkpoint, bytes) {
    await replaceFile(this.#statePath, JSON.stringify({ v: 1, input: this.#input, checkpoint, bytes }));
  }
}

/** The items of the latest page as Refiner wrote them: what is parsed has lost what JavaScript's numbers cannot hold. */
class RawItems {
  #replies;
  #page = -1;
  /** @type {Map<string, string>} */
  #texts = new Map();

  /** @param {Replies} replies */
  constructor(replies) {
    this.#replies = replies;
  }

  /** @param {unknown} item */
  textOf(item) {
    if (this.#replies.count !== this.#page) {
      this.#page = this.#replies.count;
      this.#texts = new Map(itemsOf(this.#replies.text).map((raw) => [JSON.stringify(JSON.parse(raw)), raw]));
    }
    const parsed = JSON.stringify(item);
    return this.#texts.get(parsed) ?? parsed;
  }
}
