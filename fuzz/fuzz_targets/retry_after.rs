//! Bytes for Retry-After: what must hold of them stands in `src/retry_after.rs`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| properties::retry_after::holds(bytes));
