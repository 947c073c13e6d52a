// The form for `identifyUser`.
import { byId } from "../parts/dom.js";
import { startActionForm } from "./action-form.js";
import { traitRows } from "./trait-rows.js";

/** @param {import("/pkg/index.js").Refiner} client */
export function startIdentify(client) {
  const form = /** @type {HTMLFormElement} */ (byId("identify-form"));
  const field = (name) => /** @type {HTMLInputElement} */ (form.elements.namedItem(name));
  const text = (name) => field(name).value.trim() || undefined;
  const traits = traitRows(byId("user-traits"), "user-trait");
  const accountTraits = traitRows(byId("account-traits"), "account-trait");

  startActionForm({
    client,
    form,
    action: "identify_user",
    call: (input, options) => client.identifyUser(input, options),
    read() {
      const own = traits.read();
      const ofAccount = accountTraits.read();
      const account = given({ id: text("account.id"), attributes: ofAccount.attributes });
      return {
        input: given({ id: text("id"), email: text("email"), attributes: own.attributes, account }) ?? {},
        problem: own.problem ?? ofAccount.problem,
      };
    },
    fieldAt(path) {
      const trait = /^(account\.)?attributes(?:\.(.+)|\["(.*)"\])$/.exec(path);
      if (trait) return (trait[1] ? accountTraits : traits).fieldOf(trait[2] ?? trait[3]);
      // Both id and email are missing: point at the first of them.
      return field(path || "id");
    },
  });
}

/** The fields that are filled in, or undefined without any. */
function given(fields) {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}
