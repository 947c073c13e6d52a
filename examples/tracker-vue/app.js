// A small app that tracks: who signs in and out, and a click.
import { createApp, h, ref } from "vue";
import { useIdentify, useTrack } from "./tracker.js";

const App = {
  setup() {
    const user = ref(null);
    const track = useTrack();
    useIdentify(user);
    return () =>
      h("main", [
        h("button", { onClick: () => (user.value = { id: "ann", attributes: { plan: "pro" } }) }, "Sign in as Ann"),
        h("button", { onClick: () => (user.value = { id: "bob" }) }, "Sign in as Bob"),
        h("button", { onClick: () => (user.value = null) }, "Sign out"),
        h("button", { onClick: () => track("Upgraded") }, "Upgrade"),
      ]);
  },
};

createApp(App).mount(document.body.appendChild(document.createElement("div")));
