//! Fuzzes the check of replies. `src/check.rs` has the properties that must hold.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| properties::check::holds(bytes));
