//! From a path of the case to the field that it names, and to the places that the field stands in.

use crate::case::edit::{Editor, steps};
use crate::forms::FormSet;
use crate::forms::model::{Field, Section, SectionBody, Shape};

/// What a path leads to.
pub struct Located<'f> {
    /// The path as far as it leads to a field; what follows inside a value is cut off.
    pub path: String,
    /// The section.
    pub section: &'f Section,
    /// Id or index of the item of a list section.
    pub item: Option<String>,
    /// Records on the way, with the number of the item where they are lists.
    pub records: Vec<(&'f Field, Option<usize>)>,
    /// The field; `None` where the path is a section or an item.
    pub field: Option<&'f Field>,
    /// Which entry of the field's list.
    pub entry: Option<usize>,
}

/// A path that leads nowhere: the step, and what stands there instead.
pub struct NoPlace {
    /// The step.
    pub step: String,
    /// Names that exist there.
    pub known: Vec<String>,
    /// Whether it is the section that does not exist.
    pub is_section: bool,
}

/// Finds the place of a path. The file tells the assistance type of an item.
pub fn locate<'f>(forms: &'f FormSet, editor: &Editor, path: &str) -> Result<Located<'f>, NoPlace> {
    let nowhere = |step: &str, known: Vec<String>, is_section| NoPlace { step: step.to_owned(), known, is_section };
    let all = steps(path).map_err(|_| nowhere(path, Vec::new(), true))?;
    let Some((first, rest)) = all.split_first() else { return Err(nowhere(path, Vec::new(), true)) };
    let section = forms.catalogue.section(&first.key).ok_or_else(|| {
        let known = forms.catalogue.sections.iter().map(|s| s.id.clone()).collect();
        nowhere(&first.key, known, true)
    })?;
    let is_list = !matches!(section.body, SectionBody::Table(_));
    let mut found = Located { path: String::new(), section, item: first.item.clone(), records: Vec::new(), field: None, entry: None };
    found.path.clone_from(&first.key);
    if let Some(item) = &first.item {
        found.path.push_str(&format!("[{item}]"));
    }
    if is_list && first.item.is_none() && !rest.is_empty() || !is_list && first.item.is_some() {
        return Err(nowhere(path, Vec::new(), true));
    }
    let mut fields = fields_of(forms, section, first.item.as_deref(), editor);
    for (n, step) in rest.iter().enumerate() {
        let Some(field) = fields.iter().copied().find(|f| f.name == step.key) else {
            return Err(nowhere(&step.key, fields.iter().map(|f| f.name.clone()).collect(), false));
        };
        let entry = step.item.as_ref().and_then(|i| i.parse::<usize>().ok());
        found.path.push_str(&format!(".{}", step.key));
        if let Some(entry) = entry {
            found.path.push_str(&format!("[{entry}]"));
        }
        match &field.shape {
            Shape::Record(id) if n + 1 < rest.len() => {
                found.records.push((field, entry));
                fields = forms.catalogue.record_fields(id).iter().collect();
            }
            _ => {
                found.field = Some(field);
                found.entry = entry;
                break;
            }
        }
    }
    Ok(found)
}

/// The fields of a section's table or of one of its items.
pub fn fields_of<'f>(forms: &'f FormSet, section: &'f Section, item: Option<&str>, editor: &Editor) -> Vec<&'f Field> {
    match &section.body {
        SectionBody::Table(fields) => fields.iter().collect(),
        SectionBody::List(record) => forms.catalogue.record_fields(record).iter().collect(),
        SectionBody::Variants(own) => {
            let path = item.map(|i| format!("{}[{i}].type", section.id));
            let kind = path.and_then(|p| editor.get(&p)?.as_str().map(str::to_owned));
            let more = kind.and_then(|k| forms.catalogue.types.get(&k));
            own.iter().chain(more.into_iter().flatten()).collect()
        }
    }
}

/// The first letters of the ids of a section's items: from the words of the interview, else the section's first letter.
#[must_use]
pub fn id_prefix<'f>(forms: &'f FormSet, section: &'f str) -> &'f str {
    use crate::kind::Lexicon as _;
    let first = section.char_indices().nth(1).map_or(section, |(at, _)| &section[..at]);
    forms.words.word(crate::lang::Lang::EN, &format!("interview.prefix.{section}")).unwrap_or(first)
}

/// An id for a new item of a section that no item of the file has.
#[must_use]
pub fn new_id(forms: &FormSet, editor: &Editor, section: &str) -> String {
    let mut taken: Vec<String> = forms.catalogue.sections.iter().flat_map(|s| editor.ids(&s.id)).collect();
    taken.sort_unstable();
    crate::check::free_id(id_prefix(forms, section), &taken)
}
