//! The packed package in a page of each browser engine.

use anyhow::Result;

use super::Session;
use super::count::Count;
use super::node;
use crate::display::Display;
use crate::{browser, sandbox};

/// Runs the scripts of tests/browsers, which start the browsers through their drivers.
pub(super) fn pages(session: &Session) -> Result<Count> {
    let workspace = &session.workspace;
    let sandbox = sandbox::program(workspace)?;
    session.install_package()?;
    let chromedriver = browser::chromedriver()?;
    let chromium = browser::chromium()?;
    let geckodriver = browser::geckodriver(workspace)?;
    let webkit_driver = browser::webkit_driver()?;
    let display = Display::start()?;
    node::test(workspace, "tests/browsers", |command| {
        command.env(sandbox::VARIABLE, sandbox).env("DISPLAY", display.name()).env("CHROMIUM", chromium);
        command.env("CHROMEDRIVER", chromedriver).env("GECKODRIVER", geckodriver).env("WEBKIT_DRIVER", webkit_driver);
    })
}
