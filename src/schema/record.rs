//! One declaration of a record: the Rust type, and the static description that everything else is made from.

use serde::Deserialize as _;
use serde::de::{DeserializeOwned, Deserializer};

/// Declares an object that Refiner sends or takes.
///
/// `output` records read tolerantly: each field is an `Option`, and a value of another type is read as `None` (the check
/// reports it). A `required` field is always there; a `nullable` one is always there and can be null; a `sometimes` one can
/// be missing or null. `input` records write strictly: `None` is left out, and the check says so when it was `required`.
/// `flat` marks a map whose entries are laid beside the record's own keys on the wire.
#[macro_export]
#[doc(hidden)]
macro_rules! record {
    (
        $(#[doc = $doc:literal])*
        output $name:ident {
            $($(#[doc = $field_doc:literal])* $presence:ident $field:ident: $type:ty),* $(,)?
        }
    ) => {
        $(#[doc = $doc])*
        #[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
        #[serde(default)]
        pub struct $name {
            $(
                $(#[doc = $field_doc])*
                #[serde(deserialize_with = "crate::schema::record::tolerant", skip_serializing_if = "Option::is_none")]
                pub $field: Option<$type>,
            )*
            /// Keys this version does not know, kept as they came.
            #[serde(flatten)]
            pub extra: std::collections::BTreeMap<String, serde_json::Value>,
        }

        $crate::record!(@describe $name [] $(#[doc = $doc])* { $($(#[doc = $field_doc])* $presence $field: $type,)* });
    };
    (
        $(#[doc = $doc:literal])*
        input $name:ident $(one_of [$($one:literal),*])? {
            $($(#[doc = $field_doc:literal])* $presence:ident $field:ident: $type:ty),* $(,)?
        }
    ) => {
        $(#[doc = $doc])*
        #[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
        pub struct $name {
            $(
                $(#[doc = $field_doc])*
                #[serde(skip_serializing_if = "Option::is_none")]
                pub $field: Option<$type>,
            )*
        }

        $crate::record!(@describe $name [$($($one),*)?] $(#[doc = $doc])* { $($(#[doc = $field_doc])* $presence $field: $type,)* });
    };
    (
        @describe $name:ident [$($one:literal),*] $(#[doc = $doc:literal])* {
            $($(#[doc = $field_doc:literal])* $presence:ident $field:ident: $type:ty,)*
        }
    ) => {
        impl $name {
            /// The static description of this record.
            pub const RECORD: &'static $crate::schema::shape::Record = {
                const FIELDS: &[$crate::schema::shape::Field] = &[$($crate::schema::shape::Field {
                    name: $crate::schema::shape::key(stringify!($field)),
                    // Of `r#type` it is none that is ever met, and the name decides.
                    written: concat!(",\"", stringify!($field), "\":"),
                    shape: $crate::record!(@shape $presence $type),
                    required: $crate::record!(@required $presence),
                    flat: $crate::record!(@flat $presence),
                    doc: $crate::schema::shape::Doc::new(concat!($($field_doc, "\n"),*)),
                },)*];
                &$crate::schema::shape::Record {
                    name: stringify!($name),
                    doc: $crate::schema::shape::Doc::new(concat!($($doc, "\n"),*)),
                    fields: FIELDS,
                    required: $crate::schema::shape::required(FIELDS),
                    one_of: &[$($one),*],
                }
            };
        }

        impl $crate::schema::shape::HasShape for $name {
            const SHAPE: &'static $crate::schema::shape::Shape = &$crate::schema::shape::Shape::Object($name::RECORD);
        }
    };
    (@shape nullable $type:ty) => {
        &$crate::schema::shape::Shape::Nullable(<$type as $crate::schema::shape::HasShape>::SHAPE)
    };
    (@shape sometimes $type:ty) => { $crate::record!(@shape nullable $type) };
    (@shape $other:ident $type:ty) => { <$type as $crate::schema::shape::HasShape>::SHAPE };
    (@required required) => { true };
    (@required nullable) => { true };
    (@required $other:ident) => { false };
    (@flat flat) => { true };
    (@flat $other:ident) => { false };
}

/// Reads a value if it is what was expected, and `None` otherwise: one odd field must not fail a page.
pub fn tolerant<'de, T: DeserializeOwned, D: Deserializer<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    Ok(T::deserialize(serde_json::Value::deserialize(deserializer)?).ok())
}
