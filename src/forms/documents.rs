//! Documents: the letters that can be written, and what each of them does without. Read from `forms/documents/`; the order of what they
//! say stands in `templates/<id>.toml`.

use super::compile::{each_file, file_id};
use super::data::DataFiles;
use super::predicate::Compiler;
use super::problem::Problem;
use super::reader::Reader;
use super::set::Catalogue;
use super::words::Words;
use std::cell::RefCell;
use std::collections::BTreeMap;

/// The document of a case that nothing else is chosen for.
pub const REQUEST: &str = "request";

/// A document that can be written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DocumentForm {
    /// Id, the name of its skeleton.
    pub id: String,
    /// The kinds of letter (`request.kind`) that are always this document.
    pub kinds: Vec<String>,
    /// Sections and fields that it has no place for: nothing in them is demanded or printed.
    pub without: Vec<String>,
    /// Whether its headings stand without numbers, because they bear those of an official form.
    pub bare_headings: bool,
    /// Sections and fields that it may print and does not demand: persons who are only named, for example.
    pub optional: Vec<String>,
}

impl DocumentForm {
    /// Whether the document does not demand the value of a path, items by id: `persons[p1].nationalities`.
    #[must_use]
    pub fn spares(&self, path: &str) -> bool {
        self.omits(path) || covers(&self.optional, path)
    }

    /// Whether the document has no place for the value of a path.
    #[must_use]
    pub fn omits(&self, path: &str) -> bool {
        covers(&self.without, path)
    }
}

/// Whether a path, its items left aside, is one of some others or leads on from it.
fn covers(outer: &[String], path: &str) -> bool {
    let mut plain = String::with_capacity(path.len());
    let mut inside = false;
    for c in path.chars() {
        match c {
            '[' => inside = true,
            ']' => inside = false,
            _ if !inside => plain.push(c),
            _ => {}
        }
    }
    outer.iter().any(|outer| plain.strip_prefix(outer.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('.')))
}

/// Reads all documents. Their paths are resolved against the sections, which must have been read.
pub(super) fn read(
    data: &DataFiles,
    catalogue: &Catalogue,
    words: &Words,
    problems: &RefCell<Vec<Problem>>,
) -> BTreeMap<String, DocumentForm> {
    let compiler = Compiler { catalogue, lexicon: words };
    let mut documents = BTreeMap::new();
    each_file(data, "forms/documents/", problems, |_, reader, stem| {
        let id = file_id(reader, stem);
        let paths = |key: &'static str| -> Vec<String> {
            let known = reader.strs(key).into_iter().filter(|(path, span)| {
                let fault = compiler.path(path, &[]).err();
                let found = fault.is_none();
                fault.into_iter().for_each(|(code, args)| reader.problem(*span, code, args));
                found
            });
            known.map(|(path, _)| path).collect()
        };
        let (without, optional) = (paths("without"), paths("optional"));
        let kinds = reader.strs("kinds").into_iter().map(|(kind, _)| kind).collect();
        let bare_headings = reader.bool("bare-headings");
        documents.insert(id.clone(), DocumentForm { id, kinds, without, bare_headings, optional });
    });
    documents
}

/// The `document` of a basis or type: one that there is.
pub(super) fn named(reader: &Reader<'_>, catalogue: &Catalogue) -> Option<String> {
    let (id, span) = reader.str("document")?;
    if catalogue.documents.contains_key(id) {
        return Some(id.to_owned());
    }
    reader.problem(span, "MLA904", [("value", id.to_owned())]);
    None
}

#[cfg(test)]
mod tests {
    use super::DocumentForm;

    #[test]
    fn sections_fields_and_what_stands_below_them_are_left_out() {
        let without = ["undertakings", "persons.nationalities"].map(str::to_owned).to_vec();
        let form = DocumentForm { without, optional: vec!["organisations".to_owned()], ..DocumentForm::default() };
        assert!(form.spares("organisations[o1].name") && form.spares("undertakings") && !form.omits("organisations"));
        assert!(form.omits("undertakings") && form.omits("undertakings.costs") && form.omits("persons[p1].nationalities[0]"));
        assert!(!form.omits("persons[p1].role") && !form.omits("undertakings-on-use") && !form.omits("persons"));
    }
}
