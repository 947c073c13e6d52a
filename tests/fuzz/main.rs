//! Checks the seeds of each fuzz target against its properties, without a fuzzer. A crasher that is kept becomes a
//! seed.
#![cfg(not(target_arch = "wasm32"))]

use std::path::Path;

// Included, not a dependency: fuzz/ is a workspace of its own, because it is built with other settings than the rest.
#[path = "../../fuzz/src/lib.rs"]
mod properties;

fn each(target: &str, holds: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds").join(target);
    let mut count = 0;
    for entry in std::fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        println!("{}", path.display());
        holds(&std::fs::read(path).unwrap());
        count += 1;
    }
    assert!(count > 0, "{} is empty", folder.display());
}

#[test]
fn scanner() {
    each("scanner", properties::scanner::holds);
}

#[test]
fn check() {
    each("check", properties::check::holds);
}

#[test]
fn retry_after() {
    each("retry_after", properties::retry_after::holds);
}

#[test]
fn csv() {
    each("csv", properties::csv::holds);
}

#[test]
fn summary() {
    each("summary", properties::summary::holds);
}
