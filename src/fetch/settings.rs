//! The settings of a client, and their defaults, which are those of the npm package.

use core::fmt;

use crate::call::redact::HIDDEN;
use crate::call::{Error, Kind, Policy};

const BASE_URL: &str = "https://api.refiner.io/v1";
const TIMEOUT_MS: f64 = 30_000.0;
const MAX_RETRIES: u32 = 2;
const MAX_BODY_BYTES: usize = 64 * 1024 * 1024;

/// More would be a mistake.
const MOST_RETRIES: u32 = 1_000;

/// The settings of a [`Client`](super::Client). Take the defaults from [`Settings::new`].
#[derive(Clone, PartialEq)]
pub struct Settings {
    /// Where to send requests: an https address (http only on this machine) without user name, query or fragment. By
    /// default `https://api.refiner.io/v1`.
    pub base_url: String,
    /// The API key of an environment. Everybody who visits a page can read what is in it: there, send a visitor's token to
    /// a gateway of your own ([`base_url`](Settings::base_url)), which has the key.
    pub key: String,
    /// The deadline of a whole call in milliseconds: every attempt, wait and body. Above 0; 30,000 by default.
    pub timeout_ms: f64,
    /// How often a failed attempt may be repeated, where that does no harm. From 0 to 1,000; 2 by default.
    pub max_retries: u32,
    /// The longest body to accept, in bytes, after decompression. Above 0; 64 MiB by default.
    pub max_body_bytes: usize,
}

impl Settings {
    /// The defaults, with an API key.
    pub fn new(key: impl Into<String>) -> Settings {
        Settings {
            base_url: BASE_URL.to_owned(),
            key: key.into(),
            timeout_ms: TIMEOUT_MS,
            max_retries: MAX_RETRIES,
            max_body_bytes: MAX_BODY_BYTES,
        }
    }

    /// The limits of a call.
    ///
    /// # Errors
    /// `config`, when one of them is out of its range.
    pub(super) fn policy(&self) -> Result<Policy, Error> {
        let Settings { timeout_ms, max_retries, max_body_bytes, .. } = *self;
        let wrong = |message| Err(Error::new(Kind::Config, message));
        if !(timeout_ms.is_finite() && timeout_ms > 0.0) {
            return wrong("timeout_ms must be a finite number above 0");
        }
        if max_retries > MOST_RETRIES {
            return wrong("max_retries must be a whole number from 0 to 1000");
        }
        if max_body_bytes == 0 {
            return wrong("max_body_bytes must be above 0");
        }
        Ok(Policy { timeout_ms, max_retries, max_body_bytes, key_can_change: false })
    }
}

/// Shows everything but the key.
impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings")
            .field("base_url", &self.base_url)
            .field("key", &HIDDEN)
            .field("timeout_ms", &self.timeout_ms)
            .field("max_retries", &self.max_retries)
            .field("max_body_bytes", &self.max_body_bytes)
            .finish()
    }
}
