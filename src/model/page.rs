//! The envelope of a list. See <https://refiner.io/docs/api/#get-responses>.

use crate::schema::types::Counter;

/// Items per page when the caller does not say: Refiner's own default is disputed (50 or 100), so it is always sent.
pub const DEFAULT_PAGE_LENGTH: i64 = 100;

crate::record! {
    /// Where a page stands in its list.
    output Pagination {
        /// How many items the whole list has.
        required items_count: Counter,
        /// This page's number, from 1.
        required current_page: Counter,
        /// The last page's number.
        required last_page: Counter,
        /// Items per page.
        required page_length: Counter,
        /// The cursor of the next page; null on the last.
        sometimes next_page_cursor: String,
    }
}
