//! A plain value a caller hands in: what JSON can say, in the caller's order, before anything is known of its meaning.

use super::scanner::{Malformed, Scanner, Token};
use super::write::{write_integer, write_string};

/// Any JSON value. Maps keep the order in which they were written.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `null`.
    Null,
    /// `true` or `false`.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// Any other finite number, as it is written.
    Number(String),
    /// A double that was worked out here and is written by whoever asks for the JSON: the host has the digits of doubles already,
    /// and Rust's are 18 KB of wasm. What is no finite number is null.
    Double(f64),
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

    /// What kind of value this is, for error messages.
    pub fn kind(&self) -> &'static str {
        match self {
            Value::Null => "null",
            Value::Boolean(_) => "a boolean",
            Value::Integer(_) | Value::Number(_) | Value::Double(_) => "a number",
            Value::Text(_) => "text",
            Value::List(_) => "a list",
            Value::Map(_) => "an object",
        }
    }

    /// Reads JSON. It calls itself for what is nested: it is for text that is known not to be so deeply.
    ///
    /// # Errors
    /// When it is not JSON.
    pub fn read_json(written: &[u8]) -> Result<Value, Malformed> {
        read(&mut Scanner::new(written))
    }

    /// Writes the value as JSON, as `JSON.stringify` would. `double` writes a finite double.
    pub fn write_json(&self, double: fn(f64) -> String, out: &mut String) {
        match self {
            Value::Null => out.push_str("null"),
            Value::Boolean(true) => out.push_str("true"),
            Value::Boolean(false) => out.push_str("false"),
            Value::Integer(number) => write_integer(*number, out),
            Value::Number(number) => out.push_str(number),
            Value::Double(number) if number.is_finite() => out.push_str(&double(*number)),
            Value::Double(_) => out.push_str("null"),
            Value::Text(text) => write_string(text, out),
            Value::List(items) => {
                out.push('[');
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        out.push(',');
                    }
                    item.write_json(double, out);
                }
                out.push(']');
            }
            Value::Map(entries) => {
                out.push('{');
                for (index, (key, value)) in entries.iter().enumerate() {
                    if index > 0 {
                        out.push(',');
                    }
                    write_string(key, out);
                    out.push(':');
                    value.write_json(double, out);
                }
                out.push('}');
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

/// Whole numbers that a double holds exactly are told apart.
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

/// What can be said as JSON.
pub trait ToValue {
    /// Says it.
    fn to_value(&self) -> Value;
}

impl ToValue for bool {
    fn to_value(&self) -> Value {
        Value::Boolean(*self)
    }
}

impl ToValue for i64 {
    fn to_value(&self) -> Value {
        Value::Integer(*self)
    }
}

impl ToValue for u64 {
    fn to_value(&self) -> Value {
        Value::Integer(i64::try_from(*self).unwrap_or(i64::MAX))
    }
}

impl ToValue for f64 {
    fn to_value(&self) -> Value {
        Value::Double(*self)
    }
}

impl ToValue for str {
    fn to_value(&self) -> Value {
        Value::Text(self.to_owned())
    }
}

impl ToValue for String {
    fn to_value(&self) -> Value {
        self.as_str().to_value()
    }
}

/// None is null.
impl<T: ToValue> ToValue for Option<T> {
    fn to_value(&self) -> Value {
        self.as_ref().map_or(Value::Null, T::to_value)
    }
}

impl<T: ToValue> ToValue for [T] {
    fn to_value(&self) -> Value {
        Value::List(self.iter().map(T::to_value).collect())
    }
}

impl<T: ToValue> ToValue for Vec<T> {
    fn to_value(&self) -> Value {
        self.as_slice().to_value()
    }
}

impl<T: ToValue, const N: usize> ToValue for [T; N] {
    fn to_value(&self) -> Value {
        self.as_slice().to_value()
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
            let mut out = String::new();
            value.write_json(|_| unreachable!(), &mut out);
            assert_eq!(out, text);
            assert_eq!(Value::read_json(text.as_bytes()).unwrap(), value);
        }
    }
}
