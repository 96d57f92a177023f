//! Walking a tree together with the fields that its values belong to.

use crate::case::{Node, Record, Tree};
use crate::forms::FormSet;
use crate::forms::model::{Field, SectionBody, Shape};

/// The fields that a record of the tree may have.
#[must_use]
pub fn fields_of_item<'f>(forms: &'f FormSet, section: &str, record: &Record) -> Vec<&'f Field> {
    match forms.catalogue.section(section).map(|s| &s.body) {
        Some(SectionBody::List(id)) => forms.catalogue.record_fields(id).iter().collect(),
        Some(SectionBody::Table(fields)) => fields.iter().collect(),
        Some(SectionBody::Variants(fields)) => {
            let own = record.variant.as_ref().and_then(|v| forms.catalogue.types.get(v));
            fields.iter().chain(own.into_iter().flatten()).collect()
        }
        None => Vec::new(),
    }
}

/// The path of an item: by id where it has one.
#[must_use]
pub fn item_path(section: &str, record: &Record, at: usize) -> String {
    match &record.id {
        Some(id) => format!("{section}[{id}]"),
        None => format!("{section}[{at}]"),
    }
}

/// Calls `each` with every field that has a value, its node and its path.
pub fn fields(tree: &Tree, forms: &FormSet, each: &mut impl FnMut(&Field, &Node, &str)) {
    records(tree, forms, &mut |fields, record, path| {
        for (name, node) in &record.entries {
            if let Some(field) = fields.iter().find(|f| f.name == *name) {
                each(field, node, &format!("{path}.{name}"));
            }
        }
    });
}

/// Calls `each` with every record of the tree (sections, items, records inside), its fields and its path.
pub fn records<'t>(tree: &'t Tree, forms: &FormSet, each: &mut impl FnMut(&[&Field], &'t Record, &str)) {
    for section in &forms.catalogue.sections {
        let Some(node) = tree.section(&section.id) else { continue };
        let is_table = matches!(section.body, SectionBody::Table(_));
        for (at, item) in node.items().iter().enumerate() {
            let Some(record) = item.record() else { continue };
            let path = if is_table { section.id.clone() } else { item_path(&section.id, record, at) };
            let fields = fields_of_item(forms, &section.id, record);
            inside(record, &fields, &path, forms, each);
        }
    }
}

fn inside<'t>(record: &'t Record, fields: &[&Field], path: &str, forms: &FormSet, each: &mut impl FnMut(&[&Field], &'t Record, &str)) {
    each(fields, record, path);
    for (name, node) in &record.entries {
        let Some(field) = fields.iter().find(|f| f.name == *name) else { continue };
        let Shape::Record(id) = &field.shape else { continue };
        let inner: Vec<&Field> = forms.catalogue.record_fields(id).iter().collect();
        for (at, item) in node.items().iter().enumerate() {
            let Some(record) = item.record() else { continue };
            let path = if field.list { format!("{path}.{name}[{at}]") } else { format!("{path}.{name}") };
            inside(record, &inner, &path, forms, each);
        }
    }
}
