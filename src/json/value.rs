//! A JSON value from a caller, in the caller's key order, before a declaration gives it meaning.

use super::scanner::{Malformed, Scanner, Token};
use super::write::{JsonWriter, ToJson};

/// Any JSON value. Objects keep the order of their keys.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `null`.
    Null,
    /// `true` or `false`.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// Any other finite number, as written.
    Number(String),
    /// Text.
    Text(String),
    /// An array.
    List(Vec<Value>),
    /// An object.
    Map(Map),
}

/// The entries of an object, in order.
pub type Map = Vec<(String, Value)>;

impl Value {
    /// The value under `key`, when this is an object that has it.
    pub fn get(&self, key: &str) -> Option<&Value> {
        match self {
            Value::Map(entries) => entries.iter().find(|(name, _)| name == key).map(|(_, value)| value),
            _ => None,
        }
    }

    /// The text, when this is text.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The kind of value, for error messages.
    pub fn kind(&self) -> &'static str {
        match self {
            Value::Null => "null",
            Value::Boolean(_) => "a boolean",
            Value::Integer(_) | Value::Number(_) => "a number",
            Value::Text(_) => "text",
            Value::List(_) => "a list",
            Value::Map(_) => "an object",
        }
    }

    /// Parses JSON. Recurses, so use it only for text that is known not to be deeply nested.
    ///
    /// # Errors
    /// When the text is not JSON.
    pub fn read_json(written: &[u8]) -> Result<Value, Malformed> {
        read(&mut Scanner::new(written))
    }

    /// The value as JSON, as `JSON.stringify` would write it.
    pub fn json(&self) -> String {
        // Never called: a `Value` keeps its numbers as written.
        let mut out = JsonWriter::new(|_| String::new());
        self.write(&mut out);
        out.finish()
    }
}

impl ToJson for Value {
    fn write(&self, out: &mut JsonWriter) {
        match self {
            Value::Null => out.raw("null"),
            Value::Boolean(boolean) => boolean.write(out),
            Value::Integer(number) => number.write(out),
            Value::Number(number) => out.raw(number),
            Value::Text(text) => text.write(out),
            Value::List(items) => items.write(out),
            Value::Map(entries) => {
                out.open("{");
                for (key, value) in entries {
                    out.field(key, value);
                }
                out.close("}");
            }
        }
    }
}

fn read(scanner: &mut Scanner<'_>) -> Result<Value, Malformed> {
    Ok(match scanner.peek() {
        Some(Token::Text) => Value::Text(scanner.text()?.decode().into_owned()),
        Some(Token::Number) => number(scanner.number()?),
        Some(Token::Array) => {
            let mut items = Vec::new();
            let mut array = scanner.enter_array()?;
            while scanner.next_item(&mut array)? {
                items.push(read(scanner)?);
            }
            Value::List(items)
        }
        Some(Token::Object) => {
            let mut entries = Vec::new();
            let mut object = scanner.enter_object()?;
            while let Some(key) = scanner.next_key(&mut object)? {
                entries.push((key.decode().into_owned(), read(scanner)?));
            }
            Value::Map(entries)
        }
        _ => {
            let start = scanner.position();
            scanner.word()?;
            match scanner.slice_from(start) {
                b"null" => Value::Null,
                word => Value::Boolean(word == b"true"),
            }
        }
    })
}

/// Parses a number: an [`Value::Integer`] when a double holds it exactly.
fn number(written: &[u8]) -> Value {
    const LARGEST: i64 = 9_007_199_254_740_991;
    let digits = written.strip_prefix(b"-").unwrap_or(written);
    let size = digits.iter().try_fold(0_i64, |sum, digit| {
        digit.is_ascii_digit().then(|| sum.saturating_mul(10).saturating_add(i64::from(digit & 0x0f)))
    });
    match size.filter(|size| *size <= LARGEST) {
        Some(size) => Value::Integer(if digits.len() < written.len() { size.saturating_neg() } else { size }),
        None => Value::Number(String::from_utf8_lossy(written).into_owned()),
    }
}

impl From<serde_json::Value> for Value {
    fn from(value: serde_json::Value) -> Value {
        match value {
            serde_json::Value::Null => Value::Null,
            serde_json::Value::Bool(boolean) => Value::Boolean(boolean),
            serde_json::Value::Number(number) => match number.as_i64() {
                Some(integer) => Value::Integer(integer),
                None => Value::Number(number.to_string()),
            },
            serde_json::Value::String(text) => Value::Text(text),
            serde_json::Value::Array(items) => Value::List(items.into_iter().map(Value::from).collect()),
            serde_json::Value::Object(entries) => {
                Value::Map(entries.into_iter().map(|(key, value)| (key, Value::from(value))).collect())
            }
        }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::Value;

    #[test]
    fn what_is_written_is_what_was_read() {
        for text in [
            r#"{"__proto__":{},"a":[true,false,null,-7,1.5,"x"],"b":1}"#,
            r#""quote \" back \\ line \n tab \t bell \u0007 é 🎉""#,
            "[]",
            "9007199254740991",
            "-9007199254740991",
            "1e+21",
            "1.5e-7",
        ] {
            let value = Value::from(serde_json::from_str::<serde_json::Value>(text).unwrap());
            assert_eq!(value.json(), text);
            assert_eq!(Value::read_json(text.as_bytes()).unwrap(), value);
        }
    }
}
