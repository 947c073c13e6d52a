//! Bytes and JSON. This crate knows nothing about Refiner.
//!
//! It is pure and never panics. A panic inside an exported async function would leave its promise unsettled for ever,
//! so this crate denies panics, as the crate built on it does.
#![deny(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::unreachable,
    clippy::todo,
    clippy::unimplemented,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::arithmetic_side_effects
)]

pub mod ascii;
pub mod bytes;
pub mod concat;
pub mod double;
mod fast_path;
pub mod key_order;
pub mod map_keys;
mod nesting;
pub mod number;
pub mod path;
pub mod scanner;
mod simd;
mod skip;
pub mod string;
pub mod value;
pub mod write;
