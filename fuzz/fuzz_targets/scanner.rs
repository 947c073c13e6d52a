//! Fuzzes the JSON scanner. `src/scanner.rs` has the properties that must hold.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| properties::scanner::holds(bytes));
