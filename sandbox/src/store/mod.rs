//! The account: everything that the sandbox stores.

mod contact;
mod form;
mod response;
mod segment;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

pub(crate) use contact::{Account, Contact, Identity};
pub(crate) use form::{Form, Kind, Question};
pub(crate) use response::{Answered, Tag};
pub(crate) use segment::{Rule, Segment};

use crate::choices::{self, NoAccount, ResponseTimes, Tags};
use crate::limits::Limits;
use crate::options::Options;
use crate::rng::Rng;

/// The index of a contact, account, form, segment, tag or response in the store; never visible outside.
pub(crate) type Id = u64;

/// One tracked event. Its extra properties are not stored.
///
/// <https://refiner.io/docs/api/#track-event>
#[derive(Clone, Debug)]
pub(crate) struct Event {
    pub(crate) contact: Id,
    pub(crate) at: i64,
}

/// The account: contacts, forms, segments, responses, and the generator its ids come from.
#[derive(Clone, Debug)]
pub struct Store {
    pub(crate) project_uuid: String,
    pub(crate) contacts: BTreeMap<Id, Contact>,
    pub(crate) accounts: BTreeMap<Id, Account>,
    pub(crate) forms: BTreeMap<Id, Form>,
    pub(crate) segments: BTreeMap<Id, Segment>,
    pub(crate) tags: BTreeMap<Id, Tag>,
    pub(crate) responses: BTreeMap<Id, Answered>,
    pub(crate) events: Vec<Event>,
    /// When page views happened, and how many. No call of the API adds to it.
    pub(crate) page_views: Vec<(i64, u64)>,
    /// Every trait name in use.
    pub(crate) traits: BTreeSet<String>,
    pub(crate) limits: Option<Limits>,
    pub(crate) response_times: ResponseTimes,
    pub(crate) tags_as: Tags,
    pub(crate) no_account: NoAccount,
    pub(crate) rng: Rng,
    last_id: Id,
}

impl Store {
    /// An empty account.
    pub(crate) fn empty(options: &Options) -> Self {
        let mut rng = Rng::new(options.seed);
        Self {
            project_uuid: rng.uuid(),
            contacts: BTreeMap::new(),
            accounts: BTreeMap::new(),
            forms: BTreeMap::new(),
            segments: BTreeMap::new(),
            tags: BTreeMap::new(),
            responses: BTreeMap::new(),
            events: Vec::new(),
            page_views: Vec::new(),
            traits: BTreeSet::new(),
            limits: options.rate_limits.then(Limits::default),
            response_times: options.response_times,
            tags_as: options.tags,
            no_account: options.no_account,
            rng,
            last_id: 0,
        }
    }

    pub(crate) fn next_id(&mut self) -> Id {
        self.last_id += 1;
        self.last_id
    }

    /// Which of these names may become traits: known ones, and new ones while there is room.
    ///
    /// <https://refiner.io/docs/api/#identify-user>
    fn admit_traits(&mut self, traits: &Map<String, Value>) -> Vec<(String, Option<String>)> {
        let mut admitted = Vec::new();
        for (name, value) in traits {
            let text = choices::stored_trait(name, value);
            if !self.traits.contains(name) {
                if text.is_none() || self.traits.len() >= choices::MOST_TRAITS {
                    continue;
                }
                self.traits.insert(name.clone());
            }
            admitted.push((name.clone(), text));
        }
        admitted
    }
}
