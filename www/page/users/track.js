// The form for `trackEvent`.
import { byId } from "../parts/dom.js";
import { startActionForm } from "./action-form.js";

/** @param {import("/pkg/index.js").Refiner} client */
export function startTrack(client) {
  const form = /** @type {HTMLFormElement} */ (byId("track-form"));
  const field = (name) => /** @type {HTMLInputElement} */ (form.elements.namedItem(name));

  startActionForm({
    client,
    form,
    action: "track_event",
    call: (input, options) => client.trackEvent(input, options),
    read() {
      const fields = ["event", "id", "email"].map((name) => [name, field(name).value.trim()]);
      return { input: Object.fromEntries(fields.filter(([, value]) => value !== "")) };
    },
    fieldAt: (path) => field(path || "id"),
  });
}
