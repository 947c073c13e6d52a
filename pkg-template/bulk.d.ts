import type { CallOptions } from "./index.js";
import type { ListResponses, Response } from "./generated/types.js";

/** What to walk through; `page_length` is 1000 unless it says otherwise. */
export type Query<Input> = Input | undefined;

/** How far a walk through a list has got. */
export interface Progress {
  pages: number;
  items: number;
  /** How many items there are to be read, if Refiner says so; by segment it is known in the last walk alone. */
  total: number | undefined;
  /** Bytes read, after decompression. */
  bytes: number;
  /** Milliseconds that are probably left. */
  etaMs: number | undefined;
}

interface BulkOptions extends CallOptions {
  /** Told after each page. What it throws is ignored. */
  onProgress?: (progress: Progress) => void;
}

/** What to count. All but `count` read the answers to a `question`: an identifier, or several. */
export type Metric =
  | "count"
  | "nps"
  | "csat"
  | "ces"
  | "rating"
  | "distribution"
  | { metric: "count" }
  | { metric: "nps"; question?: string | string[] }
  | { metric: "csat"; question?: string | string[]; scale?: { min: number; max: number }; top_boxes?: number }
  | { metric: "ces" | "rating"; question?: string | string[]; scale?: { min: number; max: number } }
  | { metric: "distribution"; question?: string | string[]; top?: number };

export interface SummaryOptions extends BulkOptions {
  /** 1 to 20 metrics. */
  metrics: Metric[];
  /** The question of every metric without one of its own. */
  question?: string | string[];
  /**
   * `segment` costs one walk more for each segment, because responses do not name theirs: all are walked once for the total, then
   * those of each segment that the query names (`segment_uuid`, `segment_uuids`), or else of each there is. A response of two
   * segments counts in both, and once in the total; a segment without responses is there, with 0 items.
   */
  group_by?: "none" | "form" | "account" | "segment" | "day" | "week" | "month" | { attribute: string } | { answer: string };
  /** Where a day begins, in minutes east of UTC. Default 0. */
  utc_offset_minutes?: number;
  /** Two groups by their keys (a segment's is its uuid), or the last two periods. */
  compare?: "last_two" | [string | null, string | null];
  /** How many choices of a distribution are listed. Default 20. */
  top?: number;
  /** How many groups are kept apart. Default 1000. */
  max_groups?: number;
}

/** A figure with what is known of its certainty. Null where there were no answers. */
export interface MetricReport {
  metric: string;
  question?: string[];
  /** How many answers were counted. */
  n: number;
  value?: number | null;
  /** The 95 % confidence interval. */
  interval?: [number, number] | null;
  /** Whether there are fewer than 30 answers. */
  few: boolean;
  [key: string]: unknown;
}

export interface Summary {
  pages: number;
  items: number;
  /** Items that are no objects, and were left out. */
  unreadable: number;
  metrics: MetricReport[];
  groups: { key: string | null; label: string | null; start: string | null; items: number; metrics: MetricReport[] }[];
  /** What was pooled because there were more than `max_groups` groups. */
  other: unknown;
  comparison: unknown;
}

export type ExportOptions = BulkOptions &
  (
    | { format: "ndjson" | "json" }
    | {
        format: "csv";
        /** The columns; without them they are discovered on the first page, and `other` takes the rest. */
        columns?: string[];
        /** Whether the file begins with a byte-order mark. Default false. */
        bom?: boolean;
        /** Whether text that a spreadsheet would run as a formula is guarded by an apostrophe. Default true. */
        guard?: boolean;
      }
  );

/**
 * Filters, and from where to go on. `include` is `partials` unless it says otherwise; with `all`, Refiner goes by when a survey
 * was last shown, so a view that is answered later than `overlapMs` after that is not found again.
 */
export interface SyncOptions extends Omit<ListResponses, "date_range_start" | "date_range_end" | "page" | "page_cursor"> {
  /** From when on, at the first run. */
  since?: string;
  /** How far back each run looks again, in milliseconds, for answers that Refiner received late. Default one hour. */
  overlapMs?: number;
  /** Where the last run ended, or broke off. */
  checkpoint?: string;
}

export interface ResponseSync extends AsyncIterable<Response> {
  /** Where to go on after a restart; valid at any time. Undefined before the first response of a first run. */
  readonly checkpoint: string | undefined;
}
