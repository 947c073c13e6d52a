//! What the tolerant reader put up with.

use crate::json::path::Path;
use crate::json::text;
use crate::json::write::{JsonWriter, ToJson};

/// The most kinds of anomaly that one body is reported with; further kinds are only counted.
const MOST: usize = 100;

/// Something in a reply that is not as documented. It is kept as it came, and reported.
#[derive(Clone, Debug, PartialEq)]
pub struct Anomaly {
    /// Where it was first seen, such as `items[3].contact.email`; empty for the body itself.
    pub path: String,
    /// What is odd about it.
    pub problem: String,
    /// How often the same was seen at the same place of other items.
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

/// The anomalies of one body, each kind once.
#[derive(Debug, Default)]
pub struct Anomalies {
    kinds: Vec<(String, Anomaly)>,
    /// How many were seen that belong to no listed kind, because the list was full.
    pub unlisted: u32,
}

impl Anomalies {
    /// Notes what was found at `path`.
    pub fn note(&mut self, path: &Path<'_>, problem: impl Into<String>) {
        let (pattern, problem) = (path.pattern(), problem.into());
        let known = self.kinds.iter_mut().find(|(seen, anomaly)| *seen == pattern && anomaly.problem == problem);
        if let Some((_, anomaly)) = known {
            anomaly.count = anomaly.count.saturating_add(1);
        } else if self.kinds.len() < MOST {
            self.kinds.push((pattern, Anomaly { path: text!(path), problem, count: 1 }));
        } else {
            self.unlisted = self.unlisted.saturating_add(1);
        }
    }

    /// The kinds, in the order in which they were met.
    pub fn into_list(self) -> Vec<Anomaly> {
        self.kinds.into_iter().map(|(_, anomaly)| anomaly).collect()
    }
}
