//! Whatever goes into a query or a body can be read back by an independent reader.

use proptest::prelude::*;
use refiner_wasm::actions::find;
use refiner_wasm::call::request;
use refiner_wasm::json::value::Value;
use serde_json::json;

/// Percent-decodes as an HTTP server does.
fn decode(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => {
                let digits = [rest.next().unwrap(), rest.next().unwrap()];
                u8::from_str_radix(std::str::from_utf8(&digits).unwrap(), 16).unwrap()
            }
            b'+' => b' ',
            other => other,
        });
    }
    String::from_utf8(bytes).unwrap()
}

/// The parameters of a query, decoded, in order.
fn parameters(query: &str) -> Vec<(String, String)> {
    query
        .split('&')
        .map(|pair| pair.split_once('=').unwrap())
        .map(|(key, value)| (decode(key), decode(value)))
        .collect()
}

fn query(input: serde_json::Value) -> String {
    request::build(find("list_responses").unwrap(), &Value::from(input)).unwrap().query
}

proptest! {
    #[test]
    fn text_survives_the_query(text in any::<String>()) {
        let query = query(json!({"search": text, "page_length": 1}));
        prop_assert!(query.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~%&=".contains(&byte)));
        prop_assert!(parameters(&query).contains(&("search".to_owned(), text)));
    }

    #[test]
    fn keys_and_values_of_filters_survive_the_query(key in "(?s)[^\\[\\]]{1,40}", value in any::<String>()) {
        let query = query(json!({"response_data": {key.clone(): value}, "page_length": 1}));
        let parameter = format!("response_data[{}]", key);
        prop_assert!(parameters(&query).contains(&(parameter, value)));
    }

    #[test]
    fn lists_survive_the_query_in_order(items in prop::collection::vec("\\PC{1,20}", 1..20)) {
        let query = query(json!({"form_uuids": items, "page_length": 1}));
        let found: Vec<_> = parameters(&query).into_iter().filter(|(key, _)| key == "form_uuids[]").map(|(_, value)| value).collect();
        prop_assert_eq!(found, items);
    }

    #[test]
    fn traits_survive_the_body(key in "[^\\x00]{1,30}", text in any::<String>(), number in any::<i32>(), float in -1e15..1e15_f64) {
        prop_assume!(!["id", "email", "account"].contains(&key.as_str()));
        for value in [json!(text), json!(number), json!(true), json!(null)] {
            let input = json!({"id": "u", "attributes": {key.clone(): value.clone()}});
            let request = request::build(find("identify_user").unwrap(), &Value::from(input)).unwrap();
            let body: serde_json::Value = serde_json::from_str(&request.body.unwrap()).unwrap();
            prop_assert_eq!(&body[&key], &value);
        }
        // Compared as text: serde_json's own reader is sometimes off by the last digit.
        let input = json!({"id": "u", "attributes": {"number": float}});
        let request = request::build(find("identify_user").unwrap(), &Value::from(input)).unwrap();
        let written = format!("\"number\":{},", json!(float));
        prop_assert!(request.body.unwrap().contains(&written));
    }
}
