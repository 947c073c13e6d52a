//! A summary: a query, and the counts of the pages added so far.

use std::borrow::Cow;

use super::calendar::Period;
use super::compare;
use super::counted::Counted;
use super::evidence::Evidence;
use super::group::{By, Key};
use super::memory::Refused;
use super::metrics::Tally;
use super::metrics::count::Listed;
use super::order::descending;
use super::page_reader::Page;
use super::pool::Group;
use super::query::{Compare, Query};
use super::weights::{self, Weights};
use crate::model::summary::{self as model, Against, Comparison, Difference, MetricReport, SummaryGroup};

/// At most how many bytes the report of careless responses takes, with its JSON.
const QUALITY_SIZE: usize = 512;

/// The most rows of a page kept in memory at once; Refiner's longest page has 1,000.
const KEPT_ROWS: usize = 10_000;

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

impl Summary {
    /// A summary without any pages.
    pub fn new(query: Query) -> Summary {
        Summary { counted: Counted::new(&query), query, segment: None }
    }

    /// Starts a segment: the following pages must contain its responses only, and count in its group alone.
    ///
    /// A response does not name the segments of its contact, and a contact can be in several. So for a query grouped by
    /// `segment`, first add the pages of all responses, and then those of one segment after another.
    pub fn segment(&mut self, uuid: String, name: Option<String>) {
        let key = Key::Text(uuid.into());
        if self.query.group_by == Some(By::Segment) {
            self.counted.place(&self.query, &key, &|| name.clone());
        }
        if let Some(cross) = &mut self.counted.cross {
            cross.segment(&self.query, &key, name.as_deref(), &mut self.counted.budget);
        }
        self.segment = Some(key);
    }

    /// Adds a page of `list_responses`, as it came. Adding a page twice counts it twice.
    ///
    /// # Errors
    /// A page that is malformed or has no `items` changes nothing. When memory runs out, the summary stays incomplete.
    pub fn add(&mut self, page: &[u8]) -> Result<Added, Refused> {
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
        if counted.budget.is_refused() { Err(Refused::NoMemory) } else { Ok(added) }
    }

    /// At most how many bytes the report takes, with its JSON.
    pub fn report_size(&self) -> usize {
        let Counted { all, groups, other, .. } = &self.counted;
        let texts = self.counted.texts().saturating_mul(3);
        let empty = match self.query.group_by {
            Some(By::Period(_)) => self.query.max_groups.saturating_sub(groups.len()),
            _ => 0,
        };
        let of = |group: &Group| {
            let both = self.query.metrics.iter().zip(&group.tallies);
            both.fold(0_usize, |sum, (metric, tally)| sum.saturating_add(metric.report_size(tally)))
        };
        let groups = groups.iter().chain(other).chain([all]).fold(texts, |sum, group| sum.saturating_add(of(group)));
        let evidence = Evidence::size(&self.query, &self.counted);
        let cross = self.counted.cross.as_ref().map_or(0, |cross| cross.report_size(&self.query));
        let drivers = self.counted.drivers.as_ref().map_or(0, |drivers| drivers.report_size());
        let comments = self.counted.comments.as_ref().map_or(0, |comments| comments.report_size());
        let quality = self.counted.quality.as_ref().map_or(0, |_| QUALITY_SIZE);
        groups
            .saturating_add(quality)
            .saturating_add(empty.saturating_mul(of(&self.empty(0))))
            .saturating_add(evidence)
            .saturating_add(cross)
            .saturating_add(drivers)
            .saturating_add(comments)
    }

    /// The report over all pages added so far.
    pub fn report(&self) -> model::Summary {
        let weights = self.weights();
        let Counted { all, seen, groups, other, cross, quality, drivers, comments, .. } = &self.counted;
        let by = self.query.group_by;
        let pair = by.and_then(|by| self.pair(by));
        let pair = pair.as_ref().map(|(first, second)| (first.as_ref(), second.as_ref()));
        let evidence =
            by.map(|by| Evidence::of(&self.query, &self.counted, by, pair, self.listed())).unwrap_or_default();
        model::Summary {
            pages: self.counted.pages,
            items: all.items,
            unreadable: self.counted.unreadable,
            metrics: self.metrics(all, &weights),
            questions_seen: self.counted.any_unanswered(&self.query).then(|| seen.clone()),
            groups: by.map(|by| {
                if let By::Period(period) = by {
                    return self.periods(period).iter().map(|group| self.group(by, group, &weights)).collect();
                }
                let order = descending(groups.iter().map(|group| group.items));
                let of = |place: usize| groups.get(place).map(|group| self.group(by, group, &weights));
                order.into_iter().filter_map(of).collect()
            }),
            other: by.zip(other.as_ref()).map(|(by, other)| self.group(by, other, &weights)),
            comparison: by.zip(pair).map(|(by, (first, second))| self.comparison(by, first, second)),
            comparisons: evidence.comparisons,
            pairs_left_out: evidence.pairs_left_out,
            trend: evidence.trend,
            adjustment: evidence.adjustment,
            cross_tab: self
                .query
                .cross
                .zip(cross.as_ref())
                .map(|(by, cross)| cross.report(&self.query, by, self.listed())),
            quality: self.query.quality.as_ref().zip(quality.as_ref()).map(|(plan, quality)| quality.report(plan)),
            drivers: self.query.drivers.as_ref().zip(drivers.as_ref()).map(|(plan, drivers)| drivers.report(plan)),
            comments: self.query.comments.as_ref().zip(comments.as_ref()).map(|(plan, comments)| comments.report(plan)),
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

    /// The weights of each metric; empty without weights.
    fn weights(&self) -> Vec<Weights> {
        let of = |plan: &weights::Plan| {
            (0..self.query.metrics.len()).map(|metric| plan.weights(metric, &self.counted.all.strata)).collect()
        };
        self.query.weights.as_ref().map(of).unwrap_or_default()
    }

    fn metrics(&self, group: &Group, weights: &[Weights]) -> Vec<MetricReport> {
        let listed = self.listed();
        let mut reports: Vec<MetricReport> = Vec::new();
        for (place, (metric, tally)) in self.query.metrics.iter().zip(&group.tallies).enumerate() {
            let mut report = metric.report(tally, listed);
            if let (Some(weights), MetricReport::Score(score)) = (weights.get(place), &mut report) {
                score.weighted = weights::Plan::weighted(place, tally, &group.strata, weights);
            }
            reports.push(report);
        }
        reports
    }

    fn group(&self, by: By, group: &Group, weights: &[Weights]) -> SummaryGroup {
        SummaryGroup {
            key: by.name(&group.key),
            label: group.label.clone(),
            start: by.start(&group.key),
            items: group.items,
            metrics: self.metrics(group, weights),
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

    /// The two groups that are compared, if these are two.
    fn pair(&self, by: By) -> Option<(Cow<'_, Group>, Cow<'_, Group>)> {
        let Counted { groups, other, .. } = &self.counted;
        match self.query.compare.as_ref()? {
            Compare::LastTwo => {
                let mut last = groups.iter().rev().filter(|group| matches!(group.key, Key::Period(_)));
                let (second, first) = (last.next()?, last.next()?);
                let (By::Period(period), Key::Period(start)) = (by, &second.key) else { return None };
                let before = period.previous(*start);
                let first = if first.key == Key::Period(before) {
                    Cow::Borrowed(first)
                } else if other.is_some() {
                    // The period may have been pooled, so its figures are not known.
                    return None;
                } else {
                    Cow::Owned(self.empty(before))
                };
                Some((first, Cow::Borrowed(second)))
            }
            Compare::EachAgainstRest | Compare::AllPairs => None,
            Compare::Keys([first, second]) => {
                let groups = match by {
                    By::Period(period) => self.periods(period),
                    _ => groups.iter().map(Cow::Borrowed).collect(),
                };
                let find = |name: &Option<String>| groups.iter().find(|group| by.name(&group.key) == *name).cloned();
                Some((find(first)?, find(second)?))
            }
        }
    }

    fn comparison(&self, by: By, first: &Group, second: &Group) -> Comparison {
        Comparison {
            first: by.name(&first.key),
            second: by.name(&second.key),
            differences: self.between(first, second, self.listed()),
        }
    }

    fn between(&self, first: &Group, second: &Group, listed: Listed) -> Vec<Difference> {
        let mut found = Vec::new();
        let sides = [&vec![(first, true)], &vec![(second, true)]];
        compare::sides(&self.query.metrics, sides, Against::Group, &[first, second], listed, &mut found);
        found.into_iter().map(compare::alone).collect()
    }

    fn listed(&self) -> Listed {
        let counts = self.counted.all.tallies.iter().find_map(|tally| match tally {
            Tally::Counts(counts) => Some(counts.listed()),
            _ => None,
        });
        counts.unwrap_or_default()
    }
}
