//! The static description of values: the checks follow it, and types, schemas and documents are generated from it.

use super::problem::Problem;
use crate::json::path::Path;
use crate::json::value::{Map, Value};

/// The shape of a value.
///
/// For inputs a mismatch is an error; for outputs it is an anomaly that is reported and kept.
#[derive(Debug)]
pub enum Shape {
    /// Any text.
    Text,
    /// Text that is not empty.
    Identifier,
    /// A time: see [`time::parse`](super::time::parse).
    Time,
    /// A whole number in a range, both ends included.
    Integer {
        /// The smallest value allowed.
        min: i64,
        /// The largest value allowed.
        max: i64,
    },
    /// Any finite number.
    Number,
    /// A count. Refiner may send it as text, which is accepted without an anomaly.
    Counter,
    /// True or false.
    Boolean,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// Text, a number, true, false or null: the value of a trait or a filter.
    Scalar,
    /// A scalar, or a list of them: the answer to a question.
    Answer,
    /// Any value, passed through unchanged.
    Anything,
    /// A list whose items all have one shape.
    List {
        /// The shape of each item.
        of: &'static Shape,
        /// The fewest items allowed.
        min: usize,
        /// The most items allowed.
        max: usize,
    },
    /// An object with free keys.
    Map(&'static Shape),
    /// An object with known keys.
    Object(&'static Record),
    /// Null, or a value of this shape.
    Nullable(&'static Shape),
    /// A value of any of several shapes.
    OneOf(&'static Union),
}

impl Shape {
    /// What this shape accepts, in words for error messages.
    pub fn expectation(&self) -> &'static str {
        match self {
            Shape::OneOf(_) => "a value of another kind",
            Shape::Text => "text",
            Shape::Identifier => "text that is not empty",
            Shape::Time => "a time",
            Shape::Integer { .. } => "a whole number",
            Shape::Number | Shape::Counter => "a number",
            Shape::Boolean => "true or false",
            Shape::Choice(_) => "one of a few words",
            Shape::Scalar => "text, a number, true, false or null",
            Shape::Answer => "text, a number, true, false, null or a list of these",
            Shape::Anything => "anything",
            Shape::List { .. } => "a list",
            Shape::Map(_) | Shape::Object(_) => "an object",
            Shape::Nullable(shape) => shape.expectation(),
        }
    }
}

/// A union of shapes. At most one of them takes lists, and the objects differ in their keys. In a reply, the first
/// shape that takes the value's kind is used.
#[derive(Debug)]
pub struct Union {
    /// The name of its type in Rust, TypeScript and schemas.
    pub name: &'static str,
    /// Its description.
    pub doc: Doc,
    /// The shapes.
    pub of: &'static [&'static Shape],
    /// The strict check of an input. A function pointer here, so that a module without such inputs does not link the
    /// code.
    pub check: fn(&Union, &Value, &Path<'_>) -> Result<(), Problem>,
}

/// The [`check`](Union::check) of a union that only replies have.
pub fn no_input(_: &Union, _: &Value, _: &Path<'_>) -> Result<(), Problem> {
    Ok(())
}

/// An object with known keys.
#[derive(Debug)]
pub struct Record {
    /// The name of its type in Rust, TypeScript and schemas.
    pub name: &'static str,
    /// Its description.
    pub doc: Doc,
    /// Its keys.
    pub fields: &'static [Field],
    /// One bit per required key, the first key's the lowest; see [`required`].
    pub required: u64,
    /// At least one of these keys must be present. Empty: no such rule.
    pub one_of: &'static [&'static str],
}

impl Record {
    /// The field called `name`.
    pub fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.name == name)
    }
}

/// One key of a record.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Refiner's name for it.
    pub name: &'static str,
    /// The name as written between two fields of compact JSON: `,"name":`.
    pub written: &'static str,
    /// The shape of its value.
    pub shape: &'static Shape,
    /// Whether it must be present.
    pub required: bool,
    /// Further rules; few fields have any.
    pub rules: Option<&'static Rules>,
    /// Whether its entries go beside the record's own keys on the wire (`attributes`, `answers`).
    pub flat: bool,
    /// Its meaning, units, range and default.
    pub doc: Doc,
}

impl Field {
    /// The value used when it is absent, as JSON; `None` without a default.
    pub fn default(&self) -> Option<&'static str> {
        self.rules?.default
    }

    /// The rule for when it is allowed; `None`: always.
    pub fn when(&self) -> Option<&'static When> {
        self.rules?.when
    }
}

/// The rules of a field besides its shape.
#[derive(Clone, Copy, Debug)]
pub struct Rules {
    /// The value used when it is absent, as JSON.
    pub default: Option<&'static str>,
    /// When it is allowed.
    pub when: Option<&'static When>,
}

/// Allows a field only for some values of another one: `top_boxes` for the metric `csat`.
#[derive(Debug)]
pub struct When {
    /// The other field, a required [`Choice`](Shape::Choice).
    pub field: &'static str,
    /// The values for which this field is allowed.
    pub words: &'static [&'static str],
    /// The strict check of an input, given its entries. A function pointer for the same reason as [`Union::check`].
    pub check: fn(&When, &Map, &Path<'_>) -> Result<(), Problem>,
}

/// One bit per required field. No record has as many as 64 fields.
pub const fn required(mut fields: &[Field]) -> u64 {
    assert!(fields.len() < 64, "a record has at most 63 fields: the checks keep a bit for each");
    let (mut bits, mut bit) = (0, 1_u64);
    while let [field, rest @ ..] = fields {
        if field.required {
            bits |= bit;
        }
        bit = bit.wrapping_shl(1);
        fields = rest;
    }
    bits
}

/// A field's name, cut out of its written form so that both share the same bytes. `r#type`, as Rust spells it, is
/// `type`.
pub const fn name(written: &'static str) -> &'static str {
    let name = written.split_at(written.len().saturating_sub(2)).0.split_at(2).1;
    match name.as_bytes() {
        [b'r', b'#', ..] => name.split_at(2).1,
        _ => name,
    }
}

/// Documentation text. Kept in native builds, which write types, schemas and documents; absent from the wasm.
#[derive(Clone, Copy, Debug)]
pub struct Doc(#[cfg(not(target_arch = "wasm32"))] &'static str);

impl Doc {
    /// Wraps the text.
    #[cfg(not(target_arch = "wasm32"))]
    pub const fn new(text: &'static str) -> Doc {
        Doc(text)
    }

    /// Drops the text.
    #[cfg(target_arch = "wasm32")]
    pub const fn new(_: &'static str) -> Doc {
        Doc()
    }

    /// The text, trimmed line by line: doc comments start each line with a space.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn text(self) -> String {
        self.0.lines().map(str::trim).collect::<Vec<_>>().join("\n").trim().to_owned()
    }
}

/// A Rust type that has a shape.
pub trait HasShape {
    /// The shape of its values.
    const SHAPE: &'static Shape;
}

impl HasShape for String {
    const SHAPE: &'static Shape = &Shape::Text;
}

impl HasShape for bool {
    const SHAPE: &'static Shape = &Shape::Boolean;
}

impl HasShape for f64 {
    const SHAPE: &'static Shape = &Shape::Number;
}

/// A count made by this package, so it is never text.
impl HasShape for u64 {
    const SHAPE: &'static Shape = &Shape::Integer { min: 0, max: EXACT };
}

impl HasShape for i64 {
    const SHAPE: &'static Shape = &Shape::Integer { min: -EXACT, max: EXACT };
}

/// 2^53 - 1: a double holds every whole number up to this one exactly.
const EXACT: i64 = 9_007_199_254_740_991;

/// A pair, such as the two ends of an interval.
impl<T: HasShape> HasShape for [T; 2] {
    const SHAPE: &'static Shape = &Shape::List { of: T::SHAPE, min: 2, max: 2 };
}

impl<T: HasShape> HasShape for Option<T> {
    const SHAPE: &'static Shape = &Shape::Nullable(T::SHAPE);
}

impl<T: HasShape> HasShape for Vec<T> {
    const SHAPE: &'static Shape = &Shape::List { of: T::SHAPE, min: 0, max: usize::MAX };
}

impl<T: HasShape> HasShape for std::collections::BTreeMap<String, T> {
    const SHAPE: &'static Shape = &Shape::Map(T::SHAPE);
}
