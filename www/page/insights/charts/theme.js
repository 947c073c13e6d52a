// The colours and fonts of the page, for canvases, which do not inherit them.

const SCHEME = matchMedia("(prefers-color-scheme: dark)");
const MOTION = matchMedia("(prefers-reduced-motion: reduce)");

/** @typedef {ReturnType<typeof theme>} Theme */

/** The current theme. */
export function theme() {
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(`--${name}`).trim();
  return {
    text: colour("text"),
    muted: colour("muted"),
    line: colour("line"),
    surface: colour("surface"),
    track: colour("chart-track"),
    accent: colour("accent"),
    looks: {
      low: colour("chart-low"),
      middle: colour("chart-middle"),
      high: colour("chart-high"),
      plain: colour("chart-bar"),
    },
    family: getComputedStyle(document.body).fontFamily,
    animation: MOTION.matches ? /** @type {const} */ (false) : { duration: 300 },
  };
}

/** @param {() => void} redraw */
export function onThemeChange(redraw) {
  for (const query of [SCHEME, MOTION]) query.addEventListener("change", redraw);
}

/** What all charts have in common. @param {Theme} theme */
export function commonOptions({ text, surface, family, animation }) {
  return {
    animation,
    maintainAspectRatio: false,
    font: { family, size: 12 },
    color: text,
    plugins: {
      tooltip: {
        backgroundColor: text,
        titleColor: surface,
        bodyColor: surface,
        titleFont: { family },
        bodyFont: { family },
        displayColors: false,
        padding: 8,
      },
    },
    interaction: { mode: "index", intersect: false },
    // A line at the edge of the canvas would be cut in half.
    layout: { padding: { top: 4, right: 8 } },
  };
}

/** An axis: quiet lines, or none at all. @param {Theme} theme @param {object} [more] */
export function axis({ muted, line, family }, { grid = true, ticks = {}, ...more } = {}) {
  return {
    border: { display: false },
    grid: { display: grid, color: line, drawTicks: false },
    ticks: { color: muted, font: { family, size: 12 }, padding: 6, ...ticks },
    ...more,
  };
}
