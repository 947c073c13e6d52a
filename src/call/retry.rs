//! Decides, after a failed attempt, whether to retry and how long to back off. Pure.

use crate::actions::{Action, Effect};

/// The first backoff in milliseconds, before jitter. We chose it: Refiner documents none.
pub const FIRST_BACKOFF_MS: f64 = 500.0;
/// The longest backoff without a Retry-After, in milliseconds. We chose it.
pub const MAX_BACKOFF_MS: f64 = 8_000.0;

/// How an attempt failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attempt {
    /// Refiner answered with this status.
    Status(u16),
    /// The connection failed, and it is certain that the request never reached the server.
    NeverSent,
    /// The connection failed, and the request may have been carried out.
    Lost,
}

/// Whether an attempt that failed like this may be repeated.
///
/// Reads and idempotent writes may be repeated after any failure that can pass. `track_event` and `store_response`
/// would count twice. They are repeated only when nothing reached the server, or when the server said that it did
/// nothing (429, 503).
pub fn is_retryable(action: &Action, attempt: Attempt) -> bool {
    let harmless = action.effect == Effect::Read || action.idempotent;
    match attempt {
        Attempt::NeverSent | Attempt::Status(429 | 503) => true,
        Attempt::Status(408 | 425 | 500 | 502 | 504) | Attempt::Lost => harmless,
        Attempt::Status(_) => false,
    }
}

/// The backoff before the next attempt, in milliseconds: Retry-After if given, otherwise exponential with jitter.
/// `sent` is the number of attempts so far, `jitter` a number from 0 to 1.
pub fn backoff_ms(sent: u32, retry_after_ms: Option<f64>, jitter: f64) -> f64 {
    if let Some(wait) = retry_after_ms {
        return wait;
    }
    let doubled = FIRST_BACKOFF_MS * f64::from(2_u32.saturating_pow(sent.saturating_sub(1)));
    // Jitter between half and all of it, so that clients that failed together do not retry together.
    doubled.min(MAX_BACKOFF_MS) * (0.5 + jitter.clamp(0.0, 1.0) / 2.0)
}

/// Whether a failure with this error code, of Node, undici or Bun, happened before anything was sent. Browsers and
/// Workers give no codes, so there the answer is always no.
pub fn never_sent(code: &str) -> bool {
    matches!(code, "ECONNREFUSED" | "ENOTFOUND" | "EAI_AGAIN" | "UND_ERR_CONNECT_TIMEOUT" | "ConnectionRefused")
}

#[cfg(test)]
mod tests {
    use super::{Attempt, backoff_ms, is_retryable};
    use crate::actions::find;

    #[test]
    fn what_may_be_repeated() {
        let read = find("list_responses").unwrap();
        let idempotent = find("identify_user").unwrap();
        let event = find("track_event").unwrap();
        for (attempt, read_again, idempotent_again, event_again) in [
            (Attempt::NeverSent, true, true, true),
            (Attempt::Lost, true, true, false),
            (Attempt::Status(429), true, true, true),
            (Attempt::Status(503), true, true, true),
            (Attempt::Status(408), true, true, false),
            (Attempt::Status(425), true, true, false),
            (Attempt::Status(500), true, true, false),
            (Attempt::Status(502), true, true, false),
            (Attempt::Status(504), true, true, false),
            (Attempt::Status(501), false, false, false),
            (Attempt::Status(400), false, false, false),
            (Attempt::Status(401), false, false, false),
            (Attempt::Status(404), false, false, false),
            (Attempt::Status(409), false, false, false),
            (Attempt::Status(422), false, false, false),
        ] {
            assert_eq!(is_retryable(read, attempt), read_again, "read after {attempt:?}");
            assert_eq!(is_retryable(idempotent, attempt), idempotent_again, "identify after {attempt:?}");
            assert_eq!(is_retryable(event, attempt), event_again, "event after {attempt:?}");
        }
    }

    #[test]
    fn how_long_to_wait() {
        for (sent, retry_after, jitter, expected) in [
            (1, None, 1.0, 500.0),
            (1, None, 0.0, 250.0),
            (2, None, 1.0, 1000.0),
            (5, None, 1.0, 8000.0),
            (40, None, 1.0, 8000.0),
            (u32::MAX, None, 1.0, 8000.0),
            (1, Some(0.0), 1.0, 0.0),
            (3, Some(60_000.0), 0.3, 60_000.0),
            (1, None, f64::INFINITY, 500.0),
        ] {
            assert_eq!(backoff_ms(sent, retry_after, jitter), expected, "{sent} {retry_after:?} {jitter}");
        }
    }
}
