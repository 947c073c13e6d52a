//! Bytes for tables: what must hold of them stands in `src/csv.rs`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| properties::csv::holds(bytes));
