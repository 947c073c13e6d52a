// The data of the timed rows: pages of responses whose texts are of six kinds, made from a seed, the same in every runtime.
//
// Of each kind there are eight pages, one for each way to combine short or long answers, with or without traits, and keys in the
// server's order or shuffled in each object. The rest of a response is as the sandbox writes it. The first page has traits, because an
// export takes its columns from it.

import { PAGE_LENGTH, pagination } from "./paging.mjs";
import { Dice, KINDS, text } from "./texts.mjs";

const SEED = 13;
/** How many words a comment has, at least and in all; a text takes the average of both. */
const WORDS = { short: [1, 4], long: [20, 60] };
const [CONTACTS, ACCOUNTS] = [400, 40];
const CHOICES = 6;

const variants = ["short", "long"].flatMap((length) => [true, false].flatMap((traits) => [false, true].map((shuffled) => ({ length, traits, shuffled }))));

export const KIND_NAMES = Object.keys(KINDS);
export const PAGES_OF_A_KIND = variants.length;

/** The pages of a kind, which are a whole list. @param {string} name */
export function pagesOf(name) {
  const dice = new Dice(SEED + KIND_NAMES.indexOf(name));
  const world = worldOf(KINDS[name], dice);
  return variants.map((variant, index) => {
    const items = Array.from({ length: PAGE_LENGTH }, () => JSON.stringify(response(KINDS[name], dice, world, variant)));
    const start = new TextEncoder().encode(`{"items":[${items.join(",")}]`);
    const end = pagination(index + 1, variants.length);
    const page = new Uint8Array(start.length + end.length);
    page.set(start);
    page.set(end, start.length);
    return page;
  });
}

const hex = (/** @type {Dice} */ dice, /** @type {number} */ length) => Array.from({ length }, () => dice.below(16).toString(16)).join("");
const uuid = (/** @type {Dice} */ dice) => [8, 4, 4, 4, 12].map((length) => hex(dice, length)).join("-");
const two = (/** @type {number} */ number) => String(number).padStart(2, "0");
const time = (/** @type {Dice} */ dice) => `2026-${two(1 + dice.below(12))}-${two(1 + dice.below(28))} ${two(dice.below(24))}:${two(dice.below(60))}:${two(dice.below(60))}`;

/** @typedef {import("./texts.mjs").Kind} Kind */

/** What comes again in many responses: forms, contacts, accounts, choices. @param {Kind} kind @param {Dice} dice */
function worldOf(kind, dice) {
  const accounts = Array.from({ length: ACCOUNTS }, (_, index) => ({ display_name: text(kind, dice, 2), domain: `account${index}.example.com`, remote_id: `org-${index}`, uuid: uuid(dice) }));
  const contacts = Array.from({ length: CONTACTS }, (_, index) => {
    const name = text(kind, dice, 2);
    const account = index % 10 ? dice.of(accounts) : null;
    const traits = { country: "US", is_admin: "false", language: "en", name, plan: dice.of(["free", "pro", "team"]), role: text(kind, dice, 1), seats: String(dice.below(50)), signed_up_at: `${time(dice).replace(" ", "T")}.000000Z` };
    return { account, traits, display_name: name, email: `user${index}@example.com`, remote_id: `user-${index}`, uuid: uuid(dice) };
  });
  const forms = Array.from({ length: 3 }, () => ({ name: text(kind, dice, 4), uuid: uuid(dice) }));
  const choices = Array.from({ length: CHOICES }, (_, index) => `${text(kind, dice, 2)} ${index}`);
  return { contacts, forms, choices };
}

/** @param {Kind} kind @param {Dice} dice @param {ReturnType<typeof worldOf>} world @param {typeof variants[number]} variant */
function response(kind, dice, { contacts, forms, choices }, { length, traits, shuffled }) {
  const { account, traits: attributes, ...contact } = dice.of(contacts);
  const [least, more] = WORDS[length];
  const comment = () => text(kind, dice, least + dice.below(more));
  const first = time(dice);
  const [answered, completed] = [dice.below(10) > 1, dice.below(10) > 3];
  /** @type {Record<string, unknown>} */
  const data = {};
  if (answered) {
    // A score is text as often as a number; a third leave no comment.
    const score = dice.below(11);
    data.nps = dice.below(2) ? String(score) : score;
    if (dice.below(3)) data.nps_reason = comment();
    data.features = choices.filter(() => dice.below(3) === 0);
    if (dice.below(2)) data.wish = comment();
  }
  const when = answered ? time(dice) : null;
  const item = {
    completed_at: answered && completed ? when : null,
    contact: inOrder({ account, ...(traits ? { attributes } : {}), ...contact }, shuffled, dice),
    data: inOrder(data, shuffled, dice),
    dismissed_at: null,
    first_data_reception_at: when,
    first_shown_at: first,
    form: dice.of(forms),
    last_data_reception_at: when,
    last_shown_at: first,
    received_at: when,
    show_counter: 1 + dice.below(3),
    ...(dice.below(4) ? {} : { tags: [{ name: text(kind, dice, 1), uuid: uuid(dice) }] }),
    uuid: uuid(dice),
  };
  return inOrder(item, shuffled, dice);
}

/** An object with its keys in an order of its own, if they are shuffled. @param {Record<string, unknown>} object @param {boolean} shuffled @param {Dice} dice */
function inOrder(object, shuffled, dice) {
  if (!shuffled) return object;
  const entries = Object.entries(object);
  for (let left = entries.length; left > 1; left--) {
    const other = dice.below(left);
    [entries[left - 1], entries[other]] = [entries[other], entries[left - 1]];
  }
  return Object.fromEntries(entries);
}
