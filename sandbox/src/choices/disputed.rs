//! What sources disagree about. Each of these is an option of the sandbox, so that a client can be tried on every form.
//! The defaults are our choice.

use serde::Deserialize;

/// In which form responses have their times.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ResponseTimes {
    /// `2020-09-02 21:53:33`, as in the vendor's example.
    #[default]
    Plain,
    /// `2020-09-02T21:53:33.000000Z`, as in bodies captured from the live service.
    Iso,
}

/// In which form responses have their tags.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Tags {
    /// A list of `{"uuid","name"}`, absent when there are none. The default, because nothing else in the API gives a
    /// tag's uuid.
    #[default]
    Objects,
    /// A list of names (two sources), empty when there are none (captured bodies).
    Texts,
}

/// What stands in `account` for a contact without a group.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum NoAccount {
    /// An object whose `remote_id` is null and whose `display_name` is empty, as in two sources.
    #[default]
    Object,
    /// Null.
    Null,
}
