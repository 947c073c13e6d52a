//! Summaries of responses: their settings and their reports.

mod answers;
mod by;
mod comments;
mod comparisons;
mod drivers;
mod metric;
mod report;
mod settings;
mod trend;

pub use answers::*;
pub use by::*;
pub use comments::*;
pub use comparisons::*;
pub use drivers::*;
pub use metric::*;
pub use report::*;
pub use settings::*;
pub use trend::*;
