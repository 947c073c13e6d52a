// What the gateway promises of POST …/batch, and nothing else: each entry once, in order, answered on its own.

/** The most entries of a batch, and the most bytes of its body. */
const MOST = 100;
const MOST_BYTES = 65_536;

/** The token that the tests give a user. */
export const tokenOf = (user) => `token-${encodeURIComponent(user)}`;

export class BatchModel {
  /** What reached Refiner, in order: the user, the entry's id, its action and its input. */
  log = [];
  /** The ids that are remembered, each with its reply. */
  #known = new Map();
  /** The ids that are being sent. */
  #sending = new Set();

  /**
   * @param {string | undefined} token
   * @param {string} text The body.
   * @param {(entry: object) => "accepted" | "rejected" | "later" | "unknown" | "unknown-sent"} [fate] What Refiner makes of an entry.
   * @returns {{ status: number, body: object }}
   */
  handle(token, text, fate) {
    const steps = this.steps(token, text, fate);
    for (;;) {
      const { done, value } = steps.next();
      if (done) return value;
    }
  }

  /**
   * The same, step by step: between two steps, other batches have theirs. An entry that another batch is sending just now is waited for.
   *
   * @param {string | undefined} token
   * @param {string} text
   * @param {(entry: object) => string} [fate]
   */
  *steps(token, text, fate = () => "accepted") {
    if (!token?.startsWith("token-")) return failed(401, "auth");
    if (Buffer.byteLength(text) > MOST_BYTES) return failed(413, "too_large");
    let entries;
    try {
      ({ entries } = JSON.parse(text));
    } catch {
      return failed(400, "input");
    }
    if (!Array.isArray(entries) || entries.length === 0 || entries.length > MOST) return failed(400, "input");
    if (text.includes('"api_key"')) return failed(400, "input");
    const user = decodeURIComponent(token.slice("token-".length));
    const results = [];
    let later;
    for (const entry of entries) {
      const { id } = entry;
      while (!later && this.#sending.has(id)) yield;
      const isNew = !later && !this.#known.has(id);
      if (isNew) {
        // From here to the reply, nobody knows whether Refiner has it.
        this.#sending.add(id);
        yield;
      }
      const result = later ? { ...later, id } : this.#one(user, entry, fate);
      if (isNew) this.#sending.delete(id);
      if (result.status === "later") later ??= result;
      results.push(result);
    }
    return { status: 200, body: { results } };
  }

  /** From now on, this entry is rejected, unless Refiner has it already. @param {string} id */
  refuse(id) {
    if (!this.#known.has(id)) this.#known.set(id, "rejected");
  }

  #one(user, entry, fate) {
    const { id, action, input } = entry;
    if (input.id !== user) return { id, status: "rejected", kind: "permission", path: "id", message: "id is another user's" };
    const known = this.#known.get(id);
    if (known) return known === "accepted" ? { id, status: "duplicate" } : { id, status: known, kind: "rejected", message: "it was rejected before" };
    const outcome = fate(entry);
    if (outcome === "later") return { id, status: "later", kind: "rate_limited", retry_after_ms: 1_000 };
    if (outcome === "accepted" || outcome === "unknown-sent") this.log.push({ user, id, action, input });
    if (outcome.startsWith("unknown")) {
      // Refiner may have it. It is not sent again.
      this.#known.set(id, "unknown");
      return { id, status: "unknown", kind: "timeout", message: "Refiner gave no answer" };
    }
    this.#known.set(id, outcome);
    return outcome === "accepted" ? { id, status: "accepted" } : { id, status: "rejected", kind: "rejected", message: "Refiner says no" };
  }
}

function failed(status, kind) {
  return { status, body: { kind, message: `answered ${status}` } };
}
