//! Declares a record once, and makes from it the Rust type and the static description.

use serde::Deserialize as _;
use serde::de::{DeserializeOwned, Deserializer};

/// Declares an object that Refiner sends or takes, or that this package returns.
///
/// - `input` records are what callers pass, checked strictly. `None` is left out, which the check refuses for a
///   `required` field. `flat` marks a map whose entries go beside the record's own keys on the wire. `one_of ["a",
///   "b"]` requires at least one of these keys. `paged input` adds the three paging parameters that every list takes.
/// - `output` records are what Refiner sends, read tolerantly: each field is an `Option`, and a value of another type
///   becomes `None` (the check reports it). A `required` field is always present; a `nullable` one is always present
///   and can be null; an `optional` one can be missing or null.
/// - `report` records are made by this package, so their types are exact. When a field is `None`, a `nullable` one is
///   null and an `optional` one is absent.
///
/// `= 20` declares the default of an absent field. `where metric ["csat", "ces"]` allows a field only for these values
/// of `metric`.
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
            /// Keys that this version does not know, kept as they came.
            #[serde(flatten)]
            pub extra: std::collections::BTreeMap<String, serde_json::Value>,
        }

        $crate::record!(@describe output $name [] $(#[doc = $doc])* {
            $($(#[doc = $field_doc])* $presence $field: $type [] [],)*
        });
    };
    (
        $(#[doc = $doc:literal])*
        paged input $name:ident { $($fields:tt)* }
    ) => {
        $crate::record! {
            $(#[doc = $doc])*
            input $name {
                $($fields)*
                /// The page number, from 1.
                optional page: $crate::schema::types::PageNumber = 1,
                /// Items per page: 1 to 1000.
                optional page_length: $crate::schema::types::PageLength = 100,
                /// The `next_page_cursor` of the previous page; Refiner recommends it beyond 10,000 items.
                optional page_cursor: $crate::schema::types::Identifier,
            }
        }
    };
    (
        $(#[doc = $doc:literal])*
        input $name:ident $(one_of [$($one:literal),*])? {
            $(
                $(#[doc = $field_doc:literal])*
                $presence:ident $field:ident: $type:ty $(= $default:literal)? $(where $tag:ident [$($word:literal),+])?
            ),* $(,)?
        }
    ) => {
        $(#[doc = $doc])*
        // This package's own settings are camelCase in JavaScript, and so here.
        #[allow(non_snake_case)]
        #[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
        pub struct $name {
            $(
                $(#[doc = $field_doc])*
                #[serde(skip_serializing_if = "Option::is_none")]
                pub $field: Option<$type>,
            )*
        }

        $crate::record!(@describe input $name [$($($one),*)?] $(#[doc = $doc])* {
            $($(#[doc = $field_doc])* $presence $field: $type [$($default)?] [$($tag [$($word),+])?],)*
        });
    };
    (
        $(#[doc = $doc:literal])*
        report $name:ident {
            $(
                $(#[doc = $field_doc:literal])*
                $presence:ident $field:ident: $type:ty $(where $tag:ident [$($word:literal),+])?
            ),* $(,)?
        }
    ) => {
        $(#[doc = $doc])*
        #[derive(Clone, Debug, PartialEq)]
        pub struct $name {
            $($(#[doc = $field_doc])* pub $field: $crate::record!(@type $presence $type),)*
        }

        impl $crate::json::write::ToJson for $name {
            fn write(&self, out: &mut $crate::json::write::JsonWriter) {
                out.open("{");
                $($crate::record!(@write $presence out $field self.$field);)*
                out.close("}");
            }
        }

        $crate::record!(@describe report $name [] $(#[doc = $doc])* {
            $($(#[doc = $field_doc])* $presence $field: $type [] [$($tag [$($word),+])?],)*
        });
    };
    (
        @describe $side:ident $name:ident [$($one:literal),*] $(#[doc = $doc:literal])* {
            $(
                $(#[doc = $field_doc:literal])*
                $presence:ident $field:ident: $type:ty [$($default:literal)?] [$($tag:ident [$($word:literal),+])?],
            )*
        }
    ) => {
        impl $name {
            /// The static description of this record.
            pub const RECORD: &'static $crate::schema::shape::Record = {
                const FIELDS: &[$crate::schema::shape::Field] = &[$($crate::schema::shape::Field {
                    name: $crate::schema::shape::name(concat!(",\"", stringify!($field), "\":")),
                    // Never matches for `r#type`; the check then falls back to comparing names.
                    written: concat!(",\"", stringify!($field), "\":"),
                    shape: $crate::record!(@shape $side $presence $type),
                    required: $crate::record!(@required $presence),
                    rules: $crate::record!(@rules [$($default)?] [$($tag [$($word),+])?]),
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
    (@shape $side:ident nullable $type:ty) => {
        &$crate::schema::shape::Shape::Nullable(<$type as $crate::schema::shape::HasShape>::SHAPE)
    };
    (@shape output optional $type:ty) => { $crate::record!(@shape output nullable $type) };
    (@shape $side:ident $other:ident $type:ty) => { <$type as $crate::schema::shape::HasShape>::SHAPE };
    (@required required) => { true };
    (@required nullable) => { true };
    (@required $other:ident) => { false };
    (@flat flat) => { true };
    (@flat $other:ident) => { false };
    (@rules [] []) => { None };
    (@rules [$($default:literal)?] [$($tag:ident [$($word:literal),+])?]) => {
        Some(&$crate::schema::shape::Rules {
            default: $crate::record!(@default $($default)?),
            when: $crate::record!(@when $($tag [$($word),+])?),
        })
    };
    (@default) => { None };
    (@default $default:literal) => { Some(stringify!($default)) };
    (@when) => { None };
    (@when $tag:ident [$($word:literal),+]) => {
        Some(&$crate::schema::shape::When {
            field: stringify!($tag),
            words: &[$($word),+],
            check: $crate::schema::check_input::when,
        })
    };
    (@type required $type:ty) => { $type };
    (@type $other:ident $type:ty) => { Option<$type> };
    (@write optional $out:ident $name:ident $value:expr) => {
        if let Some(value) = &$value {
            $out.field(stringify!($name), value);
        }
    };
    (@write $other:ident $out:ident $name:ident $value:expr) => { $out.field(stringify!($name), &$value) };
}

/// Declares a union: a value that may have one of several shapes. Makes the Rust type and its shape. As for records,
/// an `input` is what callers pass, an `output` is what Refiner sends, and a `report` is made by this package.
#[macro_export]
#[doc(hidden)]
macro_rules! union {
    ($(#[doc = $doc:literal])* input $name:ident { $($(#[doc = $case_doc:literal])* $case:ident($type:ty)),+ $(,)? }) => {
        $(#[doc = $doc])*
        #[derive(Clone, Debug, PartialEq, serde::Serialize)]
        #[serde(untagged)]
        pub enum $name {
            $($(#[doc = $case_doc])* $case($type),)+
        }

        $crate::union!(@describe $name [$($doc),*] [$($case($type)),+] $crate::schema::check_input::one_of);
    };
    ($(#[doc = $doc:literal])* output $name:ident { $($(#[doc = $case_doc:literal])* $case:ident($type:ty)),+ $(,)? }) => {
        $(#[doc = $doc])*
        #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
        #[serde(untagged)]
        pub enum $name {
            $($(#[doc = $case_doc])* $case($type),)+
        }

        $crate::union!(@describe $name [$($doc),*] [$($case($type)),+] $crate::schema::shape::no_input);
    };
    ($(#[doc = $doc:literal])* report $name:ident { $($(#[doc = $case_doc:literal])* $case:ident($type:ty)),+ $(,)? }) => {
        $(#[doc = $doc])*
        #[derive(Clone, Debug, PartialEq)]
        #[allow(clippy::large_enum_variant, reason = "a report is made once, and written")]
        pub enum $name {
            $($(#[doc = $case_doc])* $case($type),)+
        }

        impl $crate::json::write::ToJson for $name {
            fn write(&self, out: &mut $crate::json::write::JsonWriter) {
                match self {
                    $($name::$case(value) => value.write(out),)+
                }
            }
        }

        $crate::union!(@describe $name [$($doc),*] [$($case($type)),+] $crate::schema::check_input::one_of);
    };
    (@describe $name:ident [$($doc:literal),*] [$($case:ident($type:ty)),+] $check:path) => {
        impl $crate::schema::shape::HasShape for $name {
            const SHAPE: &'static $crate::schema::shape::Shape =
                &$crate::schema::shape::Shape::OneOf(&$crate::schema::shape::Union {
                    name: stringify!($name),
                    doc: $crate::schema::shape::Doc::new(concat!($($doc, "\n"),*)),
                    of: &[$(<$type as $crate::schema::shape::HasShape>::SHAPE),+],
                    check: $check,
                });
        }

        $(impl From<$type> for $name {
            fn from(value: $type) -> Self {
                $name::$case(value)
            }
        })+
    };
}

/// Reads a value of the expected type, and `None` for any other: one odd field must not fail a whole page.
pub fn tolerant<'de, T: DeserializeOwned, D: Deserializer<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    Ok(T::deserialize(serde_json::Value::deserialize(deserializer)?).ok())
}
