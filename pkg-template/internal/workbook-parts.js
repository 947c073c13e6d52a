// @ts-check
// The parts of a workbook that are not worksheets of items (ECMA-376, parts 1 and 2).

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/** The number of 1970-01-01 among a spreadsheet's days. */
const EPOCH = 25_569;
const DAY_MS = 86_400_000;

// The order of the cells' formats is known to the core: `style` in src/insight/export/sheet_cell.rs.
const STYLES =
  `${HEAD}<styleSheet xmlns="${MAIN}"><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/>` +
  '<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd"/></numFmts>' +
  '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>' +
  '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>' +
  "<borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>" +
  '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>' +
  '<cellXfs count="5"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>' +
  '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>' +
  '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>' +
  '<xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>' +
  '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1"/></cellXfs>' +
  '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>';

const HEADER_STYLE = 1;
const TIME_STYLE = 2;

/** @param {number} number From 1 on. */
export function sheetPath(number) {
  return `xl/worksheets/sheet${number}.xml`;
}

/** What can be written before any worksheet. @returns {[path: string, text: string][]} */
export function openingParts() {
  const relation = `<Relationship Id="rId1" Type="${RELATIONS}/officeDocument" Target="xl/workbook.xml"/>`;
  return [
    ["_rels/.rels", `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${relation}</Relationships>`],
    ["xl/styles.xml", STYLES],
  ];
}

/** A worksheet: its name, and the range that can be filtered, if there is one. @typedef {{ name: string, range: string }} Sheet */

/**
 * What is known when all worksheets are written.
 *
 * @param {Sheet[]} sheets
 * @returns {[path: string, text: string][]}
 */
export function closingParts(sheets) {
  const numbered = sheets.map(({ name }, index) => ({ name, number: index + 1 }));
  const listed = numbered.map(({ name, number }) => `<sheet name="${escaped(name)}" sheetId="${number}" r:id="rId${number}"/>`);
  const related = numbered.map(({ number }) => `<Relationship Id="rId${number}" Type="${RELATIONS}/worksheet" Target="worksheets/sheet${number}.xml"/>`);
  const styles = `<Relationship Id="rId${sheets.length + 1}" Type="${RELATIONS}/styles" Target="styles.xml"/>`;
  // LibreOffice shows a filter only if the workbook names its range too.
  const ranges = sheets.map(({ name, range }, index) => {
    if (!range) return "";
    const place = escaped(`'${name.replaceAll("'", "''")}'!${range}`);
    return `<definedName name="_xlnm._FilterDatabase" localSheetId="${index}" hidden="1">${place}</definedName>`;
  });
  const types = numbered.map(({ number }) => override(sheetPath(number), "worksheet"));
  return [
    [
      "xl/workbook.xml",
      `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets>${listed.join("")}</sheets>` +
        `<definedNames>${ranges.join("")}</definedNames></workbook>`,
    ],
    ["xl/_rels/workbook.xml.rels", `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${related.join("")}${styles}</Relationships>`],
    [
      "[Content_Types].xml",
      `${HEAD}<Types xmlns="${PACKAGE}/content-types">` +
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
        `<Default Extension="xml" ContentType="application/xml"/>${override("xl/workbook.xml", "sheet.main")}` +
        `${override("xl/styles.xml", "styles")}${types.join("")}</Types>`,
    ],
  ];
}

/** @param {string} path @param {string} type */
function override(path, type) {
  return `<Override PartName="/${path}" ContentType="${TYPE}.${type}+xml"/>`;
}

/**
 * @typedef {object} About
 * @property {string} contents What the rows are.
 * @property {Date} made When the export began.
 * @property {number} items
 * @property {{ title: string, items: number }[]} counts Of each section.
 * @property {number} cut How many texts were cut.
 * @property {Record<string, unknown>} query
 * @property {string[]} [columns]
 */

/** The worksheet that says what the file is. @param {About} about */
export function aboutSheet({ contents, made, items, counts, cut, query, columns }) {
  const filters = Object.entries(query).filter(([, value]) => value !== undefined);
  /** @type {[string, string | number | Date][]} */
  const lines = [
    ["Contents", contents],
    ["Source", "Refiner (refiner.io), exported by refiner-wasm"],
    ["Exported at (UTC)", made],
    ["Rows", items],
    ...(counts.length > 1 ? counts.map(({ title, items }) => /** @type {[string, number]} */ ([`Rows: ${title}`, items])) : []),
    ["Times", "All times are in UTC"],
    ["Texts cut to 32,767 characters, which is all that a cell holds", cut],
    ...(columns ? [/** @type {[string, string]} */ (["Columns", columns.join(", ")])] : []),
    ...(filters.length > 0 ? [] : [/** @type {[string, string]} */ (["Query", "everything"])]),
    ...filters.map(([name, value]) => /** @type {[string, string]} */ ([`Query: ${name}`, typeof value === "string" ? value : JSON.stringify(value)])),
  ];
  const rows = lines.map(([name, value], index) => row(index + 1, name, value));
  return (
    `${HEAD}<worksheet xmlns="${MAIN}"><sheetFormatPr defaultRowHeight="15"/>` +
    '<cols><col min="1" max="1" width="30" customWidth="1"/><col min="2" max="2" width="60" customWidth="1"/></cols>' +
    `<sheetData>${rows.join("")}</sheetData></worksheet>`
  );
}

/** @param {number} number @param {string} name @param {string | number | Date} value */
function row(number, name, value) {
  const isTime = value instanceof Date;
  const count = isTime ? EPOCH + value.getTime() / DAY_MS : value;
  const style = isTime ? ` s="${TIME_STYLE}"` : "";
  const second = typeof count === "string" ? text(`B${number}`, count, "") : `<c r="B${number}"${style}><v>${count}</v></c>`;
  return `<row r="${number}">${text(`A${number}`, name, ` s="${HEADER_STYLE}"`)}${second}</row>`;
}

/** @param {string} place @param {string} content @param {string} style */
function text(place, content, style) {
  return `<c r="${place}"${style} t="inlineStr"><is><t xml:space="preserve">${escaped(held(content))}</t></is></c>`;
}

/** As much as a cell holds. What XML cannot hold is written as in the core: src/insight/export/sheet_text.rs. @param {string} content */
function held(content) {
  const short = content.length > 32_767 ? `${content.slice(0, 32_766)}…` : content;
  const hex = (/** @type {string} */ character) => `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}_`;
  return short.replace(/\p{Surrogate}/gu, "\ufffd").replace(/_(?=x[0-9a-f]{4})|[^\P{Cc}\t\n\x7f-\x9f]|[\ufffe\uffff]/giu, hex);
}

/** @param {string} content */
function escaped(content) {
  return content.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
