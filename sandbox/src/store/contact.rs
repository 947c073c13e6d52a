//! Contacts and the accounts they belong to.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::{Id, Store};
use crate::choices::{self, Traits};

/// A tracked user.
///
/// <https://refiner.io/docs/api/#get-contact>
#[derive(Clone, Debug, Default)]
pub(crate) struct Contact {
    pub(crate) uuid: String,
    pub(crate) remote_id: Option<String>,
    pub(crate) email: Option<String>,
    pub(crate) first_seen_at: i64,
    pub(crate) last_seen_at: i64,
    pub(crate) last_form_submission_at: Option<i64>,
    pub(crate) attributes: Traits,
    pub(crate) account: Option<Id>,
    /// The manual segments that the contact was put into.
    pub(crate) segments: BTreeSet<Id>,
}

impl Contact {
    pub(crate) fn display_name(&self) -> Option<String> {
        choices::display_name(&self.attributes)
    }

    /// Whether an identifying field of the contact contains the (lower-case) text.
    pub(crate) fn mentions(&self, text: &str) -> bool {
        [Some(self.uuid.as_str()), self.remote_id.as_deref(), self.email.as_deref(), self.display_name().as_deref()]
            .into_iter()
            .flatten()
            .any(|field| field.to_lowercase().contains(text))
    }
}

/// A customer's organisation.
///
/// <https://refiner.io/docs/api/#group-users>
#[derive(Clone, Debug, Default)]
pub(crate) struct Account {
    pub(crate) uuid: String,
    pub(crate) remote_id: Option<String>,
    pub(crate) first_seen_at: i64,
    pub(crate) last_seen_at: i64,
    pub(crate) attributes: Traits,
}

impl Account {
    pub(crate) fn domain(&self) -> Option<&String> {
        choices::text_of(&self.attributes, "domain")
    }

    pub(crate) fn display_name(&self) -> Option<String> {
        choices::display_name(&self.attributes)
    }
}

/// How a call names a contact.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Identity {
    pub(crate) uuid: Option<String>,
    pub(crate) id: Option<String>,
    pub(crate) email: Option<String>,
}

impl Store {
    /// The contact that a call names, if it exists.
    pub(crate) fn find_contact(&self, identity: &Identity) -> Option<Id> {
        let find = |matches: &dyn Fn(&Contact) -> bool| {
            self.contacts.iter().find(|(_, contact)| matches(contact)).map(|(id, _)| *id)
        };
        match identity {
            Identity { uuid: Some(uuid), .. } => find(&|contact| contact.uuid == *uuid),
            Identity { id: Some(id), .. } => find(&|contact| contact.remote_id.as_ref() == Some(id)),
            Identity { email: Some(email), .. } => find(&|contact| contact.email.as_ref() == Some(email)),
            _ => None,
        }
    }

    /// The contact that a call names, marked as seen now; created if it does not exist. `None` only for an unknown
    /// uuid.
    pub(crate) fn find_or_create_contact(&mut self, identity: &Identity, now_ms: i64) -> Option<Id> {
        let found = self.find_contact(identity).or_else(|| self.nameless_with_email(identity));
        let id = match found {
            Some(id) => id,
            None if identity.uuid.is_some() => return None,
            None => self.create_contact(now_ms),
        };
        let contact = self.contacts.get_mut(&id)?;
        contact.last_seen_at = contact.last_seen_at.max(now_ms);
        if identity.id.is_some() {
            contact.remote_id.clone_from(&identity.id);
        }
        if identity.email.is_some() {
            contact.email.clone_from(&identity.email);
        }
        Some(id)
    }

    /// A contact known only by an email, which a call with an id now claims.
    fn nameless_with_email(&self, identity: &Identity) -> Option<Id> {
        let email = identity.email.as_ref().filter(|_| identity.uuid.is_none())?;
        let nameless = |contact: &Contact| contact.remote_id.is_none() && contact.email.as_ref() == Some(email);
        self.contacts.iter().find(|(_, contact)| nameless(contact)).map(|(id, _)| *id)
    }

    /// A new contact without any data.
    pub(crate) fn create_contact(&mut self, now_ms: i64) -> Id {
        let (id, uuid) = (self.next_id(), self.rng.uuid());
        let contact = Contact { uuid, first_seen_at: now_ms, last_seen_at: now_ms, ..Contact::default() };
        self.contacts.insert(id, contact);
        id
    }

    /// Sets traits of a contact; null empties one.
    pub(crate) fn write_contact_traits(&mut self, id: Id, traits: &Map<String, Value>) {
        let traits = self.admit_traits(traits);
        if let Some(contact) = self.contacts.get_mut(&id) {
            contact.attributes.extend(traits);
        }
    }

    /// Puts a contact into the account with this remote id, creates the account if necessary, and sets its traits.
    pub(crate) fn write_account(&mut self, contact: Id, remote_id: &str, traits: &Map<String, Value>, now_ms: i64) {
        let traits = self.admit_traits(traits);
        let known = self.accounts.iter().find(|(_, account)| account.remote_id.as_deref() == Some(remote_id));
        let id = match known.map(|(id, _)| *id) {
            Some(id) => id,
            None => {
                let (id, uuid) = (self.next_id(), self.rng.uuid());
                let remote_id = Some(remote_id.to_owned());
                self.accounts.insert(id, Account { uuid, remote_id, first_seen_at: now_ms, ..Account::default() });
                id
            }
        };
        if let Some(account) = self.accounts.get_mut(&id) {
            account.last_seen_at = account.last_seen_at.max(now_ms);
            account.attributes.extend(traits);
        }
        if let Some(contact) = self.contacts.get_mut(&contact) {
            contact.account = Some(id);
        }
    }

    /// Removes a contact and everything it answered.
    ///
    /// <https://refiner.io/docs/api/#delete-contact>
    pub(crate) fn delete_contact(&mut self, id: Id) {
        self.contacts.remove(&id);
        self.responses.retain(|_, response| response.contact != id);
        self.events.retain(|event| event.contact != id);
    }

    pub(crate) fn account_of(&self, contact: &Contact) -> Option<&Account> {
        self.accounts.get(&contact.account?)
    }
}
