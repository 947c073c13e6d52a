//! Extracts the values of a projection from the bytes of a page of responses, and skips all others.
//!
//! A value stays raw bytes until somebody reads it ([`answer`](super::answer)). Of duplicate keys the last one is used,
//! as in `JSON.parse`. The answers, and every other value in the projection, are validated as strictly as `JSON.parse`
//! does. Skipped values are not: only their end is found ([`Scanner::skip_unchecked`]). Nothing here recurses.

use std::borrow::Cow;

use super::member::{bytes, is, member};
use super::memory::Refused;
use super::projection::{Field, Projection};
pub use super::row::{Head, Raw, Row};
use super::state::{Answered, is_answer};
use crate::json::bytes::strip_bom;
use crate::json::key_order::Keys;
use crate::json::scanner::{JsonStr, Malformed, Scanner, Token};

/// The responses of a page.
#[derive(Debug)]
pub struct Page<'a> {
    heads: Vec<Head<'a>>,
    fields: Vec<Raw<'a>>,
    items: Scanner<'a>,
    /// The number of responses on the page.
    pub rows: usize,
    /// The number of items that are not objects, and so not responses.
    pub unreadable: usize,
    /// The keys of the answers, if wanted; see [`Orders::names`].
    pub names: Vec<Cow<'a, [u8]>>,
}

impl<'a> Page<'a> {
    /// Reads a whole page. Fails when the bytes are not an object with a list of `items`.
    ///
    /// Keeps at most `keep` rows, to bound the memory, or as many as there is memory for. [`each`](Page::each) reads a
    /// longer page, which Refiner never sends, a second time. With `wants_names`, collects the keys of the answers.
    pub fn read(bytes: &'a [u8], projection: &Projection, keep: usize, wants_names: bool) -> Result<Page<'a>, Refused> {
        let mut scanner = Scanner::new(strip_bom(bytes));
        let mut page: Option<Page<'a>> = None;
        let mut object = scanner.enter_object()?;
        while let Some(key) = scanner.next_key(&mut object)? {
            let is_items = is(key, "items");
            if is_items && scanner.peek() == Some(Token::Array) {
                let (mut heads, mut fields) = (Vec::new(), Vec::new());
                let items = scanner.clone();
                let mut orders = Orders { names: wants_names.then(Vec::new), ..Orders::default() };
                let (rows, unreadable) = each(&mut scanner, projection, &mut orders, &mut |row| {
                    let is_kept = heads.len() < keep
                        && heads.try_reserve(1).is_ok()
                        && fields.try_reserve(row.fields.len()).is_ok();
                    if is_kept {
                        heads.push(*row.head);
                        fields.extend_from_slice(row.fields);
                    }
                })?;
                let names = orders.names.unwrap_or_default();
                page = Some(Page { heads, fields, items, rows, unreadable, names });
                continue;
            }
            scanner.skip_unchecked()?;
            if is_items {
                page = None;
            }
        }
        if !scanner.at_end() {
            return Ok(scanner.malformed()?);
        }
        match page {
            Some(page) => Ok(page),
            None => Ok(scanner.malformed()?),
        }
    }

    /// Calls `take` with each row, in the page's order. `projection` must be the one the page was read with.
    pub fn each(mut self, projection: &Projection, take: &mut dyn FnMut(Row<'_, 'a>)) {
        if self.rows > self.heads.len() {
            // Cannot fail: it succeeded the first time.
            let _ = each(&mut self.items, projection, &mut Orders::default(), take);
            return;
        }
        let width = projection.fields.len();
        let mut fields = self.fields.as_slice();
        for head in &self.heads {
            let (own, rest) = fields.split_at_checked(width).unwrap_or_default();
            take(Row { head, fields: own });
            fields = rest;
        }
    }
}

/// Calls `take` with each response of a list. Returns the number of responses, and of items that are not responses.
fn each<'a>(
    scanner: &mut Scanner<'a>,
    projection: &Projection,
    orders: &mut Orders<'a>,
    take: &mut dyn FnMut(Row<'_, 'a>),
) -> Result<(usize, usize), Refused> {
    let (mut rows, mut unreadable) = (0_usize, 0_usize);
    let mut fields: Vec<Raw<'a>> = vec![&[]; projection.fields.len()];
    let mut list = scanner.enter_array()?;
    while scanner.next_item(&mut list)? {
        if scanner.peek() != Some(Token::Object) {
            scanner.skip_checked()?;
            unreadable = unreadable.saturating_add(1);
            continue;
        }
        fields.fill(&[]);
        let head = response(scanner, projection, orders, &mut fields)?;
        take(Row { head: &head, fields: &fields });
        rows = rows.saturating_add(1);
    }
    Ok((rows, unreadable))
}

/// What to do with the value of a response's key.
#[derive(Clone, Copy)]
enum Place {
    Uuid,
    FirstShownAt,
    LastShownAt,
    LastDataReceptionAt,
    CompletedAt,
    Data,
    Form,
    Contact,
    /// Skip it.
    None,
}

/// The key order of the responses so far.
#[derive(Default)]
struct Orders<'a> {
    response: Keys<'a, Place>,
    /// The keys of the answers, each with the index of its field, if projected.
    data: Keys<'a, Option<usize>>,
    /// The keys of the answers, sorted, at most [`MOST_NAMES`]; `None` if nobody wants them.
    names: Option<Vec<Cow<'a, [u8]>>>,
}

/// The most keys to collect from a page.
const MOST_NAMES: usize = 100;

/// Remembers a key. It has been read before if it is not new to the order of keys.
fn remember<'a>(names: &mut Option<Vec<Cow<'a, [u8]>>>, key: JsonStr<'a>) {
    let Some(names) = names.as_mut().filter(|names| names.len() < MOST_NAMES) else { return };
    let name = bytes(key);
    if let Err(place) = names.binary_search(&name) {
        names.insert(place, name);
    }
}

fn response<'a>(
    scanner: &mut Scanner<'a>,
    projection: &Projection,
    orders: &mut Orders<'a>,
    fields: &mut [Raw<'a>],
) -> Result<Head<'a>, Refused> {
    let mut head = Head::default();
    let mut object = scanner.enter_object()?;
    orders.response.begin();
    while let Some((_, place)) = orders.response.next(scanner, &mut object, &mut |key| place(projection, key))? {
        match place {
            Place::None => scanner.skip_unchecked()?,
            Place::Uuid => head.uuid = value(scanner)?,
            Place::FirstShownAt => head.first_shown_at = value(scanner)?,
            Place::LastShownAt => head.last_shown_at = value(scanner)?,
            Place::LastDataReceptionAt => head.last_data_reception_at = value(scanner)?,
            Place::CompletedAt => head.completed_at = value(scanner)?,
            Place::Data => head.has_answer = data(scanner, projection, orders, fields)?,
            Place::Form => head.form = value(scanner)?,
            Place::Contact => contact(scanner, projection, &mut head, fields)?,
        }
    }
    Ok(head)
}

fn place(projection: &Projection, key: JsonStr<'_>) -> Place {
    match &*bytes(key) {
        b"data" => Place::Data,
        b"uuid" if projection.uuid => Place::Uuid,
        b"first_shown_at" if projection.times => Place::FirstShownAt,
        b"last_shown_at" if projection.times => Place::LastShownAt,
        b"last_data_reception_at" if projection.times => Place::LastDataReceptionAt,
        b"completed_at" if projection.times => Place::CompletedAt,
        b"form" if projection.form => Place::Form,
        b"contact" if projection.attributes || projection.account => Place::Contact,
        _ => Place::None,
    }
}

/// Reads the answers, and returns whether there are any. Of several answers under one key, the last one counts. `data`
/// is an object; a list is tolerated as an answer.
fn data<'a>(
    scanner: &mut Scanner<'a>,
    projection: &Projection,
    orders: &mut Orders<'a>,
    fields: &mut [Raw<'a>],
) -> Result<bool, Refused> {
    for (field, found) in projection.fields.iter().zip(&mut *fields) {
        if matches!(field, Field::Answer(_)) {
            *found = &[];
        }
    }
    match scanner.peek() {
        Some(Token::Object) => {}
        Some(Token::Array) => {
            return Ok(is_answer(value(scanner)?));
        }
        _ => {
            scanner.skip_checked()?;
            return Ok(false);
        }
    }
    let asked = |key| projection.fields.iter().position(|field| matches!(field, Field::Answer(name) if is(key, name)));
    let Orders { data: order, names, .. } = orders;
    let mut find = |key: JsonStr<'a>| {
        remember(names, key);
        asked(key)
    };
    let mut answered = Answered::default();
    let mut again = scanner.clone();
    let mut object = scanner.enter_object()?;
    order.begin();
    while let Some((key, place)) = order.next(scanner, &mut object, &mut find)? {
        // Validates all answers, projected or not: they are short, and a broken page is most likely broken here.
        let value = value(scanner)?;
        answered.add(key, value);
        if let Some(found) = place.and_then(|place| fields.get_mut(place)) {
            *found = value;
        }
    }
    answered.any(&mut |take| {
        // Cannot fail: it succeeded the first time.
        let Ok(mut object) = again.enter_object() else { return };
        while let Ok(Some(key)) = again.next_key(&mut object) {
            match value(&mut again) {
                Ok(value) => take(key, value),
                Err(_) => return,
            }
        }
    })
}

fn contact<'a>(
    scanner: &mut Scanner<'a>,
    projection: &Projection,
    head: &mut Head<'a>,
    fields: &mut [Raw<'a>],
) -> Result<(), Malformed> {
    let mut attributes: Raw<'a> = &[];
    head.account = &[];
    if scanner.peek() != Some(Token::Object) {
        scanner.skip_checked()?;
    } else {
        let mut object = scanner.enter_object()?;
        while let Some(key) = scanner.next_key(&mut object)? {
            match &*bytes(key) {
                b"attributes" if projection.attributes => attributes = value(scanner)?,
                b"account" if projection.account => head.account = value(scanner)?,
                _ => scanner.skip_unchecked()?,
            }
        }
    }
    for (field, found) in projection.fields.iter().zip(fields) {
        if let Field::Attribute(name) = field {
            *found = member(attributes, name);
        }
    }
    Ok(())
}

/// The raw bytes of a projected value.
fn value<'a>(scanner: &mut Scanner<'a>) -> Result<Raw<'a>, Malformed> {
    // Moves past white space to the value's first byte.
    scanner.peek();
    let start = scanner.position();
    if scanner.is_at(b'"') {
        scanner.text()?;
    } else if !scanner.try_short_integer() {
        scanner.skip_checked()?;
    }
    Ok(scanner.slice_from(start))
}
