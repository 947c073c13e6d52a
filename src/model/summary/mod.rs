//! Summaries: what is asked of a list of responses, and what comes of it.

mod report;
mod settings;

pub use report::*;
pub use settings::*;
