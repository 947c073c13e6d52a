// Whether the visitor agrees: this page remembers the choice, as a cookie banner does, and all tabs follow it.
import { el } from "../parts/dom.js";
import { part } from "./part.js";

const CONSENT = "demo-consent";

/** @typedef {import("/pkg/tracker.js").Consent} Consent */

/** @type {[consent: Consent, label: string, text: string][]} */
const CHOICES = [
  ["pending", "Not asked yet", "Nothing is written and nothing is sent. Up to 100 events wait in the memory of this tab."],
  ["granted", "Yes", "What waited in memory was written down, and is sent."],
  ["denied", "No", "Everything that was not sent is deleted, in memory and on disk, in all tabs. The sums say how much."],
];

/** What the visitor chose before. */
export function knownConsent() {
  return CHOICES.find(([consent]) => consent === localStorage.getItem(CONSENT))?.[0] ?? "granted";
}

/** @param {import("/pkg/tracker.js").Tracker} tracker @param {() => void} changed */
export function consentPart(tracker, changed) {
  /** @param {Consent} consent */
  const follow = async (consent) => {
    await tracker.setConsent(consent);
    view.say(CHOICES.find(([each]) => each === consent)?.[2] ?? "");
    changed();
  };
  const inputs = CHOICES.map(([consent]) =>
    /** @type {HTMLInputElement} */ (
      el("input", {
        type: "radio",
        name: "tracker-consent",
        value: consent,
        checked: consent === knownConsent(),
        change: () => {
          localStorage.setItem(CONSENT, consent);
          void follow(consent);
        },
      })
    ),
  );
  const view = part(
    "Consent",
    "The tracker does what the visitor said. Before they say anything, it writes nothing.",
    'await tracker.setConsent("pending");   // or "granted", "denied"',
    el(
      "fieldset",
      { class: "choice" },
      el("legend", {}, "May we track?"),
      el(
        "div",
        { class: "segments" },
        ...CHOICES.map(([, label], index) => el("label", {}, /** @type {HTMLElement} */ (inputs[index]), el("span", {}, label))),
      ),
    ),
  );
  view.said.textContent = "";
  addEventListener("storage", ({ key }) => {
    if (key !== CONSENT) return;
    const consent = knownConsent();
    for (const input of inputs) input.checked = input.value === consent;
    void follow(consent);
  });
  return view.view;
}
