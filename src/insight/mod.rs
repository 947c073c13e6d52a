//! Answers from bytes: pages of `list_responses` go in as they came, and a small report comes out.
//!
//! No response is ever built. [`visit`] picks the few values that the question needs out of the bytes, the metrics count
//! them, and a [`Report`](report::Report) says what the counts amount to and how sure that is. Counts are pooled, never
//! scores, so pages can be added in any order, and every figure is that of all the responses together.
//!
//! The scores follow `GET /reporting` (<https://refiner.io/docs/api/#get-reporting>): over the same responses, rounded as
//! it rounds, they are the same. What is added is how far a score can be trusted: a 95 % confidence interval, and a flag on
//! fewer than 30 answers.

pub mod answer;
pub mod calendar;
pub mod ces;
pub mod compare;
pub mod count;
pub mod csat;
pub mod distribution;
pub mod export;
pub mod group;
pub mod input;
mod keys;
pub mod metric;
pub mod nps;
pub mod number;
mod order;
pub mod query;
pub mod rating;
pub mod report;
pub mod scale;
pub mod scored;
pub mod seconds;
pub mod stats;
pub mod summary;
pub mod visit;
pub mod wanted;

pub use query::{Problem, Query};
pub use summary::Summary;
