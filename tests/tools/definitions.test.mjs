// The definitions of the tools, checked against the protocol's schemas and the rules of each vendor.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { ToolSchema } from "@modelcontextprotocol/sdk/types.js";
import Ajv2020 from "ajv/dist/2020.js";
import contract from "refiner-wasm/contract";
import { tools } from "refiner-wasm/tools";
import { thrown } from "../support/failure.mjs";

const FORMATS = ["mcp", "openai", "openai-responses", "anthropic"];

/** Every valid combination. */
const ALL = FORMATS.flatMap((format) => (format === "mcp" ? [false] : [false, true]).map((strict) => ({ format, strict })));

const PARTS = {
  mcp: (tool) => [tool.name, tool.description, tool.inputSchema],
  openai: ({ function: made }) => [made.name, made.description, made.parameters],
  "openai-responses": (tool) => [tool.name, tool.description, tool.parameters],
  anthropic: (tool) => [tool.name, tool.description, tool.input_schema],
};

const actionOf = (name) => [...contract.actions, ...contract.operations].find((declared) => declared.name === name);

/** The declaration of each tool, in the contract's order: every action, and the operation that gives one object. */
const TOOLS = [...contract.actions, ...contract.operations.filter(({ gives }) => gives === "object")];
const OPERATION = "summarize_responses";
const ANSWERS = [OPERATION, "compare_responses", "sample_comments"];

/** Every nested schema with its place; the schema itself comes first. */
function* schemas(schema, place = "") {
  yield [schema, place];
  for (const [key, one] of Object.entries(schema.properties ?? {})) yield* schemas(one, `${place}.${key}`);
  for (const one of schema.anyOf ?? []) yield* schemas(one, `${place}|`);
  if (schema.items) yield* schemas(schema.items, `${place}[]`);
  if (typeof schema.additionalProperties === "object") yield* schemas(schema.additionalProperties, `${place}{}`);
}

/** Changes everything that can be changed. */
function spoil(value) {
  for (const key of Object.keys(value)) {
    if (typeof value[key] === "object" && value[key] !== null) spoil(value[key]);
    delete value[key];
  }
}

/** The keywords that the strict modes of both vendors accept. */
const STRICT_KEYWORDS = ["type", "description", "properties", "required", "additionalProperties", "items", "enum", "anyOf"];

for (const { format, strict } of ALL) {
  describe(`${format}${strict ? ", strict" : ""}`, () => {
    const made = tools({ format, strict });
    const parts = made.map(PARTS[format]);

    test("has every action once, and the answers, in the contract's order, under a name that every vendor accepts", () => {
      assert.deepEqual(parts.map(([name]) => name), [...contract.actions.map(({ name }) => name), ...ANSWERS]);
      for (const [name] of parts) assert.match(name, /^[a-zA-Z0-9_-]{1,64}$/);
    });

    test("says what each does to data", () => {
      for (const [name, description] of parts) {
        const { effect, destroys } = actionOf(name);
        assert.equal(/\bRead-only\./.test(description), effect === "read", description);
        assert.equal(/\bDestructive: /.test(description), effect === "destructive", description);
        if (destroys) assert.ok(description.includes(`Destructive: destroys ${destroys}.`), description);
      }
      assert.match(parts.find(([name]) => name === "get_contact")[1], /Give at least one of: id, email, uuid\./);
    });

    test("has valid schemas of objects, with no combination at the root and no references", () => {
      for (const [name, , schema] of parts) {
        assert.equal(schema.type, "object", name);
        for (const combination of ["anyOf", "oneOf", "allOf", "not"]) assert.ok(!(combination in schema), `${name}: ${combination}`);
        assert.doesNotMatch(JSON.stringify(schema), /\$ref|\$defs/);
        assert.ok(new Ajv2020({ strict: false }).validateSchema(schema), name);
        for (const [one, place] of schemas(schema)) {
          if (one.properties) assert.equal(one.additionalProperties, false, `${name}${place} is open`);
        }
      }
    });

    // Hosts of Gemini refuse both.
    test("has no list of types, and nothing beside an anyOf", () => {
      let unions = 0;
      for (const [name, , schema] of parts) {
        for (const [one, place] of schemas(schema)) {
          const where = `${name}${place}: ${JSON.stringify(one)}`;
          if (one.anyOf) assert.deepEqual([Object.keys(one), one.anyOf.some(({ anyOf }) => anyOf)], [["anyOf"], false], where);
          else assert.equal(typeof one.type, "string", where);
          if (one.type !== "array") assert.ok(!("items" in one), where);
          else assert.ok("items" in one, where);
          unions += one.anyOf ? 1 : 0;
        }
      }
      // Only a strict schema needs them, and two groups to compare: a pair of keys has no name.
      assert.ok(strict ? unions > 3 : unions <= 2, String(unions));
    });

    test("describes every parameter", () => {
      for (const [name, , { properties }] of parts) {
        for (const [key, one] of Object.entries(properties)) {
          assert.ok((one.description ?? one.anyOf[0].description)?.length > 5, `${name}.${key}`);
        }
      }
    });

    test("shows no parameter that the contract does not declare, and every required one", () => {
      for (const [name, , { properties, required = [] }] of parts) {
        const { input, shown = Object.keys(input.properties) } = actionOf(name);
        for (const key of Object.keys(properties)) assert.ok(key in input.properties && shown.includes(key), `${name}.${key}`);
        for (const key of input.required ?? []) assert.ok(key in properties && required.includes(key), `${name}.${key}`);
      }
    });

    test("is plain data that the caller may change", () => {
      assert.deepEqual(structuredClone(made), made);
      const again = tools({ format, strict });
      const before = JSON.stringify(again);
      spoil(made);
      assert.equal(JSON.stringify(tools({ format, strict })), before);
    });
  });
}

describe("strict", () => {
  for (const format of ["openai", "openai-responses", "anthropic"]) {
    test(`${format} uses the vendors' keywords and no others`, () => {
      for (const { name } of TOOLS) {
        const [[, , schema]] = tools({ format, strict: true, only: [name] }).map(PARTS[format]);
        for (const [one, place] of schemas(schema)) {
          for (const keyword of Object.keys(one)) assert.ok(STRICT_KEYWORDS.includes(keyword), `${name}${place}: ${keyword}`);
          assert.ok("type" in one || "anyOf" in one, `${name}${place} says no type`);
          if ([one.type].flat().includes("object")) assert.equal(one.additionalProperties, false, `${name}${place}`);
          const keys = Object.keys(one.properties ?? {});
          if (format !== "anthropic") assert.deepEqual(one.required ?? [], keys, `${name}${place}: all must be required`);
        }
      }
    });
  }

  test("OpenAI's optional parameters can be null, and its required ones cannot", () => {
    for (const { name, input } of TOOLS) {
      const [{ parameters }] = tools({ format: "openai-responses", strict: true, only: [name] });
      for (const [key, property] of Object.entries(parameters.properties)) {
        const takesNull = new Ajv2020({ strict: false }).validate(property, null);
        assert.equal(takesNull, !(input.required ?? []).includes(key), `${name}.${key}`);
      }
    }
  });

  test("OpenAI's strict flag is always stated", () => {
    for (const strict of [true, false]) {
      assert.ok(tools({ format: "openai", strict }).every((tool) => tool.function.strict === strict));
      assert.ok(tools({ format: "openai-responses", strict }).every((tool) => tool.strict === strict));
    }
    assert.ok(tools({ format: "openai" }).every((tool) => tool.function.strict === false));
    assert.ok(tools({ format: "anthropic" }).every((tool) => !("strict" in tool)));
  });

  test("Anthropic's limits of one request are kept, and each tool by itself is strict", () => {
    const made = tools({ format: "anthropic", strict: true });
    const chosen = made.filter((tool) => tool.strict);
    const all = chosen.flatMap((tool) => [...schemas(tool.input_schema)].map(([schema]) => schema));
    const optional = all.map(({ properties = {}, required = [] }) => Object.keys(properties).length - required.length);
    assert.ok(chosen.length <= 20);
    assert.ok(optional.reduce((sum, count) => sum + count, 0) <= 24);
    assert.ok(all.filter((schema) => schema.anyOf || Array.isArray(schema.type)).length <= 16);
    // Tools that can do harm come first.
    for (const tool of made) if (!tool.strict) assert.equal(actionOf(tool.name).effect, "read", tool.name);
    for (const { name } of TOOLS) {
      assert.equal(tools({ format: "anthropic", strict: true, only: [name] })[0].strict, true, name);
    }
  });
});

describe("mcp", () => {
  const made = tools({ format: "mcp", outputSchemas: true });

  test("is valid by the protocol's own schema", () => {
    for (const tool of made) assert.deepEqual(ToolSchema.parse(tool), tool);
  });

  test("states every hint", () => {
    for (const { name, title, annotations } of made) {
      const { effect, idempotent } = actionOf(name);
      assert.deepEqual(annotations, {
        title,
        readOnlyHint: effect === "read",
        destructiveHint: effect === "destructive",
        idempotentHint: idempotent,
        openWorldHint: true,
      });
    }
  });

  test("asserts no more about an output than the core guarantees", () => {
    for (const { name, outputSchema } of made) {
      const check = new Ajv2020({ strict: false }).compile(outputSchema);
      const odd = { uuid: 7, message: null, data: [], contact: "x", account: [1], unknown: {} };
      const page = { items: [odd, null, "text"], pagination: "none" };
      assert.ok(check(actionOf(name).list ? page : odd), `${name}: ${JSON.stringify(check.errors)}`);
      assert.equal(outputSchema.type, "object");
    }
  });
});

describe("the summary", () => {
  const [tool] = tools({ format: "mcp", only: [OPERATION], outputSchemas: true });
  const declared = actionOf(OPERATION);

  test("shows what the contract says that a tool shows", () => {
    const { properties, required } = tool.inputSchema;
    assert.deepEqual(Object.keys(properties), declared.shown);
    assert.deepEqual(required, declared.input.required);
    const check = new Ajv2020({ strict: false }).compile(tool.inputSchema);
    for (const metrics of [["count"], ["nps:reason", "csat"]]) {
      assert.ok(check({ metrics, form_uuids: ["f"], group_by: "answer:q" }), JSON.stringify(check.errors));
    }
    for (const metrics of [undefined, "nps", [7]]) assert.ok(!check({ metrics }), JSON.stringify(metrics));
    assert.match(properties.metrics.items.description, /One of nps, csat, ces, rating, distribution, count; or WORD:QUESTION\./);
    assert.match(properties.group_by.description, /One of none, form, .*month; or attribute:NAME; or answer:NAME\./);
  });

  test("for a strict mode has the contract's own shapes", () => {
    const [{ parameters }] = tools({ format: "openai-responses", strict: true, only: [OPERATION] });
    const check = new Ajv2020({ strict: false }).compile(parameters.properties.metrics);
    for (const metrics of [["count"], [{ metric: "nps", question: "nps", scale: null, top_boxes: null, top: null }]]) {
      assert.ok(check(metrics), JSON.stringify(check.errors));
    }
    for (const metrics of [["mood"], [{ metric: "mood" }], [{ question: "nps" }]]) assert.ok(!check(metrics), JSON.stringify(metrics));
  });

  test("names the keys of every kind of report, including those of one kind only", () => {
    const { properties } = tool.outputSchema.properties.metrics.items;
    const kinds = declared.output.$defs;
    for (const kind of ["ScoreReport", "DistributionReport", "CountReport"]) {
      // Questions are other people's words, and below the mark.
      const known = { ...properties, ...properties.untrusted_text.properties };
      for (const key of Object.keys(kinds[kind].properties)) assert.ok(key in known, `${kind}.${key}`);
    }
    // Shares of scores and of choices.
    assert.deepEqual(Object.keys(properties.distribution.items.properties), ["score", "count", "share", "respondents", "interval", "untrusted_text"]);
    assert.match(properties.n.description, /The number of scores on the scale\. \/ .*respondents.* Usually integer\./);
  });

  test("lists the same keys once", () => {
    const { groups, other } = tool.outputSchema.properties;
    assert.match(groups.items.properties.metrics.items.description, /With the keys of metrics\[\]\./);
    assert.match(other.description, /With the keys of groups\[\]\./);
    assert.equal("properties" in other, false);
  });
});

describe("profile", () => {
  const names = (options) => tools({ format: "mcp", ...options }).map(({ name }) => name);
  const reads = TOOLS.filter(({ effect }) => effect === "read").map(({ name }) => name);

  test("read changes nothing, events tells of users, all is everything and the default", () => {
    assert.deepEqual(names({ profile: "read" }), reads);
    assert.deepEqual(names({ profile: "events" }), ["identify_user", "get_contact", "track_event"]);
    assert.deepEqual(names({ profile: "all" }), TOOLS.map(({ name }) => name));
    assert.deepEqual(names({}), names({ profile: "all" }));
  });

  test("only chooses within it", () => {
    assert.deepEqual(names({ profile: "read", only: ["get_contact", "delete_contact", "write"] }), ["get_contact"]);
    assert.deepEqual(names({ profile: "events", only: ["read"] }), ["get_contact"]);
  });
});

describe("only", () => {
  const names = (only) => tools({ format: "mcp", only }).map(({ name }) => name);
  const withEffect = (...effects) => TOOLS.filter(({ effect }) => effects.includes(effect)).map(({ name }) => name);

  test("chooses by effect, name and alias, each once, in the contract's order", () => {
    assert.deepEqual(names(["read"]), withEffect("read"));
    assert.deepEqual(names(["write"]), withEffect("write"));
    assert.deepEqual(names(["read", "write"]), withEffect("read", "write"));
    assert.deepEqual(names(["track_event", "REFINER_GET_CONTACT", "get_contact"]), ["get_contact", "track_event"]);
    assert.deepEqual(names([]), []);
    assert.equal(names(undefined).length, TOOLS.length);
  });

  test("counts the summary among the reads, and takes its name", () => {
    assert.ok(names(["read"]).includes(OPERATION));
    assert.ok(!names(["write", "destructive"]).includes(OPERATION));
    assert.deepEqual(names([OPERATION, "track_event"]), ["track_event", OPERATION]);
  });
});

describe("a wrong option is an error that names the nearest", () => {
  for (const [options, message] of [
    [undefined, /takes an object/],
    [{}, /undefined is no format; there are: mcp, openai, openai-responses, anthropic/],
    [{ format: "antropic" }, /did you mean anthropic\?/],
    [{ format: "toString" }, /is no format/],
    [{ format: "mcp", onyl: [] }, /onyl is not an option of tools; did you mean only\?/],
    [{ format: "mcp", strict: true }, /MCP has no such mode/],
    [{ format: "openai", strict: "yes" }, /strict must be true or false/],
    [{ format: "mcp", only: "read" }, /only must be a list/],
    [{ format: "mcp", profile: "raed" }, /raed is no profile; did you mean read\?/],
    [{ format: "mcp", profile: "write" }, /write is no profile; there are: all, read, events/],
    [{ format: "mcp", profile: "toString" }, /is no profile/],
    [{ format: "mcp", profile: null }, /null is no profile/],
    [{ format: "mcp", outputSchemas: "yes" }, /outputSchemas must be true or false/],
    [{ format: "openai", outputSchemas: true }, /outputSchemas are for mcp/],
    [{ format: "mcp", only: ["lst_forms"] }, /lst_forms is no action; did you mean list_forms\?/],
    [{ format: "mcp", only: ["reed"] }, /did you mean read\?/],
    [{ format: "mcp", only: [null] }, /null is no action/],
    [{ format: "mcp", only: ["sumarize_responses"] }, /did you mean summarize_responses\?/],
    [{ format: "mcp", only: ["export_responses"] }, /export_responses gives a file, as a stream, and cannot be run as a tool; use the method exportResponses\(\)/],
    [{ format: "mcp", only: ["sync_responses"] }, /gives one item after another, and cannot be run as a tool; use the method syncResponses\(\)/],
  ]) {
    test(JSON.stringify(options) ?? "nothing", () => thrown(() => tools(options), { kind: "config", message, attempts: 0 }));
  }
});
