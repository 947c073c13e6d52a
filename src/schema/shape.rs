//! The static description of a value: what the checks walk by, and what types, schemas and documents are made from.

use super::problem::Problem;
use crate::json::path::Path;
use crate::json::value::{Map, Value};

/// What a value must or should look like.
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
        /// The least that is allowed.
        min: i64,
        /// The most that is allowed.
        max: i64,
    },
    /// Any finite number.
    Number,
    /// A count; Refiner may send it as text, which is read without complaint.
    Counter,
    /// True or false.
    Boolean,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// Text, a number, true, false or null: the value of a trait or a filter.
    Scalar,
    /// A scalar, or a list of them: the answer to a question.
    Answer,
    /// Whatever it is, it is passed through.
    Anything,
    /// A list whose items are all alike.
    List {
        /// What each item looks like.
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
    /// What it asks for, in words.
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

/// Several shapes, any of which a value may have. At most one of them takes lists, and the objects differ in their keys; in a
/// reply the first one that takes a value of its kind counts.
#[derive(Debug)]
pub struct Union {
    /// The name of its type in Rust, TypeScript and schemas.
    pub name: &'static str,
    /// What it is.
    pub doc: Doc,
    /// The shapes.
    pub of: &'static [&'static Shape],
    /// The strict check of an input. It stands here so that a module without such inputs does not hold its code.
    pub check: fn(&Union, &Value, &Path<'_>) -> Result<(), Problem>,
}

/// An object with known keys.
#[derive(Debug)]
pub struct Record {
    /// The name of its type in Rust, TypeScript and schemas.
    pub name: &'static str,
    /// What it is.
    pub doc: Doc,
    /// Its keys.
    pub fields: &'static [Field],
    /// A bit for each key that must be there, the first key's the lowest; see [`required`].
    pub required: u64,
    /// Of these keys, at least one must be there. Empty: no such rule.
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
    /// The name as it stands between two fields of compact JSON: `,"name":`.
    pub written: &'static str,
    /// What its value looks like.
    pub shape: &'static Shape,
    /// Whether it must be there.
    pub required: bool,
    /// What else is declared of it, of the few that have more.
    pub rules: Option<&'static Rules>,
    /// Whether its entries are laid flat beside the record's own keys on the wire (`attributes`, `answers`).
    pub flat: bool,
    /// What it means: units, range, default.
    pub doc: Doc,
}

impl Field {
    /// What holds when it is absent, as JSON; `None` when nothing does.
    pub fn default(&self) -> Option<&'static str> {
        self.rules?.default
    }

    /// When it may be there; `None`: always.
    pub fn when(&self) -> Option<&'static When> {
        self.rules?.when
    }
}

/// What is declared of a field besides its shape.
#[derive(Clone, Copy, Debug)]
pub struct Rules {
    /// What holds when it is absent, as JSON.
    pub default: Option<&'static str>,
    /// When it may be there.
    pub when: Option<&'static When>,
}

/// A field that is only for some values of another one: `top_boxes` for the metric `csat`.
#[derive(Debug)]
pub struct When {
    /// The other field, a [`Choice`](Shape::Choice) that is always there.
    pub field: &'static str,
    /// The words for which this one may be there.
    pub words: &'static [&'static str],
    /// The strict check of an input, given its entries. It stands here for the reason that [`Union::check`] does.
    pub check: fn(&When, &Map, &Path<'_>) -> Result<(), Problem>,
}

/// The bits of the fields that must be there. No record has as many as 64 keys.
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

/// A field's name, from how it is written between two others: a part of the same bytes. `r#type`, as Rust spells it, is `type`.
pub const fn name(written: &'static str) -> &'static str {
    let name = written.split_at(written.len().saturating_sub(2)).0.split_at(2).1;
    match name.as_bytes() {
        [b'r', b'#', ..] => name.split_at(2).1,
        _ => name,
    }
}

/// Words for people. Kept natively, where types, schemas and documents are written; absent from the wasm.
#[derive(Clone, Copy, Debug)]
pub struct Doc(#[cfg(not(target_arch = "wasm32"))] &'static str);

impl Doc {
    /// Wraps the words.
    #[cfg(not(target_arch = "wasm32"))]
    pub const fn new(text: &'static str) -> Doc {
        Doc(text)
    }

    /// Drops the words.
    #[cfg(target_arch = "wasm32")]
    pub const fn new(_: &'static str) -> Doc {
        Doc()
    }

    /// The words, one paragraph a line, without the space that doc comments begin with.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn text(self) -> String {
        self.0.lines().map(str::trim).collect::<Vec<_>>().join("\n").trim().to_owned()
    }
}

/// A Rust type that has a shape.
pub trait HasShape {
    /// What its values look like.
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

/// A count, which this package makes and which so never is a text.
impl HasShape for u64 {
    const SHAPE: &'static Shape = &Shape::Integer { min: 0, max: EXACT };
}

impl HasShape for i64 {
    const SHAPE: &'static Shape = &Shape::Integer { min: -EXACT, max: EXACT };
}

/// The largest whole number up to which a double holds all of them: 2^53 - 1.
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
