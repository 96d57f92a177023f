//! "Did you mean": the known word nearest to one that was typed.

/// The known word nearest to `word`, if one is near enough to be meant; the first of several that are equally near.
///
/// Case, and the choice between `-`, `_`, `.` and a space, make no difference; neither does the order of the parts
/// (`birth-date`, `date-birth`). Otherwise one wrong letter in three is forgiven.
pub fn nearest<'a>(word: &str, among: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let typed = parts(word);
    let allowed = typed.join("-").chars().count() / 3;
    if typed.is_empty() {
        return None;
    }
    among
        .into_iter()
        .filter_map(|known| Some((distance(&typed, &parts(known), allowed)?, known)))
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, known)| known)
}

/// The number of letters that differ, `None` if more than `allowed`.
fn distance(typed: &[String], known: &[String], allowed: usize) -> Option<usize> {
    let sorted = |parts: &[String]| {
        let mut parts = parts.to_vec();
        parts.sort_unstable();
        parts.join("-")
    };
    let (a, b) = (typed.join("-"), known.join("-"));
    // Lengths that differ too much need no table, whose size is the product of both.
    if a.chars().count().abs_diff(b.chars().count()) > allowed {
        return None;
    }
    let as_typed = strsim::osa_distance(&a, &b);
    // A changed order costs one, so that a word in the right order wins.
    let reordered = if typed.len() > 1 { strsim::osa_distance(&sorted(typed), &sorted(known)) + 1 } else { as_typed };
    Some(as_typed.min(reordered)).filter(|&d| d <= allowed)
}

fn parts(word: &str) -> Vec<String> {
    word.to_lowercase().split(['-', '_', '.', ' ']).filter(|p| !p.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEYS: [&str; 8] = ["birth-date", "birth-place", "nationalities", "name", "title", "bank-records", "Côte d'Ivoire", "Россия"];

    #[test]
    fn slips_of_the_hand_are_recognised() {
        for (typed, meant) in [
            ("nationality", "nationalities"),
            ("brith-date", "birth-date"),
            ("birth_date", "birth-date"),
            ("BirthDate", "birth-date"),
            ("date-birth", "birth-date"),
            ("bank records", "bank-records"),
            ("nmae", "name"),
            ("cote d'ivoire", "Côte d'Ivoire"),
            ("Росия", "Россия"),
        ] {
            assert_eq!(nearest(typed, KEYS), Some(meant), "{typed}");
        }
    }

    #[test]
    fn other_words_are_left_alone() {
        for typed in ["", "-", "id", "xx", "court", "time", "bank", "заявка", &"x".repeat(100_000)] {
            assert_eq!(nearest(typed, KEYS), None, "{typed:.20}");
        }
        assert_eq!(nearest("name", []), None);
    }

    #[test]
    fn the_nearest_wins_then_the_first() {
        assert_eq!(nearest("measures", ["measure-a", "measure"]), Some("measure"));
        assert_eq!(nearest("cat", ["car", "cut"]), Some("car"));
        assert_eq!(nearest("a-bcd", ["bcd-a", "a-bcd"]), Some("a-bcd"));
    }
}
