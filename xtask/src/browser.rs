//! Finds Chromium, or installs it where that is possible without asking.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

use crate::{process, setup};

const VARIABLES: [&str; 2] = ["CHROMIUM", "CHROME"];
const NAMES: [&str; 5] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const MACOS: [&str; 2] = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
];
const ADVICE: &str = "install Chromium or Chrome, or name one in the environment variable CHROMIUM";

/// The path of a browser that starts.
pub(crate) fn chromium() -> Result<PathBuf> {
    for variable in VARIABLES {
        let Some(program) = std::env::var_os(variable).filter(|program| !program.is_empty()) else { continue };
        let program = PathBuf::from(program);
        if !starts(&program) {
            bail!("{variable} names {}, which is not a browser that starts here", program.display());
        }
        return Ok(program);
    }
    if let Some(program) = find() {
        return Ok(program);
    }
    let Some(install) = apt_get() else { bail!("there is no Chromium here; {ADVICE}") };
    println!("installing Chromium (apt-get, about 400 MB unpacked)");
    process::run(&mut install("update", &[]))?;
    process::run(&mut install("install", &["-y", "--no-install-recommends", "chromium"]))?;
    match find() {
        Some(program) => Ok(program),
        None => bail!("apt-get installed a Chromium that does not start; {ADVICE}"),
    }
}

fn find() -> Option<PathBuf> {
    let folders: Vec<PathBuf> = std::env::split_paths(&std::env::var_os("PATH")?).collect();
    let in_path = NAMES.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    let in_path = in_path.chain(MACOS.map(PathBuf::from)).filter(|program| program.is_file());
    // Ubuntu's chromium-browser is a script that only says to use snap, so its existence is not enough.
    in_path.into_iter().find(|program| starts(program))
}

fn starts(program: &Path) -> bool {
    setup::succeeds(Command::new(program).arg("--version"))
}

/// How to call apt-get, if it exists and we have the rights.
fn apt_get() -> Option<impl Fn(&str, &[&str]) -> Command> {
    if !setup::is_installed("apt-get") {
        return None;
    }
    let sudo = !is_root();
    if sudo && !setup::succeeds(Command::new("sudo").args(["-n", "true"])) {
        return None;
    }
    Some(move |action: &str, arguments: &[&str]| {
        let mut command = Command::new(if sudo { "sudo" } else { "env" });
        if sudo {
            command.args(["-n", "env"]);
        }
        command.args(["DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", action]).args(arguments);
        command
    })
}

#[cfg(unix)]
fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

#[cfg(not(unix))]
fn is_root() -> bool {
    false
}
