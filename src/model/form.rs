//! A form: what Refiner calls a survey.

use crate::schema::types::{Anything, Counter, Identifier, Time};

crate::record! {
    /// A survey. All but `uuid` and `name` come only when asked for. See <https://refiner.io/docs/api/#get-forms>.
    output Form {
        /// Refiner's identifier of the survey.
        required uuid: Identifier,
        /// The survey's name.
        required name: String,
        /// Where it is shown. With `include_info`.
        optional channels: Vec<String>,
        /// When it was published. With `include_info`.
        optional published_at: Time,
        /// When it was archived. With `include_info`.
        optional archived_at: Time,
        /// When it was made. With `include_info`.
        optional created_at: Time,
        /// When it was last changed. With `include_info`.
        optional updated_at: Time,
        /// When it was first shown. With `include_info`.
        optional first_form_view_at: Time,
        /// When it was last shown. With `include_info`.
        optional last_form_view_at: Time,
        /// How many responses it has. With `include_info`.
        optional responses_count: Counter,
        /// How often it was shown. With `include_info`.
        optional views_count: Counter,
        /// The folder it lies in. With `include_info`.
        optional folder: Anything,
        /// The address of its own page. With `include_info`.
        optional page_url: String,
        /// Its questions and settings, in a form that changes. With `include_config`.
        optional config: Anything,
    }
}

crate::record! {
    /// A page of surveys.
    output FormPage {
        /// The surveys of this page.
        required items: Vec<Form>,
        /// Where this page stands in the list. It may have no cursor at all.
        required pagination: super::page::Pagination,
    }
}

crate::record! {
    /// Something that was done to a survey.
    output FormChange {
        /// Refiner's identifier of the change.
        required uuid: Identifier,
        /// What was done.
        required action: String,
        /// The survey as it was then, in a form that changes.
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
        /// Where this page stands in the list.
        required pagination: super::page::Pagination,
    }
}

crate::record! {
    /// A survey was duplicated.
    output FormDuplicated {
        /// What Refiner says, such as `ok`.
        required message: String,
        /// Refiner's identifier of the survey that was duplicated.
        required source_form_uuid: Identifier,
        /// Refiner's identifier of the duplicate.
        required new_form_uuid: Identifier,
    }
}
