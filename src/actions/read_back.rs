//! Which read shows what a write has done. Refiner answers `ok` to a write; only a read tells whether it is there.

/// How the effect of an action is seen.
#[derive(Clone, Copy, Debug)]
pub struct ReadBack {
    /// The action that changes data.
    pub of: &'static str,
    /// How it is seen; or why nothing shows it.
    pub by: Result<Read, &'static str>,
}

/// A read, and what to look for in its reply.
///
/// A source is `input.KEY` (what was sent with the write) or `reply.KEY` (what Refiner answered to it).
#[derive(Clone, Copy, Debug)]
pub struct Read {
    /// The action that reads.
    pub action: &'static str,
    /// Parameters that name the object, and the source of each: the first whose source has a value is given. Empty: the list
    /// needs none.
    pub by: &'static [(&'static str, &'static str)],
    /// Parameters that are always given: the name, and a source or the value as JSON.
    pub with: &'static [(&'static str, &'static str)],
    /// In a list, the key of the item to find, and the source of its value.
    pub find: Option<(&'static str, &'static str)>,
    /// Whether the object must be there, or must be gone.
    pub present: bool,
    /// What must agree.
    pub compare: &'static [Agreement],
}

/// Something that was written, where it is read, and how both agree.
#[derive(Clone, Copy, Debug)]
pub struct Agreement {
    /// The path in the input of the write.
    pub written: &'static str,
    /// The path in the object that was read.
    pub read: &'static str,
    /// How they agree.
    pub rule: Rule,
}

/// How a written and a read value agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// They say the same.
    Equal,
    /// Each key of the written object says the same in the object that was read.
    Each,
    /// What was written is in the list that was read: by its `uuid` or `name`, or as text.
    Listed,
    /// What was written is not in that list.
    Unlisted,
    /// What is read is a time if true was written (the default), and null otherwise.
    Set,
}

impl Rule {
    /// The word used in the contract.
    pub fn as_str(self) -> &'static str {
        match self {
            Rule::Equal => "equal",
            Rule::Each => "each",
            Rule::Listed => "listed",
            Rule::Unlisted => "unlisted",
            Rule::Set => "set",
        }
    }
}

const fn agree(written: &'static str, read: &'static str, rule: Rule) -> Agreement {
    Agreement { written, read, rule }
}

/// The contact of a user. The reply to a write names the contact for certain, an email does not: several can share it.
const CONTACT: &[(&str, &str)] = &[("uuid", "reply.contact_uuid"), ("id", "input.id"), ("email", "input.email")];

const CONTACT_READ: Read =
    Read { action: "get_contact", by: CONTACT, with: &[], find: None, present: true, compare: &[] };

const FORMS: Read = Read {
    action: "list_forms",
    by: &[],
    with: &[("list", "\"all_with_archived\""), ("include_info", "true"), ("page_length", "1000")],
    find: Some(("uuid", "input.form_uuid")),
    present: true,
    compare: &[],
};

const RESPONSES: Read = Read {
    action: "list_responses",
    by: &[],
    with: &[("include", "\"all\""), ("page_length", "1000")],
    find: Some(("uuid", "input.uuid")),
    present: true,
    compare: &[],
};

/// An entry for each action that changes data.
pub const READ_BACKS: &[ReadBack] = &[
    ReadBack {
        of: "identify_user",
        by: Ok(Read {
            compare: &[
                agree("id", "remote_id", Rule::Equal),
                agree("email", "email", Rule::Equal),
                agree("attributes", "attributes", Rule::Each),
                agree("account.id", "account.remote_id", Rule::Equal),
                agree("account.attributes", "account.attributes", Rule::Each),
            ],
            ..CONTACT_READ
        }),
    },
    ReadBack {
        of: "delete_contact",
        // By an email, another contact that shares it would be found.
        by: Ok(Read { by: &[("uuid", "input.uuid"), ("id", "input.id")], present: false, ..CONTACT_READ }),
    },
    ReadBack {
        of: "add_contact_to_segment",
        by: Ok(Read { compare: &[agree("segment_uuid", "segments", Rule::Listed)], ..CONTACT_READ }),
    },
    ReadBack {
        of: "remove_contact_from_segment",
        by: Ok(Read { compare: &[agree("segment_uuid", "segments", Rule::Unlisted)], ..CONTACT_READ }),
    },
    ReadBack { of: "track_event", by: Err("Refiner has no read that shows events") },
    ReadBack {
        of: "publish_form",
        by: Ok(Read { compare: &[agree("published", "published_at", Rule::Set)], ..FORMS }),
    },
    ReadBack {
        of: "duplicate_form",
        by: Ok(Read {
            find: Some(("uuid", "reply.new_form_uuid")),
            compare: &[agree("name", "name", Rule::Equal)],
            ..FORMS
        }),
    },
    ReadBack {
        of: "archive_form",
        by: Ok(Read { with: &[("list", "\"archived\""), ("page_length", "1000")], ..FORMS }),
    },
    ReadBack {
        of: "store_response",
        by: Ok(Read {
            by: &[("search", "input.id"), ("search", "input.email")],
            with: &[("form_uuid", "input.form_uuid"), ("include", "\"all\""), ("page_length", "1000")],
            find: Some(("uuid", "reply.uuid")),
            compare: &[
                agree("id", "contact.remote_id", Rule::Equal),
                agree("email", "contact.email", Rule::Equal),
                agree("answers", "data", Rule::Each),
                agree("date", "completed_at", Rule::Equal),
                agree("tags", "tags", Rule::Listed),
                agree("account.id", "contact.account.remote_id", Rule::Equal),
            ],
            ..RESPONSES
        }),
    },
    ReadBack { of: "tag_response", by: Ok(Read { compare: &[agree("tags", "tags", Rule::Listed)], ..RESPONSES }) },
];

/// How the effect of this action is seen; none for an action that only reads.
pub fn of(action: &str) -> Option<&'static ReadBack> {
    READ_BACKS.iter().find(|entry| entry.of == action)
}

#[cfg(test)]
mod tests {
    use super::{READ_BACKS, of};
    use crate::actions::{Action, Effect, all, find};
    use crate::schema::shape::{Record, Shape};

    /// The record below a shape, and the field of each step of a path.
    fn has(record: &'static Record, path: &str) -> bool {
        let mut record = Some(record);
        path.split('.').all(|step| {
            let field = record.and_then(|record| record.field(step));
            record = field.and_then(|field| match field.shape {
                Shape::Object(inner) | Shape::Nullable(Shape::Object(inner)) => Some(*inner),
                _ => None,
            });
            field.is_some()
        })
    }

    fn item(action: &Action) -> &'static Record {
        match action.output.field("items").map(|field| field.shape) {
            Some(Shape::List { of: Shape::Object(item), .. }) => item,
            _ => action.output,
        }
    }

    #[test]
    fn every_action_that_changes_data_says_how_that_is_seen() {
        for action in all() {
            assert_eq!(of(action.name).is_some(), action.effect != Effect::Read, "{}", action.name);
        }
        assert_eq!(READ_BACKS.len(), all().filter(|action| action.effect != Effect::Read).count());
    }

    #[test]
    fn it_names_what_is_there() {
        for entry in READ_BACKS {
            let Ok(read) = entry.by else { continue };
            let (write, reader) = (find(entry.of).unwrap(), find(read.action).unwrap());
            assert_eq!(reader.effect, Effect::Read, "{}", entry.of);
            assert_eq!(reader.list, read.find.is_some(), "{}", entry.of);
            let sources = read.by.iter().chain(read.with).chain(read.find.iter()).map(|(_, source)| *source);
            for source in sources {
                match source.split_once('.') {
                    Some(("input", path)) => assert!(has(write.input, path), "{}: {source}", entry.of),
                    Some(("reply", path)) => assert!(has(write.output, path), "{}: {source}", entry.of),
                    _ => assert!(serde_json::from_str::<serde_json::Value>(source).is_ok(), "{}: {source}", entry.of),
                }
            }
            for (parameter, _) in read.by.iter().chain(read.with) {
                assert!(has(reader.input, parameter), "{}: {parameter}", entry.of);
            }
            for agreement in read.compare {
                assert!(has(write.input, agreement.written), "{}: {}", entry.of, agreement.written);
                assert!(has(item(reader), agreement.read), "{}: {}", entry.of, agreement.read);
            }
        }
    }
}
