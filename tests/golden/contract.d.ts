// Generated from the declarations in src/actions and src/model. Do not edit.

import type { ActionTypes, ErrorKind, JsonValue, OperationTypes, RefinerActions } from "./types.js";

/** The name of an action; its aliases aside. */
export type ContractActionName =
  | "verify_key"
  | "get_account_info"
  | "identify_user"
  | "list_contacts"
  | "get_contact"
  | "delete_contact"
  | "list_segments"
  | "add_contact_to_segment"
  | "remove_contact_from_segment"
  | "track_event"
  | "list_forms"
  | "publish_form"
  | "duplicate_form"
  | "archive_form"
  | "list_form_history"
  | "list_responses"
  | "store_response"
  | "tag_response"
  | "get_reporting";

/** A self-contained JSON Schema (draft 2020-12) of an object. */
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
