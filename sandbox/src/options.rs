//! The options of a sandbox.

use serde::Deserialize;
use serde_json::Value;

use crate::choices::{self, NoAccount, ResponseTimes, Tags};
use crate::time;

/// The options of a sandbox. The same options always give the same account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// The seed of names, answers and ids.
    pub seed: u64,
    /// How many contacts the account starts with.
    pub contacts: usize,
    /// How many responses the account starts with: completed, partial and mere views together.
    pub responses: usize,
    /// Start without contacts, accounts, responses, tags and events, but with its forms and segments.
    pub empty: bool,
    /// Whether the rate limits are enforced.
    pub rate_limits: bool,
    /// The sandbox's "now" when it starts, in milliseconds since 1970. Seeded data lies in the eighteen months before.
    pub now_ms: i64,
    /// Whether a reset takes "now" from the caller's clock again, and not from `now_ms`.
    pub follows_clock: bool,
    /// In which form responses have their times.
    pub response_times: ResponseTimes,
    /// In which form responses have their tags.
    pub tags: Tags,
    /// What stands in `account` for a contact without a group.
    pub no_account: NoAccount,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            seed: 7,
            contacts: 300,
            responses: 2000,
            empty: false,
            rate_limits: true,
            now_ms: choices::DEFAULT_NOW_MS,
            follows_clock: false,
            response_times: ResponseTimes::default(),
            tags: Tags::default(),
            no_account: NoAccount::default(),
        }
    }
}

/// The word for the caller's own time.
const CLOCK: &str = "clock";

/// The body of `POST /_sandbox/reset`. For what is absent, the sandbox's own options apply.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Overrides {
    seed: Option<u64>,
    contacts: Option<usize>,
    responses: Option<usize>,
    empty: Option<bool>,
    rate_limits: Option<Switch>,
    now: Option<String>,
    response_times: Option<ResponseTimes>,
    tags: Option<Tags>,
    no_account: Option<NoAccount>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Switch {
    Bool(bool),
    Word(String),
}

impl Options {
    /// These options with the overrides of a JSON object applied: `seed`, `contacts`, `responses`, `empty`,
    /// `rate_limits` (`true`, `false`, `"on"`, `"off"`), `now` (a time, or `"clock"` for the caller's, `clock_ms`), `response_times` (`"plain"`, `"iso"`), `tags`
    /// (`"objects"`, `"texts"`) and `no_account` (`"object"`, `"null"`).
    ///
    /// # Errors
    /// A sentence saying what is wrong with the overrides.
    pub fn overridden(&self, overrides: &Value, clock_ms: i64) -> Result<Self, String> {
        let Overrides { seed, contacts, responses, empty, rate_limits, now, response_times, tags, no_account } =
            Overrides::deserialize(overrides).map_err(|error| error.to_string())?;
        let rate_limits = match rate_limits {
            None => self.rate_limits,
            Some(Switch::Bool(on)) => on,
            Some(Switch::Word(word)) => match word.as_str() {
                "on" => true,
                "off" => false,
                _ => return Err(format!("rate_limits is on or off, not {word:?}")),
            },
        };
        let follows_clock = now.as_deref().map_or(self.follows_clock, |text| text == CLOCK);
        let now_ms = match now {
            _ if follows_clock => clock_ms,
            None => self.now_ms,
            Some(text) => time::parse(&text).ok_or_else(|| format!("now is not a time: {text:?}"))?,
        };
        Ok(Self {
            seed: seed.unwrap_or(self.seed),
            contacts: contacts.unwrap_or(self.contacts),
            responses: responses.unwrap_or(self.responses),
            empty: empty.unwrap_or(self.empty),
            rate_limits,
            now_ms,
            follows_clock,
            response_times: response_times.unwrap_or(self.response_times),
            tags: tags.unwrap_or(self.tags),
            no_account: no_account.unwrap_or(self.no_account),
        })
    }
}
