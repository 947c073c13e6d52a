// Checks that run inside the page. Each returns the problems it found.

/** Controls without a name, duplicate ids, and references to ids that do not exist. */
export function namingProblems() {
  const problems = [];
  for (const control of document.querySelectorAll("input, select, button, a[href], summary")) {
    if (!control.checkVisibility()) continue;
    const labelled = [...(control.labels ?? [])].map((label) => label.textContent).join("");
    const name =
      labelled || control.getAttribute("aria-label") || (control.matches("input, select") ? "" : control.textContent);
    if (!name.trim()) problems.push(`without a name: ${control.outerHTML}`);
  }
  const ids = [...document.querySelectorAll("[id]")].map((it) => it.id);
  problems.push(...ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => `twice: ${id}`));
  for (const attribute of ["aria-labelledby", "aria-describedby", "for"]) {
    for (const it of document.querySelectorAll(`[${attribute}]`)) {
      for (const id of it.getAttribute(attribute).split(/\s+/)) {
        if (!document.getElementById(id)) problems.push(`${attribute} leads nowhere: ${id}`);
      }
    }
  }
  return problems;
}

/** Texts whose contrast is below AA: 4.5, and 3 for large text. */
export function contrastProblems() {
  const numbers = (colour) => {
    const [red, green, blue, alpha = 1] = colour.match(/[\d.]+/g).map(Number);
    return { red, green, blue, alpha };
  };
  const background = (it) => {
    for (let at = it; at; at = at.parentElement) {
      const colour = numbers(getComputedStyle(at).backgroundColor);
      if (colour.alpha === 1) return colour;
    }
    return { red: 255, green: 255, blue: 255 };
  };
  const luminance = ({ red, green, blue }) => {
    const [r, g, b] = [red, green, blue].map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (one, other) => {
    const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  };
  const problems = new Set();
  const check = (it, style, words) => {
    const size = parseFloat(style.fontSize);
    const needed = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700) ? 3 : 4.5;
    const found = contrast(numbers(style.color), background(it));
    if (found < needed) problems.add(`${found.toFixed(2)} of ${needed}: ${words.trim().slice(0, 40)}`);
  };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let checked = 0;
  while (texts.nextNode()) {
    const { parentElement: it, textContent: words } = texts.currentNode;
    if (!words.trim() || !it.checkVisibility() || it.closest("noscript, option")) continue;
    check(it, getComputedStyle(it), words);
    checked += 1;
  }
  for (const input of document.querySelectorAll("input[placeholder]")) {
    check(input, getComputedStyle(input, "::placeholder"), input.placeholder);
  }
  if (checked < 100) problems.add(`only ${checked} texts were found`);
  return [...problems];
}
