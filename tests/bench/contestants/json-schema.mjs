// A page of responses as JSON Schema, written with TypeBox: what src/model/response.rs declares, with unknown keys allowed. TypeBox
// and Ajv compile the same schema.

import { Ajv } from "ajv";
import { Compile } from "typebox/compile";
import Type from "typebox";
import { each, NUMBER, TIME, TIMES } from "./schemas.mjs";

function schema() {
  const identifier = Type.String({ minLength: 1 });
  const nullable = (type) => Type.Union([type, Type.Null()]);
  const nullish = (type) => Type.Optional(nullable(type));
  const text = nullable(Type.String());
  const time = nullable(Type.String({ pattern: TIME.source }));
  const counter = Type.Union([Type.Number(), Type.String({ pattern: NUMBER.source })]);
  const scalar = Type.Union([Type.String(), Type.Number(), Type.Boolean(), Type.Null()]);
  const answer = Type.Union([Type.String(), Type.Number(), Type.Boolean(), Type.Null(), Type.Array(scalar)]);
  const account = Type.Object({ uuid: identifier, ...each(["remote_id", "display_name", "domain"], text) });
  const contact = Type.Object({
    uuid: identifier,
    ...each(["remote_id", "email", "display_name"], text),
    account: nullable(account),
    attributes: nullish(Type.Record(Type.String(), scalar)),
  });
  const response = Type.Object({
    uuid: identifier,
    ...each(TIMES, time),
    show_counter: nullable(counter),
    form: Type.Object({ uuid: identifier, name: Type.String() }),
    data: Type.Record(Type.String(), answer),
    contact,
    tags: nullish(Type.Array(Type.Union([Type.String(), Type.Object({ uuid: nullish(identifier), name: Type.String() })]))),
  });
  const counters = each(["items_count", "current_page", "last_page", "page_length"], counter);
  const pagination = Type.Object({ ...counters, next_page_cursor: nullish(Type.String()) });
  return Type.Object({ items: Type.Array(response), pagination });
}

/** Each returns the page, or throws. */
export function jsonSchemaChecks() {
  const compiled = Compile(schema());
  const validate = new Ajv({ allowUnionTypes: true }).compile(schema());
  /** @param {boolean} fits @param {unknown} page */
  const page = (fits, page) => {
    if (!fits) throw new Error("the page does not fit its schema");
    return page;
  };
  return {
    "typebox, compiled": (given) => page(compiled.Check(given), given),
    "ajv, compiled": (given) => page(validate(given) === true, given),
  };
}
