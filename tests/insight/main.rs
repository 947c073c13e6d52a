//! Summaries from bytes, tested natively.
#![cfg(not(target_arch = "wasm32"))]

mod cross;
mod drivers;
mod figures;
mod grouping;
mod hostile;
mod metrics;
mod naive;
mod pages;
mod quality;
mod queries;
mod segments;
mod states;
mod unanswered;
mod zones;
