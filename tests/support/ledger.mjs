// A list of responses that a test can change at any moment, which the sandbox cannot: partial answers, late answers,
// answers in several parts. Its fetch answers GET /responses as the sandbox does, by cursor, newest first.

/** Refiner's own time format: `2026-01-31 12:00:00`. */
export const at = (ms) => new Date(ms).toISOString().slice(0, 19).replace("T", " ");

/** Whole seconds, because Refiner has no fractions. */
export const NOON = Date.UTC(2026, 5, 1, 12);

const FORM = { uuid: "form-1", name: "A form" };

/** A partial response whose latest answer came at this time. */
export const partial = (uuid, ms, data = { nps: 7 }, more = {}) => ({
  uuid,
  form: FORM,
  contact: { uuid: `contact-${uuid}`, remote_id: null, email: null, display_name: null, account: null },
  data,
  first_shown_at: at(ms),
  last_shown_at: at(ms),
  show_counter: 1,
  first_data_reception_at: at(ms),
  last_data_reception_at: at(ms),
  completed_at: null,
  received_at: at(ms),
  dismissed_at: null,
  ...more,
});

/** A completed response. */
export const completed = (uuid, ms, data) => partial(uuid, ms, data, { completed_at: at(ms) });

/** A response that was only shown. */
export const viewed = (uuid, ms) =>
  partial(uuid, ms, {}, { first_data_reception_at: null, last_data_reception_at: null, received_at: null });

const COVERS = {
  completed: ({ completed_at }) => completed_at !== null,
  partials: ({ completed_at, data }) => completed_at !== null || Object.keys(data).length > 0,
  all: () => true,
};

const parse = (text) => Date.parse(/[zZ]|[+-]\d\d:\d\d$/.test(text) ? text : `${text.replace(" ", "T")}Z`);

/**
 * @param {any[]} [responses] The initial responses.
 */
export function ledger(responses = []) {
  const rows = new Map();
  let counter = 0;
  const book = {
    /** The queries, in order. */
    asked: /** @type {URLSearchParams[]} */ ([]),
    /** Called before the request with this index is answered; may change the list, or return a Response of its own. */
    before: /** @type {(index: number) => any} */ (() => undefined),
    /** Adds a response, or replaces the one with this uuid. */
    put(response) {
      rows.set(response.uuid, { response, id: rows.get(response.uuid)?.id ?? ++counter });
    },
    /** @param {string} url */
    async fetch(url, init) {
      init?.signal?.throwIfAborted();
      const query = new URL(url).searchParams;
      const own = book.before(book.asked.push(query) - 1);
      if (own) return own;
      const include = query.get("include") ?? "completed";
      const time = ({ last_shown_at: shown, last_data_reception_at: received, completed_at: done }) =>
        parse(include === "all" ? (shown ?? received) : (received ?? done ?? shown));
      const from = query.get("date_range_start") ? parse(query.get("date_range_start")) : -Infinity;
      const until = query.get("date_range_end") ? parse(query.get("date_range_end")) : Infinity;
      const items = [...rows.values()]
        .map(({ response, id }) => ({ response, key: [time(response), id] }))
        .filter(({ response, key }) => COVERS[include](response) && key[0] >= from && key[0] < until)
        .sort(({ key: one }, { key: two }) => order(one, two));
      const after = query.get("page_cursor") ? JSON.parse(query.get("page_cursor")) : undefined;
      const left = after ? items.filter(({ key }) => order(after.key, key) < 0) : items;
      const length = Number(query.get("page_length") ?? 100);
      const page = left.slice(0, length);
      const number = (after?.page ?? 0) + 1;
      return Response.json({
        items: page.map(({ response }) => response),
        pagination: {
          items_count: items.length,
          current_page: number,
          last_page: number + Math.ceil(Math.max(0, left.length - length) / length),
          page_length: length,
          next_page_cursor: left.length > length ? JSON.stringify({ page: number, key: page.at(-1).key }) : null,
        },
      });
    },
  };
  for (const response of responses) book.put(response);
  return book;
}

/** Newest first. */
function order([time, id], [otherTime, otherId]) {
  return otherTime - time || otherId - id;
}
