//! Reads a parameter as a type, or refuses it by name.

use serde_json::{Map, Value};

use super::Params;
use crate::choices::{self, invalid};
use crate::http::Response;
use crate::time;

impl Params {
    /// A text; a number or boolean counts as text. Null and an empty text count as absent.
    pub(crate) fn text(&self, name: &str) -> Result<Option<String>, Response> {
        match self.0.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::Array(_) | Value::Object(_)) => Err(invalid(format!("{name} must be a single value"))),
            Some(value) => Ok(choices::trait_text(value).filter(|text| !text.is_empty())),
        }
    }

    /// A required text.
    pub(crate) fn required(&self, name: &str) -> Result<String, Response> {
        self.text(name)?.ok_or_else(|| invalid(format!("{name} is required")))
    }

    /// `1`, `0`, `true` or `false`, as text or JSON.
    pub(crate) fn flag(&self, name: &str, default: bool) -> Result<bool, Response> {
        match self.text(name)?.as_deref() {
            None => Ok(default),
            Some("1" | "true") => Ok(true),
            Some("0" | "false") => Ok(false),
            Some(_) => Err(invalid(format!("{name} must be 1, 0, true or false"))),
        }
    }

    /// A whole number within a range.
    pub(crate) fn whole(&self, name: &str, range: std::ops::RangeInclusive<i64>) -> Result<Option<i64>, Response> {
        let Some(text) = self.text(name)? else { return Ok(None) };
        match text.parse() {
            Ok(number) if range.contains(&number) => Ok(Some(number)),
            _ => Err(invalid(format!("{name} must be a whole number from {} to {}", range.start(), range.end()))),
        }
    }

    /// A time, in milliseconds since 1970.
    pub(crate) fn time(&self, name: &str) -> Result<Option<i64>, Response> {
        let Some(text) = self.text(name)? else { return Ok(None) };
        time::parse(&text).map(Some).ok_or_else(|| invalid(format!("{name} must be an ISO 8601 time")))
    }

    /// One of several words.
    pub(crate) fn word<T: Copy>(&self, name: &str, words: &[(&str, T)]) -> Result<Option<T>, Response> {
        let Some(text) = self.text(name)? else { return Ok(None) };
        match words.iter().find(|(word, _)| *word == text) {
            Some((_, meaning)) => Ok(Some(*meaning)),
            None => {
                let known: Vec<_> = words.iter().map(|(word, _)| *word).collect();
                Err(invalid(format!("{name} must be one of {}", known.join(", "))))
            }
        }
    }

    /// A list of texts; empty if absent. `name[0]=a` is a list too.
    pub(crate) fn list(&self, name: &str) -> Result<Option<Vec<String>>, Response> {
        let wrong = || invalid(format!("{name} must be a list of texts"));
        let items: Vec<&Value> = match self.0.get(name) {
            None | Some(Value::Null) => return Ok(None),
            Some(Value::Array(items)) => items.iter().collect(),
            Some(Value::Object(map)) if map.keys().all(|key| key.parse::<u32>().is_ok()) => map.values().collect(),
            Some(_) => return Err(wrong()),
        };
        let texts = items.into_iter().map(|item| match item {
            Value::String(_) | Value::Number(_) => choices::trait_text(item).ok_or_else(wrong),
            _ => Err(wrong()),
        });
        texts.collect::<Result<_, _>>().map(Some)
    }

    /// The union of `name` (a single value) and `name`s (a list): `form_uuid` and `form_uuids[]`.
    pub(crate) fn one_or_many(&self, one: &str, many: &str) -> Result<Option<Vec<String>>, Response> {
        let mut all = self.list(many)?.unwrap_or_default();
        all.extend(self.text(one)?);
        Ok((!all.is_empty()).then_some(all))
    }

    /// An object; empty when absent.
    pub(crate) fn object(&self, name: &str) -> Result<Option<&Map<String, Value>>, Response> {
        match self.0.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::Object(map)) => Ok(Some(map)),
            Some(_) => Err(invalid(format!("{name} must be an object"))),
        }
    }

    /// Every parameter except the named ones and the key: the traits of a user, the answers of a response.
    pub(crate) fn others(&self, names: &[&str]) -> Map<String, Value> {
        let fixed = |name: &str| name == "api_key" || names.contains(&name);
        self.0.iter().filter(|(name, _)| !fixed(name)).map(|(name, value)| (name.clone(), value.clone())).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::Request;

    fn query(text: &str) -> Params {
        Params::of_query(&Request::new("GET", &format!("/v1/?{text}")))
    }

    #[test]
    fn each_kind_reads_what_it_should() {
        let params = query("t=x&yes=1&no=false&n=12&l[]=a&l[]=b&one=c&d=2026-01-01&e=&o[k]=v");
        assert_eq!(params.text("t"), Ok(Some("x".to_owned())));
        assert_eq!(params.text("e"), Ok(None));
        assert_eq!((params.flag("yes", false), params.flag("no", true)), (Ok(true), Ok(false)));
        assert_eq!((params.flag("gone", true), params.whole("n", 1..=12)), (Ok(true), Ok(Some(12))));
        assert_eq!(params.one_or_many("one", "l"), Ok(Some(vec!["a".into(), "b".into(), "c".into()])));
        assert_eq!(params.time("d"), Ok(time::parse("2026-01-01")));
        assert_eq!(params.object("o").unwrap().unwrap()["k"], "v");
        assert_eq!(params.word("t", &[("w", 1), ("x", 2)]), Ok(Some(2)));
    }

    #[test]
    fn what_does_not_fit_is_refused_by_name() {
        let params = query("x=yes&x2[]=1");
        for refused in [
            params.text("x2").unwrap_err(),
            params.required("gone").unwrap_err(),
            params.flag("x", true).unwrap_err(),
            params.whole("x", 1..=2).unwrap_err(),
            params.time("x").unwrap_err(),
            params.list("x").unwrap_err(),
            params.object("x").unwrap_err(),
            params.word("x", &[("a", ())]).unwrap_err(),
        ] {
            let text = String::from_utf8(refused.body).unwrap();
            assert_eq!(refused.status, 422);
            assert!(text.contains("x ") || text.contains("x2 ") || text.contains("gone "), "{text}");
        }
    }
}
