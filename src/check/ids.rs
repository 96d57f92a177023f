//! Giving ids to items that have none.

use crate::forms::FormSet;
use crate::forms::model::SectionBody;
use toml_edit::DocumentMut;

/// The first letters of the ids that are given to the items of a section.
fn prefix(section: &str) -> &str {
    match section.char_indices().nth(1) {
        Some((at, _)) => &section[..at],
        None => section,
    }
}

/// The text with an id for every item of a list section that has none; `None` where nothing is to be done or the text is not TOML.
#[must_use]
pub fn with_ids(text: &str, forms: &FormSet) -> Option<String> {
    let mut doc: DocumentMut = text.parse().ok()?;
    let mut taken: Vec<String> = Vec::new();
    for section in &forms.catalogue.sections {
        let items = doc.get(&section.id).and_then(|i| i.as_array_of_tables());
        taken.extend(items.into_iter().flatten().filter_map(|t| t.get("id")?.as_str().map(str::to_owned)));
    }
    let mut changed = false;
    for section in &forms.catalogue.sections {
        if matches!(section.body, SectionBody::Table(_)) {
            continue;
        }
        let Some(items) = doc.get_mut(&section.id).and_then(|i| i.as_array_of_tables_mut()) else { continue };
        for table in items.iter_mut() {
            if table.get("id").and_then(|i| i.as_str()).is_some_and(|id| !id.trim().is_empty()) {
                continue;
            }
            let id = free_id(prefix(&section.id), &taken);
            taken.push(id.clone());
            table.insert("id", toml_edit::value(id));
            table.sort_values_by(|a, _, b, _| (b.get() == "id").cmp(&(a.get() == "id")));
            changed = true;
        }
    }
    changed.then(|| doc.to_string())
}

/// The first id with a prefix that is not taken.
#[must_use]
pub fn free_id(prefix: &str, taken: &[String]) -> String {
    (1..).map(|n| format!("{prefix}{n}")).find(|id| !taken.contains(id)).unwrap_or_default()
}
