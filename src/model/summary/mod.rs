//! Summaries of responses: their settings and their reports.

mod comparisons;
mod figure;
mod report;
mod settings;
mod trend;

pub use comparisons::*;
pub use figure::*;
pub use report::*;
pub use settings::*;
pub use trend::*;
