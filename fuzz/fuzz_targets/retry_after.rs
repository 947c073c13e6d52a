//! Fuzzes the parser of Retry-After. `src/retry_after.rs` has the properties that must hold.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| properties::retry_after::holds(bytes));
