// Fills the limit of one user: events are sent until the gateway says when to come back.
import { announce } from "../parts/announce.js";
import { el, isEnabled, setEnabled } from "../parts/dom.js";
import { signedIn } from "../session.js";
import { post } from "./send.js";

/** More than a user may send in a minute. */
const EVENTS = 110;
/** How many are under way at once. */
const AT_ONCE = 10;

/** @param {HTMLElement} parent */
export function startFill(parent) {
  const bar = /** @type {HTMLProgressElement} */ (el("progress", { max: EVENTS, value: 0, "aria-label": "Events accepted" }));
  const said = el("p", { class: "far-said", id: "gateway-fill-said" }, "Nothing sent yet.");

  const run = async () => {
    if (!isEnabled(button)) return;
    setEnabled(button, false);
    // A user of its own, so that the page can still be used.
    const session = signedIn({ user: `busy-${crypto.randomUUID()}` });
    const count = { accepted: 0, refused: 0, other: 0 };
    /** @type {string | null} */
    let retryAfter = null;
    const show = () => {
      bar.value = count.accepted;
      said.textContent = words(count, retryAfter);
    };
    try {
      const token = await session.token();
      let left = EVENTS;
      const sender = async () => {
        while (left > 0) {
          left -= 1;
          const { status, retryAfter: wait } = await post("/track-event", { event: "Clicked" }, token);
          if (status === 429) {
            count.refused += 1;
            retryAfter = wait;
          } else if (status === 200) count.accepted += 1;
          else count.other += 1;
          show();
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, sender));
      announce(said.textContent ?? "");
    } catch (error) {
      said.textContent = `It broke off: ${error instanceof Error ? error.message : error}`;
      announce(said.textContent);
    } finally {
      setEnabled(button, true);
    }
  };

  const button = el("button", { type: "button", click: run }, `Send ${EVENTS} events as one user`);
  parent.append(el("p", { class: "buttons" }, button), el("div", { class: "far" }, bar, said));
}

/** @param {{ accepted: number, refused: number, other: number }} count @param {string | null} retryAfter seconds */
function words({ accepted, refused, other }, retryAfter) {
  const parts = [`${accepted} accepted`, `${refused} refused`, ...(other ? [`${other} failed`] : [])];
  return `${parts.join(", ")}.${refused ? ` Come back in ${retryAfter ?? "?"} s.` : ""}`;
}
