//! A display without a screen, for browsers that need a display even when nobody looks.

use std::process::{Command, Stdio};

use anyhow::{Context, Result};

use crate::browser;
use crate::process::Group;

/// A running X server that draws into memory. It ends when this is dropped.
pub(crate) struct Display {
    name: String,
    _server: Group,
}

impl Display {
    /// Starts Xvfb on a free display, and waits until it takes connections.
    pub(crate) fn start() -> Result<Self> {
        let mut command = Command::new(browser::xvfb()?);
        // Xvfb writes the number of its display when it is ready. Nobody needs its fonts' warnings.
        command.args(["-displayfd", "1", "-screen", "0", "1280x1024x24", "-nolisten", "tcp"]);
        let mut server = Group::spawn(command.stdout(Stdio::piped()).stderr(Stdio::null()))?;
        let number = server.lines().next().context("Xvfb ended before it had a display")?;
        Ok(Self { name: format!(":{}", number.trim()), _server: server })
    }

    /// The value of the environment variable `DISPLAY`.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }
}
