//! The envelope of a list. See <https://refiner.io/docs/api/#get-responses>.

use crate::schema::types::Counter;

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
        optional next_page_cursor: String,
    }
}
