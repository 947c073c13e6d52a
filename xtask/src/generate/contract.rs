//! Everything that is declared about every action, as data for programs: `contract.json`, and the same as a JavaScript
//! module.

use std::fmt::Write as _;

use refiner_wasm::actions::operations::OPERATIONS;
use refiner_wasm::actions::read_back::{self, ReadBack};
use refiner_wasm::actions::{Action, all};
use refiner_wasm::json::value::Value;

use super::json::{Json, Object, compact, pretty};
use super::operation;
use super::schema::{Side, document};
use super::{HEADER, VENDOR, camel_case, error_kinds, prose};

/// Increased when a reader of an earlier contract could misread this one.
const VERSION: i64 = 1;

/// What `contract.d.ts` contains besides the names of the actions.
const TYPES: &str = r#"/** A self-contained JSON Schema (draft 2020-12) of an object. */
export interface ObjectSchema {
  $schema: "https://json-schema.org/draft/2020-12/schema";
  title: string;
  description: string;
  type: "object";
  properties: Record<string, { [keyword: string]: JsonValue }>;
  required?: string[];
  /** The keys of which at least one is required; `description` says so too. */
  anyOf?: { required: string[] }[];
  [keyword: string]: JsonValue | undefined;
}

/** The declaration of an operation, which makes several calls. */
export interface ContractOperation {
  readonly name: keyof OperationTypes;
  /** The method of `Refiner`. */
  readonly method: string;
  /** A few words for a menu. */
  readonly title: string;
  /** What it does, for people and programs that choose an action. */
  readonly description: string;
  readonly effect: "read";
  readonly idempotent: true;
  /** The actions that it calls; the first one is the list that it walks through. */
  readonly made_of: readonly ContractActionName[];
  /** The parameters of `input` that select items of the list: the method's first argument. */
  readonly query: readonly string[];
  /** The parameters of `input` that say what to do with the items: the method's second argument. */
  readonly settings: readonly string[];
  /** The parameters that a tool's definition shows to a model; empty if it is no tool. `run` takes all of them. */
  readonly shown: readonly string[];
  /** Whether it gives one object, the bytes of a file, or one item after another; `output` describes the object or an item. */
  readonly gives: "object" | "file" | "items";
  /** The input: query and settings together. */
  readonly input: ObjectSchema;
  readonly output: ObjectSchema;
}

/** A parameter or a key, and where its value comes from: `input.KEY` or `reply.KEY` of the write, or JSON. */
export interface ContractSource {
  readonly name: string;
  readonly from: string;
}

/** Which read shows what a write has done. */
export interface ContractReadBack {
  /** The action that reads; null if none shows it, and `why`. */
  readonly action: ContractActionName | null;
  readonly why?: string;
  /** The parameters that name the object: the first whose source has a value is given. */
  readonly by?: readonly ContractSource[];
  /** The parameters that are always given. */
  readonly with?: readonly ContractSource[];
  /** In a list, the key of the item to find. */
  readonly find?: ContractSource | null;
  /** Whether the object must be there, or gone. */
  readonly present?: boolean;
  /** The paths in the input and in the object that must agree, and how. */
  readonly compare?: readonly { readonly written: string; readonly read: string; readonly rule: "equal" | "each" | "listed" | "unlisted" | "set" }[];
}

/** A kind of error. */
export interface ContractErrorKind {
  readonly kind: ErrorKind;
  readonly description: string;
}

/** The declaration of an action. */
export interface ContractAction {
  readonly name: ContractActionName;
  /** The method of `Refiner`. */
  readonly method: keyof RefinerActions;
  /** Other names that `call`, `list` and `plan` accept. */
  readonly aliases: readonly string[];
  /** A few words for a menu. */
  readonly title: string;
  /** What it does, for people and programs that choose an action. */
  readonly description: string;
  /** What it does to data: nothing, add or change, remove. */
  readonly effect: "read" | "write" | "destructive";
  /** Whether doing it twice has the same effect as doing it once. */
  readonly idempotent: boolean;
  /** What it destroys as well; null if nothing. */
  readonly destroys: string | null;
  /** The request, relative to the base URL. */
  readonly http: { readonly method: "GET" | "POST" | "DELETE"; readonly path: string };
  /** The vendor's documentation. */
  readonly docs: string;
  /** Whether it gives a page of a list. */
  readonly list: boolean;
  /** How its effect is seen; null if it changes nothing. */
  readonly read_back: ContractReadBack | null;
  /** The input. Strict, like the client. */
  readonly input: ObjectSchema;
  /** The documented reply. The client hands out replies that differ, and reports the differences. */
  readonly output: ObjectSchema;
}

export interface Contract {
  readonly version: 1;
  readonly actions: readonly ContractAction[];
  readonly operations: readonly ContractOperation[];
  readonly error_kinds: readonly ContractErrorKind[];
}

declare const all: Contract;
export default all;

/**
 * The declaration of an operation, by its name, or of an action, by its name or an alias.
 *
 * @throws {RefinerError} of kind `input` if there is no such operation or action.
 */
export function contract(name: keyof OperationTypes): ContractOperation;
export function contract(name: keyof ActionTypes): ContractAction;
"#;

/// Finds an action or an operation in the contract.
const FIND: &str = r#"
/** @param {any} name */
export function contract(name) {
  const declared = /** @type {any[]} */ ([...all.actions, ...all.operations]);
  const found = declared.find((one) => one.name === name || one.aliases?.includes(name));
  if (found) return found;
  const message = `contract: Refiner has no action ${String(name).slice(0, 64)}`;
  throw new RefinerError({ kind: "input", path: "action", message, attempts: 0 });
}
"#;

/// The text of `contract.json`.
pub(super) fn json() -> String {
    pretty(&contract())
}

/// The text of `contract.js`, because not every runtime and bundler can import JSON.
pub(super) fn javascript() -> String {
    let import = "import { RefinerError } from \"../internal/error.js\";";
    format!("// {HEADER}\n{import}\n\nconst all = {};\n\nexport default all;\n{FIND}", compact(&contract()))
}

/// The text of `contract.d.ts`.
pub(super) fn types() -> String {
    let mut out = format!(
        "// {HEADER}\n\nimport type {{ ActionTypes, ErrorKind, JsonValue, OperationTypes, RefinerActions }} from \"./types.js\";\n\n"
    );
    out.push_str("/** The name of an action; its aliases aside. */\nexport type ContractActionName =");
    for action in all() {
        let _ = write!(out, "\n  | \"{}\"", action.name);
    }
    out.push_str(";\n\n");
    out.push_str(TYPES);
    out
}

fn contract() -> Value {
    let kinds = error_kinds().map(|(kind, meaning)| Object::new().with("kind", kind).with("description", meaning));
    Object::new()
        .with("version", VERSION)
        .with("actions", all().map(entry).collect::<Vec<_>>())
        .with("operations", OPERATIONS.iter().map(operation::entry).collect::<Vec<_>>())
        .with("error_kinds", kinds.collect::<Vec<_>>())
        .json()
}

fn entry(action: &Action) -> Object {
    let http = Object::new().with("method", action.method.as_str()).with("path", action.path);
    Object::new()
        .with("name", action.name)
        .with("method", camel_case(action.name))
        .with("aliases", action.aliases)
        .with("title", action.title.text())
        .with("description", prose(&action.description.text()))
        .with("effect", action.effect.as_str())
        .with("idempotent", action.idempotent)
        .with("destroys", Some(action.destroys.text()).filter(|words| !words.is_empty()))
        .with("http", http)
        .with("docs", format!("{VENDOR}#{}", action.anchor.text()))
        .with("list", action.list)
        .with("read_back", read_back::of(action.name).map(read_back_entry))
        .with("input", document(action.input, Side::Input))
        .with("output", document(action.output, Side::Output))
}

/// Which read shows what a write has done.
fn read_back_entry(entry: &ReadBack) -> Object {
    let read = match entry.by {
        Err(why) => return Object::new().with("action", None::<&str>).with("why", why),
        Ok(read) => read,
    };
    let pairs = |pairs: &[(&str, &str)]| {
        pairs.iter().map(|(name, source)| Object::new().with("name", *name).with("from", *source)).collect::<Vec<_>>()
    };
    let compare = read.compare.iter().map(|agreement| {
        Object::new()
            .with("written", agreement.written)
            .with("read", agreement.read)
            .with("rule", agreement.rule.as_str())
    });
    Object::new()
        .with("action", read.action)
        .with("by", pairs(read.by))
        .with("with", pairs(read.with))
        .with("find", read.find.map(|(name, source)| Object::new().with("name", name).with("from", source)))
        .with("present", read.present)
        .with("compare", compare.collect::<Vec<_>>())
}
