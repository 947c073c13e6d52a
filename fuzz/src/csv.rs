//! CSV files from pages. Whatever `serde_json` reads as a page becomes rows; a refused page leaves the file unchanged.
//! An independent reader finds one row per item, all rows equally wide, and in each cell the value of the item: texts
//! are restored once the guard is undone, numbers stay numbers, and no text begins with something that a spreadsheet
//! would run. It makes no difference which page an item is on.
//!
//! One ambiguity is allowed: in the column `other`, a key with a dot at the top of an item has the same name as a key
//! inside an object.
//!
//! Input: the options, then a byte that says how to use the rest: as the bytes between `[` and `]`, or as choices that
//! generate items.

use super::bytes::Bytes;
use super::json::any_object;
use refiner_wasm::insight::Refused;
use refiner_wasm::insight::export::{Exporter, Of, Options, unguard};
use refiner_wasm::model::export::ExportFormat;
use serde_json::Value;

/// The prefixes of columns: where an item's cells come from, for named and for discovered columns.
const PLACES: [&str; 9] = [
    "data.",
    "contact.attributes.",
    "contact.account.",
    "contact.",
    "form.",
    "attributes.",
    "account.attributes.",
    "account.",
    "",
];
const KEYS: [&str; 20] = [
    "uuid",
    "form",
    "name",
    "data",
    "q",
    "=q",
    "q",
    "contact",
    "attributes",
    "plan",
    "account",
    "email",
    "remote_id",
    "tags",
    "segments",
    "completed_at",
    "last_data_reception_at",
    "show_counter",
    "item",
    "state",
];
const NAMED: [&[&str]; 2] = [
    &[
        "uuid",
        "state",
        "data.q",
        "data.=q",
        "contact.email",
        "contact.attributes.plan",
        "contact.account.remote_id",
        "tags",
    ],
    &[
        "attributes.plan",
        "attributes.q",
        "email",
        "account.attributes.plan",
        "account.remote_id",
        "segments",
        "attributes.a;b",
    ],
];

pub fn holds(bytes: &[u8]) {
    let mut bytes = Bytes::new(bytes);
    let way = bytes.byte();
    let asked = bytes.byte();
    let is = |bit: u8| asked & bit != 0;
    let of = if is(1) { Of::Contacts } else { Of::Responses };
    let columns = is(2).then(|| NAMED[usize::from(is(1))].iter().map(|name| (*name).to_owned()).collect());
    let options = Options { of, format: ExportFormat::Csv, columns, bom: is(4), guard: is(8) };
    let pages: Vec<Vec<u8>> = match way % 4 {
        0 => vec![bytes.rest().to_vec()],
        1 => vec![[b"{\"items\":[", bytes.rest(), b"]}"].concat()],
        _ => {
            let mut pages = Vec::new();
            while !bytes.is_spent() && pages.len() < 4 {
                pages.push(page(&made(&mut bytes)));
            }
            pages
        }
    };
    export(&options, &pages);
}

fn page(items: &[String]) -> Vec<u8> {
    format!("{{\"items\":[{}]}}", items.join(",")).into_bytes()
}

fn made(bytes: &mut Bytes<'_>) -> Vec<String> {
    let item = |bytes: &mut Bytes<'_>| {
        let mut item = String::new();
        any_object(bytes, &KEYS, 3, &mut item);
        item
    };
    (0..bytes.below(4)).map(|_| item(bytes)).collect()
}

/// The items of a page, as `serde_json` reads them.
fn judged(page: &[u8]) -> Option<Vec<Value>> {
    let page = String::from_utf8_lossy(page.strip_prefix(b"\xef\xbb\xbf").unwrap_or(page));
    match serde_json::from_str::<Value>(&page).ok()?.get_mut("items")?.take() {
        Value::Array(items) => Some(items),
        _ => None,
    }
}

fn export(options: &Options, pages: &[Vec<u8>]) {
    let mut exporter = Exporter::new(options.clone()).unwrap();
    let mut file = Vec::new();
    let mut rows: Vec<Option<Value>> = Vec::new();
    for page in pages {
        let before = file.len();
        let expected = judged(page);
        match (exporter.add(page, &mut file), expected) {
            (Ok(count), Some(items)) => {
                assert_eq!(count, items.len());
                rows.extend(items.into_iter().map(Some));
            }
            // JavaScript reads this and serde_json does not, so nothing more is known about the rows.
            (Ok(count), None) => rows.extend(std::iter::repeat_n(None, count)),
            (Err(Refused::Malformed(malformed)), None) => {
                assert!(malformed.at <= page.len() * 3);
                assert_eq!(file.len(), before);
            }
            (Err(refused), _) => panic!("{refused:?}"),
        }
    }
    exporter.finish(&mut file);
    assert_eq!(file.starts_with(b"\xef\xbb\xbf"), options.bom);
    check_table(options, &file, &rows);
    check_pages(options, &rows);
}

fn check_table(options: &Options, file: &[u8], rows: &[Option<Value>]) {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(file);
    // This reader fails on rows of different widths.
    let records: Vec<csv::StringRecord> = reader.records().map(|record| record.unwrap()).collect();
    assert_eq!(records.len(), rows.len() + 1);
    let header: Vec<&str> = records[0].iter().collect();
    if let Some(columns) = &options.columns {
        assert_eq!(&header, columns);
    }
    for (index, name) in header.iter().enumerate() {
        assert!(!is_formula(name) && !header[..index].contains(name), "{name}");
    }
    for (row, record) in rows.iter().zip(&records[1..]) {
        for (name, cell) in header.iter().zip(record) {
            match row {
                Some(item) => check_cell(options, name, cell, item),
                None if options.guard => assert!(!is_formula(cell) || is_number(cell), "{cell:?}"),
                None => {}
            }
        }
    }
}

fn is_formula(cell: &str) -> bool {
    cell.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\r', '\n', '\0'])
}

fn is_number(cell: &str) -> bool {
    serde_json::from_str::<serde_json::Number>(cell).is_ok() || super::json::is_number(cell)
}

fn check_cell(options: &Options, name: &str, cell: &str, item: &Value) {
    if name == "state" {
        return assert!(["completed", "partial", "viewed"].contains(&cell));
    }
    if name == "other" {
        let other = serde_json::from_str::<Value>(if cell.is_empty() { "{}" } else { cell }).unwrap();
        return assert!(other.is_object());
    }
    // A free key's column is named after its object, and so is a fixed key's.
    let place = PLACES.into_iter().filter(|place| name.starts_with(place)).max_by_key(|place| place.len()).unwrap();
    let found = place
        .split_terminator('.')
        .try_fold(item, |value, key| value.get(key))
        .and_then(|o| o.get(&name[place.len()..]));
    let value = found.unwrap_or(&Value::Null);
    // A number stands as it was written; a text that looks like a number does not count as one.
    let text = if options.guard && !value.is_number() { unguard(cell) } else { cell };
    match value {
        Value::Array(items) => check_list(items, matches!(name, "tags" | "segments"), text),
        value => assert!(stands_for(text, value), "{text:?} is not {value}"),
    }
    if options.guard && !value.is_number() {
        let is_plain = is_number(cell) && !cell.contains(['e', 'E']);
        assert!(!is_formula(cell) || is_plain, "{cell:?}");
    }
}

/// Whether a cell, or one item of a cell, represents this value. Objects and lists are compact JSON.
fn stands_for(text: &str, value: &Value) -> bool {
    match value {
        Value::Null => text.is_empty(),
        Value::String(expected) => text == expected,
        value => serde_json::from_str::<Value>(text).is_ok_and(|read| read == *value),
    }
}

/// Splits a cell at each `; ` that no backslash precedes, and removes the backslashes. There must be one part per item.
fn check_list(items: &[Value], names: bool, text: &str) {
    let mut parts = vec![String::new()];
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => parts.last_mut().unwrap().push(characters.next().unwrap()),
            ';' => {
                assert_eq!(characters.next(), Some(' '));
                parts.push(String::new());
            }
            other => parts.last_mut().unwrap().push(other),
        }
    }
    if items.is_empty() {
        return assert_eq!(text, "");
    }
    assert_eq!(parts.len(), items.len());
    for (part, item) in parts.iter().zip(items) {
        let item = item.get("name").filter(|_| names).unwrap_or(item);
        assert!(stands_for(part, item), "{part:?} is not {item}");
    }
}

/// The same items on one page, and each on a page of its own with an empty page between.
fn check_pages(options: &Options, rows: &[Option<Value>]) {
    let Some(items) = rows.iter().map(|row| Some(row.as_ref()?.to_string())).collect::<Option<Vec<String>>>() else {
        return;
    };
    if !(2..=8).contains(&items.len()) {
        return;
    }
    let file = |pages: &[Vec<u8>]| {
        let mut exporter = Exporter::new(options.clone()).unwrap();
        let mut file = Vec::new();
        let learned: usize = pages.iter().map(|page| exporter.learn(page).unwrap()).sum();
        let added: usize = pages.iter().map(|page| exporter.add(page, &mut file).unwrap()).sum();
        assert_eq!((learned, added), (items.len(), items.len()));
        exporter.finish(&mut file);
        file
    };
    let apart: Vec<Vec<u8>> = items.iter().flat_map(|item| [page(std::slice::from_ref(item)), page(&[])]).collect();
    assert_eq!(file(&[page(&items)]), file(&apart));
}
