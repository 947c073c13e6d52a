//! Records the received requests, for tests to inspect.

use std::collections::VecDeque;

use serde_json::{Map, Value, json};

use crate::choices;
use crate::http::Request;

/// The last requests received, oldest first.
#[derive(Debug, Default)]
pub(crate) struct Log(VecDeque<Value>);

impl Log {
    /// Adds a request. `is_carried_out`: whether it did what it asks for; no fault took its place, and nothing refused it.
    pub(crate) fn note(&mut self, request: &Request, now_ms: i64, is_carried_out: bool) {
        if self.0.len() == choices::REMEMBERED_REQUESTS {
            self.0.pop_front();
        }
        let mut headers: Map<String, Value> = Map::new();
        for (name, value) in &request.headers {
            let text = match headers.get(name).and_then(Value::as_str) {
                Some(before) => format!("{before}, {value}"),
                None => value.clone(),
            };
            headers.insert(name.clone(), json!(text));
        }
        let body = (!request.body.is_empty()).then(|| String::from_utf8_lossy(&request.body));
        self.0.push_back(json!({
            "method": request.method,
            "path": request.path,
            "query": request.query,
            "headers": headers,
            "body": body,
            "at": now_ms,
            "carried_out": is_carried_out,
        }));
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    pub(crate) fn to_json(&self) -> Value {
        json!({ "requests": self.0 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_bounded_and_keeps_the_latest() {
        let mut log = Log::default();
        for number in 0..choices::REMEMBERED_REQUESTS + 5 {
            let request = Request::new("GET", &format!("/v1/?n={number}")).with_header("A", "1").with_header("a", "2");
            log.note(&request, number as i64, number % 2 == 0);
        }
        let value = log.to_json();
        let requests = value["requests"].as_array().unwrap();
        assert_eq!(requests.len(), choices::REMEMBERED_REQUESTS);
        assert_eq!(requests[0]["query"], "n=5");
        assert_eq!(requests[0]["headers"]["a"], "1, 2");
        assert_eq!((&requests[0]["body"], &requests[0]["carried_out"]), (&Value::Null, &json!(false)));
    }
}
