//! A summary: a query, and the counts of the pages added so far.

use super::compare;
use super::group::{By, Key};
use super::metrics::count::Listed;
use super::metrics::{Metric, Tally};
use super::order::descending;
use super::page_reader::{Page, Row};
use super::query::{Pair, Query};
use crate::json::scanner::Malformed;
use crate::model::summary::{self as model, Comparison, Difference, MetricReport, SummaryGroup};

/// The most rows of a page kept in memory at once; Refiner's longest page has 1,000.
const KEPT_ROWS: usize = 10_000;

/// The memory for the texts of all choices and groups, in bytes. Later texts are only counted.
const TEXT_BUDGET: usize = 16 * 1024 * 1024;

/// The counts for a query over all pages added so far.
#[derive(Clone, Debug)]
pub struct Summary {
    query: Query,
    counted: Counted,
    /// The key of the segment whose pages are being added; see [`segment`](Summary::segment).
    segment: Option<Key<'static>>,
}

/// The contents of an added page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Added {
    /// The number of responses, which were counted.
    pub items: u64,
    /// The number of items that are not objects, which were skipped.
    pub unreadable: u64,
}

#[derive(Clone, Debug)]
struct Counted {
    pages: u64,
    unreadable: u64,
    /// The number of rows so far, those of segments included.
    rows: u64,
    budget: usize,
    all: Group,
    /// Sorted by key.
    groups: Vec<Group>,
    other: Option<Group>,
}

#[derive(Clone, Debug)]
struct Group {
    key: Key<'static>,
    label: Option<String>,
    items: u64,
    tallies: Vec<Tally>,
}

impl Summary {
    /// A summary without any pages.
    pub fn new(query: Query) -> Summary {
        let all = Group::new(&query.metrics, Key::None, None);
        Summary {
            counted: Counted {
                pages: 0,
                unreadable: 0,
                rows: 0,
                budget: TEXT_BUDGET,
                all,
                groups: Vec::new(),
                other: None,
            },
            query,
            segment: None,
        }
    }

    /// Starts a segment: the following pages must contain its responses only, and count in its group alone.
    ///
    /// A response does not name the segments of its contact, and a contact can be in several. So for a query grouped by
    /// `segment`, first add the pages of all responses, and then those of one segment after another.
    pub fn segment(&mut self, uuid: String, name: Option<String>) {
        let key = Key::Text(uuid.into());
        self.counted.place(&self.query, &key, &|| name.clone());
        self.segment = Some(key);
    }

    /// Adds a page of `list_responses`, as it came. A page that is malformed or has no `items` changes nothing.
    ///
    /// Adding a page twice counts it twice.
    pub fn add(&mut self, page: &[u8]) -> Result<Added, Malformed> {
        let Summary { query, counted, segment } = self;
        let page = Page::read(page, &query.projection, KEPT_ROWS)?;
        let size = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
        let added = Added { items: size(page.rows), unreadable: size(page.unreadable) };
        counted.pages = counted.pages.saturating_add(1);
        match segment {
            Some(key) => page.each(&query.projection, &mut |row| counted.add_to(query, row, key)),
            None => {
                counted.unreadable = counted.unreadable.saturating_add(added.unreadable);
                page.each(&query.projection, &mut |row| counted.row(query, row));
            }
        }
        Ok(added)
    }

    /// The report over all pages added so far.
    pub fn report(&self) -> model::Summary {
        let Counted { all, groups, other, .. } = &self.counted;
        let by = self.query.group_by;
        model::Summary {
            pages: self.counted.pages,
            items: all.items,
            unreadable: self.counted.unreadable,
            metrics: self.metrics(all),
            groups: by.map(|by| {
                let order = match by {
                    By::Period(..) => (0..groups.len()).collect(),
                    _ => descending(groups.iter().map(|group| group.items)),
                };
                let of = |place: usize| groups.get(place).map(|group| self.group(by, group));
                order.into_iter().filter_map(of).collect()
            }),
            other: by.zip(other.as_ref()).map(|(by, other)| self.group(by, other)),
            comparison: by.and_then(|by| self.comparison(by)),
        }
    }

    /// The differences from this summary to another one of the same metrics, for example of two periods fetched one
    /// after the other; `None` when the metrics differ.
    pub fn differences(&self, other: &Summary) -> Option<Vec<Difference>> {
        let same = self.query.metrics.iter().map(|metric| (metric.kind, &metric.question));
        let theirs = other.query.metrics.iter().map(|metric| (metric.kind, &metric.question));
        let (mine, others) = (self.listed(), other.listed());
        let listed = Listed { views: mine.views && others.views, partials: mine.partials && others.partials };
        same.eq(theirs).then(|| self.between(&self.counted.all, &other.counted.all, listed))
    }

    fn metrics(&self, group: &Group) -> Vec<MetricReport> {
        let listed = self.listed();
        let both = self.query.metrics.iter().zip(&group.tallies);
        both.map(|(metric, tally)| metric.report(tally, listed)).collect()
    }

    fn group(&self, by: By, group: &Group) -> SummaryGroup {
        SummaryGroup {
            key: by.name(&group.key),
            label: group.label.clone(),
            start: by.start(&group.key),
            items: group.items,
            metrics: self.metrics(group),
        }
    }

    fn comparison(&self, by: By) -> Option<Comparison> {
        let groups = &self.counted.groups;
        let (first, second) = match self.query.compare.as_ref()? {
            Pair::LastTwo => {
                let mut last = groups.iter().rev().filter(|group| matches!(group.key, Key::Period(_)));
                let second = last.next()?;
                (last.next()?, second)
            }
            Pair::Keys([first, second]) => {
                let find = |name: &Option<String>| groups.iter().find(|group| by.name(&group.key) == *name);
                (find(first)?, find(second)?)
            }
        };
        Some(Comparison {
            first: by.name(&first.key),
            second: by.name(&second.key),
            differences: self.between(first, second, self.listed()),
        })
    }

    fn between(&self, first: &Group, second: &Group, listed: Listed) -> Vec<Difference> {
        let mut differences = Vec::new();
        for ((metric, first), second) in self.query.metrics.iter().zip(&first.tallies).zip(&second.tallies) {
            compare::tallies(metric, first, second, listed, &mut differences);
        }
        differences
    }

    fn listed(&self) -> Listed {
        let counts = self.counted.all.tallies.iter().find_map(|tally| match tally {
            Tally::Counts(counts) => Some(counts.listed()),
            _ => None,
        });
        counts.unwrap_or_default()
    }
}

impl Counted {
    /// Counts a row, in the total and in its group.
    fn row(&mut self, query: &Query, row: Row<'_, '_>) {
        self.rows = self.rows.saturating_add(1);
        self.all.add(query, row, self.rows, &mut self.budget);
        if let Some(by) = query.group_by.filter(|by| *by != By::Segment) {
            self.add_to(query, row, &by.key(row));
        }
    }

    /// Counts a row in a group only.
    fn add_to(&mut self, query: &Query, row: Row<'_, '_>, key: &Key<'_>) {
        self.rows = self.rows.saturating_add(1);
        let place = self.place(query, key, &|| query.group_by.and_then(|by| by.label(row)));
        let group = match place {
            Some(place) => self.groups.get_mut(place),
            None => self.other.as_mut(),
        };
        if let Some(group) = group {
            group.add(query, row, self.rows, &mut self.budget);
        }
    }

    /// The index of the group with this key. Creates the group if needed; `None` when it is pooled in `other`.
    fn place(&mut self, query: &Query, key: &Key<'_>, label: &dyn Fn() -> Option<String>) -> Option<usize> {
        let place = match self.groups.binary_search_by(|group| group.key.cmp(key)) {
            Ok(place) => return Some(place),
            Err(place) => place,
        };
        let left = self.budget.checked_sub(key.size());
        let Some(left) = left.filter(|_| self.groups.len() < query.max_groups) else {
            self.other.get_or_insert_with(|| Group::new(&query.metrics, Key::None, None));
            return None;
        };
        self.budget = left;
        self.groups.insert(place, Group::new(&query.metrics, key.clone().owned(), label()));
        Some(place)
    }
}

impl Group {
    fn new(metrics: &[Metric], key: Key<'static>, label: Option<String>) -> Group {
        Group { key, label, items: 0, tallies: metrics.iter().map(Metric::tally).collect() }
    }

    #[inline]
    fn add(&mut self, query: &Query, row: Row<'_, '_>, number: u64, budget: &mut usize) {
        self.items = self.items.saturating_add(1);
        for (metric, tally) in query.metrics.iter().zip(&mut self.tallies) {
            metric.add(row, number, budget, tally);
        }
    }
}
