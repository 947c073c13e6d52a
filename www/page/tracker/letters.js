// Dead letters: what the gateway refused for good, and why.
import { el } from "../parts/dom.js";
import { button, part, row } from "./part.js";

/** @param {import("/pkg/tracker.js").Tracker} tracker @param {() => string | null} user */
export function lettersPart(tracker, user) {
  const list = el("ul", { class: "letters" });
  const view = part(
    "Dead letters",
    "A page checks little. What only the contract knows to be wrong, the gateway says: here a trait that is a list. It holds up nothing else.",
    'tracker.on("dead", ({ kind, message }) => report(kind, message));\nconst letters = await tracker.deadLetters();',
    row(
      button("Track what the contract refuses", async () => {
        const id = user();
        if (id === null) return view.say("Sign in first: a trait belongs to a user.");
        view.say("Written down. The gateway will refuse it.");
        await tracker.identify({ id, attributes: { plan: /** @type {any} */ (["pro"]) } });
      }),
    ),
  );
  view.view.append(list);
  tracker.on("dead", ({ message }) => view.say(`Refused for good, and kept to be read: ${message}`));
  return {
    view: view.view,
    async show() {
      const letters = await tracker.deadLetters();
      list.replaceChildren(
        ...letters.slice(-3).map(({ action, user: whose, kind, message }) =>
          el("li", {}, el("code", {}, kind), ` ${action} of ${whose}: ${message}`),
        ),
      );
    },
  };
}
