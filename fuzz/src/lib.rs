//! The properties that must hold for any bytes, one file per fuzz target. Each has a function `holds`, which panics if
//! one does not.
//!
//! The fuzzer looks for bytes that break them (`cargo xtask fuzz`). `tests/fuzz` includes this file unchanged and
//! checks the committed seeds against the same properties, on stable Rust and in every test run. The alternative would
//! have been another crate in the workspace, for five functions.

pub mod bytes;
pub mod check;
pub mod csv;
pub mod json;
pub mod reply;
pub mod retry_after;
pub mod scanner;
pub mod summary;
