// @ts-check
// Summaries and exports, made from the bytes of pages. Loaded, with the bindings of their module, at the first of them.
import { operationDefaults } from "../generated/operations.js";
import { Written } from "../wasm/refiner_wasm.js";
import { extend, inputError } from "./error.js";
import { List } from "./list.js";
import { PageJob } from "./page-job.js";
import { asked, questionsOf, unasked } from "./questions.js";
import { withTraits } from "./traits.js";
import { Progress, walk } from "./walk.js";
import { offsetsOf } from "./zone.js";

/** @typedef {import("./page-job.js").Call} Call */
/** @typedef {import("./page-job.js").Sink} Sink */
/** @typedef {Pick<import("../index.js").WalkOptions, "signal" | "onProgress"> & { settings: Written }} Walk The settings: as they were at the call. */

// The loader instantiates the module through this.
export { default } from "../wasm/refiner_insight.js";
export { exportFile } from "./export-file.js";

/**
 * Summarises what a query finds, page after page.
 *
 * @param {Call} call
 * @param {Written} query
 * @param {Walk} options
 */
export async function summarize(call, query, { signal, onProgress, settings }) {
  const name = "summarize_responses";
  const progress = new Progress(onProgress);
  const given = settings.copy();
  const zone = zoneOf(name, given?.time_zone);
  /** @param {Written} settings */
  const begin = (settings) => new PageJob(call, { name, list: "list_responses" }, (insight) => insight.summary(settings, zone));
  const lacking = unasked(given);
  let job = begin(lacking.size > 0 ? asked(given, lacking, () => "\0") : settings);
  /** @param {Written} query @param {boolean} last */
  const count = async (query, last) => {
    for await (const _ of walk(job, query, progress, { signal, last }));
  };
  try {
    for (const option of ["group_by", "drivers", "comments"]) {
      if (namesTrait(given?.[option])) query = withTraits(name, query, option);
    }
    if (lacking.size > 0) {
      // That job has only checked everything else, before anything is sent.
      job.release();
      job = begin(asked(given, lacking, await questionsOf(call, query.copy(), progress, signal)));
    }
    const bySegment = given?.group_by === "segment";
    await count(query, !bySegment);
    if (bySegment) {
      // A response does not say which segments its contact belongs to, so there is one walk for each segment.
      const { segment_uuid, segment_uuids, page, page_cursor, ...rest } = query.copy() ?? {};
      const segments = await segmentsOf(call, { segment_uuid, segment_uuids }, progress, signal).catch((error) => {
        // A cursor of the list of segments is not a cursor of the list of responses.
        throw extend(error, { resume: undefined, progress: progress.soFar });
      });
      let left = segments.size;
      if (left === 0) progress.report();
      for (const [segment_uuid, name] of segments) {
        job.segment(segment_uuid, name);
        left -= 1;
        await count(new Written({ ...rest, segment_uuid }), left === 0).catch((error) => {
          throw Object.assign(error, { resume: { ...error.resume, segment_uuid } });
        });
      }
    }
    return job.report();
  } finally {
    job.release();
  }
}

/**
 * Whether a setting names a trait of contacts, itself or in `by` or `from`.
 *
 * @param {any} setting As given; its check comes later.
 */
function namesTrait(setting) {
  return [setting, setting?.by, setting?.from].flat().some((part) => typeof part?.attribute === "string");
}

/** @param {string} name @param {unknown} zone What the settings say. */
function zoneOf(name, zone) {
  // The core refuses anything but text.
  const offsets = typeof zone === "string" ? offsetsOf(zone) : undefined;
  if (typeof offsets === "string") throw inputError(name, "options.time_zone", offsets);
  return offsets;
}

/**
 * The segments that a query names, or else all there are. Each comes once, so that none is counted twice.
 *
 * @param {Call} call
 * @param {{ segment_uuid?: string, segment_uuids?: string[] }} query
 * @param {Progress} progress
 * @param {AbortSignal} [signal]
 * @returns {Promise<Map<string, string | undefined>>} Their names by their uuids.
 */
async function segmentsOf(call, { segment_uuid, segment_uuids }, progress, signal = new AbortController().signal) {
  const { page_length } = operationDefaults.summarize_responses;
  /** @type {Map<string, string | undefined>} */
  const all = new Map();
  const list = new List((input) => call("list_segments", input, signal), new Written({ page_length }));
  for await (const { data, attempts } of list.readings()) {
    progress.attempts += attempts;
    for (const segment of data.items) {
      if (typeof segment?.uuid === "string") all.set(segment.uuid, typeof segment.name === "string" ? segment.name : undefined);
    }
  }
  const named = [...(segment_uuids ?? []), ...(segment_uuid === undefined ? [] : [segment_uuid])];
  return named.length ? new Map(named.map((uuid) => [uuid, all.get(uuid)])) : all;
}
