//! Suggests the known name that a misspelt one was probably meant to be.

/// The candidate nearest to `name`, if it is similar enough. Ignores case, underscores and hyphens, so `formUuid` finds
/// `form_uuid`.
pub fn nearest(name: &str, candidates: impl Iterator<Item = &'static str>) -> Option<&'static str> {
    if name.len() > 64 {
        return None;
    }
    let wanted = normal(name);
    candidates
        .map(|candidate| (distance(&wanted, &normal(candidate)), candidate))
        .filter(|(distance, candidate)| distance.saturating_mul(2) <= candidate.len())
        .min_by_key(|(distance, candidate)| (*distance, core::cmp::Reverse(candidate.len())))
        .map(|(_, candidate)| candidate)
}

/// Whether `name` can only be a misspelt `known`: it begins like it, and differs by at most three edits. What changes
/// data is suggested for such a name alone, so that nobody who wants to read is shown a write.
pub fn is_misspelt(name: &str, known: &str) -> bool {
    let (name, known) = (normal(name), normal(known));
    name.get(..3) == known.get(..3) && name.len() <= known.len().saturating_add(3) && distance(&name, &known) <= 3
}

fn normal(name: &str) -> Vec<char> {
    name.chars().filter(|c| *c != '_' && *c != '-').map(|c| c.to_ascii_lowercase()).collect()
}

/// The number of single-character edits between two names (Levenshtein).
fn distance(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.iter().enumerate() {
        let mut diagonal = i;
        let mut left = i.saturating_add(1);
        if let Some(first) = row.first_mut() {
            *first = left;
        }
        for (cell, to) in row.iter_mut().skip(1).zip(b) {
            let replaced = diagonal.saturating_add(usize::from(from != to));
            diagonal = *cell;
            left = replaced.min(cell.saturating_add(1)).min(left.saturating_add(1));
            *cell = left;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{distance, is_misspelt, nearest};

    #[test]
    fn finds_what_was_meant() {
        let names = || ["form_uuid", "form_uuids", "page_length", "page", "id", "email"].into_iter();
        for (wrong, meant) in [
            ("formUuid", Some("form_uuid")),
            ("form_uids", Some("form_uuids")),
            ("pageLength", Some("page_length")),
            ("emial", Some("email")),
            ("e-mail", Some("email")),
            ("mail", Some("email")),
            ("ids", Some("id")),
            ("colour", None),
            ("", None),
        ] {
            assert_eq!(nearest(wrong, names()), meant, "{wrong}");
        }
    }

    #[test]
    fn tells_a_misspelt_name_from_another_wish() {
        for (wrong, known, expected) in [
            ("storeResponses", "store_response", true),
            ("store_respons", "store_response", true),
            ("score_response", "store_response", false),
            ("storage_report", "store_response", false),
            ("get_response", "tag_response", false),
            ("st", "store_response", false),
            ("", "tag_response", false),
        ] {
            assert_eq!(is_misspelt(wrong, known), expected, "{wrong}");
        }
        assert!(!is_misspelt(&"tag_response".repeat(9), "tag_response"));
    }

    #[test]
    fn edits_are_counted() {
        let chars = |text: &str| text.chars().collect::<Vec<_>>();
        for (a, b, expected) in
            [("kitten", "sitting", 3), ("", "abc", 3), ("abc", "", 3), ("same", "same", 0), ("ab", "ba", 2)]
        {
            assert_eq!(distance(&chars(a), &chars(b)), expected, "{a} {b}");
        }
    }
}
