// One thing to try with the tracker: its controls, the code that does it, and what just happened.
import { announce } from "../parts/announce.js";
import { el } from "../parts/dom.js";

/**
 * @param {string} title
 * @param {string} why
 * @param {string} code the lines that do it
 * @param {...HTMLElement} controls
 */
export function part(title, why, code, ...controls) {
  const said = el("p", { class: "part-said" });
  const view = el(
    "li",
    { class: "trial part" },
    el("h3", {}, title),
    el("p", { class: "quiet" }, why),
    ...controls,
    el("pre", { class: "json" }, code),
    said,
  );
  return {
    view,
    said,
    /** What just happened. @param {string} text */
    say(text) {
      said.textContent = text;
      announce(text);
    },
  };
}

/** @param {...HTMLElement} buttons */
export const row = (...buttons) => el("p", { class: "buttons" }, ...buttons);

/** @param {string} text @param {() => unknown} click @param {Record<string, unknown>} [more] */
export const button = (text, click, more = {}) => el("button", { type: "button", click, ...more }, text);
