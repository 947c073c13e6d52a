//! What divides responses into groups.

use crate::schema::types::Identifier;

crate::union! {
    /// How to group the responses.
    input GroupBy {
        /// By a property of every response.
        Word(GroupWord),
        /// By a trait of the contact.
        Attribute(ByAttribute),
        /// By an answer.
        Answer(ByAnswer),
    }
}

crate::choice! {
    /// A property to group by. `segment` reads the list once more for each segment, because responses do not name their
    /// segments.
    GroupWord {
        /// No groups.
        None = "none",
        /// By survey.
        Form = "form",
        /// By the contact's account.
        Account = "account",
        /// By segment. Reads all responses once for the total, then those of each segment in the query (`segment_uuid`,
        /// `segment_uuids`), or else of every segment. A response in two segments counts in both.
        Segment = "segment",
        /// By the day of the latest answer, or without an answer, of the last showing.
        Day = "day",
        /// By ISO week, of the same date as `day`.
        Week = "week",
        /// By month, of the same date as `day`.
        Month = "month",
    }
}

crate::record! {
    /// Groups by a trait of the contact.
    input ByAttribute {
        /// The trait's name.
        required attribute: Identifier,
    }
}

crate::record! {
    /// Groups by the answer to a question. Each choice is a group.
    input ByAnswer {
        /// The question's identifier.
        required answer: Identifier,
    }
}
