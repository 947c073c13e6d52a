//! Forms: the surveys.

use super::{Action, Effect, Method};
use crate::model::form::{FormDuplicated, FormHistoryPage, FormPage};
use crate::model::reply::Done;
use crate::schema::shape::Doc;
use crate::schema::types::{Identifier, PageLength, PageNumber};

crate::choice! {
    /// Which surveys a list has.
    FormList {
        /// All that are not archived.
        All = "all",
        /// Published ones.
        Published = "published",
        /// Drafts.
        Drafts = "drafts",
        /// Archived ones.
        Archived = "archived",
        /// All, archived ones too.
        AllWithArchived = "all_with_archived",
    }
}

crate::record! {
    /// Which surveys to list.
    input ListForms {
        /// Which ones: `all` are those not archived.
        optional list: FormList = "all",
        /// Adds channels, times and counts.
        optional include_info: bool = false,
        /// Adds questions and settings as `config`.
        optional include_config: bool = false,
        /// The page's number, from 1.
        optional page: PageNumber = 1,
        /// Items per page: 1 to 1000.
        optional page_length: PageLength = 100,
        /// The `next_page_cursor` of the page before. Refiner advises it past about 10,000 items.
        optional page_cursor: Identifier,
    }
}

crate::record! {
    /// Which survey to publish.
    input PublishForm {
        /// The survey.
        required form_uuid: Identifier,
        /// Whether it is to be published, or taken back to a draft.
        optional published: bool = true,
    }
}

crate::record! {
    /// Which survey to duplicate.
    input DuplicateForm {
        /// The survey.
        required form_uuid: Identifier,
        /// The duplicate's name.
        required name: Identifier,
    }
}

crate::record! {
    /// Which survey to archive.
    input ArchiveForm {
        /// The survey.
        required form_uuid: Identifier,
    }
}

crate::record! {
    /// Of which survey to list the changes.
    input ListFormHistory {
        /// The survey.
        required form_uuid: Identifier,
        /// The page's number, from 1.
        optional page: PageNumber = 1,
        /// Items per page: 1 to 1000.
        optional page_length: PageLength = 100,
        /// The `next_page_cursor` of the page before. Refiner advises it past about 10,000 items.
        optional page_cursor: Identifier,
    }
}

/// The actions of this group.
pub const ACTIONS: &[Action] = &[
    Action {
        name: "list_forms",
        aliases: &["get_forms", "REFINER_GET_FORMS"],
        title: Doc::new("List surveys"),
        description: Doc::new("Lists surveys, page by page."),
        method: Method::Get,
        path: "/forms",
        effect: Effect::Read,
        destroys: Doc::new(""),
        idempotent: true,
        list: true,
        input: ListForms::RECORD,
        output: FormPage::RECORD,
        anchor: Doc::new("get-forms"),
    },
    Action {
        name: "publish_form",
        aliases: &[],
        title: Doc::new("Publish a survey"),
        description: Doc::new("Publishes a survey, or takes it back to a draft."),
        method: Method::Post,
        path: "/forms/publish",
        effect: Effect::Write,
        destroys: Doc::new(""),
        idempotent: true,
        list: false,
        input: PublishForm::RECORD,
        output: Done::RECORD,
        anchor: Doc::new("publish-form"),
    },
    Action {
        name: "duplicate_form",
        aliases: &[],
        title: Doc::new("Duplicate a survey"),
        description: Doc::new("Makes a copy of a survey under another name."),
        method: Method::Post,
        path: "/forms/duplicate",
        effect: Effect::Write,
        destroys: Doc::new(""),
        idempotent: false,
        list: false,
        input: DuplicateForm::RECORD,
        output: FormDuplicated::RECORD,
        anchor: Doc::new("duplicate-form"),
    },
    Action {
        name: "archive_form",
        aliases: &[],
        title: Doc::new("Archive a survey"),
        description: Doc::new("Archives a survey: it is shown to nobody any more. Its responses stay."),
        method: Method::Delete,
        path: "/forms",
        effect: Effect::Destructive,
        destroys: Doc::new(""),
        idempotent: false,
        list: false,
        input: ArchiveForm::RECORD,
        output: Done::RECORD,
        anchor: Doc::new("delete-form"),
    },
    Action {
        name: "list_form_history",
        aliases: &[],
        title: Doc::new("List the changes of a survey"),
        description: Doc::new("Lists what was done to a survey, page by page."),
        method: Method::Get,
        path: "/forms/history",
        effect: Effect::Read,
        destroys: Doc::new(""),
        idempotent: true,
        list: true,
        input: ListFormHistory::RECORD,
        output: FormHistoryPage::RECORD,
        anchor: Doc::new("get-forms"),
    },
];
