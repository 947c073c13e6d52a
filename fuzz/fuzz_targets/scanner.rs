//! Bytes for the scanner: what must hold of them stands in `src/scanner.rs`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| properties::scanner::holds(bytes));
