// Who is signed in, for all tabs: this page remembers it, as an app's own session does.
import { el } from "../parts/dom.js";
import { signedIn } from "../session.js";
import { button, part, row } from "./part.js";

const USER = "demo-user";

export const currentUser = () => localStorage.getItem(USER);

/** @type {Map<string, import("../session.js").Session>} */
const sessions = new Map();

/** The token of a user, from the page's own server. @param {{ id: string }} user */
export function tokenOf({ id }) {
  const session = sessions.get(id) ?? signedIn({ user: id });
  sessions.set(id, session);
  return session.token();
}

/** @param {import("/pkg/tracker.js").Tracker} tracker @param {() => void} changed */
export function usersPart(tracker, changed) {
  const field = /** @type {HTMLInputElement} */ (el("input", { id: "tracker-user", value: currentUser() ?? "u-1" }));

  const signIn = async (/** @type {string} */ id) => {
    await tracker.identify({ id });
    view.say(`Signed in as ${id}. What this tab tracked before its first sign-in is ${id}’s too.`);
    changed();
  };
  const signOut = async () => {
    await tracker.reset();
    view.say("Signed out. What was tracked before is still sent, as its own user’s. New events wait for the next sign-in.");
    changed();
  };

  const view = part(
    "Who it is",
    "Each event belongs to who was signed in when it happened, and goes with that user’s token alone.",
    "// at sign-in\nawait tracker.identify({ id });\n// at sign-out\nawait tracker.reset();",
    el("p", { class: "field" }, el("label", { for: "tracker-user" }, "User’s id"), field),
    row(
      button("Sign in here", () => {
        const id = field.value.trim();
        if (id === "") return field.focus();
        localStorage.setItem(USER, id);
        return signIn(id);
      }),
      button("Sign out", () => {
        localStorage.removeItem(USER);
        return signOut();
      }),
    ),
  );
  view.said.textContent = "Nobody is signed in. Events are written down, and wait.";

  // The other tabs follow.
  addEventListener("storage", ({ key, newValue }) => {
    if (key === USER) void (newValue === null ? signOut() : signIn(newValue));
  });
  const user = currentUser();
  if (user !== null) void signIn(user);
  return view.view;
}
