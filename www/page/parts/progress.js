// Shows the progress of a long task, with a cancel button.
import { el } from "./dom.js";

/**
 * @param {HTMLElement} parent
 * @param {string} label the task
 * @param {() => void} onCancel
 */
export function progressView(parent, label, onCancel) {
  const bar = /** @type {HTMLProgressElement} */ (el("progress", { max: 1, "aria-label": label }));
  const said = el("p", { class: "far-said" });
  const cancel = el("button", { type: "button", click: onCancel }, "Cancel");
  const element = el("div", { class: "far", hidden: true }, bar, said, cancel);
  parent.append(element);
  return {
    /** @param {string} words */
    begin(words) {
      bar.removeAttribute("value");
      said.textContent = words;
      element.hidden = cancel.hidden = false;
    },
    /** @param {{ share: number | undefined, said: string }} progress the share is 0 to 1, or undefined if unknown */
    show({ share, said: words }) {
      if (share !== undefined) bar.value = share;
      said.textContent = words;
    },
    /** @param {string} words the final message; fills the bar */
    done(words) {
      bar.value = 1;
      said.textContent = words;
      cancel.hidden = true;
    },
    /** @param {string} words */
    stopped(words) {
      if (!bar.hasAttribute("value")) bar.value = 0;
      said.textContent = words;
      cancel.hidden = true;
    },
    hide() {
      element.hidden = true;
    },
    /** Whether the focus is on the cancel button, which is about to be removed. */
    holdsFocus: () => element.contains(document.activeElement),
  };
}
