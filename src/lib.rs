//! The Refiner client core.
//!
//! One Rust core knows what may be asked of Refiner, what comes back, what failed and whether to try again. The npm
//! package is this crate compiled to WebAssembly behind a plain JavaScript facade (`pkg-template`).
//!
//! Arrows point one way: [`json`] ← [`schema`] ← [`model`] ← [`actions`] ← [`call`] ← `transport` ← `js`; [`insight`] stands
//! on [`json`], [`schema`] and [`model`]. All but the last two are pure: no clock, no randomness, no input or output, no
//! JavaScript; they compile and are tested natively.
//! Only `transport` waits, only `js` converts, and both exist for wasm32 alone.
//!
//! A panic inside an exported async function never settles its promise, so nothing in here may panic.
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
pub mod insight;
pub mod model;
pub mod schema;

pub use refiner_json as json;

#[cfg(all(target_arch = "wasm32", any(feature = "client", feature = "insight")))]
pub mod js;
#[cfg(all(target_arch = "wasm32", feature = "client"))]
pub mod transport;

/// The standard library's allocator takes 2.4 KB more of what a browser downloads (brotli, measured).
#[cfg(all(target_arch = "wasm32", any(feature = "client", feature = "insight")))]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();
