//! What the JavaScript facade calls: conversion, and nothing else. No value crosses as a wasm object, so there is nothing to
//! free.
//!
//! Two modules are made of this crate, so that a page that only calls does not download what counts and exports: with the
//! feature `client` (the default) that of calls, with `insight` that of answers from bytes.

mod input;
mod values;

#[cfg(feature = "client")]
mod client;
#[cfg(feature = "client")]
mod output;
#[cfg(feature = "client")]
pub use client::*;

#[cfg(feature = "insight")]
mod insight;
#[cfg(feature = "insight")]
pub use insight::*;
