//! Types that add a rule to a plain one, so that a record says it in its type.

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
    /// Text that names something and is not empty.
    Identifier(String) = Shape::Identifier;
    /// A time as Refiner writes it; see [`time::parse`](super::time::parse).
    Time(String) = Shape::Time;
    /// A number of things. Read from a number or from text.
    Counter(serde_json::Value) = Shape::Counter;
    /// Text, a number, true, false or null.
    Scalar(serde_json::Value) = Shape::Scalar;
    /// A scalar or a list of scalars.
    Answer(serde_json::Value) = Shape::Answer;
    /// Anything at all, passed through as it is.
    Anything(serde_json::Value) = Shape::Anything;
    /// A number of a page, from 1.
    PageNumber(u32) = Shape::Integer { min: 1, max: 1_000_000_000 };
    /// Items per page: 1 to 1000.
    PageLength(u16) = Shape::Integer { min: 1, max: 1000 };
    /// Names of tags: 1 to 20, none empty.
    TagNames(Vec<Identifier>) = Shape::List { of: &Shape::Identifier, min: 1, max: 20 };
    /// Identifiers, at least one.
    Identifiers(Vec<Identifier>) = Shape::List { of: &Shape::Identifier, min: 1, max: usize::MAX };
    /// Identifiers of questions: 1 to 100.
    QuestionList(Vec<Identifier>) = Shape::List { of: &Shape::Identifier, min: 1, max: 100 };
    /// Names of columns, at least one.
    ColumnList(Vec<Identifier>) = Shape::List { of: &Shape::Identifier, min: 1, max: usize::MAX };
    /// An end of a scale, at most a million away from zero.
    ScaleEnd(i64) = Shape::Integer { min: -1_000_000, max: 1_000_000 };
    /// How many of the highest boxes count as satisfied.
    TopBoxes(u8) = Shape::Integer { min: 1, max: 100 };
    /// How many choices are listed.
    TopChoices(u16) = Shape::Integer { min: 1, max: 1000 };
    /// How many groups are kept apart.
    MaxGroups(u16) = Shape::Integer { min: 1, max: 1000 };
    /// Minutes east of UTC.
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
    /// The count, from a number or from text that is one.
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
            /// All of them, in the order of their declaration.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// What each of them means, in the same order.
            pub const DOCS: &'static [$crate::schema::shape::Doc] =
                &[$($crate::schema::shape::Doc::new(concat!($($word_doc, "\n"),*))),+];

            const WORDS: &'static [&'static str] = &[$($word),+];

            /// The word itself.
            pub fn as_str(self) -> &'static str {
                match self {
                    $($name::$variant => $word,)+
                }
            }

            /// The one that a word stands for.
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

/// Where a word stands among others.
#[inline(never)]
pub fn place(words: &[&str], word: &str) -> Option<usize> {
    words.iter().position(|known| *known == word)
}
