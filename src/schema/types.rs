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
    ($(#[$meta:meta])* $name:ident { $($(#[$word_meta:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        pub enum $name {
            $($(#[$word_meta])* #[serde(rename = $word)] $variant),+
        }

        impl $crate::schema::shape::HasShape for $name {
            const SHAPE: &'static $crate::schema::shape::Shape = &$crate::schema::shape::Shape::Choice(&[$($word),+]);
        }
    };
}
