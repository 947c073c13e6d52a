//! Summaries and exports, computed from bytes: pages of `list_responses` go in as they came, a small report or a file
//! comes out.
//!
//! No response object is ever built. [`page_reader`] picks the few values that a query needs out of the bytes, the
//! metrics count them, and a [`Summary`](crate::model::summary::Summary) reports the figures with their intervals.
//! Counts are pooled, never scores. So pages can be added in any order, and every figure is over all responses
//! together.
//!
//! Scores are defined as those of `GET /reporting` (<https://refiner.io/docs/api/#get-reporting>). Which responses its
//! reports count is not documented: compare them over the same dates. This module adds how far a score can be trusted:
//! a 95 % confidence interval, and a flag for fewer than 30 answers.

mod adjust;
pub mod answer;
pub mod calendar;
pub mod comments;
pub mod compare;
mod comparisons;
mod counted;
pub mod cross;
pub mod drivers;
pub mod durations;
mod evidence;
pub mod export;
pub mod group;
mod member;
mod memory;
pub mod metrics;
mod mix;
pub mod normal;
mod order;
pub mod page_reader;
pub mod permutation;
mod pool;
pub mod projection;
mod quality;
pub mod query;
mod row;
pub mod sample;
pub mod scores;
mod sides;
pub mod state;
pub mod stats;
pub mod summary;
mod trend;
pub mod weights;
pub mod zone;

pub use memory::{Budget, Refused, has_room};
pub use query::Query;
pub use summary::Summary;
