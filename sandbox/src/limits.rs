//! The rate limits. The caller gives the time.

use std::collections::{HashMap, VecDeque};

use crate::choices;
use crate::time::{MINUTE, SECOND};

/// With more users than this, those without a recent call are forgotten.
const REMEMBERED_USERS: usize = 1_000;

/// The calls of the last minute.
#[derive(Clone, Debug, Default)]
pub(crate) struct Limits {
    calls: VecDeque<i64>,
    users: HashMap<String, VecDeque<i64>>,
}

impl Limits {
    /// Counts a call. A call over the limit does not count; the error is how many seconds to wait.
    pub(crate) fn count(&mut self, user: Option<&str>, now_ms: i64) -> Result<(), i64> {
        forget(&mut self.calls, now_ms);
        if self.users.len() > REMEMBERED_USERS {
            self.users.retain(|_, calls| {
                forget(calls, now_ms);
                !calls.is_empty()
            });
        }
        let of_user = user.map(|user| self.users.entry(user.to_owned()).or_default());
        admit(&self.calls, choices::CALLS_PER_MINUTE, now_ms)?;
        if let Some(calls) = of_user {
            forget(calls, now_ms);
            admit(calls, choices::CALLS_PER_MINUTE_AND_USER, now_ms)?;
            calls.push_back(now_ms);
        }
        self.calls.push_back(now_ms);
        Ok(())
    }
}

fn forget(calls: &mut VecDeque<i64>, now_ms: i64) {
    while calls.front().is_some_and(|at| at + MINUTE <= now_ms) {
        calls.pop_front();
    }
}

fn admit(calls: &VecDeque<i64>, limit: usize, now_ms: i64) -> Result<(), i64> {
    match calls.front() {
        Some(oldest) if calls.len() >= limit => {
            let wait = (oldest + MINUTE - now_ms).max(1);
            Err((wait + SECOND - 1) / SECOND)
        }
        _ => Ok(()),
    }
}
