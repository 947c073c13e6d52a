//! Forms: the surveys.

use crate::model::form::{FormDuplicated, FormHistoryPage, FormPage};
use crate::model::reply::Done;
use crate::schema::types::Identifier;

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
    paged input ListForms {
        /// Which ones: `all` are those not archived.
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
        description: "Publishes a survey, or takes it back to a draft.",
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
        description: "Makes a copy of a survey under another name.",
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
        description: "Archives a survey: it is shown to nobody any more. Its responses stay.",
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
        description: "Lists what was done to a survey, page by page.",
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
