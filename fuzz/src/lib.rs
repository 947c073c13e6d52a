//! What must hold of any bytes, one file per fuzz target: each has a function `holds` that panics where it does not.
//!
//! The fuzzer looks for bytes that break them (`cargo xtask fuzz`). `tests/fuzz` includes this file as it is and holds the
//! committed seeds to the same properties, on stable Rust and on every test run; a crate of its own in the workspace would
//! have been the alternative, for five functions.

pub mod bytes;
pub mod check;
pub mod csv;
pub mod json;
pub mod reply;
pub mod retry_after;
pub mod scanner;
pub mod summary;
