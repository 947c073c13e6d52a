// A small app that tracks: who signs in and out, and a click.
import { createElement as h, useState } from "react";
import { createRoot } from "react-dom/client";
import { useIdentify, useTrack } from "./tracker.js";

function App() {
  const [user, setUser] = useState(null);
  const track = useTrack();
  useIdentify(user);
  return h(
    "main",
    null,
    h("button", { onClick: () => setUser({ id: "ann", attributes: { plan: "pro" } }) }, "Sign in as Ann"),
    h("button", { onClick: () => setUser({ id: "bob" }) }, "Sign in as Bob"),
    h("button", { onClick: () => setUser(null) }, "Sign out"),
    h("button", { onClick: () => track("Upgraded") }, "Upgrade"),
  );
}

createRoot(document.body.appendChild(document.createElement("div"))).render(h(App));
