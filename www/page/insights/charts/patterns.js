// Fills that differ in more than colour: hatched, dotted, plain.

const SIZE = 8;

/** @param {"low" | "middle" | "high" | "plain"} look @param {import("./theme.js").Theme} theme */
export function fillOf(look, theme) {
  const colour = theme.looks[look];
  if (look === "low") return hatchedFill(colour, theme);
  if (look === "middle") return tiled(colour, (ctx) => dot(ctx, theme.surface));
  return colour;
}

/** @param {string} colour @param {import("./theme.js").Theme} theme */
export function hatchedFill(colour, { surface }) {
  return tiled(colour, (ctx) => hatch(ctx, surface));
}

/** @param {string} colour @param {(ctx: CanvasRenderingContext2D) => void} draw */
function tiled(colour, draw) {
  const tile = document.createElement("canvas");
  tile.width = tile.height = SIZE;
  const ctx = /** @type {CanvasRenderingContext2D} */ (tile.getContext("2d"));
  ctx.fillStyle = colour;
  ctx.fillRect(0, 0, SIZE, SIZE);
  draw(ctx);
  return ctx.createPattern(tile, "repeat") ?? colour;
}

/** @param {CanvasRenderingContext2D} ctx @param {string} colour */
function hatch(ctx, colour) {
  ctx.strokeStyle = colour;
  ctx.lineWidth = 2;
  ctx.beginPath();
  // Three lines, so that they continue across the corners of the tile.
  for (const shift of [-SIZE, 0, SIZE]) {
    ctx.moveTo(shift - 1, SIZE + 1);
    ctx.lineTo(shift + SIZE + 1, -1);
  }
  ctx.stroke();
}

/** @param {CanvasRenderingContext2D} ctx @param {string} colour */
function dot(ctx, colour) {
  ctx.fillStyle = colour;
  ctx.beginPath();
  ctx.arc(SIZE / 2, SIZE / 2, 1.75, 0, 2 * Math.PI);
  ctx.fill();
}
