//! Builds the request of an action: method, path, query and body, without a host or a key.

use crate::actions::{Action, Method};
use crate::json::path::Path;
use crate::json::value::{Map, Value};
use crate::json::{concat::Append, text};
use crate::schema::check_input;
use crate::schema::problem::Problem;
use crate::schema::shape::{Field, Record, Shape};

/// A request, before it is known where to send it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The HTTP method.
    pub method: Method,
    /// The path below the base URL, such as `/responses`.
    pub path: &'static str,
    /// The encoded query without its question mark; empty when there is none.
    pub query: String,
    /// The JSON body of a POST.
    pub body: Option<String>,
}

/// The parameter for the number of items on a page.
const PAGE_LENGTH: &str = "page_length";

/// Checks an input and builds its request.
pub fn build(action: &Action, input: &Value) -> Result<Request, Problem> {
    let mut wire = flatten(action.input, check_input::check(action.input, input)?);
    // Sources disagree on Refiner's own default (50 or 100), so the declared one is always sent.
    let length = action.input.field(PAGE_LENGTH).and_then(Field::default);
    if let Some(length) = length
        && !wire.iter().any(|(key, _)| key == PAGE_LENGTH)
    {
        wire.push((PAGE_LENGTH.to_owned(), Value::Number(length.to_owned())));
    }
    let mut request = Request { method: action.method, path: action.path, query: String::new(), body: None };
    match action.method {
        Method::Post => {
            request.body = Some(Value::Map(wire).json());
        }
        Method::Get | Method::Delete => {
            for (key, value) in &wire {
                unbracketed(&Path::Root.key(key), key, value)?;
                write_query(key, value, &mut request.query);
            }
        }
    }
    Ok(request)
}

/// The entries in wire form: free keys go beside the fixed ones, in nested records too.
fn flatten(record: &Record, entries: &Map) -> Map {
    let mut wire = Map::new();
    for (key, value) in entries {
        match (record.field(key), value) {
            (Some(field), Value::Map(free)) if field.flat => wire.extend(free.iter().cloned()),
            (Some(field), Value::Map(inner)) => match field.shape {
                Shape::Object(record) => wire.push((key.clone(), Value::Map(flatten(record, inner)))),
                _ => wire.push((key.clone(), value.clone())),
            },
            _ => wire.push((key.clone(), value.clone())),
        }
    }
    wire
}

/// Checks that no name in a query contains a bracket. There is no way to escape one there: `name[a][b]` is what the key
/// `a][b` and the object `{ a: { b } }` would both become.
fn unbracketed(path: &Path<'_>, name: &str, value: &Value) -> Result<(), Problem> {
    if name.contains(['[', ']']) {
        return Err(Problem::new(path, "has a bracket in its name, which a query cannot carry"));
    }
    let Value::Map(entries) = value else { return Ok(()) };
    entries.iter().try_for_each(|(key, value)| unbracketed(&path.key(key), key, value))
}

/// Appends a parameter to a query: lists as `name[]=a&name[]=b`, objects as `name[key]=value`, booleans as 1 and 0,
/// null as an empty value.
fn write_query(name: &str, value: &Value, query: &mut String) {
    match value {
        Value::List(items) => items.iter().for_each(|item| write_query(&text!(name, "[]"), item, query)),
        Value::Map(entries) => {
            entries.iter().for_each(|(key, item)| write_query(&text!(name, "[", key, "]"), item, query));
        }
        scalar => {
            if !query.is_empty() {
                query.push('&');
            }
            encode(name, query);
            query.push('=');
            match scalar {
                Value::Text(text) => encode(text, query),
                Value::Boolean(true) => query.push('1'),
                Value::Boolean(false) => query.push('0'),
                Value::Integer(number) => number.append(query),
                Value::Number(number) => encode(number, query),
                Value::Null | Value::List(_) | Value::Map(_) => {}
            }
        }
    }
}

/// Percent-encodes everything but the unreserved characters of RFC 3986.
fn encode(text: &str, out: &mut String) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            let digit = |nibble: u8| HEX.get(usize::from(nibble)).copied().map_or('0', char::from);
            out.push('%');
            out.push(digit(byte >> 4));
            out.push(digit(byte & 0x0f));
        }
    }
}
