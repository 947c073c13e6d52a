//! Finds the next page of a list.
//!
//! A page gives it in two ways: an opaque cursor, or its own number and the last one. `/forms` may have no cursor at
//! all. See <https://refiner.io/docs/api/#get-responses>.

use crate::json::scanner::{Malformed, Scanner, Token};
use crate::json::write::{JsonWriter, ToJson};
use crate::schema::unusable::Unusable;

/// How to get the page after this one.
#[derive(Clone, Debug, PartialEq)]
pub enum Next {
    /// Repeat the request with this `page_cursor`, and without a `page`.
    Cursor(String),
    /// Repeat the request with this `page`.
    Page(u32),
    /// This was the last page.
    End,
    /// Refiner says that there are more pages, but returns the cursor that was just used. Following it would loop for
    /// ever, and stopping would silently drop items.
    Stuck,
}

/// `{ page_cursor }`, `{ page }` or `{ stuck: true }`: what to change in the list's input for the next page.
impl ToJson for Next {
    fn write(&self, out: &mut JsonWriter) {
        out.open("{");
        match self {
            Next::Cursor(cursor) => out.field("page_cursor", cursor),
            Next::Page(page) => out.field("page", &u64::from(*page)),
            Next::Stuck => out.field("stuck", &true),
            Next::End => {}
        }
        out.close("}");
    }
}

/// How the end of a page begins, and how long it may be: a cursor is a few hundred bytes.
const END: &[u8] = b",\"pagination\":{";
const LONGEST_END: usize = 4096;

/// The position of a page in its list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Position {
    /// The number of items in the whole list.
    pub total: Option<u32>,
    current_page: Option<u32>,
    last_page: Option<u32>,
    cursor: Option<String>,
}

impl Position {
    /// Reads the `pagination` object of a page. Keys with unexpected values are ignored.
    pub fn read(pagination: &[u8]) -> Result<Position, Malformed> {
        let mut position = Position::default();
        let mut scanner = Scanner::new(pagination);
        if scanner.peek() != Some(Token::Object) {
            return Ok(position);
        }
        let mut object = scanner.enter_object()?;
        while let Some(key) = scanner.next_key(&mut object)? {
            match &*key.decode() {
                "items_count" => position.total = scanner.count()?,
                "current_page" => position.current_page = scanner.count()?,
                "last_page" => position.last_page = scanner.count()?,
                "next_page_cursor" if scanner.peek() == Some(Token::Text) => {
                    position.cursor = Some(scanner.text()?.decode().into_owned()).filter(|cursor| !cursor.is_empty());
                }
                _ => {
                    scanner.skip_checked()?;
                }
            }
        }
        Ok(position)
    }

    /// Reads the `pagination` at the end of a page that is laid out as Refiner writes it: `{"items":[…],…,"pagination":{…}}`, with
    /// at least one item. `None` for any other page.
    ///
    /// The items are not looked at. Whoever reads them finds whether they are JSON: if the page is, no text in it can look like
    /// its end, because quotes within a text are escaped.
    pub fn at_end(bytes: &[u8]) -> Option<Position> {
        let items = bytes.strip_prefix(b"{\"items\":[")?;
        if items.first()? == &b']' {
            return None;
        }
        let tail = items.get(items.len().saturating_sub(LONGEST_END)..)?;
        let start = tail.windows(END.len()).rposition(|window| window == END)?;
        // From the brace on, which is the last byte of the mark.
        let pagination = tail.get(start.checked_add(END.len())?.checked_sub(1)?..)?;
        let mut scanner = Scanner::new(pagination);
        scanner.skip_checked().ok()?;
        let (object, rest) = pagination.split_at_checked(scanner.position())?;
        (rest.trim_ascii_end() == b"}").then_some(())?;
        Position::read(object).ok()
    }

    /// The next page, given the cursor that led to this one, if any.
    ///
    /// The list ends when the cursor is null or absent, or when this is the last page by number. Without a cursor, the
    /// page number is used, but only if this page was not reached by cursor: there, a missing cursor is the end.
    pub fn next(&self, used: Option<&str>) -> Next {
        let more = match (self.current_page, self.last_page) {
            (Some(current), Some(last)) if current >= last => return Next::End,
            (Some(current), Some(_)) => current.checked_add(1),
            _ => None,
        };
        match (&self.cursor, used) {
            (Some(cursor), Some(used)) if cursor == used => more.map_or(Next::End, |_| Next::Stuck),
            (Some(cursor), _) => Next::Cursor(cursor.clone()),
            (None, Some(_)) => Next::End,
            (None, None) => more.map_or(Next::End, Next::Page),
        }
    }
}

/// The size and position of a page.
#[derive(Clone, Debug, PartialEq)]
pub struct PageInfo {
    /// The number of items on it.
    pub items: usize,
    /// Its position in the list.
    pub position: Position,
}

impl PageInfo {
    /// Reads a page without looking into its items. The caller must have stripped a byte-order mark.
    pub fn read(bytes: &[u8]) -> Result<PageInfo, Unusable> {
        let mut scanner = Scanner::new(bytes);
        match scanner.peek() {
            Some(Token::Object) => {}
            Some(other) => return Err(Unusable::NotAnObject(other)),
            None if scanner.at_end() => return Err(Unusable::Empty),
            None => return scanner.malformed().map_err(Unusable::Malformed),
        }
        let mut items: Option<usize> = None;
        let mut position = Position::default();
        let mut object = scanner.enter_object()?;
        while let Some(key) = scanner.next_key(&mut object)? {
            match &*key.decode() {
                "items" if scanner.peek() == Some(Token::Array) => {
                    let mut count = 0_usize;
                    let mut list = scanner.enter_array()?;
                    while scanner.next_item(&mut list)? {
                        scanner.skip_unchecked()?;
                        count = count.saturating_add(1);
                    }
                    items = Some(count);
                }
                "items" => {
                    items = None;
                    scanner.skip_unchecked()?;
                }
                "pagination" => {
                    scanner.peek();
                    let start = scanner.position();
                    scanner.skip_unchecked()?;
                    position = Position::read(scanner.slice_from(start))?;
                }
                _ => scanner.skip_unchecked()?,
            }
        }
        if !scanner.at_end() {
            return scanner.malformed().map_err(Unusable::Malformed);
        }
        items.map(|items| PageInfo { items, position }).ok_or(Unusable::NoItems)
    }
}

#[cfg(test)]
mod tests {
    use super::{Next, Position};

    #[test]
    fn the_end_of_a_page() {
        let position = |page: &str| Position::at_end(page.as_bytes());
        let end = r#","pagination":{"items_count":7,"current_page":1,"last_page":2,"next_page_cursor":"a}"}}"#;
        for page in [
            format!(r#"{{"items":[{{}}]{end}"#),
            format!("{{\"items\":[{{}}]{end} \n"),
            format!(r#"{{"items":[{{"a":",\"pagination\":{{}}}}"}}],"more":1{end}"#),
        ] {
            let found = position(&page).unwrap();
            assert_eq!((found.total, found.next(None)), (Some(7), Next::Cursor("a}".to_owned())), "{page}");
            assert_eq!(found, super::PageInfo::read(page.as_bytes()).unwrap().position);
        }
        for other in [
            format!(r#"{{"items":[]{end}"#),
            format!(r#"{{ "items":[{{}}]{end}"#),
            format!(r#"{{"items":[{{}}]{end}}}"#),
            format!(r#"{{"items":[{{}}]{},"more":1}}"#, end.trim_end_matches('}')),
            r#"{"items":[{}],"pagination":null}"#.to_owned(),
            r#"{"items":[{}],"pagination":{"current_page":1,}}"#.to_owned(),
            r#"{"items":[{}],"pagination":{"current_page":1}"#.to_owned(),
            r#"{"items":[{"pagination":{}}]}"#.to_owned(),
            r#"{"pagination":{},"items":[{}]}"#.to_owned(),
            String::new(),
        ] {
            assert_eq!(position(&other), None, "{other}");
        }
    }

    #[test]
    fn where_a_list_goes_on() {
        let cursor = |text: &str| Next::Cursor(text.to_owned());
        for (pagination, used, expected) in [
            (r#"{"current_page":1,"last_page":3,"next_page_cursor":"a"}"#, None, cursor("a")),
            (r#"{"current_page":1,"last_page":3,"next_page_cursor":null}"#, None, Next::Page(2)),
            (r#"{"current_page":"1","last_page":"3"}"#, None, Next::Page(2)),
            (r#"{"current_page":2,"last_page":3,"next_page_cursor":null}"#, Some("a"), Next::End),
            (r#"{"current_page":3,"last_page":3,"next_page_cursor":"b"}"#, Some("a"), Next::End),
            (r#"{"current_page":3,"last_page":3}"#, None, Next::End),
            (r#"{"next_page_cursor":"b"}"#, Some("a"), cursor("b")),
            (r#"{"next_page_cursor":"a"}"#, Some("a"), Next::End),
            (r#"{"next_page_cursor":""}"#, Some("a"), Next::End),
            (r#"{"current_page":1,"last_page":3,"next_page_cursor":"a"}"#, Some("a"), Next::Stuck),
            (r#"{"current_page":null,"last_page":{},"next_page_cursor":7}"#, None, Next::End),
            (r#"{"next_page_cursor":"\u00e9\n"}"#, None, cursor("é\n")),
            ("null", None, Next::End),
            ("{}", None, Next::End),
        ] {
            let position = Position::read(pagination.as_bytes()).unwrap();
            assert_eq!(position.next(used), expected, "{pagination} after {used:?}");
        }
    }
}
