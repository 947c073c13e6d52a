// A Cloudflare Queue, Durable Objects and a Refiner in virtual time, with the vendors' published limits.

/** https://developers.cloudflare.com/queues/platform/limits/ */
const MOST_IN_A_CALL = 100;
const MOST_BYTES_IN_A_CALL = 256_000;
const MOST_BYTES = 128_000;
/** What a message costs as one operation: https://developers.cloudflare.com/queues/platform/pricing/ */
const OPERATION_BYTES = 64_000;

/** A queue with its consumer. All numbers are settings of a real one. */
export class VirtualQueue {
  constructor({ consume, batchSize = 100, batchTimeoutMs = 5_000, concurrency = 5, maxRetries = 100, perSecond = 5_000, random = () => 0 }) {
    Object.assign(this, { consume, batchSize, batchTimeoutMs, concurrency, maxRetries, perSecond, random });
    /** Due, in order; taken from the front. */
    this.ready = [];
    this.front = 0;
    this.running = 0;
    this.delayed = 0;
    /** Those that are being delivered, or delivered again later, with the time at which they were put in. */
    this.taken = new Map();
    this.exhausted = [];
    this.operations = 0;
    this.deliveries = 0;
    this.second = { at: 0, count: 0 };
  }

  /** How many messages wait or are being delivered. */
  get backlog() {
    return this.ready.length - this.front + this.delayed;
  }

  /** When the oldest of them was put in; `otherwise` if there is none. */
  oldest(otherwise) {
    const waiting = this.ready.slice(this.front).map(({ timestamp }) => timestamp);
    return [...waiting, ...this.taken.values()].reduce((least, timestamp) => Math.min(least, timestamp), otherwise);
  }

  /** The binding's method. */
  async sendBatch(messages) {
    const sized = [...messages].map(({ body }) => {
      const text = JSON.stringify(body);
      return { text, bytes: Buffer.byteLength(text) + 100 };
    });
    if (sized.length === 0 || sized.length > MOST_IN_A_CALL) throw new Error(`sendBatch of ${sized.length} messages`);
    if (sized.some(({ bytes }) => bytes > MOST_BYTES)) throw new Error("message too large");
    if (sized.reduce((sum, { bytes }) => sum + bytes, 0) > MOST_BYTES_IN_A_CALL) throw new Error("batch too large");
    const second = Math.floor(Date.now() / 1000);
    if (this.second.at !== second) this.second = { at: second, count: 0 };
    if (this.second.count + sized.length > this.perSecond) throw new Error("Too Many Requests");
    this.second.count += sized.length;
    for (const { text, bytes } of sized) {
      const operations = Math.ceil(bytes / OPERATION_BYTES);
      this.operations += operations;
      this.ready.push({ text, operations, timestamp: Date.now(), attempts: 0 });
    }
    this.wake();
  }

  wake() {
    while (this.running < this.concurrency && this.ready.length - this.front >= this.batchSize) this.start();
    if (this.ready.length === this.front || this.running === this.concurrency || this.timer) return;
    this.timer = true;
    setTimeout(() => {
      this.timer = false;
      if (this.running < this.concurrency && this.ready.length > this.front) this.start();
      this.wake();
    }, this.batchTimeoutMs);
  }

  async start() {
    const taken = this.ready.slice(this.front, this.front + this.batchSize);
    this.front += taken.length;
    if (this.front > 10_000) {
      this.ready = this.ready.slice(this.front);
      this.front = 0;
    }
    this.running += 1;
    this.delayed += taken.length;
    const decided = new Map();
    const messages = taken.map((stored) => {
      this.operations += stored.operations;
      this.deliveries += 1;
      stored.attempts += 1;
      this.taken.set(stored, stored.timestamp);
      return {
        body: JSON.parse(stored.text),
        timestamp: new Date(stored.timestamp),
        attempts: stored.attempts,
        ack: () => decided.set(stored, "ack"),
        retry: ({ delaySeconds = 0 } = {}) => decided.set(stored, delaySeconds),
      };
    });
    // Deliveries are at least once: now and then, a batch is delivered whose acknowledgement is lost.
    await this.consume({ messages });
    for (const stored of taken) {
      const decision = decided.get(stored) ?? "ack";
      const lost = decision === "ack" && this.random() > 1 - this.duplicates;
      if (decision === "ack" && !lost) {
        this.operations += stored.operations;
        this.delayed -= 1;
        this.taken.delete(stored);
      } else if (stored.attempts > this.maxRetries) {
        this.exhausted.push(JSON.parse(stored.text));
        this.operations += 2 * stored.operations;
        this.delayed -= 1;
        this.taken.delete(stored);
      } else {
        setTimeout(() => {
          this.delayed -= 1;
          this.ready.push(stored);
          this.wake();
        }, lost ? 1_000 : decision * 1000);
      }
    }
    this.running -= 1;
    this.wake();
  }

  /** The share of acknowledgements that are lost. */
  duplicates = 0;
}

/** A namespace of Durable Objects of a class, with the storage that it uses. */
export function virtualObjects(Class) {
  const objects = new Map();
  const counts = { requests: 0, written: 0 };
  const make = () => {
    const records = new Map();
    const storage = {
      get: async (keys) => new Map(keys.flatMap((key) => (records.has(key) ? [[key, structuredClone(records.get(key))]] : []))),
      put: async (entries) => {
        for (const [key, value] of Object.entries(entries)) records.set(key, structuredClone(value));
        counts.written += Object.keys(entries).length;
      },
      delete: async (keys) => {
        for (const key of keys) records.delete(key);
        counts.written += keys.length;
        return keys.length;
      },
      getAlarm: async () => 1,
      setAlarm: async () => {},
    };
    return new Class({ storage }, {});
  };
  return {
    counts,
    idFromName: (name) => name,
    get: (name) => ({
      async fetch(_, { body }) {
        counts.requests += 1;
        if (!objects.has(name)) objects.set(name, make());
        return objects.get(name).fetch({ url: "https://object/", json: async () => JSON.parse(body) });
      },
    }),
  };
}

/**
 * A Refiner: it answers after some time, takes so many requests in any minute, and is away when `away` says so.
 *
 * @param {{ latencyMs?: number, perMinute?: number, away?: (now: number) => object | undefined }} options
 */
export function virtualRefiner({ latencyMs = 150, perMinute = 4000, away = () => undefined } = {}) {
  const calls = [];
  const recent = [];
  const refiner = {
    calls,
    refused: 0,
    async forward({ user, action, input }) {
      const fault = away(Date.now());
      await new Promise((resolve) => setTimeout(resolve, fault?.afterMs ?? latencyMs));
      if (fault) return fault.forwarded;
      const now = Date.now();
      while (recent.length > 0 && recent[0] <= now - 60_000) recent.shift();
      if (recent.length >= perMinute) {
        refiner.refused += 1;
        return { status: 429, body: "{}", kind: "rate_limited", retryAfterMs: recent[0] + 60_000 - now, reached: "yes" };
      }
      recent.push(now);
      calls.push({ now, user, action, input });
      return { status: 200, body: '{"message":"ok"}', reached: "yes" };
    },
  };
  return refiner;
}
