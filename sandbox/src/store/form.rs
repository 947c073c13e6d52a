//! Forms, their questions and their history.

use serde_json::{Value, json};

use super::{Id, Store};
use crate::time;

/// What a question accepts as an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// 0 to 10.
    Nps,
    /// -2 to 2.
    Csat,
    /// 1 to a maximum.
    Rating(i64),
    /// One of the options.
    Choice,
    /// Some of the options.
    Choices,
    /// Any text.
    Text,
    /// Yes or no.
    YesNo,
}

impl Kind {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Nps => "nps",
            Self::Csat => "csat",
            Self::Rating(_) => "rating",
            Self::Choice => "single_choice",
            Self::Choices => "multiple_choice",
            Self::Text => "text",
            Self::YesNo => "boolean",
        }
    }
}

/// One question of a form.
#[derive(Clone, Debug)]
pub(crate) struct Question {
    pub(crate) identifier: &'static str,
    pub(crate) label: &'static str,
    pub(crate) kind: Kind,
    pub(crate) options: &'static [&'static str],
}

/// An entry of a form's history.
#[derive(Clone, Debug)]
pub(crate) struct Change {
    pub(crate) uuid: String,
    pub(crate) action: &'static str,
    pub(crate) snapshot: Value,
    pub(crate) at: i64,
}

/// A survey.
///
/// <https://refiner.io/docs/api/#get-forms>
#[derive(Clone, Debug)]
pub(crate) struct Form {
    pub(crate) uuid: String,
    pub(crate) name: String,
    pub(crate) channels: Vec<&'static str>,
    pub(crate) folder: Option<&'static str>,
    pub(crate) page_url: Option<String>,
    pub(crate) questions: Vec<Question>,
    pub(crate) created_at: i64,
    pub(crate) updated_at: i64,
    pub(crate) published_at: Option<i64>,
    pub(crate) archived_at: Option<i64>,
    pub(crate) history: Vec<Change>,
}

impl Form {
    /// The form's questions. The vendor calls this format unstable.
    pub(crate) fn config(&self) -> Value {
        let questions: Vec<_> = self
            .questions
            .iter()
            .map(|question| {
                let mut value = json!({
                    "identifier": question.identifier,
                    "label": question.label,
                    "type": question.kind.name(),
                });
                if let Kind::Rating(largest) = question.kind {
                    value["max"] = json!(largest);
                }
                if !question.options.is_empty() {
                    value["options"] = json!(question.options);
                }
                value
            })
            .collect();
        json!({ "questions": questions, "language": "en" })
    }
}

impl Store {
    pub(crate) fn form_of_uuid(&self, uuid: &str) -> Option<Id> {
        self.forms.iter().find(|(_, form)| form.uuid == uuid).map(|(id, _)| *id)
    }

    /// Adds an entry to a form's history, with the form's current state.
    pub(crate) fn note_change(&mut self, id: Id, action: &'static str, now_ms: i64) {
        let uuid = self.rng.uuid();
        if let Some(form) = self.forms.get_mut(&id) {
            form.updated_at = now_ms;
            let snapshot = json!({
                "name": form.name,
                "published_at": form.published_at.map(time::contact_form),
                "archived_at": form.archived_at.map(time::contact_form),
                "config": form.config(),
            });
            form.history.push(Change { uuid, action, snapshot, at: now_ms });
        }
    }
}
