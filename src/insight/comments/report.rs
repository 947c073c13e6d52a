//! The report on comments.

use super::Comments;
use super::camps::{CAMPS, POOLED};
use super::plan::Plan;
use super::terms::Term;
use crate::insight::order::descending;
use crate::model::summary::{Comment, CommentCamp, CommentTerm, Comments as Report};

/// The most terms of a camp. Ours.
const MOST_TERMS: usize = 20;

/// A term is listed if it is in that many comments of its camp.
const FEWEST: u32 = 2;

/// The prior has as many terms as all comments have, times this. Ours.
const PRIOR: f64 = 0.1;

/// The report on all comments.
pub(super) fn report(plan: &Plan, comments: &Comments) -> Report {
    let name = |camp: usize| comments.camps.name(camp).map(str::to_owned);
    let sample = comments.candidates.sample().into_iter().map(|candidate| Comment {
        text: candidate.text.clone(),
        cut: candidate.cut,
        camp: name(candidate.camp),
        score: candidate.score,
        completed_at: candidate.completed_at.clone(),
        last_data_reception_at: candidate.last_data_reception_at.clone(),
        uuid: candidate.uuid.clone(),
        count: candidate.count,
    });
    let several = comments.counts.iter().filter(|count| **count > 0).count() > 1;
    let order = descending(comments.counts.iter().copied());
    let of = |camp: &usize| comments.counts.get(*camp).copied().unwrap_or_default();
    let camps = order.into_iter().filter(|camp| of(camp) > 0).map(|camp| CommentCamp {
        camp: name(camp),
        pooled: camp == POOLED,
        n: of(&camp),
        terms: if several { apart(comments, camp) } else { frequent(comments, camp, of(&camp)) },
    });
    Report {
        question: plan.question.clone(),
        n: comments.n,
        absent: comments.absent,
        sample: sample.collect(),
        camps: camps.collect(),
        missed: comments.terms.missed(),
    }
}

/// The terms that set a camp apart from all others, the clearest first.
fn apart(comments: &Comments, camp: usize) -> Vec<CommentTerm> {
    let listed = comments.terms.all.iter().filter_map(|term| {
        let count = in_camp(term, camp);
        let z = log_odds(term, camp, &comments.terms.totals(term.kind))?;
        (count >= FEWEST && z > 0.0).then_some((term, count, z))
    });
    let listed: Vec<(&Term, u32, f64)> = listed.collect();
    // As whole numbers, the bits of numbers above zero have the same order.
    let order = descending(listed.iter().map(|(_, _, z)| z.to_bits()));
    let first = order.into_iter().filter_map(|place| listed.get(place)).take(MOST_TERMS);
    first
        .map(|(term, count, z)| CommentTerm { term: term.text.clone(), count: u64::from(*count), z: Some(*z) })
        .collect()
}

/// The most frequent terms of the only camp, without those that are nearly everywhere.
fn frequent(comments: &Comments, camp: usize, n: u64) -> Vec<CommentTerm> {
    let listed = comments.terms.all.iter().filter_map(|term| {
        let count = in_camp(term, camp);
        (count >= FEWEST && u64::from(count).saturating_mul(3) <= n).then_some((term, count))
    });
    let listed: Vec<(&Term, u32)> = listed.collect();
    let order = descending(listed.iter().map(|(_, count)| u64::from(*count)));
    let first = order.into_iter().filter_map(|place| listed.get(place)).take(MOST_TERMS);
    first.map(|(term, count)| CommentTerm { term: term.text.clone(), count: u64::from(*count), z: None }).collect()
}

fn in_camp(term: &Term, camp: usize) -> u32 {
    term.counts.get(camp).copied().unwrap_or_default()
}

/// How clearly a camp uses a term more than all others do; `None` if that cannot be said.
///
/// The log-odds ratio with an informative Dirichlet prior, in standard errors: B. L. Monroe, M. P. Colaresi and K. M.
/// Quinn, Fightin' Words, Political Analysis 16 (2008), equations 15, 20 and 22. The prior of a term is its count in all
/// comments, times [`PRIOR`].
fn log_odds(term: &Term, camp: usize, totals: &[u64; CAMPS]) -> Option<f64> {
    let all = totals.iter().sum::<u64>() as f64;
    let own = totals.get(camp).copied().unwrap_or_default() as f64;
    let count = term.count() as f64;
    let counted = f64::from(in_camp(term, camp));
    let (prior, prior_all) = (PRIOR * count, PRIOR * all);
    let (here, there) = (counted + prior, count - counted + prior);
    let (others_here, others_there) = (own + prior_all - here, all - own + prior_all - there);
    if !(here > 0.0 && there > 0.0 && others_here > 0.0 && others_there > 0.0) {
        return None;
    }
    let ratio = (here / others_here).ln() - (there / others_there).ln();
    Some(ratio / (1.0 / here + 1.0 / there).sqrt())
}
