// Exports responses: the package writes the file as pages arrive, and the page saves it when it is complete.
import { announce } from "../parts/announce.js";
import { byId, el, setEnabled } from "../parts/dom.js";
import { failureView } from "../parts/failure.js";
import { progressView } from "../parts/progress.js";
import { toQuery } from "./read.js";
import { bytesText, counted, numberText } from "./words.js";

const FORMATS = [
  { format: "csv", name: "CSV", type: "text/csv" },
  { format: "ndjson", name: "NDJSON", type: "application/x-ndjson" },
  { format: "json", name: "JSON", type: "application/json" },
  { format: "xlsx", name: "Excel", type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" },
];

/**
 * @param {import("/pkg/index.js").Refiner} client
 * @param {ReturnType<typeof import("./choices.js").choicesForm>} choices
 */
export function startExport(client, choices) {
  const section = byId("insights-export");
  const outcome = el("div", { class: "export-outcome" });
  const withAttributes = /** @type {HTMLInputElement} */ (el("input", { type: "checkbox", name: "attributes" }));
  const button = el("button", { class: "primary", type: "submit" }, "Export");
  const form = /** @type {HTMLFormElement} */ (
    el(
      "form",
      { class: "export-form", "aria-labelledby": "insights-export-title" },
      formats(),
      el("label", { class: "tick" }, withAttributes, el("span", {}, "With the contacts’ attributes")),
      button,
    )
  );
  section.append(el("p", { class: "quiet" }, "The survey and the days chosen above, with all answers."), form);
  /** @type {AbortController | undefined} */
  let running;
  const progress = progressView(section, "Exporting", () => running?.abort());
  section.append(outcome);
  section.hidden = false;
  /** The last file, until there is another. @type {string | undefined} */
  let address;

  const run = async () => {
    const chosen = running ? undefined : choices.chosen();
    if (!chosen) return;
    const wanted = FORMATS.find(({ format }) => format === new FormData(form).get("format")) ?? FORMATS[0];
    running = new AbortController();
    const { signal } = running;
    setEnabled(button, false);
    outcome.replaceChildren();
    progress.begin("Requesting the first page…");
    let far = { items: 0, bytes: 0 };
    const onProgress = ({ items, total }) => {
      far = { ...far, items };
      const of = total === undefined ? "" : ` of ${numberText(total)}`;
      progress.show({
        share: total ? Math.min(1, items / total) : undefined,
        said: `${numberText(items)}${of} responses, ${bytesText(far.bytes)} written`,
      });
    };
    try {
      const query = { ...toQuery(chosen), ...(withAttributes.checked ? { with_attributes: true } : {}) };
      const stream = client.exportResponses(query, { format: wanted.format, signal, onProgress });
      const file = await collect(stream, wanted.type, (bytes) => (far = { ...far, bytes }));
      const said = `${counted(far.items, "row")}, ${bytesText(file.size)}`;
      saved(file, fileName(chosen, wanted.format), said);
    } catch (error) {
      failed(error, signal.aborted, far.items);
    } finally {
      running = undefined;
    }
  };

  const settle = () => {
    if (progress.holdsFocus()) button.focus();
    setEnabled(button, true);
  };

  const saved = (file, name, said) => {
    if (address) URL.revokeObjectURL(address);
    address = URL.createObjectURL(file);
    const link = el("a", { href: address, download: name }, name);
    settle();
    progress.done(`Exported ${said}.`);
    // The link stays, for browsers that ask before they save.
    outcome.replaceChildren(el("p", { class: "export-saved" }, "Saved as ", link, "."));
    link.click();
    announce(`Exported ${said}, saved as ${name}.`);
  };

  const failed = (error, cancelled, items) => {
    settle();
    if (cancelled) {
      progress.stopped(`Cancelled after ${counted(items, "response")}. Nothing was saved.`);
      announce("The export was cancelled.");
      return;
    }
    progress.stopped("Not all of it could be read. Nothing was saved.");
    outcome.replaceChildren(failureView(error, again));
    announce(`The export failed: ${error instanceof Error ? error.message : error}`);
  };

  const again = () => {
    // The pressed button is about to be removed.
    button.focus();
    void run();
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void run();
  });
}

function formats() {
  const radio = ({ format, name }, index) =>
    el(
      "label",
      {},
      el("input", { type: "radio", name: "format", value: format, checked: index === 0 }),
      el("span", {}, name),
    );
  return el(
    "fieldset",
    { class: "choice" },
    el("legend", {}, "Format"),
    el("div", { class: "segments" }, ...FORMATS.map(radio)),
  );
}

/**
 * @param {ReadableStream<Uint8Array>} stream
 * @param {string} type
 * @param {(bytes: number) => void} onBytes called with the bytes so far
 */
async function collect(stream, type, onBytes) {
  /** @type {Uint8Array[]} */
  const chunks = [];
  let bytes = 0;
  const reader = stream.getReader();
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    chunks.push(read.value);
    bytes += read.value.byteLength;
    onBytes(bytes);
  }
  return new Blob(/** @type {BlobPart[]} */ (chunks), { type });
}

/** A file name of ASCII letters only, whatever the name of the survey. */
function fileName({ survey, from, to }, format) {
  const name = survey.name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
  return `${[name || "responses", from && `from-${from}`, to && `before-${to}`].filter(Boolean).join("-")}.${format}`;
}
