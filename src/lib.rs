//! The Refiner client core.
//!
//! One Rust core builds Refiner's requests, checks its replies, classifies failures and decides whether to retry. The
//! npm package is this crate compiled to WebAssembly behind a thin JavaScript facade (`pkg-template`).
//!
//! Dependencies point one way: [`json`] ← [`schema`] ← [`model`] ← [`actions`] ← [`call`] ← `transport` ← `js`;
//! [`insight`] uses [`json`], [`schema`] and [`model`]; [`api`] builds on [`call`], and `fetch` on [`api`]. All but
//! `transport`, `js` and `fetch` are pure: no clock, no randomness, no input or output, no JavaScript; they compile and are
//! tested natively. The other three exist for wasm32 alone. In the npm package, only `transport` touches the network, and
//! only `js` converts values. `fetch` is for Rust programs, and in no module of the package.
//!
//! Nothing in this crate may panic: a panic inside an exported async function would leave its promise unsettled for
//! ever.
#![deny(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::unreachable,
    clippy::todo,
    clippy::unimplemented,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::arithmetic_side_effects
)]

pub mod actions;
pub mod api;
pub mod call;
#[cfg(all(target_arch = "wasm32", feature = "fetch"))]
pub mod fetch;
pub mod insight;
pub mod model;
pub mod schema;

pub use refiner_json as json;

#[cfg(all(target_arch = "wasm32", any(feature = "client", feature = "insight")))]
pub mod js;
#[cfg(all(target_arch = "wasm32", feature = "client"))]
pub mod transport;

/// With the standard library's allocator, a browser downloads 2.4 KB more (brotli, measured).
#[cfg(all(target_arch = "wasm32", any(feature = "client", feature = "insight")))]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();
