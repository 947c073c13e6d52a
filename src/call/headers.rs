//! The headers of every request, both for sending it and for showing what would be sent.

use crate::json::text;

/// The header that carries the API key.
pub const AUTHORIZATION: &str = "Authorization";

const JSON: &str = "application/json";

/// The value of the Authorization header. The key is sent in this header and nowhere else
/// (<https://refiner.io/docs/api/#authentication>).
pub fn authorization(key: &str) -> String {
    text!("Bearer ", key)
}

/// The headers of a request, by name. Without an `authorization`, none is sent.
pub fn headers(authorization: &str, has_body: bool) -> impl Iterator<Item = (&'static str, &str)> {
    let key = (!authorization.is_empty()).then_some((AUTHORIZATION, authorization));
    let fixed: [Option<(&'static str, &str)>; 2] =
        FIXED.map(|(name, value, always)| (always || has_body).then_some((name, value)));
    fixed.into_iter().flatten().chain(key)
}

/// The headers that are the same for every caller: name, value, and whether a request without a body has it too.
pub const FIXED: [(&str, &str, bool); 2] = [("Accept", JSON, true), ("Content-Type", JSON, false)];

#[cfg(test)]
mod tests {
    use super::{authorization, headers};

    #[test]
    fn a_body_says_what_it_is() {
        let key = authorization("k-1");
        let without: Vec<_> = headers(&key, false).collect();
        assert_eq!(without, [("Accept", "application/json"), ("Authorization", "Bearer k-1")]);
        assert_eq!(headers("", false).collect::<Vec<_>>(), [("Accept", "application/json")]);
        assert!(headers(&key, true).any(|header| header == ("Content-Type", "application/json")));
    }
}
