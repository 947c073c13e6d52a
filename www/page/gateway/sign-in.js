// Signing in: the visitor's name goes to the page's own server, and a token for that visitor comes back.
import { announce } from "../parts/announce.js";
import { byId, el } from "../parts/dom.js";
import { failureView } from "../parts/failure.js";
import { jsonView } from "../parts/json.js";
import { claimsOf, signedIn } from "../session.js";

/** @returns {import("../session.js").Session} */
export function startSignIn() {
  const form = /** @type {HTMLFormElement} */ (byId("sign-in-form"));
  const field = /** @type {HTMLInputElement} */ (byId("sign-in-user"));
  const shown = byId("sign-in-token");
  const session = signedIn({ user: field.value }, (reply) => shown.replaceChildren(...tokenView(reply)));

  const signIn = async () => {
    shown.setAttribute("aria-busy", "true");
    try {
      const { user, upstream } = await session.reply();
      announce(`Signed in as ${user}.`);
      if (upstream) byId("sandbox").textContent = `The gateway talks to a sandbox on this machine: ${upstream}.`;
    } catch (error) {
      shown.replaceChildren(failureView(error, () => void signIn()));
      announce(`Not signed in: ${error instanceof Error ? error.message : error}`);
    } finally {
      shown.setAttribute("aria-busy", "false");
    }
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const user = field.value.trim();
    if (user === "") return field.focus();
    session.become(user);
    // The forms below write as whoever is signed in.
    for (const id of ["identify-id", "track-id"]) {
      const input = /** @type {HTMLInputElement} */ (byId(id));
      input.value = user;
      input.dispatchEvent(new Event("input", { bubbles: true }));
    }
    void signIn();
  });
  void signIn();
  return session;
}

/** @param {import("../session.js").Reply} reply */
function tokenView({ token }) {
  const [head, payload, signature] = token.split(".");
  const { iat, exp, ...claims } = claimsOf(token);
  return [
    el(
      "p",
      { class: "token" },
      el("span", { class: "token-head" }, head),
      ".",
      el("span", { class: "token-payload" }, payload),
      ".",
      el("span", { class: "token-signature" }, signature),
    ),
    jsonView({ ...claims, valid: `${Math.round((Number(exp) - Number(iat)) / 60)} minutes` }),
  ];
}
