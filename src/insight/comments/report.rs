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
        terms: terms(comments, camp, if several { None } else { Some(comments.n) }),
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

/// The terms that set a camp apart from all others, the clearest first; of the only camp of `alone` comments, the most
/// frequent ones, without those that are nearly everywhere.
fn terms(comments: &Comments, camp: usize, alone: Option<u64>) -> Vec<CommentTerm> {
    let mut listed: Vec<(f64, &Term)> = Vec::new();
    for term in &comments.terms.all {
        let count = in_camp(term, camp);
        let rank = match alone {
            Some(n) if u64::from(count).saturating_mul(3) > n => 0.0,
            Some(_) => f64::from(count),
            None => log_odds(term, camp, &comments.terms.totals(term.kind)).unwrap_or_default(),
        };
        if count >= FEWEST && rank > 0.0 {
            // Behind all that rank as high.
            let place = listed.partition_point(|(known, _)| *known >= rank);
            if place < MOST_TERMS {
                listed.truncate(MOST_TERMS.saturating_sub(1));
                listed.insert(place, (rank, term));
            }
        }
    }
    let term = |(rank, term): (f64, &Term)| CommentTerm {
        term: term.text.clone(),
        count: u64::from(in_camp(term, camp)),
        z: if alone.is_none() { Some(rank) } else { None },
    };
    listed.into_iter().map(term).collect()
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
