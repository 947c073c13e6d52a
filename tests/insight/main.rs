//! Summaries from bytes, tested natively.
#![cfg(not(target_arch = "wasm32"))]

mod comments;
mod drivers;
mod figures;
mod grouping;
mod hostile;
mod metrics;
mod naive;
mod pages;
mod queries;
mod segments;
mod states;
mod unanswered;
mod zones;
