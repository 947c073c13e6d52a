//! The wasm module of summaries and exports. Each job is held under a number until it is released.
//!
//! A page arrives as the chunks of its body while the page before it is processed: a job holds two pages, and never a
//! third.

use std::cell::RefCell;

use js_sys::{Number, Uint8Array};
use wasm_bindgen::prelude::*;

use super::input;
use super::values::{count, no_doubles, object, parse};
use crate::call::paging::{Next, PageInfo, Position};
use crate::insight::export::{Exporter, Of, Options};
use crate::insight::zone::Zone;
use crate::insight::{Query, Refused, Summary, has_room};
use crate::json::bytes::strip_bom;
use crate::json::scanner::Malformed;
use crate::json::write::{JsonWriter, ToJson as _};
use crate::schema::problem::Problem;

enum Job {
    Summary(Box<Summary>),
    Export(Exporter),
}

struct Work {
    /// A number and not an object, so that JavaScript has nothing to free. Never reused: a late chunk for a released
    /// job must not reach another one.
    number: u32,
    job: Job,
    /// The page that is arriving.
    incoming: Vec<u8>,
    /// The page that is being processed.
    page: Vec<u8>,
    /// How many items were on the page that was processed last.
    items: usize,
    /// The last output, kept to reuse its memory.
    written: Vec<u8>,
}

#[wasm_bindgen]
extern "C" {
    /// A Uint8Array. Imported with `catch`: the host may have no memory for it.
    #[wasm_bindgen(js_name = Uint8Array)]
    pub type Bytes;

    #[wasm_bindgen(constructor, js_class = "Uint8Array", catch)]
    fn new(bytes: &[u8]) -> Result<Bytes, JsValue>;

    /// Imported with `catch`: the buffer of the source may have been given away.
    #[wasm_bindgen(js_namespace = ["Uint8Array", "prototype", "set"], js_name = call, catch)]
    fn set(target: &mut [u8], source: &Uint8Array) -> Result<(), JsValue>;
}

/// How much room is asked for before a page is taken, in lengths of the page: for what is written or remembered of it.
/// Ours.
const ROOM: usize = 2;

/// At most how many bytes the header of a file without rows takes, unless its columns were named by megabytes. Ours.
const HEADER: usize = 64 * 1024;

thread_local! {
    static UNDER_WAY: RefCell<(u32, Vec<Work>)> = const { RefCell::new((0, Vec::new())) };
}

/// Starts a summary of this query and returns its number. `zone` is the time zone that the query names: a list with a
/// time and an offset in turn; see [`Zone::read`].
///
/// # Errors
/// `{ path, problem }` when the query is wrong.
#[wasm_bindgen]
pub fn summary(
    #[wasm_bindgen(unchecked_param_type = "Refiner.SummarySettings")] query: JsValue,
    #[wasm_bindgen(unchecked_param_type = "number[] | undefined")] zone: JsValue,
) -> Result<u32, JsValue> {
    let zone = input::read(&zone).map_err(wrong)?;
    let query = input::read(&query).and_then(|query| Query::in_zone(&query, Zone::read(&zone))).map_err(wrong)?;
    Ok(keep(Job::Summary(Box::new(Summary::new(query)))))
}

/// Starts an export of responses, or of contacts, with these options, and returns its number.
///
/// # Errors
/// `{ path, problem }` when the options are wrong.
#[wasm_bindgen]
pub fn export_(
    #[wasm_bindgen(unchecked_param_type = "Refiner.ExportSettings")] options: JsValue,
    contacts: bool,
) -> Result<u32, JsValue> {
    let of = if contacts { Of::Contacts } else { Of::Responses };
    let options = input::read(&options).and_then(|options| Options::read(of, &options));
    Ok(keep(Job::Export(options.and_then(Exporter::new).map_err(wrong)?)))
}

/// Counts the following pages in this group of a summary by segments.
#[wasm_bindgen]
pub fn segment(number: u32, uuid: String, name: Option<String>) {
    // Ignored for anything but a summary: the facade reads segments only for summaries.
    let _ = with(number, |work| {
        if let Job::Summary(summary) = &mut work.job {
            summary.segment(uuid, name);
        }
    });
}

/// Takes the next chunk of the arriving page; without one, starts a new page. False when memory runs out.
///
/// # Errors
/// What the host threw: the chunk's buffer may have been given away.
#[wasm_bindgen]
pub fn receive(number: u32, chunk: Option<Uint8Array>) -> Result<bool, JsValue> {
    let received = with(number, |work| {
        let Some(chunk) = chunk else {
            work.incoming.clear();
            return Ok(true);
        };
        let start = work.incoming.len();
        let length = usize::try_from(chunk.length()).unwrap_or(usize::MAX);
        let end = start.saturating_add(length);
        if work.incoming.try_reserve(length).is_err() || !has_room(end.saturating_mul(ROOM)) {
            return Ok(false);
        }
        work.incoming.resize(end, 0);
        work.incoming.get_mut(start..).map_or(Ok(()), |target| set(target, &chunk))?;
        Ok(true)
    });
    // A released job takes nothing more; its request is being ended.
    received.unwrap_or(Ok(true))
}

/// The position of the page that arrived: `{ items, total, bytes, next }`, with `next` as in the module of calls. Without
/// `items`, there are some, and [`items`] says later how many: to count them now would be to read the page twice.
/// `cursor` is the one that led to this page.
///
/// # Errors
/// `{ problem }` when it is not a page.
#[wasm_bindgen(
    unchecked_return_type = "{ items?: number; total?: number; bytes: number; next?: { page_cursor?: string; page?: number; stuck?: boolean } }"
)]
pub fn position(number: u32, cursor: Option<String>) -> Result<JsValue, JsValue> {
    with(number, |work| {
        let body = strip_bom(&work.incoming);
        let (items, position) = match Position::at_end(body) {
            Some(position) => (None, position),
            None => {
                let page = PageInfo::read(body).map_err(|unusable| {
                    object(no_doubles, |out| out.field("problem", &unusable.explain(body.len())))
                })?;
                (Some(page.items), page.position)
            }
        };
        Ok(object(no_doubles, |out| {
            if let Some(items) = items {
                out.field("items", &count(items));
            }
            if let Some(total) = position.total {
                out.field("total", &u64::from(total));
            }
            out.field("bytes", &count(work.incoming.len()));
            let next = position.next(cursor.as_deref());
            if next != Next::End {
                out.field("next", &next);
            }
        }))
    })?
}

/// Makes the page that arrived the one to process, and so makes room for the next.
#[wasm_bindgen]
pub fn take(number: u32) {
    let _ = with(number, |work| core::mem::swap(&mut work.incoming, &mut work.page));
}

/// Processes the page. A summary returns nothing, an export the next bytes of its file.
///
/// # Errors
/// `{ at }`, the offset of the byte at which the page stops being JSON or a page. Such a page changes nothing.
/// `{ no_memory }` when memory runs out; the job is then of no more use.
#[wasm_bindgen]
pub fn add(number: u32) -> Result<Option<Bytes>, JsValue> {
    with(number, |work| {
        // Other jobs may have taken the room that was there when the page arrived.
        if !has_room(work.page.len().saturating_mul(ROOM)) {
            return Err(refused(Refused::NoMemory));
        }
        let added = match &mut work.job {
            Job::Summary(summary) => summary.add(&work.page).map(|added| {
                let all = added.items.saturating_add(added.unreadable);
                (usize::try_from(all).unwrap_or(usize::MAX), None)
            }),
            Job::Export(exporter) => {
                work.written.clear();
                exporter.add(&work.page, &mut work.written).map(|items| (items, Some(Bytes::new(&work.written))))
            }
        };
        let (items, written) = added.map_err(refused)?;
        work.items = items;
        written.transpose()
    })?
}

/// How many items were on the page that was processed last.
#[wasm_bindgen]
pub fn items(number: u32) -> f64 {
    with(number, |work| work.items as f64).unwrap_or_default()
}

/// The report of a summary over its pages so far.
///
/// # Errors
/// `{ no_memory }` when memory runs out; undefined when the number is not that of a summary.
#[wasm_bindgen(unchecked_return_type = "Refiner.Summary")]
pub fn report(number: u32) -> Result<JsValue, JsValue> {
    with(number, |work| match &work.job {
        Job::Summary(summary) => {
            if !has_room(summary.report_size()) {
                return Err(refused(Refused::NoMemory));
            }
            let mut out = JsonWriter::new(|number| Number::from(number).to_js_string().into());
            summary.report().write(&mut out);
            Ok(parse(out))
        }
        Job::Export(_) => Err(JsValue::UNDEFINED),
    })?
}

/// The last bytes of an export's file.
///
/// # Errors
/// `{ no_memory }` when memory runs out; undefined when the number is not that of an export.
#[wasm_bindgen]
pub fn finish(number: u32) -> Result<Bytes, JsValue> {
    with(number, |work| match &mut work.job {
        Job::Export(exporter) => {
            work.written.clear();
            if !has_room(HEADER) {
                return Err(refused(Refused::NoMemory));
            }
            exporter.finish(&mut work.written);
            Bytes::new(&work.written)
        }
        Job::Summary(_) => Err(JsValue::UNDEFINED),
    })?
}

/// How many NUL characters an export replaced so far; 0 for a summary.
#[wasm_bindgen]
pub fn replaced(number: u32) -> f64 {
    let replaced = with(number, |work| match &work.job {
        Job::Export(exporter) => exporter.replaced() as f64,
        Job::Summary(_) => 0.0,
    });
    replaced.unwrap_or_default()
}

/// How many texts an export cut so far, because they were too long for a cell of a worksheet; 0 for a summary.
#[wasm_bindgen]
pub fn cut(number: u32) -> f64 {
    let cut = with(number, |work| match &work.job {
        Job::Export(exporter) => exporter.cut() as f64,
        Job::Summary(_) => 0.0,
    });
    cut.unwrap_or_default()
}

/// Releases a summary or an export.
#[wasm_bindgen]
pub fn release(number: u32) {
    UNDER_WAY.with_borrow_mut(|(_, all)| all.retain(|work| work.number != number));
}

fn keep(job: Job) -> u32 {
    UNDER_WAY.with_borrow_mut(|(last, all)| {
        *last = last.wrapping_add(1);
        all.push(Work { number: *last, job, incoming: Vec::new(), page: Vec::new(), items: 0, written: Vec::new() });
        *last
    })
}

fn with<T>(number: u32, job: impl FnOnce(&mut Work) -> T) -> Result<T, JsValue> {
    UNDER_WAY.with_borrow_mut(|(_, all)| {
        all.iter_mut().find(|work| work.number == number).map(job).ok_or(JsValue::UNDEFINED)
    })
}

/// Why a page was not added, as an object.
fn refused(why: Refused) -> JsValue {
    object(no_doubles, |out| match why {
        Refused::Malformed(Malformed { at }) => out.field("at", &count(at)),
        Refused::NoMemory => out.field("no_memory", &true),
    })
}

fn wrong(problem: Problem) -> JsValue {
    object(no_doubles, |out| {
        out.field("path", &problem.path);
        out.field("problem", &problem.problem);
    })
}
