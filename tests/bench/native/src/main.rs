//! The yardstick of the summaries: the same NPS and distribution by native programs, to know how far the module is from the machine.
//!
//!     refiner-yardstick FOLDER ROUNDS
//!
//! `FOLDER` has a folder for each kind of page, with the pages of a list. Prints, as JSON, for each kind and program the
//! milliseconds of each round over all pages of the kind. All programs must come to the same counts.

mod ours;
mod tally;
mod typed;

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;
use std::{env, fs, io};

use tally::Facts;

/// How a program counts pages. It is given the bytes as they came, to read or to spoil.
type Count = fn(&mut [Vec<u8>]) -> Facts;

const PROGRAMS: [(&str, Count); 3] =
    [("refiner-wasm, native", ours::count), ("simd-json", typed::simd_json), ("sonic-rs", typed::sonic)];

fn main() -> io::Result<()> {
    let mut arguments = env::args().skip(1);
    let folder = arguments.next().expect("a folder");
    let rounds: usize = arguments.next().and_then(|given| given.parse().ok()).expect("a number of rounds");
    let mut results = BTreeMap::new();
    for entry in fs::read_dir(&folder)? {
        let kind = entry?.path();
        let pages = pages_in(&kind)?;
        let mut times = BTreeMap::<_, Vec<f64>>::new();
        let expected = ours::count(&mut pages.clone());
        assert!(expected.promoters > 0 && expected.respondents > 0, "there is nothing to count in the pages");
        for round in 0..rounds {
            for turn in 0..PROGRAMS.len() {
                let (name, count) = PROGRAMS[(round + turn) % PROGRAMS.len()];
                let mut pages = pages.clone();
                let start = Instant::now();
                let facts = count(&mut pages);
                times.entry(name).or_default().push(start.elapsed().as_secs_f64() * 1000.0);
                assert_eq!(facts, expected, "{name} counts something else in {}", kind.display());
            }
        }
        let bytes: usize = pages.iter().map(Vec::len).sum();
        let name = kind.file_name().unwrap_or_default().to_string_lossy().into_owned();
        results.insert(name, serde_json::json!({ "bytes": bytes, "times": times }));
    }
    println!("{}", serde_json::to_string(&results).expect("JSON"));
    Ok(())
}

fn pages_in(folder: &Path) -> io::Result<Vec<Vec<u8>>> {
    let mut files: Vec<_> =
        fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    files.sort();
    files.into_iter().map(fs::read).collect()
}
