//! Summaries of responses: their settings and their reports.

mod comparisons;
mod report;
mod settings;
mod trend;

pub use comparisons::*;
pub use report::*;
pub use settings::*;
pub use trend::*;
