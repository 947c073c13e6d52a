//! Summaries from bytes, tested natively.
#![cfg(not(target_arch = "wasm32"))]

mod comments;
mod coverage;
mod cross;
mod drivers;
mod evidence;
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
mod surveys;
mod trend;
mod unanswered;
mod weights;
mod zones;
