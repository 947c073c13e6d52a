//! Installs Debian's packages, where that is possible without asking.

use std::process::Command;

use anyhow::Result;

use crate::{process, setup};

/// Installs `packages`, of which `what` tells the name and size. False if there is no apt-get here, or no right to use it.
pub(crate) fn install(what: &str, packages: &[&str]) -> Result<bool> {
    let Some(apt_get) = apt_get() else { return Ok(false) };
    println!("installing {what} (apt-get)");
    process::run(&mut apt_get("update", &[]))?;
    process::run(&mut apt_get("install", &[&["-y", "--no-install-recommends"], packages].concat()))?;
    Ok(true)
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
