// Shows JSON.
import { el } from "./dom.js";

const TOKEN = /("(?:[^"\\]|\\.)*")(\s*:)?|\b(?:true|false|null)\b|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** @param {unknown} value */
export function jsonView(value) {
  const text = JSON.stringify(value, null, 2) ?? "undefined";
  const block = el("pre", { class: "json" });
  let end = 0;
  for (const token of text.matchAll(TOKEN)) {
    const [whole, string, colon = ""] = token;
    const kind = string === undefined ? "json-value" : colon ? "json-key" : "json-text";
    block.append(text.slice(end, token.index), el("span", { class: kind }, string ?? whole), colon);
    end = token.index + whole.length;
  }
  block.append(text.slice(end));
  return block;
}
