// A strict CSV reader after RFC 4180: commas, CRLF, doubled quotes within quotes.

/**
 * The records of a file, each a list of its fields. Throws where the file leaves the grammar.
 *
 * @param {string} text
 * @returns {string[][]}
 */
export function readCsv(text) {
  const records = [];
  let record = [];
  let at = 0;
  while (at < text.length) {
    let field = "";
    if (text[at] === '"') {
      at++;
      for (;;) {
        const quote = text.indexOf('"', at);
        if (quote < 0) throw new Error(`the quotes opened before ${at} are never closed`);
        field += text.slice(at, quote);
        at = quote + 1;
        if (text[at] !== '"') break;
        field += '"';
        at++;
      }
    } else {
      const start = at;
      while (at < text.length && !',"\r\n'.includes(text[at])) at++;
      field = text.slice(start, at);
    }
    record.push(field);
    if (text[at] === ",") {
      at++;
      // A comma at the very end of the file has an empty field after it, and here also lacks its CRLF.
      if (at === text.length) throw new Error("the file ends behind a comma");
    } else if (text.startsWith("\r\n", at)) {
      at += 2;
      records.push(record);
      record = [];
    } else {
      throw new Error(`neither a comma nor CRLF at ${at}: ${JSON.stringify(text.slice(at, at + 20))}`);
    }
  }
  if (record.length > 0) throw new Error("the last record has no CRLF");
  return records;
}

/**
 * The rows of a file with a header, by column. Throws when a row has more or fewer fields than the header, or when two
 * columns are called the same.
 *
 * @param {string} text
 */
export function readTable(text) {
  const [header, ...rows] = readCsv(text);
  if (!header) throw new Error("there is no header");
  if (new Set(header).size < header.length) throw new Error(`two columns have one name: ${header}`);
  const objects = rows.map((row, index) => {
    if (row.length !== header.length) throw new Error(`row ${index} has ${row.length} fields, the header ${header.length}`);
    return Object.fromEntries(header.map((name, column) => [name, row[column]]));
  });
  return { header, rows: objects };
}
