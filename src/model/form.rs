//! Surveys, which Refiner calls forms.

use crate::schema::types::{Anything, Counter, Identifier, Time};

crate::record! {
    /// A survey. Fields other than `uuid` and `name` are only sent on request. See
    /// <https://refiner.io/docs/api/#get-forms>.
    output Form {
        /// Refiner's identifier of the survey.
        required uuid: Identifier,
        /// The survey's name.
        required name: String,
        /// The channels it is shown in. Only with `include_info`.
        optional channels: Vec<String>,
        /// When it was published. Only with `include_info`.
        optional published_at: Time,
        /// When it was archived. Only with `include_info`.
        optional archived_at: Time,
        /// When it was created. Only with `include_info`.
        optional created_at: Time,
        /// When it was last changed. Only with `include_info`.
        optional updated_at: Time,
        /// When it was first shown. Only with `include_info`.
        optional first_form_view_at: Time,
        /// When it was last shown. Only with `include_info`.
        optional last_form_view_at: Time,
        /// The number of its responses. Only with `include_info`.
        optional responses_count: Counter,
        /// How often it was shown. Only with `include_info`.
        optional views_count: Counter,
        /// The folder it is in. Only with `include_info`.
        optional folder: Anything,
        /// The URL of its own page. Only with `include_info`.
        optional page_url: String,
        /// Its questions and settings; Refiner may change their structure. Only with `include_config`.
        optional config: Anything,
    }
}

crate::record! {
    /// A page of surveys.
    output FormPage {
        /// The surveys of this page.
        required items: Vec<Form>,
        /// The position of this page in the list. It may have no cursor.
        required pagination: super::page::Pagination,
    }
}

crate::record! {
    /// A change to a survey.
    output FormChange {
        /// Refiner's identifier of the change.
        required uuid: Identifier,
        /// What was done.
        required action: String,
        /// The survey as it was at that time; Refiner may change its structure.
        required snapshot: Anything,
        /// When it was done.
        nullable created_at: Time,
    }
}

crate::record! {
    /// A page of changes to a survey.
    output FormHistoryPage {
        /// The changes of this page.
        required items: Vec<FormChange>,
        /// The position of this page in the list.
        required pagination: super::page::Pagination,
    }
}

crate::record! {
    /// The result of duplicating a survey.
    output FormDuplicated {
        /// Refiner's own message, such as `ok`.
        required message: String,
        /// Refiner's identifier of the original survey.
        required source_form_uuid: Identifier,
        /// Refiner's identifier of the copy.
        required new_form_uuid: Identifier,
    }
}
