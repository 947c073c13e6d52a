// Workbooks, as somebody else's reader sees them (SheetJS).

import XLSX from "xlsx";

/**
 * The worksheets of a workbook, in order.
 *
 * @param {Uint8Array} bytes
 */
export function readWorkbook(bytes) {
  const book = XLSX.read(bytes, { type: "array", cellNF: true, cellFormula: true, cellStyles: true, bookFiles: true });
  return book.SheetNames.map((name, index) => ({ name, ...readSheet(book.Sheets[name]), xml: xmlOf(book, index) }));
}

function readSheet(sheet) {
  const range = XLSX.utils.decode_range(sheet["!ref"] ?? "A1");
  const cell = (row, column) => sheet[XLSX.utils.encode_cell({ r: row, c: column })];
  const columns = Array.from({ length: range.e.c + 1 }, (_, column) => column);
  const header = columns.map((column) => cell(0, column)?.v);
  const rows = Array.from({ length: range.e.r }, (_, row) => {
    const found = columns.map((column) => [header[column], cell(row + 1, column)]);
    return Object.fromEntries(found.filter(([, one]) => one !== undefined));
  });
  /** The text and numbers of every row, the first included. */
  const values = Array.from({ length: range.e.r + 1 }, (_, row) => columns.map((column) => cell(row, column)?.v));
  return { header, rows, values, filter: sheet["!autofilter"]?.ref, range: sheet["!ref"] };
}

/** The XML of a worksheet: what the reader does not tell is in there. */
function xmlOf(book, index) {
  const { content } = book.files[`xl/worksheets/sheet${index + 1}.xml`];
  return Buffer.from(content).toString();
}

/** The time that a cell shows, as the reader's own formatter writes it. */
export const shown = ({ v, z }) => XLSX.SSF.format(z, v);
