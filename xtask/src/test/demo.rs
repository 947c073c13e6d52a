//! Tests the demo as a person would use it: started with the documented command, in a browser.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use super::Session;
use super::count::Count;
use super::node;
use crate::process::Group;
use crate::{browser, build, setup};

/// How long the demo may take to answer if nothing changed since the last build. It takes 2 seconds; if cargo compiles
/// a module again without need, it takes 40.
const LONGEST_START: Duration = Duration::from_secs(5);

/// Starts the demo on free ports and runs the scripts of tests/demo against it.
pub(super) fn test(session: &Session) -> Result<Count> {
    setup::test_tools(&session.workspace)?;
    let chromium = browser::chromium()?;
    let artifacts = session.workspace.root.join("artifacts");
    std::fs::create_dir_all(&artifacts).context("artifacts/ cannot be made")?;

    build::build(&session.workspace)?;
    let start = Instant::now();
    let mut command = Command::new(&session.program);
    command.args(["demo", "--port", "0", "--sandbox-port", "0"]).stdout(Stdio::piped());
    let mut demo = Group::spawn(&mut command)?;
    let mut lines = demo.lines();
    let mut address = |prefix: &str| {
        let mut lines = lines.by_ref().inspect(|line| println!("{line}"));
        let found = lines.find_map(|line| line.strip_prefix(prefix).map(str::to_owned));
        found.with_context(|| format!("the demo ended before it printed `{prefix}…`"))
    };
    let sandbox = address("sandbox on ")?;
    let page = address("demo on ")?;
    let took = start.elapsed();
    // Later output must be read, or the full pipe would block the demo.
    std::thread::spawn(move || lines.for_each(|line| println!("{line}")));

    let mut count = node::test(&session.workspace, "tests/demo", |command| {
        command.env("DEMO_URL", page).env("SANDBOX_URL", sandbox.trim_end_matches("/v1"));
        command.env("CHROMIUM", chromium).env("ARTIFACTS", artifacts);
    })?;
    let in_time = took <= LONGEST_START;
    if !in_time {
        eprintln!("error: with nothing to build, the demo started in {took:.1?}, and not in {LONGEST_START:?}");
    }
    count.add(Count { passed: usize::from(in_time), failed: usize::from(!in_time) });
    Ok(count)
}
