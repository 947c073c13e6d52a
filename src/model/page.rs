//! The envelope of a list. See <https://refiner.io/docs/api/#get-responses>.

use crate::schema::types::Counter;

crate::record! {
    /// The position of a page in its list.
    output Pagination {
        /// The number of items in the whole list.
        required items_count: Counter,
        /// This page's number, from 1.
        required current_page: Counter,
        /// The number of the last page.
        required last_page: Counter,
        /// Items per page.
        required page_length: Counter,
        /// The cursor of the next page; null on the last page.
        optional next_page_cursor: String,
    }
}
