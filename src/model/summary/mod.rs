//! Summaries of responses: their settings and their reports.

mod answers;
mod by;
mod comments;
mod comparisons;
mod cross_tab;
mod drivers;
mod figure;
mod metric;
mod metric_report;
mod quality;
mod report;
mod settings;
mod trend;
mod weights;

pub use answers::*;
pub use by::*;
pub use comments::*;
pub use comparisons::*;
pub use cross_tab::*;
pub use drivers::*;
pub use figure::*;
pub use metric::*;
pub use metric_report::*;
pub use quality::*;
pub use report::*;
pub use settings::*;
pub use trend::*;
pub use weights::*;
