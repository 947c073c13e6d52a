//! Bytes for summaries: what must hold of them stands in `src/summary.rs`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| properties::summary::holds(bytes));
