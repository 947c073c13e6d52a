// The tabs of this demo: their numbers, which are open, and what they tell each other.

const LOCK = "demo-tab-";

/** Gives this tab the lowest number that no open tab has. The browser takes it back when the tab is gone. */
export async function tabNumber() {
  for (let number = 1; ; number++) {
    const isMine = await new Promise((resolve) => {
      navigator.locks.request(`${LOCK}${number}`, { ifAvailable: true }, (lock) => {
        resolve(lock !== null);
        return lock && new Promise(() => {});
      });
    });
    if (isMine) return number;
  }
}

/** How many tabs are open. */
export async function openTabs() {
  const { held = [] } = await navigator.locks.query();
  return held.filter(({ name }) => name?.startsWith(LOCK)).length;
}

/**
 * @template T
 * @param {(message: T) => void} heard
 * @returns {(message: T) => void} tells the other tabs
 */
export function talk(heard) {
  const channel = new BroadcastChannel("demo-tracker");
  channel.addEventListener("message", ({ data }) => heard(data));
  return (message) => channel.postMessage(message);
}
