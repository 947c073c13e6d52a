//! The Rust API: builds requests from typed inputs, and decodes replies into typed models. It sends nothing.
//!
//! Each action has an input type, which is its [`Endpoint`](crate::actions::Endpoint). The input is checked before
//! anything is built, as in the JavaScript client. A reply is read tolerantly: every difference from the documentation
//! is returned as an [`Anomaly`](crate::schema::anomaly::Anomaly).
//!
//! ```
//! use refiner_wasm::actions::contacts::IdentifyUser;
//! use refiner_wasm::api::{Api, Received};
//! use refiner_wasm::call::Kind;
//!
//! let api = Api::new("https://api.refiner.io/v1", "sandbox-key-00000000000000000000").unwrap();
//! let traits = [("plan".to_owned(), "pro".into())].into();
//! let user = IdentifyUser { id: Some("u-1".into()), attributes: Some(traits), ..IdentifyUser::default() };
//! let request = api.request(&user).unwrap();
//! assert_eq!((request.method, request.url.as_str()), ("POST", "https://api.refiner.io/v1/identify-user"));
//! assert_eq!(request.body.as_deref(), Some(r#"{"plan":"pro","id":"u-1"}"#));
//! assert!(request.headers.iter().any(|(name, value)| *name == "Content-Type" && value == "application/json"));
//!
//! // Send it with any HTTP client: a Worker's fetch, hyper, curl. Then decode the reply:
//! let received = Received { status: 200, retry_after: None, body: br#"{"message":"ok","contact_uuid":"c-1"}"# };
//! let reply = request.decode(received, 0.0).unwrap();
//! assert_eq!(reply.value.contact_uuid, Some("c-1".into()));
//! assert!(reply.anomalies.is_empty());
//!
//! // A wrong input is an error that names the place, and no request is built.
//! let wrong = api.request(&IdentifyUser::default()).unwrap_err();
//! assert_eq!((wrong.kind, wrong.message.as_str()), (Kind::Input, "the input needs one of: id, email"));
//! ```
//!
//! A page of a list says how to get the next one:
//!
//! ```
//! use refiner_wasm::actions::responses::ListResponses;
//! use refiner_wasm::api::{Api, Received};
//! use refiner_wasm::call::paging::Next;
//!
//! let api = Api::new("http://127.0.0.1:4010/v1", "sandbox-key-00000000000000000000").unwrap();
//! let request = api.request(&ListResponses { page_length: Some(1_u16.into()), ..ListResponses::default() }).unwrap();
//! assert_eq!(request.url, "http://127.0.0.1:4010/v1/responses?page_length=1");
//! let body = br#"{"items":[{"uuid":"r-1","data":{"nps":"9"},"tags":"none"}],"pagination":{"items_count":2,"current_page":1,
//!     "last_page":2,"page_length":1,"next_page_cursor":"abc"}}"#;
//! let page = request.decode(Received { status: 200, retry_after: None, body }, 0.0).unwrap();
//! let responses = page.value.items.unwrap_or_default();
//! assert_eq!(responses[0].data.as_ref().unwrap()["nps"].0, "9");
//! assert_eq!(page.next, Some(Next::Cursor("abc".to_owned())));
//! // A field of the wrong type does not fail the page: it is `None`, reported, and still in the raw reply.
//! assert_eq!(responses[0].tags, None);
//! assert!(page.anomalies.iter().any(|anomaly| anomaly.path == "items[0].tags"));
//! assert_eq!(page.raw["items"][0]["tags"], "none");
//! ```

mod fitted;
mod lenient;
mod request;

pub use request::{Api, Decoded, Received, Request};
