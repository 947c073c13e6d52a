//! JSON whose keys keep the order in which they were written, so that generated files are readable and diffs are small.
//!
//! `serde_json` could keep the order too, but only with a feature that every other crate of the workspace would get as
//! well.

use refiner_wasm::json::value::{Map, Value};

/// Longer lines are broken.
const WIDTH: usize = 120;

/// Anything that can be a value in a JSON document.
pub(super) trait Json {
    /// Its JSON.
    fn json(self) -> Value;
}

impl Json for Value {
    fn json(self) -> Value {
        self
    }
}

impl Json for &str {
    fn json(self) -> Value {
        Value::Text(self.to_owned())
    }
}

impl Json for String {
    fn json(self) -> Value {
        Value::Text(self)
    }
}

impl Json for bool {
    fn json(self) -> Value {
        Value::Boolean(self)
    }
}

impl Json for i64 {
    fn json(self) -> Value {
        Value::Integer(self)
    }
}

impl<T: Json> Json for Option<T> {
    fn json(self) -> Value {
        self.map_or(Value::Null, Json::json)
    }
}

impl<T: Json> Json for Vec<T> {
    fn json(self) -> Value {
        Value::List(self.into_iter().map(Json::json).collect())
    }
}

impl Json for &[&str] {
    fn json(self) -> Value {
        self.to_vec().json()
    }
}

/// An object, key by key.
#[derive(Clone, Default)]
pub(super) struct Object(Map);

impl Object {
    /// An object without keys.
    pub(super) fn new() -> Self {
        Self::default()
    }

    /// Adds a key.
    pub(super) fn with(mut self, key: &str, value: impl Json) -> Self {
        self.0.push((key.to_owned(), value.json()));
        self
    }

    /// Adds a key, or replaces the value if the key exists.
    pub(super) fn set(mut self, key: &str, value: impl Json) -> Self {
        self.0.retain(|(name, _)| name != key);
        self.with(key, value)
    }

    /// Adds a key if there is a value.
    pub(super) fn with_some<T: Json>(self, key: &str, value: Option<T>) -> Self {
        match value {
            Some(value) => self.with(key, value),
            None => self,
        }
    }

    /// Adds the keys of another object.
    pub(super) fn and(mut self, other: Object) -> Self {
        self.0.extend(other.0);
        self
    }

    /// Whether the key is there.
    pub(super) fn has(&self, key: &str) -> bool {
        self.0.iter().any(|(name, _)| name == key)
    }

    /// The object, unless it is empty.
    pub(super) fn some(self) -> Option<Self> {
        if self.0.is_empty() { None } else { Some(self) }
    }
}

impl Json for Object {
    fn json(self) -> Value {
        Value::Map(self.0)
    }
}

/// On one line.
pub(super) fn compact(value: &Value) -> String {
    value.json()
}

/// Indented, ending with a line break. Lists of plain values stay on one line if they fit.
pub(super) fn pretty(value: &Value) -> String {
    let mut out = String::new();
    write(value, 0, &mut out);
    out.push('\n');
    out
}

fn write(value: &Value, depth: usize, out: &mut String) {
    match value {
        Value::List(items) if !items.is_empty() && !fits(items, out) => {
            let items = items.iter().map(|item| (String::new(), item));
            block(['[', ']'], items, depth, out);
        }
        Value::List(items) => {
            let items: Vec<_> = items.iter().map(compact).collect();
            out.push_str(&format!("[{}]", items.join(", ")));
        }
        Value::Map(entries) if !entries.is_empty() => {
            let entries =
                entries.iter().map(|(key, value)| (format!("{}: ", compact(&Value::Text(key.clone()))), value));
            block(['{', '}'], entries, depth, out);
        }
        plain => out.push_str(&plain.json()),
    }
}

fn block<'a>(
    [open, close]: [char; 2],
    entries: impl Iterator<Item = (String, &'a Value)>,
    depth: usize,
    out: &mut String,
) {
    out.push(open);
    for (index, (key, value)) in entries.enumerate() {
        out.push_str(if index == 0 { "\n" } else { ",\n" });
        out.push_str(&"  ".repeat(depth + 1));
        out.push_str(&key);
        write(value, depth + 1, out);
    }
    out.push('\n');
    out.push_str(&"  ".repeat(depth));
    out.push(close);
}

/// Whether the items are plain and fit on the last line of `out`, with a comma.
fn fits(items: &[Value], out: &str) -> bool {
    let plain = items.iter().all(|item| !matches!(item, Value::List(_) | Value::Map(_)));
    let line = out.rsplit('\n').next().unwrap_or_default().chars().count();
    plain && line + items.iter().map(|item| compact(item).chars().count() + 2).sum::<usize>() < WIDTH
}

#[cfg(test)]
mod tests {
    use super::{Json, Object, compact, pretty};

    #[test]
    fn keys_stay_in_order_and_plain_lists_on_a_line() {
        let value = Object::new()
            .with("b", vec!["x", "y"])
            .with("a", vec![Object::new().with("n", 1), Object::new()])
            .with("long", vec!["a word that takes its place"; 5])
            .with_some("none", None::<bool>)
            .with("null", None::<bool>)
            .json();
        let word = "    \"a word that takes its place\"";
        let long = [word; 5].join(",\n");
        let expected = format!(
            "{{\n  \"b\": [\"x\", \"y\"],\n  \"a\": [\n    {{\n      \"n\": 1\n    }},\n    {{}}\n  ],\n  \"long\": [\n{long}\n  ],\n  \"null\": null\n}}\n"
        );
        assert_eq!(pretty(&value), expected);
        assert!(compact(&value).starts_with(r#"{"b":["x","y"],"a":[{"n":1},{}],"#));
    }
}
