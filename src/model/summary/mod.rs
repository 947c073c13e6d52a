//! Summaries of responses: their settings and their reports.

mod report;
mod settings;

pub use report::*;
pub use settings::*;
