//! Answers from bytes: pages of `list_responses` go in as they came, and a small report comes out.
//!
//! No response is ever built. [`page_reader`] picks the few values that the question needs out of the bytes, the metrics count
//! them, and a [`Summary`](crate::model::summary::Summary) says what the counts amount to and how sure that is. Counts are pooled, never
//! scores, so pages can be added in any order, and every figure is that of all the responses together.
//!
//! The scores follow `GET /reporting` (<https://refiner.io/docs/api/#get-reporting>): over the same responses, rounded as
//! it rounds, they are the same. What is added is how far a score can be trusted: a 95 % confidence interval, and a flag on
//! fewer than 30 answers.

pub mod answer;
pub mod calendar;
pub mod compare;
pub mod durations;
pub mod export;
pub mod group;
mod member;
pub mod metrics;
mod order;
pub mod page_reader;
pub mod projection;
pub mod query;
pub mod scores;
pub mod state;
pub mod stats;
pub mod summary;

pub use query::Query;
pub use summary::Summary;
