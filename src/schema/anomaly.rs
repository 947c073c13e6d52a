//! Anomalies: differences between a reply and its documentation, which the check tolerates and reports.

use crate::json::path::Path;
use crate::json::text;
use crate::json::write::{JsonWriter, ToJson};

/// The most kinds of anomaly listed for one body; further kinds are only counted.
const MAX_KINDS: usize = 100;

/// A difference between a reply and its documentation. The value is kept as it came, and the difference is reported.
#[derive(Clone, Debug, PartialEq)]
pub struct Anomaly {
    /// Where it was first seen, such as `items[3].contact.email`; empty for the body itself.
    pub path: String,
    /// What differs from the documentation.
    pub problem: String,
    /// How often it occurred at this place, over all items.
    pub count: u32,
}

impl ToJson for Anomaly {
    fn write(&self, out: &mut JsonWriter) {
        out.open("{");
        out.field("path", &self.path);
        out.field("problem", &self.problem);
        out.field("count", &u64::from(self.count));
        out.close("}");
    }
}

/// The anomalies of one body, each kind listed once.
#[derive(Debug, Default)]
pub struct Anomalies {
    kinds: Vec<(String, Anomaly)>,
    /// How many anomalies were of a kind that is not listed, because the list was full.
    pub unlisted: u32,
}

impl Anomalies {
    /// Records a problem at `path`.
    pub fn note(&mut self, path: &Path<'_>, problem: impl Into<String>) {
        let (pattern, problem) = (path.pattern(), problem.into());
        let known = self.kinds.iter_mut().find(|(seen, anomaly)| *seen == pattern && anomaly.problem == problem);
        if let Some((_, anomaly)) = known {
            anomaly.count = anomaly.count.saturating_add(1);
        } else if self.kinds.len() < MAX_KINDS {
            self.kinds.push((pattern, Anomaly { path: text!(path), problem, count: 1 }));
        } else {
            self.unlisted = self.unlisted.saturating_add(1);
        }
    }

    /// The kinds, in the order in which they were first seen.
    pub fn into_list(self) -> Vec<Anomaly> {
        self.kinds.into_iter().map(|(_, anomaly)| anomaly).collect()
    }
}
