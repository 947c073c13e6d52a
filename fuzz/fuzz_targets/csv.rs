//! Fuzzes CSV files. `src/csv.rs` has the properties that must hold.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| properties::csv::holds(bytes));
