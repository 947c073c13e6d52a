//! Finds the browsers, and the programs that drive them through WebDriver, or installs them where that is possible
//! without asking.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

use crate::workspace::Workspace;
use crate::{apt, setup};

/// A program of this machine: how to find it, and what brings it.
struct Program {
    what: &'static str,
    /// Environment variables that can name it.
    variables: &'static [&'static str],
    /// Its names on the PATH, the preferred first.
    names: &'static [&'static str],
    /// Where it is on macOS.
    macos: &'static [&'static str],
    /// With this argument it starts, succeeds and ends.
    probe: &'static str,
    /// What is printed when it is installed.
    size: &'static str,
    /// The packages of Debian that bring it.
    packages: &'static [&'static str],
    advice: &'static str,
}

const CHROMIUM: Program = Program {
    what: "Chromium",
    variables: &["CHROMIUM", "CHROME"],
    names: &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"],
    macos: &[
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
    ],
    probe: "--version",
    size: "Chromium, about 400 MB unpacked",
    packages: &["chromium"],
    advice: "install Chromium or Chrome, or name one in the environment variable CHROMIUM",
};

const CHROMEDRIVER: Program = Program {
    what: "chromedriver",
    variables: &["CHROMEDRIVER"],
    names: &["chromedriver"],
    macos: &[],
    probe: "--version",
    size: "chromedriver, about 30 MB unpacked",
    packages: &["chromium", "chromium-driver"],
    advice: "install the chromedriver of your Chromium or Chrome, or name it in the environment variable CHROMEDRIVER",
};

const FIREFOX: Program = Program {
    what: "Firefox",
    variables: &[],
    names: &["firefox", "firefox-esr"],
    macos: &["/Applications/Firefox.app/Contents/MacOS/firefox"],
    probe: "--version",
    size: "Firefox, about 300 MB unpacked",
    packages: &["firefox-esr"],
    advice: "install Firefox",
};

const WEBKIT_DRIVER: Program = Program {
    what: "WebKitWebDriver",
    variables: &["WEBKIT_DRIVER"],
    names: &["WebKitWebDriver"],
    macos: &[],
    probe: "--help",
    size: "WebKitGTK and its driver, about 200 MB unpacked",
    packages: &["webkit2gtk-driver"],
    advice: "it exists for Linux only: install WebKitGTK's driver, or name it in the environment variable WEBKIT_DRIVER",
};

const XVFB: Program = Program {
    what: "Xvfb",
    variables: &[],
    names: &["Xvfb"],
    macos: &[],
    probe: "-help",
    size: "Xvfb, about 10 MB unpacked",
    packages: &["xvfb"],
    advice: "install Xvfb, an X server without a screen",
};

/// The path of a Chromium or Chrome that starts.
pub(crate) fn chromium() -> Result<PathBuf> {
    CHROMIUM.get()
}

/// The path of the driver of Chromium, which starts the browser itself.
pub(crate) fn chromedriver() -> Result<PathBuf> {
    chromium()?;
    CHROMEDRIVER.get()
}

/// The path of the driver of Firefox, which starts the browser itself.
pub(crate) fn geckodriver(workspace: &Workspace) -> Result<PathBuf> {
    FIREFOX.get()?;
    setup::geckodriver(workspace)
}

/// The path of the driver of WebKitGTK, which starts the browser itself, on a [display](crate::display).
pub(crate) fn webkit_driver() -> Result<PathBuf> {
    WEBKIT_DRIVER.get()
}

/// The path of an X server without a screen.
pub(crate) fn xvfb() -> Result<PathBuf> {
    XVFB.get()
}

impl Program {
    /// The path of one that starts.
    fn get(&self) -> Result<PathBuf> {
        for variable in self.variables {
            let Some(program) = std::env::var_os(variable).filter(|program| !program.is_empty()) else { continue };
            let program = PathBuf::from(program);
            if !self.starts(&program) {
                bail!("{variable} names {}, which does not start here", program.display());
            }
            return Ok(program);
        }
        if let Some(program) = self.find() {
            return Ok(program);
        }
        if !apt::install(self.size, self.packages)? {
            bail!("there is no {} here; {}", self.what, self.advice);
        }
        match self.find() {
            Some(program) => Ok(program),
            None => bail!("apt-get installed a {} that does not start; {}", self.what, self.advice),
        }
    }

    fn find(&self) -> Option<PathBuf> {
        let folders: Vec<PathBuf> = std::env::split_paths(&std::env::var_os("PATH")?).collect();
        let in_path = self.names.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
        let mut known = in_path.chain(self.macos.iter().map(PathBuf::from)).filter(|program| program.is_file());
        // Ubuntu's chromium-browser is a script that only says to use snap, so its existence is not enough.
        known.find(|program| self.starts(program))
    }

    fn starts(&self, program: &Path) -> bool {
        setup::succeeds(Command::new(program).arg(self.probe))
    }
}
