// The tracker on this page: what it counts, and what may happen to it.
import { createTracker } from "/vendor/tracker.js";
import { byId } from "../parts/dom.js";
import { GATEWAY } from "../refiner.js";
import { consentPart, knownConsent } from "./consent.js";
import { comeBack, kill, preparePage } from "./kill.js";
import { lettersPart } from "./letters.js";
import { openNetwork } from "./network.js";
import { button, part, row } from "./part.js";
import { sumsView } from "./sums.js";
import { openTabs, tabNumber, talk } from "./tabs.js";
import { currentUser, tokenOf, usersPart } from "./users.js";
import { events, PLACES, stateText, tripText } from "./words.js";

/** @typedef {{ trip?: string }} Message something changed in another tab; `trip`: what it sent */

/** Shorter than the 5 seconds that it would be, so that a visitor need not wait. */
const FLUSH_MS = 2_000;

export async function startTracker() {
  const state = byId("tracker-state");
  const tabs = byId("tracker-tabs");
  const sender = byId("tracker-sender");
  const showSums = sumsView(byId("tracker-sums"));

  preparePage();
  const tab = `Tab ${await tabNumber()}`;
  /** @type {(message: Message) => void} */
  const tell = talk(({ trip }) => {
    if (trip) sender.textContent = trip;
    void show();
  });
  const network = openNetwork((trip) => {
    const text = tripText(tab, trip);
    sender.textContent = text;
    tell({ trip: text });
  });
  const tracker = createTracker({ endpoint: GATEWAY, token: tokenOf, flushIntervalMs: FLUSH_MS, consent: knownConsent() });

  const switched = () => isAway.setAttribute("aria-checked", String(network.isAway()));
  let shown = Promise.resolve();
  const draw = async () => {
    const stats = await tracker.stats();
    showSums(stats);
    state.textContent = stateText({ stats, away: network.isAway(), user: currentUser() });
    tabs.textContent = `This is ${tab} of ${await openTabs()}.`;
    await letters.show();
  };
  /** One after another, so that the newest is what stays. */
  const show = () => (shown = shown.then(draw));
  const changed = () => {
    void show();
    tell({});
  };

  const before = comeBack();
  const letters = lettersPart(tracker, currentUser);
  const { view: trackView, say: sayTracked } = trackPart(tracker, () => changed());

  const isAway = button("Network away", () => network.take(!network.isAway()), { role: "switch", "aria-checked": "false" });
  const networkPart = part(
    "The network",
    "Without a network, events pile up on disk. When it is back, they drain. The switch makes fetch fail in all tabs.",
    "// Nothing to do: the tracker\n// keeps them, and tries again.",
    row(
      isAway,
      button("Lose the next answer", () => {
        network.loseReply();
        networkPart.say("The next request will arrive, but its answer will not. The tracker must send it again: a duplicate.");
      }),
    ),
  );
  const networkText = () =>
    network.isAway() ? "The network is away. Track something: it is written down." : "The network is back. All that waits is sent within 3 seconds.";
  for (const name of ["online", "offline"]) {
    addEventListener(name, () => {
      switched();
      networkPart.say(networkText());
      void show();
    });
  }
  switched();
  networkPart.said.textContent = network.isAway() ? networkText() : "The network is there.";

  const tabsPart = part(
    "Tabs",
    "All tabs share one queue, and one of them sends. A killed tab loses nothing that was written down.",
    '// resolves once it is safely written down\nawait tracker.track("Upgraded");',
    row(
      button("Open a second tab", () => {
        open("/#tracker", "_blank", "noopener");
        tabsPart.say("The other tab shows the same sums, because it reads the same queue.");
      }),
      button("Track 5 and kill this tab", async () => {
        await Promise.all(Array.from({ length: 5 }, () => tracker.track("Clicked")));
        kill(network, await tracker.stats());
      }),
    ),
  );
  const backText = before && `Back. When the tab was killed, ${events(before.queued)} waited. They were on disk, and are sent now.`;
  tabsPart.said.textContent = backText ?? "A page may not crash its tab. This cuts its requests, and leaves it without a word to the tracker.";

  byId("tracker-parts").append(
    usersPart(tracker, changed),
    trackView,
    networkPart.view,
    tabsPart.view,
    consentPart(tracker, changed),
    letters.view,
  );
  tracker.on("state", changed);
  tracker.on("drop", ({ reason, count }) => sayTracked(`${events(count)} dropped: ${reason}.`));
  addEventListener("pagehide", () => tell({}));
  changed();
}

/** @param {import("/pkg/tracker.js").Tracker} tracker @param {() => void} changed */
function trackPart(tracker, changed) {
  const track = async (/** @type {number} */ count) => {
    await Promise.all(Array.from({ length: count }, () => tracker.track("Clicked")));
    const { consent, storage } = await tracker.stats();
    if (consent === "granted") view.say(`${events(count)} tracked, and safe ${PLACES[storage]}. Sent within ${FLUSH_MS / 1000} seconds, or 20 at once.`);
    else if (consent === "pending") view.say(`${events(count)} tracked, and held in the memory of this tab.`);
  };
  const view = part(
    "Track",
    "The tracker writes an event down first, and sends it soon, together with others.",
    `const tracker = createTracker({ endpoint: "/r", token });\nawait tracker.track("Clicked");`,
    row(
      button("Track an event", () => track(1), { class: "primary" }),
      button("Track 10", () => track(10)),
      button("Send now", async () => {
        view.say("Sending what waits…");
        await tracker.flush();
        const { queued } = await tracker.stats();
        view.say(queued ? `Tried. ${events(queued)} still wait.` : "Sent. Nothing waits.");
      }),
    ),
  );
  view.said.textContent = "Nothing tracked since this page was opened.";
  return view;
}
