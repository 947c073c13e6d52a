//! Where a request goes, and what would be sent: the whole request but for the key.

use super::error::{Error, Kind};
use crate::actions::request::Request;

/// The full address of a request.
///
/// The base comes checked from the settings; the rest is the action's own path and an encoded query, so nothing in an input
/// can lead to another host or path.
pub fn url(base: &str, request: &Request) -> Result<String, Error> {
    let base = base.trim_end_matches('/');
    let plain = !base.contains(['?', '#', '@', '\\']) && !base.chars().any(|c| c.is_whitespace() || c.is_control());
    if !plain || !(base.starts_with("https://") || is_loopback(base)) {
        let message =
            "baseUrl must be an https address (http only on this machine) without user name, query or fragment";
        return Err(Error::new(Kind::Config, message));
    }
    let mut url = format!("{base}{}", request.path);
    if !request.query.is_empty() {
        url.push('?');
        url.push_str(&request.query);
    }
    Ok(url)
}

fn is_loopback(base: &str) -> bool {
    let Some(rest) = base.strip_prefix("http://") else { return false };
    let authority = rest.split('/').next().unwrap_or_default();
    let host = match authority.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => authority.split(':').next().unwrap_or_default(),
    };
    let loopback_v4 = host.strip_prefix("127.").is_some_and(|rest| {
        let parts: Vec<_> = rest.split('.').collect();
        parts.len() == 3 && parts.iter().all(|part| part.parse::<u8>().is_ok())
    });
    loopback_v4 || host == "localhost" || host == "::1"
}

#[cfg(test)]
mod tests {
    use super::url;
    use crate::actions::{Method, request::Request};

    fn request(query: &str) -> Request {
        Request { method: Method::Get, path: "/contact", query: query.to_owned(), body: None }
    }

    #[test]
    fn where_requests_go() {
        for (base, expected) in [
            ("https://api.refiner.io/v1", Some("https://api.refiner.io/v1/contact?id=1")),
            ("https://api.refiner.io/v1/", Some("https://api.refiner.io/v1/contact?id=1")),
            ("http://127.0.0.1:4010/v1", Some("http://127.0.0.1:4010/v1/contact?id=1")),
            ("http://localhost", Some("http://localhost/contact?id=1")),
            ("http://[::1]:80/v1", Some("http://[::1]:80/v1/contact?id=1")),
            ("http://api.refiner.io/v1", None),
            ("http://127.0.0.1.example.com/v1", None),
            ("http://127.evil.example.com/v1", None),
            ("http://localhost.example.com/v1", None),
            ("https://user@api.refiner.io", None),
            ("https://api.refiner.io/v1?x=1", None),
            ("https://api.refiner.io/v1#x", None),
            ("https://api.refiner.io\\@evil.example.com", None),
            ("javascript:alert(1)", None),
            ("", None),
        ] {
            assert_eq!(url(base, &request("id=1")).ok().as_deref(), expected, "{base}");
        }
    }
}
