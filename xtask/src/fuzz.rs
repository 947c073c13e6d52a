//! Runs the fuzzer: each target of fuzz/ for so many executions, then a table of the outcomes.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Instant;

use anyhow::{Context, Result, bail};

use crate::workspace::Workspace;
use crate::{process, setup, test};

const TARGETS: &str = "fuzz/fuzz_targets";

/// Long enough for two pages of responses. Longer inputs are slower and find nothing more.
const LONGEST_INPUT: &str = "-max_len=1024";

/// An input that takes this many seconds counts as an endless loop, however busy the machine is.
const ENDLESS: &str = "-timeout=30";

pub(crate) const HELP: &str = "\
Needs a C++ compiler, for libFuzzer. The inputs that a target finds interesting are kept in fuzz/corpus/TARGET;
the next run starts from them.

An input that breaks a property ends the run of its target, and is kept in fuzz/artifacts/TARGET. To turn it into a test:
  1. Minimise it: cargo fuzz tmin --sanitizer none TARGET fuzz/artifacts/TARGET/crash-…
  2. Copy it to fuzz/seeds/TARGET under a descriptive name. From then on, `cargo test --test fuzz` checks it against the
     target's properties, without a fuzzer.
  3. Fix the bug, and add a test to tests/core, tests/insight or tests/export that says in words what the bytes do not.";

/// How the run of a target ended.
struct Outcome {
    target: String,
    seconds: f64,
    held: bool,
}

/// Runs the named targets, or all, one after another.
pub(crate) fn run(workspace: &Workspace, names: &[String], runs: u64) -> Result<ExitCode> {
    let name = |script: &PathBuf| script.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let known: Vec<String> = test::scripts(workspace, TARGETS, ".rs")?.iter().map(name).collect();
    if let Some(unknown) = names.iter().find(|name| !known.contains(name)) {
        bail!("there is no fuzz target {unknown}; there are: {}", known.join(", "));
    }
    let program = setup::cargo_fuzz(workspace)?;
    // Built once for all targets, so that no target's time includes the compiler's.
    process::run(&mut command(&program, "build"))?;
    let mut outcomes = Vec::new();
    for target in known.into_iter().filter(|target| names.is_empty() || names.contains(target)) {
        println!("\n== {target} ==");
        let corpus = format!("fuzz/corpus/{target}");
        std::fs::create_dir_all(&corpus).with_context(|| format!("{corpus} cannot be made"))?;
        let start = Instant::now();
        let status = process::status(
            command(&program, "run")
                .args([&target, &corpus, &format!("fuzz/seeds/{target}"), "--", &format!("-runs={runs}")])
                .args(["-dict=fuzz/words.dict", LONGEST_INPUT, ENDLESS]),
        )?;
        process::wait_if_ending();
        outcomes.push(Outcome { target, seconds: start.elapsed().as_secs_f64(), held: status.success() });
    }
    Ok(report(&outcomes, runs))
}

/// A command of cargo-fuzz.
///
/// It runs on the stable compiler that builds everything else, because it uses no sanitizer: src/ has no unsafe code
/// that AddressSanitizer could check, and without it there are more executions. Integer overflow and debug assertions
/// do panic (fuzz/Cargo.toml). Comparisons are not traced either: the relevant words are in words.dict, most targets
/// read their input as choices, and tracing made them four to five times as slow (measured).
fn command(program: &Path, name: &str) -> Command {
    let mut command = Command::new(program);
    command.args([name, "--sanitizer", "none", "--no-trace-compares"]);
    command
}

fn report(outcomes: &[Outcome], runs: u64) -> ExitCode {
    println!("\n{:<14}{:>14}{:>10}{:>12}", "target", "executions", "seconds", "a second");
    for Outcome { target, seconds, held } in outcomes {
        if *held {
            println!("{target:<14}{runs:>14}{seconds:>10.1}{:>12.0}", runs as f64 / seconds);
        } else {
            println!("{target:<14}{:>14}{seconds:>10.1}", "broken");
        }
    }
    if outcomes.iter().all(|outcome| outcome.held) {
        return ExitCode::SUCCESS;
    }
    println!(
        "\nThe inputs that broke a property are in fuzz/artifacts; `cargo xtask fuzz --help` says how to turn them into tests."
    );
    ExitCode::FAILURE
}
