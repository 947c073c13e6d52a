//! Answers from bytes, tested natively.

mod figures;
mod hostile;
mod naive;
mod pages;
mod queries;
