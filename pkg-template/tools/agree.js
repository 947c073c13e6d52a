// @ts-check
// Whether what was written is what is read. Refiner stores traits as text, reads dates in several forms and gives one back, and may
// spell a key in its own way: none of that is a difference.

/** @typedef {{ written: string, read: string, rule: "equal" | "each" | "listed" | "unlisted" | "set" }} Agreement */

/** From Refiner's documentation: traits of such names are dates. */
const IS_DATE = /(_at|_date|^date)$/;

/**
 * The value at a path of keys with dots between them; undefined where there is none.
 *
 * @param {any} value
 * @param {string} path
 */
export function at(value, path) {
  return path.split(".").reduce((value, key) => (typeof value === "object" && value !== null && Object.hasOwn(value, key) ? value[key] : undefined), value);
}

/**
 * What was written and is not read as it was: paths in the input of the write.
 *
 * @param {readonly Agreement[]} agreements
 * @param {any} input
 * @param {any} object What was read.
 * @returns {{ paths: string[], checked: number }} `checked`: how many values were compared.
 */
export function differences(agreements, input, object) {
  /** @type {string[]} */
  const paths = [];
  let checked = 0;
  const compare = (/** @type {string} */ path, /** @type {boolean} */ agrees) => {
    checked++;
    if (!agrees) paths.push(path);
  };
  for (const { written, read, rule } of agreements) {
    const [sent, found] = [at(input, written), at(object, read)];
    if (rule === "set") compare(written, (sent ?? true) === Boolean(found));
    else if (sent === undefined) continue;
    else if (rule === "equal") compare(written, same(written, sent, found));
    else if (rule === "each") for (const [key, one] of Object.entries(sent)) compare(`${written}.${key}`, same(key, one, valueOf(found, key)));
    else if (!Array.isArray(sent)) compare(written, isListed(found, sent) === (rule === "listed"));
    else for (const [index, one] of sent.entries()) compare(`${written}[${index}]`, isListed(found, one));
  }
  return { paths, checked };
}

/**
 * Refiner seems to write the names of traits in snake_case.
 *
 * @param {any} object
 * @param {string} key
 */
function valueOf(object, key) {
  const snake = key.replace(/(?<=[a-z0-9])[A-Z]/g, "_$&").replace(/[\s-]+/g, "_").toLowerCase();
  if (typeof object !== "object" || object === null) return undefined;
  return [key, snake].filter((name) => Object.hasOwn(object, name)).map((name) => object[name])[0];
}

/** By its uuid, its name, or as text. @param {any} list @param {any} wanted */
function isListed(list, wanted) {
  return Array.isArray(list) && list.some((one) => one === wanted || one?.uuid === wanted || one?.name === wanted);
}

/**
 * @param {string} key
 * @param {any} sent
 * @param {any} found
 * @returns {boolean}
 */
function same(key, sent, found) {
  if (sent === null || sent === "") return found === undefined || found === null || found === "";
  if (found === undefined || found === null) return false;
  if (Array.isArray(sent)) {
    const texts = sent.filter((one) => one !== null).map(String);
    const read = Array.isArray(found) ? found.filter((one) => one !== null).map(String) : undefined;
    return read ? texts.join("\n") === read.join("\n") : texts.join(", ") === String(found);
  }
  if (typeof sent === "boolean") return [String(sent), sent ? "1" : "0"].includes(String(found));
  if (String(sent) === String(found)) return true;
  if (typeof sent === "number" || typeof found === "number") {
    if (String(found).trim() !== "" && Number(sent) === Number(found)) return true;
  }
  if (key.endsWith("email")) return String(sent).toLowerCase() === String(found).toLowerCase();
  if (!IS_DATE.test(key)) return false;
  const [one, other] = [timeOf(sent), timeOf(found)];
  return one !== undefined && one === other;
}

/**
 * Milliseconds since 1970, of a time as Refiner takes or gives it; one without a zone is UTC. Undefined if it is none.
 *
 * @param {unknown} value
 */
function timeOf(value) {
  const text = String(value).trim();
  if (/^-?\d{1,12}$/.test(text)) return Number(text) * 1000;
  const [, day, clock = "00:00:00", zone = "Z"] = /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d(?::\d\d)?)(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?$/.exec(text) ?? [];
  const offset = zone.length === 5 ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone;
  const time = day === undefined ? NaN : Date.parse(`${day}T${clock}${offset}`);
  return Number.isNaN(time) ? undefined : time;
}
