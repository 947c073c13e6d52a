// Draws the interval of each value over its bar or point, as whiskers. The chart library has none.

const HALF_END = 4;
const DOT = 3.5;

/**
 * For datasets with `intervals`, a list of `[low, high]` or null, and a `whiskerColor`. With `dots`, the values are
 * marked too, because a bar of length zero is invisible.
 */
export const whiskers = {
  id: "whiskers",
  // Behind points, which may be hollow, and in front of bars.
  beforeDatasetDraw: (chart, { meta }) => void (meta.type === "line" && draw(chart, meta)),
  afterDatasetDraw: (chart, { meta }) => void (meta.type === "bar" && draw(chart, meta)),
};

function draw(chart, meta) {
  const { intervals, whiskerColor, dots } = chart.data.datasets[meta.index];
  if (!intervals) return;
  const { ctx } = chart;
  const across = chart.options.indexAxis === "y";
  ctx.save();
  ctx.strokeStyle = ctx.fillStyle = whiskerColor;
  ctx.lineWidth = 1.5;
  ctx.beginPath();
  for (const [index, element] of meta.data.entries()) {
    if (!intervals[index]) continue;
    const [low, high] = intervals[index].map((value) => meta.vScale.getPixelForValue(value));
    const at = across ? element.y : element.x;
    const line = (alongFrom, acrossFrom, alongTo, acrossTo) => {
      ctx.moveTo(...(across ? [alongFrom, acrossFrom] : [acrossFrom, alongFrom]));
      ctx.lineTo(...(across ? [alongTo, acrossTo] : [acrossTo, alongTo]));
    };
    line(low, at, high, at);
    line(low, at - HALF_END, low, at + HALF_END);
    line(high, at - HALF_END, high, at + HALF_END);
  }
  ctx.stroke();
  for (const [index, { x, y }] of meta.data.entries()) {
    if (!dots || !intervals[index]) continue;
    ctx.beginPath();
    ctx.arc(x, y, DOT, 0, 2 * Math.PI);
    ctx.fill();
  }
  ctx.restore();
}
