//! Explanation of a field: what it holds, and who wants it.

use super::Page;
use super::speak::Speaker;
use crate::forms::FormSet;
use crate::forms::model::{Field, Need, SectionBody, Shape};
use crate::forms::path::{Anchor, FieldPath, Shaped, Step, Ty, take};
use crate::kind::Kind;

/// Paths of fields stop here: records inside records inside records are found under their own names.
const DEPTH: usize = 4;

/// The page of a field by its path: as in forms (`persons[].nationalities`), as in a finding (`persons[p1].nationalities`), or below a
/// record or assistance type (`account.iban`, `bank-records.period`).
pub(super) fn page(speak: &Speaker<'_>, what: &str) -> Option<Page> {
    let (holder, rest) = what.split_once('.')?;
    let catalogue = &speak.forms.catalogue;
    let (field, path) = if let Some(fields) = catalogue.types.get(holder) {
        let own = below(speak.forms, &Shaped::Item(Some(holder.to_owned())), rest);
        own.or_else(|| fields.iter().find(|f| f.name == rest)).map(|f| (f, format!("assistance[{holder}].{rest}")))?
    } else {
        let in_case = below(speak.forms, &Shaped::Root, what);
        in_case.or_else(|| below(speak.forms, &Shaped::Record(holder.to_owned()), rest)).map(|f| (f, what.to_owned()))?
    };
    Some(describe(speak, field, &path))
}

/// What a field is called, by its path as in forms; nothing where there is no such field.
pub(super) fn label_at(speak: &Speaker<'_>, path: &str) -> String {
    below(speak.forms, &Shaped::Root, path).map(|field| speak.label(&field.words)).unwrap_or_default()
}

fn below<'a>(forms: &'a FormSet, start: &Shaped, path: &str) -> Option<&'a Field> {
    let steps: Vec<Step> = path.split('.').map(|part| step(forms, part)).collect();
    let (last, way) = steps.split_last()?;
    let mut ty = Ty::one(start.clone());
    for step in way {
        ty = take(&ty, step, &forms.catalogue)?;
    }
    ty.alts.iter().find_map(|alt| fields_of(forms, alt).into_iter().find(|f| f.name == last.name))
}

/// A step of a path; what stands in brackets is an id or number, unless it is an assistance type.
fn step(forms: &FormSet, part: &str) -> Step {
    let (name, inside) = part.split_once('[').map_or((part, ""), |(n, i)| (n, i.trim_end_matches(']')));
    Step { name: name.to_owned(), variant: forms.types.contains_key(inside).then(|| inside.to_owned()) }
}

fn fields_of<'a>(forms: &'a FormSet, shape: &Shaped) -> Vec<&'a Field> {
    let catalogue = &forms.catalogue;
    match shape {
        Shaped::Section(id) => catalogue.section_fields(id).iter().collect(),
        Shaped::Record(id) => catalogue.record_fields(id).iter().collect(),
        Shaped::Item(variant) => {
            let types = catalogue.types.iter().filter(|(id, _)| variant.as_ref().is_none_or(|v| v == *id));
            catalogue.item_fields().iter().chain(types.flat_map(|(_, fields)| fields)).collect()
        }
        Shaped::Scalar(Kind::Ref { to }) => to.iter().flat_map(|id| catalogue.record_fields(id)).collect(),
        _ => Vec::new(),
    }
}

fn describe(speak: &Speaker<'_>, field: &Field, path: &str) -> Page {
    let word = |part: &str| speak.maybe(&format!("{}.{part}", field.words));
    let mut page = Page::new("field", path, speak.label(&field.words));
    page.add(speak, "question", [word("ask")]);
    page.add(speak, "help", [word("help")]);
    page.add(speak, "holds", holds(speak, field));
    if let Shape::Scalar(Kind::Choice { list, ids }) = &field.shape {
        page.add(speak, "choices", ids.iter().map(|id| format!("{id}  {}", speak.maybe(&format!("choice.{list}.{id}")))));
    }
    if let Shape::Record(id) = &field.shape {
        page.add(speak, "fields", speak.forms.catalogue.record_fields(id).iter().map(|f| format!("{}  {}", f.name, speak.label(&f.words))));
    }
    page.add(speak, "required", required(speak, &field.needs, path));
    let example = match (word("example"), &field.shape) {
        (text, _) if !text.is_empty() => text,
        (_, Shape::Scalar(kind)) if !matches!(kind, Kind::Choice { .. } | Kind::Prose) => kind.example(),
        _ => String::new(),
    };
    page.add(speak, "example", [example]);
    page
}

fn holds(speak: &Speaker<'_>, field: &Field) -> Vec<String> {
    let text = match &field.shape {
        Shape::Scalar(kind) => {
            let (name, hint) = (speak.word(&format!("kind.{}.name", kind.id())), speak.maybe(&format!("kind.{}.hint", kind.id())));
            if hint.is_empty() || hint == name { name } else { format!("{name} ({hint})") }
        }
        Shape::Record(id) => speak.word(&format!("record.{id}.title")),
    };
    let text = if field.list { speak.fill("explain.list-of", &[("value", &text)]) } else { text };
    let targets = match &field.shape {
        Shape::Scalar(Kind::Ref { to }) => to.iter().map(|id| speak.word(&format!("record.{id}.title"))).collect::<Vec<_>>().join(", "),
        _ => String::new(),
    };
    let least = |n: Option<usize>, key: &str| n.map(|n| speak.fill(key, &[("n", &n.to_string())]));
    let internal = field.internal.then(|| speak.word("explain.internal"));
    std::iter::once(text)
        .chain((!targets.is_empty()).then(|| speak.fill("explain.points-at", &[("value", &targets)])))
        .chain(least(field.min_len, "explain.least-characters"))
        .chain(least(field.min_items, "explain.least-items"))
        .chain(internal)
        .collect()
}

/// Who wants a field or section: itself, assistance types, bases and States.
pub(super) fn required(speak: &Speaker<'_>, own: &[Need], path: &str) -> Vec<String> {
    let forms = speak.forms;
    let steps: Vec<Step> = path.split('.').map(|part| step(forms, part)).collect();
    let concerns = |need: &&Need, item: Option<&str>| need.path.as_ref().is_some_and(|p| same(p, &steps, item));
    let mut lines: Vec<String> = own.iter().map(|n| speak.need(n)).collect();
    for kind in forms.types_in_order() {
        let title = speak.word(&format!("assistance.{}.title", kind.id));
        lines.extend(kind.needs.iter().filter(|n| concerns(n, Some(&kind.id))).map(|n| format!("{title}: {}", speak.need(n))));
    }
    for basis in forms.bases_in_order() {
        let named = |n: &Need| match n.law.is_empty() {
            true => format!("{}: {}", speak.word(&format!("basis.{}.short", basis.id)), speak.need(n)),
            false => speak.need(n),
        };
        lines.extend(basis.needs.iter().filter(|n| concerns(n, None)).map(named));
    }
    for state in forms.states.values() {
        let name = speak.word(&format!("country.{}", state.id.to_uppercase()));
        lines.extend(state.needs.iter().filter(|n| concerns(n, None)).map(|n| format!("{name}: {}", speak.need(n))));
    }
    if lines.is_empty() { vec![speak.word("explain.strength.optional")] } else { lines }
}

/// Whether a need is about the field at a path. Items of all types are meant where a path names none.
fn same(need: &FieldPath, steps: &[Step], item: Option<&str>) -> bool {
    let steps = match need.anchor {
        Anchor::Root => steps,
        Anchor::Scope(_) => match steps.split_first() {
            Some((first, rest)) if first.name == "assistance" && first.variant.as_deref().is_none_or(|v| Some(v) == item) => rest,
            _ => return false,
        },
    };
    let fits = |(a, b): (&Step, &Step)| a.name == b.name && (a.variant == b.variant || a.variant.is_none() || b.variant.is_none());
    need.steps.len() == steps.len() && need.steps.iter().zip(steps).all(fits)
}

/// The paths of all fields, for finding the one that was meant.
pub(super) fn paths(forms: &FormSet) -> Vec<String> {
    let mut out = Vec::new();
    for section in &forms.catalogue.sections {
        let start = match section.body {
            SectionBody::Table(_) => section.id.clone(),
            SectionBody::List(_) | SectionBody::Variants(_) => format!("{}[]", section.id),
        };
        collect(forms, forms.catalogue.section_fields(&section.id), &start, &mut out);
    }
    for (id, fields) in &forms.catalogue.types {
        collect(forms, fields, &format!("assistance[{id}]"), &mut out);
    }
    out
}

fn collect(forms: &FormSet, fields: &[Field], start: &str, out: &mut Vec<String>) {
    for field in fields {
        let path = format!("{start}.{}", field.name);
        out.push(path.clone());
        if let Shape::Record(id) = &field.shape
            && path.matches('.').count() < DEPTH
        {
            let list = if field.list { "[]" } else { "" };
            collect(forms, forms.catalogue.record_fields(id), &format!("{path}{list}"), out);
        }
    }
}
