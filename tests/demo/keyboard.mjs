// Moves through the page with Tab.

import assert from "node:assert/strict";

const MOST_STOPS = 60;

/** The id or the text of the focused element. */
export const focused = (page) =>
  page.evaluate(() => document.activeElement.id || document.activeElement.textContent.trim());

/** Presses Tab until the element has the focus. Every element on the way must show its focus. */
export async function tabTo(page, what) {
  const passed = [];
  while (passed.at(-1) !== what) {
    assert.ok(passed.length < MOST_STOPS, `no way to ${what} by Tab: ${passed.join(", ")}`);
    await page.keyboard.press("Tab");
    passed.push(await focused(page));
    const outline = await page.evaluate(() => {
      const { activeElement: it } = document;
      // A radio button shows its focus on the label that covers it.
      const style = getComputedStyle(it.type === "radio" ? it.nextElementSibling : it);
      return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    });
    assert.ok(outline, `the focus is not to be seen on ${passed.at(-1)}`);
  }
}
