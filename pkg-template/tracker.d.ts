import type { IdentifyUser } from "./generated/types.js";

/** Whether the user agrees to be tracked. */
export type Consent = "pending" | "granted" | "denied";

/** Where events wait. `memory` is lost with the page. */
export type StorageName = "indexeddb" | "localstorage" | "memory";

/**
 * Why events were dropped: the queue was `full`; they were too old (`expired`); the user did not agree (`consent`), or had not yet agreed and
 * memory was full (`pending`); or the tab was `reset` before it knew whose they are.
 */
export type DropReason = "full" | "expired" | "consent" | "pending" | "reset";

/** A user and what is known about them. */
export interface User {
  /** The user's id in your own system. It is needed: the token is for it. */
  id: string;
  email?: string | undefined;
  /** Traits of the user, as for `identifyUser`. */
  attributes?: IdentifyUser["attributes"];
  /** The account the user belongs to. */
  account?: IdentifyUser["account"];
}

/** The options of {@link createTracker}. */
export interface TrackerOptions {
  /** The address of the gateway: a path of this site, such as `/r`, or one that begins with `https://`. */
  endpoint: string;
  /**
   * Gives the token of a user. It is asked for one user at a time, kept until the gateway refuses it, and may fail: the user's events then
   * wait, each time longer, up to a minute, or until a page is loaded. Leave it out if the gateway knows users by their cookies.
   */
  token?: ((user: { id: string }) => string | Promise<string>) | undefined;
  /** The name of the event for a page, or null for none. Called at the start and whenever the address changes. */
  pageViews?: ((location: Location) => string | null | undefined) | undefined;
  /** Default: what the user said last, or else `granted`. */
  consent?: Consent | undefined;
  /** The name under which this browser keeps the queue. Default: `refiner-tracker`. */
  storageKey?: string | undefined;
  /** How long events may wait to be sent together, in milliseconds. Default: 5,000. */
  flushIntervalMs?: number | undefined;
  /** How many events are sent at once, without waiting. Default: 20. */
  flushAt?: number | undefined;
  /** How long a request may take, in milliseconds, up to 30,000. Default: 20,000. */
  timeoutMs?: number | undefined;
  /** The most events in the queue. Default: 1,000. */
  maxEvents?: number | undefined;
  /** The most bytes in the queue. Default: 1,000,000. */
  maxBytes?: number | undefined;
  /** How long an event is kept, in milliseconds. Default: seven days. */
  maxAgeMs?: number | undefined;
  /** The most events that wait for consent. Default: 100. */
  maxPending?: number | undefined;
}

/** An event that cannot be delivered, and why. */
export interface DeadLetter {
  /** The event's own id. */
  id: string;
  user: string;
  /** When it happened, in milliseconds since 1970. */
  at: number;
  action: "identify_user" | "track_event";
  input: { [name: string]: unknown };
  /** The kind of a `RefinerError`, or `unknown`: it was sent, and nobody knows whether it arrived. */
  kind: string;
  message: string;
  /** The place in the input, where there is one. */
  path?: string | undefined;
}

/** At any moment, `tracked = delivered + dropped + dead + queued`. */
export interface Stats {
  /** Events of this browser since the queue exists. `identify` is one too. */
  tracked: number;
  delivered: number;
  /** How many of `delivered` the gateway had already. */
  duplicate: number;
  dropped: number;
  /** `dropped`, by reason. */
  droppedBy: { [reason in DropReason]?: number };
  dead: number;
  queued: number;
  /** Where the next event is written. */
  storage: StorageName;
  consent: Consent;
}

/** What {@link Tracker.on} tells. */
export interface TrackerEvents {
  drop: { reason: DropReason; count: number };
  dead: DeadLetter;
  state: Stats;
}

/** A tracker. It is made by {@link createTracker}. */
export interface Tracker {
  /**
   * Says who the user is. Resolves once it is safely written down.
   *
   * @throws {RefinerError} `input`, if the user cannot be sent.
   */
  identify(user: User): Promise<void>;
  /**
   * Tracks an event of the user. Before the first `identify` it waits for that. Resolves once it is safely written down.
   *
   * @throws {RefinerError} `input`, if the event cannot be sent.
   */
  track(event: string): Promise<void>;
  /** Sends what waits. Resolves when that was tried; `stats()` says what is left. */
  flush(): Promise<void>;
  /** Forgets the user, at logout. What was tracked before is still sent as theirs. */
  reset(): Promise<void>;
  /** `pending`: events are held in memory. `denied`: all that was not sent is deleted. */
  setConsent(consent: Consent): Promise<void>;
  stats(): Promise<Stats>;
  /** The last 50 events that could not be delivered. */
  deadLetters(): Promise<DeadLetter[]>;
  /** Calls a function at each event. The result stops that. */
  on<N extends keyof TrackerEvents>(name: N, listener: (value: TrackerEvents[N]) => void): () => void;
  /** Stops. What waits stays written down, for the next tracker. */
  close(): Promise<void>;
}

/**
 * Makes a tracker.
 *
 * @throws {RefinerError} `config`, if an option is wrong, or on a server.
 */
export function createTracker(options: TrackerOptions): Tracker;
