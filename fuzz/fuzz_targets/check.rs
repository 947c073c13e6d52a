//! Bytes for the check of replies: what must hold of them stands in `src/check.rs`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| properties::check::holds(bytes));
