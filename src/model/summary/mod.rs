//! Summaries of responses: their settings and their reports.

mod by;
mod comments;
mod drivers;
mod metric;
mod report;
mod settings;

pub use by::*;
pub use comments::*;
pub use drivers::*;
pub use metric::*;
pub use report::*;
pub use settings::*;
