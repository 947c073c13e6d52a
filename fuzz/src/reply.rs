//! Generates a reply from an action's declaration and the fuzzer's bytes, and knows where the reply deviates from it.
//! Random bytes rarely get past the first bracket; generated replies reach everything.

use super::bytes::Bytes;
use super::json::{any_value, quote, space};
use refiner_wasm::schema::shape::{Record, Shape};
use std::collections::BTreeSet;

/// A reply, and the deviations it contains.
pub struct Reply<'a> {
    bytes: Bytes<'a>,
    pub body: String,
    /// Where the reply deviates, without indices: `items[].uuid`.
    pub odd: BTreeSet<String>,
    /// How many items the list has; `None` if the reply has no list of items.
    pub items: Option<usize>,
}

impl<'a> Reply<'a> {
    pub fn new(record: &Record, bytes: Bytes<'a>) -> Reply<'a> {
        let mut reply = Reply { bytes, body: String::new(), odd: BTreeSet::new(), items: None };
        reply.object(record, "");
        reply
    }

    /// The unused bytes.
    pub fn rest(self) -> Bytes<'a> {
        self.bytes
    }

    fn push(&mut self, json: &str) {
        self.body.push_str(json);
    }

    fn object(&mut self, record: &Record, path: &str) {
        self.push("{");
        let mut written = 0;
        for field in record.fields {
            let own = if path.is_empty() { field.name.to_owned() } else { format!("{path}.{}", field.name) };
            let times = match self.bytes.byte() {
                255 => 2,
                247..255 => 0,
                _ if !field.required => self.bytes.below(2),
                _ => 1,
            };
            if (times == 0 && field.required) || times == 2 {
                self.odd.insert(own.clone());
            }
            for _ in 0..times {
                self.key(field.name, written);
                self.value(field.shape, &own);
                written += 1;
            }
            if self.bytes.byte() >= 250 {
                let key = self.bytes.pick(&["new", "uuid.", "a\"].b[\"c", "tab\t", "é", "back\\slash"]);
                self.key(key, written);
                any_value(&mut self.bytes, &["x"], 2, &mut self.body);
                self.odd.insert(step(path, key));
                written += 1;
            }
        }
        self.push("}");
    }

    fn key(&mut self, name: &str, written: usize) {
        self.push(if written > 0 { "," } else { "" });
        space(&mut self.bytes, &mut self.body);
        quote(name, &mut self.bytes, &mut self.body);
        self.push(":");
        space(&mut self.bytes, &mut self.body);
    }

    fn list(&mut self, of: &Shape, path: &str) {
        let inner = format!("{path}[]");
        let length = self.bytes.below(4);
        self.push("[");
        for index in 0..length {
            self.push(if index > 0 { "," } else { "" });
            self.value(of, &inner);
        }
        self.push("]");
        if path == "items" {
            self.items = Some(length);
        }
    }

    fn map(&mut self, of: &Shape, path: &str) {
        let length = self.bytes.below(5);
        self.push("{");
        for index in 0..length {
            // Each key is different, so that none comes twice.
            let key = format!("{}{index}", self.bytes.pick(&["q", "first_question_", "a.b", "\"", "[\"x\"]\n"]));
            self.key(&key, index);
            self.value(of, &step(path, &key));
        }
        self.push("}");
    }

    fn value(&mut self, shape: &Shape, path: &str) {
        if path == "items" {
            self.items = None;
        }
        if self.bytes.byte() >= 252 {
            let (json, below) = self.bytes.pick(wrong(shape));
            self.push(json);
            self.odd.insert(format!("{path}{below}"));
            return;
        }
        match shape {
            Shape::Nullable(_) if self.bytes.below(4) == 0 => self.push("null"),
            Shape::Nullable(of) => self.value(of, path),
            Shape::OneOf(union) => {
                let of = union.of[usize::from(self.bytes.byte()) % union.of.len()];
                match of {
                    // What is wrong for an object can be right for another shape of the union.
                    Shape::Object(record) => self.object(record, path),
                    of => self.value(of, path),
                }
            }
            Shape::Object(record) => self.object(record, path),
            Shape::List { of, .. } => self.list(of, path),
            Shape::Map(of) => self.map(of, path),
            Shape::Answer if self.bytes.below(4) == 3 => self.list(&Shape::Scalar, path),
            Shape::Scalar | Shape::Answer => match self.bytes.below(4) {
                0 => self.text(),
                1 => self.number(),
                _ => {
                    let json = self.bytes.pick(&["null", "true", "false", "1e5", "-0.0"]);
                    self.push(json);
                }
            },
            Shape::Text => self.text(),
            Shape::Identifier => {
                let text = format!("{:02x}{}", self.bytes.byte(), self.bytes.text());
                quote(&text, &mut self.bytes, &mut self.body);
            }
            Shape::Time => {
                let [second, day] = [60, 31].map(|end| self.bytes.below(end));
                let end = self.bytes.pick(&["", "Z", ".000000Z", ".5", "+02:00", "-0530"]);
                let text = format!("2020-07-{:02}{}21:53:{second:02}{end}", day + 1, self.bytes.pick(&[" ", "T"]));
                quote(&text, &mut self.bytes, &mut self.body);
            }
            Shape::Counter => {
                let counts = ["0", "7", "66", "-53", "4.5", "\"66\"", "\" 7 \"", "\"-5.0e3\"", "4294967296", "1.0"];
                let json = self.bytes.pick(&counts);
                self.push(json);
            }
            Shape::Number => self.number(),
            Shape::Integer { min, .. } => self.push(&min.to_string()),
            Shape::Boolean => {
                let json = self.bytes.pick(&["true", "false"]);
                self.push(json);
            }
            Shape::Choice(words) => {
                let word = self.bytes.pick(words);
                quote(word, &mut self.bytes, &mut self.body);
            }
            // `Anything` has no wrong values. Its only anomalies are oddities of the JSON itself, and `wrong` adds
            // those.
            Shape::Anything => {
                let json = self.bytes.pick(&["{}", "null", "[[{\"a\":[1]}],\"\"]", "\"\\ud83c\\udf89\"", "-1e308"]);
                self.push(json);
            }
        }
    }

    fn text(&mut self) {
        let text = self.bytes.text();
        quote(&text, &mut self.bytes, &mut self.body);
    }

    fn number(&mut self) {
        let number = i16::from_le_bytes(self.bytes.array());
        self.push(&number.to_string());
    }
}

/// The path of a key below `path`.
fn step(path: &str, key: &str) -> String {
    if !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-') {
        return if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
    }
    let key = key.replace('\\', "\\\\").replace('"', "\\\"");
    let key: String =
        key.chars().map(|character| if character.is_control() { '\u{fffd}' } else { character }).collect();
    format!("{path}[\"{key}\"]")
}

/// Values that do not have this shape, and the place below them where that is reported.
fn wrong(shape: &Shape) -> &'static [(&'static str, &'static str)] {
    const BRACKETS: [u8; 258] = {
        let mut brackets = [b'['; 258];
        brackets.split_at_mut(129).1.copy_from_slice(&[b']'; 129]);
        brackets
    };
    const DEEP: &str = match str::from_utf8(&BRACKETS) {
        Ok(deep) => deep,
        Err(_) => "",
    };
    match shape {
        Shape::Nullable(Shape::Text) | Shape::Text => &[("7", ""), ("[]", ""), ("true", ""), ("\"\\ud800\"", "")],
        Shape::Nullable(Shape::Identifier) | Shape::Identifier => &[("\"\"", ""), ("0", ""), ("{}", "")],
        Shape::Nullable(Shape::Time) | Shape::Time => &[("\"soon\"", ""), ("\"\"", ""), ("1600000000", ""), ("[]", "")],
        Shape::Nullable(Shape::Counter) | Shape::Counter => {
            &[("\"many\"", ""), ("{}", ""), ("true", ""), ("1e400", "")]
        }
        Shape::Nullable(Shape::Anything) | Shape::Anything => {
            &[("\"\\udc00\"", ""), ("{\"a\":[1e309]}", ""), (DEEP, ""), ("{\"\\ud800\":1}", "")]
        }
        Shape::Nullable(Shape::Map(_) | Shape::Object(_)) | Shape::Map(_) | Shape::Object(_) => {
            &[("[]", ""), ("\"{}\"", ""), ("7", ""), ("[{}]", "")]
        }
        Shape::Nullable(Shape::List { .. }) | Shape::List { .. } => &[("{}", ""), ("\"[]\"", ""), ("false", "")],
        Shape::Scalar => &[("[]", ""), ("{}", ""), ("-1e999", ""), ("\"\\udc00\"", "")],
        Shape::Answer => &[("{}", ""), ("[[]]", "[]"), ("[1,{}]", "[]"), ("[\"\\ud800\"]", "[]")],
        Shape::Integer { .. } => &[("1.0", ""), ("\"1\"", ""), ("90071992547409930", "")],
        Shape::Number => &[("\"1\"", ""), ("null", "")],
        Shape::Boolean => &[("\"true\"", ""), ("1", ""), ("null", "")],
        Shape::Choice(_) => &[("\"no such word\"", ""), ("7", "")],
        Shape::Nullable(_) | Shape::OneOf(_) => &[("[[[]]]", "")],
    }
}
