//! The report of a cross-tab: two groupings against each other.

use super::metric_report::MetricReport;

crate::record! {
    /// How two groupings go together: each row is a group of the first one, each column a group of the second one.
    ///
    /// At most 50 rows and 50 columns, or `max_groups` if that is less. The groups that came later are pooled in one row or
    /// column, which is the last.
    report CrossTab {
        /// The rows: periods in order of time, others from the largest to the smallest.
        required rows: Vec<CrossRow>,
        /// The columns, in the same order.
        required columns: Vec<CrossColumn>,
        /// Whether rows and columns go together more than chance makes them; null when there is no test, see `untested`.
        nullable test: CrossTest,
        /// Why there is no test; null when there is one.
        nullable untested: Untested,
        /// How much rows and columns go together: Cramér's V, from 0 (not at all) to 1 (each row has a column of its own). Null
        /// without a test.
        nullable cramers_v: f64,
    }
}

crate::record! {
    /// A row of a cross-tab.
    report CrossRow {
        /// The group's key, as in `groups`. Null: no value, or `pooled`.
        nullable key: String,
        /// The name of the form, account or segment.
        nullable label: String,
        /// The first day of a period.
        nullable start: String,
        /// Whether this row pools all groups that have none of their own.
        required pooled: bool,
        /// The number of responses in the group, those without a column included.
        required items: u64,
        /// The metrics over these responses.
        required metrics: Vec<MetricReport>,
        /// The cells, one for each column, in the order of `columns`.
        required cells: Vec<CrossCell>,
    }
}

crate::record! {
    /// A column of a cross-tab.
    report CrossColumn {
        /// The group's key, as in `groups`. Null: no value, or `pooled`.
        nullable key: String,
        /// The name of the form, account or segment.
        nullable label: String,
        /// The first day of a period.
        nullable start: String,
        /// Whether this column pools all groups that have none of their own.
        required pooled: bool,
        /// The number of responses in the group, those without a row included.
        required items: u64,
        /// The metrics over these responses.
        required metrics: Vec<MetricReport>,
    }
}

crate::record! {
    /// The responses that are in a row and in a column.
    report CrossCell {
        /// How many they are.
        required items: u64,
        /// How many there would be if rows and columns had nothing to do with each other. Null without a test, and in a row or
        /// column of the responses without a value, which the test leaves out.
        nullable expected: f64,
        /// The share of the row's responses that are in this cell, 0 to 1; null in an empty row.
        nullable row_share: f64,
        /// The share of the column's responses that are in this cell, 0 to 1; null in an empty column.
        nullable column_share: f64,
        /// True with fewer than 30 responses.
        required small_sample: bool,
        /// The metrics over these responses.
        required metrics: Vec<MetricReport>,
    }
}

crate::record! {
    /// The test of whether rows and columns go together. It counts the responses that have both, and one choice of each.
    report CrossTest {
        /// The test, chosen by what the counts allow.
        required method: CrossMethod,
        /// The number of responses.
        required n: u64,
        /// Pearson's chi-square.
        required statistic: f64,
        /// Its degrees of freedom.
        required df: u64,
        /// How often chance alone makes rows and columns go together as much, or more: 0 to 1.
        required p: f64,
        /// How many tables were simulated; null unless `simulated`.
        nullable simulations: u64,
    }
}

crate::choice! {
    /// How a cross-tab was tested.
    CrossMethod {
        /// Pearson's chi-square: at least four fifths of the expected counts are 5 or more, and all are 1 or more (W. G.
        /// Cochran, 1954).
        ChiSquare = "chi_square",
        /// For two rows and two columns of smaller counts: R. A. Fisher's exact test (1935).
        FisherExact = "fisher_exact",
        /// For other tables of smaller counts: the share of random tables with the same margins whose chi-square is as large
        /// (A. C. A. Hope, 1968). The same in every run.
        Simulated = "simulated",
        /// Pearson's chi-square, though expected counts are small: there are more than 100,000 responses, which are too many to
        /// simulate. It is only a guide.
        ChiSquareOfSmallCounts = "chi_square_of_small_counts",
    }
}

crate::choice! {
    /// Why a cross-tab was not tested.
    Untested {
        /// Some responses are in several rows or columns, so that they would count more than once.
        SeveralChoices = "several_choices",
        /// There are no two rows and two columns with responses that have a value.
        TooFew = "too_few",
    }
}
