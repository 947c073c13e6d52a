//! Field types that add a rule to a plain type, so that a record states the rule by the type.

use serde::{Deserialize, Serialize};

use super::shape::{HasShape, Shape};

macro_rules! described {
    ($($(#[$meta:meta])* $name:ident($inner:ty) = $shape:expr;)*) => {$(
        $(#[$meta])*
        #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub $inner);

        impl HasShape for $name {
            const SHAPE: &'static Shape = &$shape;
        }

        impl<T: Into<$inner>> From<T> for $name {
            fn from(value: T) -> Self {
                Self(value.into())
            }
        }
    )*};
}

described! {
    /// Text that names something, not empty.
    Identifier(String) = Shape::Identifier;
    /// A time as Refiner writes it; see [`time::parse`](super::time::parse).
    Time(String) = Shape::Time;
    /// A count. Read from a number or from text.
    Counter(serde_json::Value) = Shape::Counter;
    /// Text, a number, true, false or null.
    Scalar(serde_json::Value) = Shape::Scalar;
    /// A scalar or a list of scalars.
    Answer(serde_json::Value) = Shape::Answer;
    /// Any value, passed through unchanged.
    Anything(serde_json::Value) = Shape::Anything;
    /// A page number, from 1.
    PageNumber(u32) = Shape::Integer { min: 1, max: 1_000_000_000 };
    /// Items per page: 1 to 1000.
    PageLength(u16) = Shape::Integer { min: 1, max: 1000 };
    /// Names of tags: 1 to 20, none of them empty.
    TagNames(Vec<Identifier>) = Shape::List { of: &Shape::Identifier, min: 1, max: 20 };
    /// Identifiers, at least one.
    Identifiers(Vec<Identifier>) = Shape::List { of: &Shape::Identifier, min: 1, max: usize::MAX };
    /// Identifiers of questions: 1 to 100.
    QuestionList(Vec<Identifier>) = Shape::List { of: &Shape::Identifier, min: 1, max: 100 };
    /// Names of columns, at least one.
    ColumnList(Vec<Identifier>) = Shape::List { of: &Shape::Identifier, min: 1, max: usize::MAX };
    /// An end of a scale: -1,000,000 to 1,000,000.
    ScaleEnd(i64) = Shape::Integer { min: -1_000_000, max: 1_000_000 };
    /// How many of the highest scores count as satisfied: 1 to 100.
    TopBoxes(u8) = Shape::Integer { min: 1, max: 100 };
    /// How many choices to list: 1 to 1000.
    TopChoices(u16) = Shape::Integer { min: 1, max: 1000 };
    /// How many groups to report separately: 1 to 1000.
    MaxGroups(u16) = Shape::Integer { min: 1, max: 1000 };
    /// Minutes east of UTC: -1439 to 1439.
    UtcOffsetMinutes(i16) = Shape::Integer { min: -1439, max: 1439 };
    /// A number of milliseconds.
    Milliseconds(u64) = Shape::Integer { min: 0, max: 9_007_199_254_740_991 };
}

/// 1 to 20 metrics.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(transparent)]
pub struct MetricList<T>(pub Vec<T>);

impl<T: HasShape> HasShape for MetricList<T> {
    const SHAPE: &'static Shape = &Shape::List { of: T::SHAPE, min: 1, max: 20 };
}

impl Counter {
    /// The count, from a number or from text that holds one.
    pub fn get(&self) -> Option<f64> {
        self.0.as_f64().or_else(|| self.0.as_str()?.trim().parse().ok())
    }
}

/// Declares an enumeration of words: the Rust type and its shape.
#[macro_export]
#[doc(hidden)]
macro_rules! choice {
    ($(#[doc = $doc:literal])* $name:ident { $($(#[doc = $word_doc:literal])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[doc = $doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        pub enum $name {
            $($(#[doc = $word_doc])* #[serde(rename = $word)] $variant),+
        }

        impl $name {
            /// All of them, in the order of declaration.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// The description of each, in the same order.
            pub const DOCS: &'static [$crate::schema::shape::Doc] =
                &[$($crate::schema::shape::Doc::new(concat!($($word_doc, "\n"),*))),+];

            const WORDS: &'static [&'static str] = &[$($word),+];

            /// The word itself.
            pub fn as_str(self) -> &'static str {
                match self {
                    $($name::$variant => $word,)+
                }
            }

            /// The variant for a word; `None` for an unknown one.
            pub fn of(word: &str) -> Option<$name> {
                Self::ALL.get($crate::schema::types::place(Self::WORDS, word)?).copied()
            }
        }

        impl $crate::json::write::ToJson for $name {
            fn write(&self, out: &mut $crate::json::write::JsonWriter) {
                self.as_str().write(out);
            }
        }

        impl $crate::schema::shape::HasShape for $name {
            const SHAPE: &'static $crate::schema::shape::Shape = &$crate::schema::shape::Shape::Choice($name::WORDS);
        }
    };
}

/// The index of a word in a list.
#[inline(never)]
pub fn place(words: &[&str], word: &str) -> Option<usize> {
    words.iter().position(|known| *known == word)
}
