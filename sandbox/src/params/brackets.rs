//! `form_uuids[]=a&account[id]=x` as a tree.

use serde_json::{Map, Value};

use crate::choices;

enum Part {
    Push,
    Key(String),
}

/// Reads a query or a URL-encoded form. Values stay texts; if a name comes twice, the last value counts.
pub(super) fn parse(text: &[u8]) -> Map<String, Value> {
    let mut root = Value::Object(Map::new());
    for (name, value) in form_urlencoded::parse(text) {
        insert(&mut root, &path(&name), value.into_owned());
    }
    match root {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

/// Splits `a[b][]` into steps. A name with unbalanced brackets is one step.
fn path(name: &str) -> Vec<Part> {
    let whole = || vec![Part::Key(name.to_owned())];
    let Some(open) = name.find('[').filter(|open| *open > 0) else { return whole() };
    let mut parts = vec![Part::Key(name[..open].to_owned())];
    let mut rest = &name[open..];
    while let Some(inner) = rest.strip_prefix('[') {
        let Some((key, after)) = inner.split_once(']') else { return whole() };
        parts.push(if key.is_empty() { Part::Push } else { Part::Key(key.to_owned()) });
        rest = after;
    }
    if rest.is_empty() && parts.len() <= choices::DEEPEST_BRACKETS { parts } else { whole() }
}

fn insert(slot: &mut Value, path: &[Part], value: String) {
    match path.split_first() {
        None => *slot = Value::String(value),
        Some((Part::Push, rest)) => {
            if !slot.is_array() {
                *slot = Value::Array(Vec::new());
            }
            if let Value::Array(items) = slot {
                let mut item = Value::Null;
                insert(&mut item, rest, value);
                items.push(item);
            }
        }
        Some((Part::Key(key), rest)) => {
            if !slot.is_object() {
                *slot = Value::Object(Map::new());
            }
            if let Value::Object(map) = slot {
                insert(map.entry(key.as_str()).or_insert(Value::Null), rest, value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn brackets_nest() {
        for (text, tree) in [
            ("a=1&b=x+y%20z", json!({"a": "1", "b": "x y z"})),
            ("f[]=a&f[]=b", json!({"f": ["a", "b"]})),
            ("f%5B%5D=a", json!({"f": ["a"]})),
            ("account[id]=x&account[plan]=pro", json!({"account": {"id": "x", "plan": "pro"}})),
            ("d[a][]=1&d[a][]=2&d[b][c]=3", json!({"d": {"a": ["1", "2"], "b": {"c": "3"}}})),
            ("a=1&a=2", json!({"a": "2"})),
            ("f[0]=a&f[1]=b", json!({"f": {"0": "a", "1": "b"}})),
            ("[x]=1&a[b=2&c[d]e=3", json!({"[x]": "1", "a[b": "2", "c[d]e": "3"})),
            ("flag", json!({"flag": ""})),
            ("", json!({})),
        ] {
            assert_eq!(Value::Object(parse(text.as_bytes())), tree, "{text}");
        }
    }

    #[test]
    fn brackets_past_the_depth_are_a_plain_name() {
        let deep = format!("a{}", "[b]".repeat(10_000));
        assert_eq!(parse(format!("{deep}=1").as_bytes()).keys().next(), Some(&deep));
    }
}
