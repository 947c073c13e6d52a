// A page of responses as zod and valibot schemas: what src/model/response.rs declares, with unknown keys allowed.

import * as v from "valibot";
import * as z from "zod";

/** `2020-09-02 21:53:33`, or with a `T`, a fraction and an offset. */
export const TIME = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])[ T]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?$/;
export const NUMBER = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/;

export const TIMES = [
  "first_shown_at",
  "last_shown_at",
  "first_data_reception_at",
  "last_data_reception_at",
  "completed_at",
  "received_at",
  "dismissed_at",
];
export const each = (names, schema) => Object.fromEntries(names.map((name) => [name, schema]));

function zodSchema() {
  const identifier = z.string().min(1);
  const text = z.string().nullable();
  const time = z.string().regex(TIME).nullable();
  const counter = z.union([z.number(), z.string().regex(NUMBER)]);
  const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
  const answer = z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(scalar)]);
  const account = z.looseObject({ uuid: identifier, ...each(["remote_id", "display_name", "domain"], text) });
  const contact = z.looseObject({
    uuid: identifier,
    ...each(["remote_id", "email", "display_name"], text),
    account: account.nullable(),
    attributes: z.record(z.string(), scalar).nullish(),
  });
  const response = z.looseObject({
    uuid: identifier,
    ...each(TIMES, time),
    show_counter: counter.nullable(),
    form: z.looseObject({ uuid: identifier, name: z.string() }),
    data: z.record(z.string(), answer),
    contact,
    tags: z.array(z.union([z.string(), z.looseObject({ uuid: identifier.nullish(), name: z.string() })])).nullish(),
  });
  const counters = each(["items_count", "current_page", "last_page", "page_length"], counter);
  const pagination = z.looseObject({ ...counters, next_page_cursor: z.string().nullish() });
  return z.looseObject({ items: z.array(response), pagination });
}

function valibotSchema() {
  const identifier = v.pipe(v.string(), v.minLength(1));
  const text = v.nullable(v.string());
  const time = v.nullable(v.pipe(v.string(), v.regex(TIME)));
  const counter = v.union([v.number(), v.pipe(v.string(), v.regex(NUMBER))]);
  const scalar = v.union([v.string(), v.number(), v.boolean(), v.null()]);
  const answer = v.union([v.string(), v.number(), v.boolean(), v.null(), v.array(scalar)]);
  const account = v.looseObject({ uuid: identifier, ...each(["remote_id", "display_name", "domain"], text) });
  const contact = v.looseObject({
    uuid: identifier,
    ...each(["remote_id", "email", "display_name"], text),
    account: v.nullable(account),
    attributes: v.nullish(v.record(v.string(), scalar)),
  });
  const response = v.looseObject({
    uuid: identifier,
    ...each(TIMES, time),
    show_counter: v.nullable(counter),
    form: v.looseObject({ uuid: identifier, name: v.string() }),
    data: v.record(v.string(), answer),
    contact,
    tags: v.nullish(v.array(v.union([v.string(), v.looseObject({ uuid: v.nullish(identifier), name: v.string() })]))),
  });
  const counters = each(["items_count", "current_page", "last_page", "page_length"], counter);
  const pagination = v.looseObject({ ...counters, next_page_cursor: v.nullish(v.string()) });
  return v.looseObject({ items: v.array(response), pagination });
}

/** Each returns the page, or throws. */
export function checks() {
  const [plain, compiled, valibot] = [zodSchema(), z.compile(zodSchema()), valibotSchema()];
  return {
    zod: (page) => plain.parse(page),
    "zod, compiled": (page) => compiled.parse(page),
    valibot: (page) => v.parse(valibot, page),
  };
}
