//! Summaries of responses: their settings and their reports.

mod by;
mod comments;
mod comparisons;
mod cross_tab;
mod drivers;
mod metric;
mod quality;
mod report;
mod settings;
mod trend;

pub use by::*;
pub use comments::*;
pub use comparisons::*;
pub use cross_tab::*;
pub use drivers::*;
pub use metric::*;
pub use quality::*;
pub use report::*;
pub use settings::*;
pub use trend::*;
