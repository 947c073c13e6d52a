//! Surveys, which Refiner calls forms.

use crate::model::form::{FormDuplicated, FormHistoryPage, FormPage};
use crate::model::reply::Done;
use crate::schema::types::Identifier;

crate::choice! {
    /// Which surveys to list, by their state.
    FormList {
        /// All surveys that are not archived.
        All = "all",
        /// Published surveys.
        Published = "published",
        /// Drafts.
        Drafts = "drafts",
        /// Archived surveys.
        Archived = "archived",
        /// All surveys, archived ones included.
        AllWithArchived = "all_with_archived",
    }
}

crate::record! {
    /// Which surveys to list.
    paged input ListForms {
        /// Which surveys: `all` means all that are not archived.
        optional list: FormList = "all",
        /// Adds channels, times and counts.
        optional include_info: bool = false,
        /// Adds questions and settings as `config`.
        optional include_config: bool = false,
    }
}

crate::record! {
    /// Which survey to publish.
    input PublishForm {
        /// The survey.
        required form_uuid: Identifier,
        /// True publishes it, false turns it back into a draft.
        optional published: bool = true,
    }
}

crate::record! {
    /// Which survey to duplicate.
    input DuplicateForm {
        /// The survey.
        required form_uuid: Identifier,
        /// The name of the copy.
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
    /// Which survey's changes to list.
    paged input ListFormHistory {
        /// The survey.
        required form_uuid: Identifier,
    }
}

crate::actions! {
    {
        name: "list_forms",
        aliases: ["get_forms", "REFINER_GET_FORMS"],
        title: "List surveys",
        description: "Lists surveys, page by page.",
        method: Get,
        path: "/forms",
        effect: Read,
        destroys: "",
        idempotent: true,
        list: true,
        input: ListForms,
        output: FormPage,
        anchor: "get-forms",
    },
    {
        name: "publish_form",
        aliases: [],
        title: "Publish a survey",
        description: "Publishes a survey, or turns it back into a draft.",
        method: Post,
        path: "/forms/publish",
        effect: Write,
        destroys: "",
        idempotent: true,
        list: false,
        input: PublishForm,
        output: Done,
        anchor: "publish-form",
    },
    {
        name: "duplicate_form",
        aliases: [],
        title: "Duplicate a survey",
        description: "Copies a survey under a new name.",
        method: Post,
        path: "/forms/duplicate",
        effect: Write,
        destroys: "",
        idempotent: false,
        list: false,
        input: DuplicateForm,
        output: FormDuplicated,
        anchor: "duplicate-form",
    },
    {
        name: "archive_form",
        aliases: [],
        title: "Archive a survey",
        description: "Archives a survey: it is no longer shown. Its responses are kept.",
        method: Delete,
        path: "/forms",
        effect: Destructive,
        destroys: "",
        idempotent: false,
        list: false,
        input: ArchiveForm,
        output: Done,
        anchor: "delete-form",
    },
    {
        name: "list_form_history",
        aliases: [],
        title: "List the changes of a survey",
        description: "Lists the changes made to a survey, page by page.",
        method: Get,
        path: "/forms/history",
        effect: Read,
        destroys: "",
        idempotent: true,
        list: true,
        input: ListFormHistory,
        output: FormHistoryPage,
        anchor: "get-forms",
    },
}
