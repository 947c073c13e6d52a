//! Picks the few values that are asked for out of the bytes of a page of responses, and steps over all others.
//!
//! A value stays the bytes it is written in until somebody reads it ([`answer`](super::answer)). Of a key that comes twice
//! the last one counts, as in `JSON.parse`. The answers, and whatever else is asked for, are judged as strictly as `JSON.parse`
//! judges them; of what is stepped over only the end is certain ([`Scanner::skip_unchecked`]). Nothing here recurses.

use super::member::{bytes, is, member};
use super::projection::{Field, Projection};
use super::state::is_answer;
use crate::json::bytes::strip_bom;
use crate::json::key_order::Keys;
use crate::json::scanner::{JsonStr, Malformed, Scanner, Token};

/// A value as it is written, quotes and all; empty when there is none.
pub type Raw<'a> = &'a [u8];

/// What every response has.
#[derive(Clone, Copy, Debug, Default)]
pub struct Head<'a> {
    /// When the survey was first shown; this and the other times only when asked for.
    pub first_shown_at: Raw<'a>,
    /// When the survey was last shown.
    pub last_shown_at: Raw<'a>,
    /// When the latest answer came in.
    pub last_data_reception_at: Raw<'a>,
    /// When the survey was completed.
    pub completed_at: Raw<'a>,
    /// The form, an object; only when asked for.
    pub form: Raw<'a>,
    /// The account, an object; only when asked for.
    pub account: Raw<'a>,
    /// Whether `data` has an answer that says something; see [`is_answer`].
    pub has_answer: bool,
}

/// One response: what was asked of it.
#[derive(Clone, Copy, Debug)]
pub struct Row<'r, 'a> {
    /// What every response has.
    pub head: &'r Head<'a>,
    fields: &'r [Raw<'a>],
}

impl<'a> Row<'_, 'a> {
    /// The field that was asked for at this position.
    pub fn field(&self, position: usize) -> Raw<'a> {
        self.fields.get(position).copied().unwrap_or_default()
    }
}

/// The responses of a page.
#[derive(Debug)]
pub struct Page<'a> {
    heads: Vec<Head<'a>>,
    fields: Vec<Raw<'a>>,
    items: Scanner<'a>,
    /// How many responses the page has.
    pub rows: usize,
    /// How many items are no objects, and so no responses.
    pub unreadable: usize,
}

impl<'a> Page<'a> {
    /// Reads a whole page. It is an error when the bytes are no object with a list of `items`.
    ///
    /// At most `keep` rows are kept; a page with more of them, which Refiner never sends, is read a second time by
    /// [`each`](Page::each) instead of taking that much memory.
    pub fn read(bytes: &'a [u8], projection: &Projection, keep: usize) -> Result<Page<'a>, Malformed> {
        let mut scanner = Scanner::new(strip_bom(bytes));
        let mut page: Option<Page<'a>> = None;
        let mut object = scanner.enter_object()?;
        while let Some(key) = scanner.next_key(&mut object)? {
            let is_items = is(key, "items");
            if is_items && scanner.peek() == Some(Token::Array) {
                let (mut heads, mut fields) = (Vec::new(), Vec::new());
                let items = scanner.clone();
                let (rows, unreadable) = each(&mut scanner, projection, &mut |row| {
                    if heads.len() < keep {
                        heads.push(*row.head);
                        fields.extend_from_slice(row.fields);
                    }
                })?;
                page = Some(Page { heads, fields, items, rows, unreadable });
                continue;
            }
            scanner.skip_unchecked()?;
            if is_items {
                page = None;
            }
        }
        if !scanner.at_end() {
            return scanner.malformed();
        }
        page.map_or_else(|| scanner.malformed(), Ok)
    }

    /// Hands over the rows, in the page's order. `projection` is what the page was read with.
    pub fn each(mut self, projection: &Projection, take: &mut dyn FnMut(Row<'_, 'a>)) {
        if self.rows > self.heads.len() {
            // It went well the first time.
            let _ = each(&mut self.items, projection, take);
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

/// Hands over the responses of a list, and says how many there were, and how many items were no responses.
fn each<'a>(
    scanner: &mut Scanner<'a>,
    projection: &Projection,
    take: &mut dyn FnMut(Row<'_, 'a>),
) -> Result<(usize, usize), Malformed> {
    let (mut rows, mut unreadable) = (0_usize, 0_usize);
    let mut fields: Vec<Raw<'a>> = vec![&[]; projection.fields.len()];
    let mut orders = Orders::default();
    let mut list = scanner.enter_array()?;
    while scanner.next_item(&mut list)? {
        if scanner.peek() != Some(Token::Object) {
            scanner.skip_checked()?;
            unreadable = unreadable.saturating_add(1);
            continue;
        }
        fields.fill(&[]);
        let head = response(scanner, projection, &mut orders, &mut fields)?;
        take(Row { head: &head, fields: &fields });
        rows = rows.saturating_add(1);
    }
    Ok((rows, unreadable))
}

/// What to do with the value of a response's key.
#[derive(Clone, Copy)]
enum Place {
    FirstShownAt,
    LastShownAt,
    LastDataReceptionAt,
    CompletedAt,
    Data,
    Form,
    Contact,
    /// Step over it.
    None,
}

/// The order of keys in the responses so far.
#[derive(Default)]
struct Orders<'a> {
    response: Keys<'a, Place>,
    /// The answers, each with the position of its field, if it is asked for.
    data: Keys<'a, Option<usize>>,
}

fn response<'a>(
    scanner: &mut Scanner<'a>,
    projection: &Projection,
    orders: &mut Orders<'a>,
    fields: &mut [Raw<'a>],
) -> Result<Head<'a>, Malformed> {
    let mut head = Head::default();
    let mut object = scanner.enter_object()?;
    orders.response.begin();
    while let Some((_, place)) = orders.response.next(scanner, &mut object, &mut |key| place(projection, key))? {
        match place {
            Place::None => scanner.skip_unchecked()?,
            Place::FirstShownAt => head.first_shown_at = value(scanner)?,
            Place::LastShownAt => head.last_shown_at = value(scanner)?,
            Place::LastDataReceptionAt => head.last_data_reception_at = value(scanner)?,
            Place::CompletedAt => head.completed_at = value(scanner)?,
            Place::Data => head.has_answer = data(scanner, projection, &mut orders.data, fields)?,
            Place::Form => head.form = value(scanner)?,
            Place::Contact => contact(scanner, projection, &mut head, fields)?,
        }
    }
    Ok(head)
}

fn place(projection: &Projection, key: JsonStr<'_>) -> Place {
    match &*bytes(key) {
        b"data" => Place::Data,
        b"first_shown_at" if projection.times => Place::FirstShownAt,
        b"last_shown_at" if projection.times => Place::LastShownAt,
        b"last_data_reception_at" if projection.times => Place::LastDataReceptionAt,
        b"completed_at" if projection.times => Place::CompletedAt,
        b"form" if projection.form => Place::Form,
        b"contact" if projection.attributes || projection.account => Place::Contact,
        _ => Place::None,
    }
}

/// Whether there is an answer in the data: an object, or, as the tolerant reader takes it, a list with items.
fn data<'a>(
    scanner: &mut Scanner<'a>,
    projection: &Projection,
    order: &mut Keys<'a, Option<usize>>,
    fields: &mut [Raw<'a>],
) -> Result<bool, Malformed> {
    for (field, found) in projection.fields.iter().zip(&mut *fields) {
        if matches!(field, Field::Answer(_)) {
            *found = &[];
        }
    }
    match scanner.peek() {
        Some(Token::Object) => {}
        Some(Token::Array) => {
            let mut ahead = scanner.clone();
            let mut list = ahead.enter_array()?;
            let any = ahead.next_item(&mut list)?;
            scanner.skip_checked()?;
            return Ok(any);
        }
        _ => {
            scanner.skip_checked()?;
            return Ok(false);
        }
    }
    let asked = |key| projection.fields.iter().position(|field| matches!(field, Field::Answer(name) if is(key, name)));
    let mut any = false;
    let mut object = scanner.enter_object()?;
    order.begin();
    while let Some((_, place)) = order.next(scanner, &mut object, &mut |key| asked(key))? {
        // Answers that are not asked for are judged too: they are short, and a page that is broken is so here.
        let value = value(scanner)?;
        any |= is_answer(value);
        if let Some(found) = place.and_then(|place| fields.get_mut(place)) {
            *found = value;
        }
    }
    Ok(any)
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

/// The bytes of a value that was asked for.
fn value<'a>(scanner: &mut Scanner<'a>) -> Result<Raw<'a>, Malformed> {
    // To the value's first byte, past any white space.
    scanner.peek();
    let start = scanner.position();
    if scanner.try_plain_string().is_none() {
        scanner.skip_checked()?;
    }
    Ok(scanner.slice_from(start))
}
