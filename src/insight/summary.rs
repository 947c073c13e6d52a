//! A summary: a query, and the counts of the pages added so far.

use std::borrow::Cow;

use super::calendar::Period;
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

/// The most identifiers of questions that a report names.
const SEEN: usize = 100;

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
    /// The identifiers of questions in the responses, sorted. Not all, once each metric has answers.
    seen: Vec<String>,
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
    /// The number of the last row that was counted.
    last: u64,
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
                seen: Vec::new(),
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
        let wants_names = segment.is_none() && counted.any_unanswered(query);
        let mut page = Page::read(page, &query.projection, KEPT_ROWS, wants_names)?;
        let size = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
        let added = Added { items: size(page.rows), unreadable: size(page.unreadable) };
        counted.pages = counted.pages.saturating_add(1);
        for name in core::mem::take(&mut page.names) {
            counted.see(&name);
        }
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
        let Counted { all, seen, groups, other, .. } = &self.counted;
        let by = self.query.group_by;
        model::Summary {
            pages: self.counted.pages,
            items: all.items,
            unreadable: self.counted.unreadable,
            metrics: self.metrics(all),
            questions_seen: self.counted.any_unanswered(&self.query).then(|| seen.clone()),
            groups: by.map(|by| {
                if let By::Period(period, _) = by {
                    return self.periods(period).iter().map(|group| self.group(by, group)).collect();
                }
                let order = descending(groups.iter().map(|group| group.items));
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

    /// The groups of periods in order of time, with the periods between them that have no responses. There are at most
    /// `max_groups`; if they do not suffice, the earlier gaps stay.
    ///
    /// Once a group was pooled in `other`, there is no place left. So no pooled period is taken for an empty one.
    fn periods(&self, period: Period) -> Vec<Cow<'_, Group>> {
        let groups = &self.counted.groups;
        let mut places = self.query.max_groups.saturating_sub(groups.len());
        let mut all = Vec::new();
        // The period before the one added last.
        let mut before = i64::MIN;
        for group in groups.iter().rev() {
            if let Key::Period(start) = group.key {
                while before > start && places > 0 {
                    all.push(Cow::Owned(self.empty(before)));
                    before = period.previous(before);
                    places = places.saturating_sub(1);
                }
                before = period.previous(start);
            }
            all.push(Cow::Borrowed(group));
        }
        all.reverse();
        all
    }

    /// A period without responses.
    fn empty(&self, start: i64) -> Group {
        Group::new(&self.query.metrics, Key::Period(start), None)
    }

    fn comparison(&self, by: By) -> Option<Comparison> {
        let Counted { groups, other, .. } = &self.counted;
        let (first, second) = match self.query.compare.as_ref()? {
            Pair::LastTwo => {
                let mut last = groups.iter().rev().filter(|group| matches!(group.key, Key::Period(_)));
                let (second, first) = (last.next()?, last.next()?);
                let (By::Period(period, _), Key::Period(start)) = (by, &second.key) else { return None };
                let before = period.previous(*start);
                let first = if first.key == Key::Period(before) {
                    Cow::Borrowed(first)
                } else if other.is_some() {
                    // The period may have been pooled, so its figures are not known.
                    return None;
                } else {
                    Cow::Owned(self.empty(before))
                };
                (first, Cow::Borrowed(second))
            }
            Pair::Keys([first, second]) => {
                let groups = match by {
                    By::Period(period, _) => self.periods(period),
                    _ => groups.iter().map(Cow::Borrowed).collect(),
                };
                let find = |name: &Option<String>| groups.iter().find(|group| by.name(&group.key) == *name).cloned();
                (find(first)?, find(second)?)
            }
        };
        Some(Comparison {
            first: by.name(&first.key),
            second: by.name(&second.key),
            differences: self.between(&first, &second, self.listed()),
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
            by.keys(row, &mut |key| self.count(query, row, key));
        }
    }

    /// Counts a row of a segment, in its group only.
    fn add_to(&mut self, query: &Query, row: Row<'_, '_>, key: &Key<'_>) {
        self.rows = self.rows.saturating_add(1);
        self.count(query, row, key);
    }

    /// Counts the latest row in a group; only once, if it comes there several times.
    fn count(&mut self, query: &Query, row: Row<'_, '_>, key: &Key<'_>) {
        let place = self.place(query, key, &|| query.group_by.and_then(|by| by.label(row)));
        let group = match place {
            Some(place) => self.groups.get_mut(place),
            None => self.other.as_mut(),
        };
        if let Some(group) = group.filter(|group| group.last != self.rows) {
            group.add(query, row, self.rows, &mut self.budget);
        }
    }

    /// Whether a metric has no answer to its question yet.
    fn any_unanswered(&self, query: &Query) -> bool {
        query.metrics.iter().zip(&self.all.tallies).any(|(metric, tally)| metric.is_unanswered(tally))
    }

    /// Remembers the identifier of a question.
    fn see(&mut self, name: &[u8]) {
        if self.seen.len() >= SEEN {
            return;
        }
        if let Err(place) = self.seen.binary_search_by(|known| known.as_bytes().cmp(name))
            && let Ok(text) = core::str::from_utf8(name)
            && let Some(left) = self.budget.checked_sub(name.len())
        {
            self.budget = left;
            self.seen.insert(place, text.to_owned());
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
        Group { key, label, items: 0, tallies: metrics.iter().map(Metric::tally).collect(), last: 0 }
    }

    #[inline]
    fn add(&mut self, query: &Query, row: Row<'_, '_>, number: u64, budget: &mut usize) {
        self.items = self.items.saturating_add(1);
        self.last = number;
        for (metric, tally) in query.metrics.iter().zip(&mut self.tallies) {
            metric.add(row, number, budget, tally);
        }
    }
}
