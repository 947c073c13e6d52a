//! Makes calls from Rust on wasm32: in a Worker, a page, or any other host with `fetch`. It exists with the feature `fetch`.
//!
//! A [`Client`] sends what [`api`](crate::api) builds, and decodes the reply into the same typed models. How a call goes on
//! is decided by [`call`](crate::call), as in the npm package: retries only where they do no harm, backoff, Retry-After,
//! one deadline for everything, redirects never followed, errors without the key.
//!
//! ```no_run
//! use refiner_wasm::actions::contacts::IdentifyUser;
//! use refiner_wasm::call::{Error, Kind};
//! use refiner_wasm::fetch::{Client, Settings};
//!
//! async fn identify(key: &str) -> Result<(), Error> {
//!     let client = Client::new(Settings { timeout_ms: 5_000.0, ..Settings::new(key) })?;
//!     let user = IdentifyUser { id: Some("u-1".into()), ..IdentifyUser::default() };
//!     match client.call(&user).await {
//!         Ok(reply) => assert!(reply.value.contact_uuid.is_some()),
//!         Err(error) if error.kind == Kind::RateLimited => println!("wait {:?} ms", error.retry_after_ms),
//!         Err(error) => return Err(error),
//!     }
//!     Ok(())
//! }
//! ```
//!
//! A page of a list says how to get the next one ([`Decoded::next`](crate::api::Decoded::next)).

mod body;
mod client;
mod exchange;
mod host;
mod settings;
mod timer;

pub use client::Client;
pub use settings::Settings;
