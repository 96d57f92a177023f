//! Fields and their needs: reading them, and resolving the needs once all fields are known.

use super::model::{Article, Declared, Field, Law, Level, Mark, Need, Pending, SectionBody, Shape};
use super::path::{Shaped, Ty};
use super::predicate::Compiler;
use super::problem::Problem;
use super::reader::Reader;
use super::set::Catalogue;
use super::words::Words;
use crate::kind::Kind;
use std::cell::RefCell;
use std::collections::BTreeMap;
use toml::Value as Toml;

/// Reads a `[[field]]`. `owner` is the id of what has it, `words` the prefix of its words.
pub(super) fn read_field(reader: &Reader<'_>, owner: &str, words: &str, lists: &BTreeMap<String, Vec<String>>) -> Option<Field> {
    let (name, span) = reader.must("name");
    let (kind, kind_span) = reader.must("kind");
    let to = || reader.strs("to").into_iter().map(|(r, _)| r).collect();
    let shape = match kind.as_str() {
        "record" => Shape::Record(reader.must("record").0),
        "text" => Shape::Scalar(Kind::Text),
        "name" => Shape::Scalar(Kind::Name),
        "prose" => Shape::Scalar(Kind::Prose),
        "date" => Shape::Scalar(Kind::Date),
        "date-range" => Shape::Scalar(Kind::DateRange),
        "datetime" => Shape::Scalar(Kind::DateTime),
        "duration" => Shape::Scalar(Kind::Duration),
        "money" => Shape::Scalar(Kind::Money),
        "int" => Shape::Scalar(Kind::Int),
        "bool" => Shape::Scalar(Kind::Bool),
        "country" => Shape::Scalar(Kind::Country),
        "language" => Shape::Scalar(Kind::Language),
        "iban" => Shape::Scalar(Kind::Iban),
        "bic" => Shape::Scalar(Kind::Bic),
        "phone" => Shape::Scalar(Kind::Phone),
        "email" => Shape::Scalar(Kind::Email),
        "url" => Shape::Scalar(Kind::Url),
        "ip" => Shape::Scalar(Kind::Ip),
        "file" => Shape::Scalar(Kind::File),
        "ref" => Shape::Scalar(Kind::Ref { to: to() }),
        "choice" => Shape::Scalar(choice(reader, owner, &name, lists)?),
        other => {
            reader.problem(kind_span, "MLA904", [("value", other.to_owned())]);
            return None;
        }
    };
    let field = Field {
        words: format!("{words}.{name}"),
        shape,
        list: reader.bool("list"),
        needs: Vec::new(),
        min_len: reader.len("min-len"),
        min_items: reader.len("min-items"),
        internal: reader.bool("internal"),
        once: reader.bool("once"),
        profile: reader.bool("profile"),
        declared: Declared { source: reader.file.source.clone(), span },
        pending: pending(reader),
        name,
    };
    reader.finish();
    Some(field)
}

fn choice(reader: &Reader<'_>, owner: &str, name: &str, lists: &BTreeMap<String, Vec<String>>) -> Option<Kind> {
    let Some((value, span)) = reader.value("choices") else {
        reader.problem(reader.span, "MLA910", [("value", "choices".to_owned())]);
        return None;
    };
    match value {
        Toml::String(list) => match lists.get(&list) {
            Some(ids) => Some(Kind::Choice { list, ids: ids.clone() }),
            None => {
                reader.problem(span, "MLA904", [("value", list)]);
                None
            }
        },
        Toml::Array(items) => {
            let ids = items.iter().filter_map(|i| i.as_str().map(str::to_owned)).collect();
            Some(Kind::Choice { list: format!("{owner}.{name}"), ids })
        }
        other => {
            reader.problem(span, "MLA901", [("value", other.to_string())]);
            None
        }
    }
}

pub(super) fn pending(reader: &Reader<'_>) -> Option<Pending> {
    reader.value("need").map(|(value, span)| Pending { value, at: Declared { source: reader.file.source.clone(), span } })
}

pub(super) fn level(reader: &Reader<'_>) -> Option<Level> {
    let (text, span) = reader.must("level");
    let level = Level::from_id(&text);
    if level.is_none() {
        reader.problem(span, "MLA904", [("value", text)]);
    }
    level
}

/// Articles of one basis: a number, a table with a mark, or an array of those.
pub(super) fn articles(value: &Toml, mark: &Mark) -> Vec<Article> {
    match value {
        Toml::String(number) => vec![Article { number: number.clone(), mark: mark.clone() }],
        Toml::Table(t) => {
            let own = t.get("mark").and_then(Toml::as_str).map_or_else(|| mark.clone(), |m| Mark(m.to_owned()));
            t.get("article").map(|a| articles(a, &own)).unwrap_or_default()
        }
        Toml::Array(items) => items.iter().flat_map(|i| articles(i, mark)).collect(),
        _ => Vec::new(),
    }
}

/// A `law` table: basis to articles. A `mark` beside the bases holds for all of them.
pub(super) fn law(value: &Toml) -> Law {
    let Some(table) = value.as_table() else { return Law::new() };
    let mark = Mark(table.get("mark").and_then(Toml::as_str).unwrap_or("").to_owned());
    table.iter().filter(|(k, _)| *k != "mark").map(|(basis, v)| (basis.clone(), articles(v, &mark))).collect()
}

/// Compiles the needs of all fields and sections.
pub(super) fn resolve(catalogue: &mut Catalogue, words: &Words, problems: &RefCell<Vec<Problem>>) {
    let mut record_needs = BTreeMap::new();
    let mut type_needs = BTreeMap::new();
    let mut section_needs = Vec::new();
    {
        let compiler = Compiler { catalogue, lexicon: words };
        let check = |field: &Field| check_field(field, catalogue, problems);
        let all = |fields: &[Field], scope: Shaped| -> Vec<Vec<Need>> {
            let scopes = [Ty::one(scope)];
            fields.iter().map(|f| needs(f.pending.as_ref(), &compiler, &scopes, problems)).collect()
        };
        for (id, record) in &catalogue.records {
            record.fields.iter().for_each(check);
            record_needs.insert(id.clone(), all(&record.fields, Shaped::Record(id.clone())));
        }
        for (id, fields) in &catalogue.types {
            fields.iter().for_each(check);
            type_needs.insert(id.clone(), all(fields, Shaped::Item(Some(id.clone()))));
        }
        for section in &catalogue.sections {
            let own = needs(section.pending.as_ref(), &compiler, &[], problems);
            let fields = match &section.body {
                SectionBody::Table(fields) => all(fields, Shaped::Section(section.id.clone())),
                SectionBody::Variants(fields) => all(fields, Shaped::Item(None)),
                SectionBody::List(_) => Vec::new(),
            };
            if let SectionBody::Table(f) | SectionBody::Variants(f) = &section.body {
                f.iter().for_each(check);
            }
            section_needs.push((own, fields));
        }
    }
    let assign = |fields: &mut [Field], needs: Vec<Vec<Need>>| {
        for (field, needs) in fields.iter_mut().zip(needs) {
            if needs.iter().any(|n| n.must_hold) && field.shape != Shape::Scalar(Kind::Bool) {
                problem(problems, &field.declared, "MLA903", vec![("value", field.name.clone()), ("other", "`true`".to_owned())]);
            }
            field.needs = needs;
            field.pending = None;
        }
    };
    for (id, needs) in record_needs {
        if let Some(record) = catalogue.records.get_mut(&id) {
            assign(&mut record.fields, needs);
        }
    }
    for (id, needs) in type_needs {
        if let Some(fields) = catalogue.types.get_mut(&id) {
            assign(fields, needs);
        }
    }
    for (section, (own, needs)) in catalogue.sections.iter_mut().zip(section_needs) {
        section.needs = own;
        section.pending = None;
        if let SectionBody::Table(fields) | SectionBody::Variants(fields) = &mut section.body {
            assign(fields, needs);
        }
    }
}

fn check_field(field: &Field, catalogue: &Catalogue, problems: &RefCell<Vec<Problem>>) {
    let unknown = |id: &String| !catalogue.records.contains_key(id);
    let bad: Vec<&String> = match &field.shape {
        Shape::Record(id) => Some(id).into_iter().filter(|i| unknown(i)).collect(),
        Shape::Scalar(Kind::Ref { to }) => to.iter().filter(|i| unknown(i)).collect(),
        Shape::Scalar(_) => Vec::new(),
    };
    for id in bad {
        problem(problems, &field.declared, "MLA904", vec![("value", id.clone())]);
    }
}

fn problem(problems: &RefCell<Vec<Problem>>, at: &Declared, code: &'static str, args: Vec<(&'static str, String)>) {
    problems.borrow_mut().push(Problem { source: at.source.clone(), span: at.span, code, args });
}

fn needs(pending: Option<&Pending>, compiler: &Compiler<'_>, scopes: &[Ty], problems: &RefCell<Vec<Problem>>) -> Vec<Need> {
    let Some(pending) = pending else { return Vec::new() };
    let items = match &pending.value {
        Toml::Array(items) => items.as_slice(),
        one => std::slice::from_ref(one),
    };
    let fault = |code, args| problem(problems, &pending.at, code, args);
    items
        .iter()
        .filter_map(|item| match item {
            Toml::String(id) => {
                let level = Level::from_id(id);
                if level.is_none() {
                    fault("MLA904", vec![("value", id.clone())]);
                }
                Some(Need { path: None, level: level?, when: None, law: Law::new(), must_hold: false, domestic: None })
            }
            Toml::Table(t) => {
                for key in t.keys() {
                    if !["level", "when", "law", "practice", "mark", "must-hold"].contains(&key.as_str()) {
                        fault("MLA911", vec![("value", key.clone()), ("known", String::new())]);
                    }
                }
                let level = t.get("level").and_then(Toml::as_str).and_then(Level::from_id);
                if level.is_none() {
                    fault("MLA910", vec![("value", "level".to_owned())]);
                }
                let when = match t.get("when").map(|w| compiler.pred(w, scopes)) {
                    Some(Ok(pred)) => Some(pred),
                    Some(Err((code, args))) => {
                        fault(code, args);
                        return None;
                    }
                    None => None,
                };
                let mark = Mark(t.get("mark").and_then(Toml::as_str).unwrap_or("").to_owned());
                let mut law = t.get("law").map(law).unwrap_or_default();
                if !mark.0.is_empty() {
                    law.values_mut().flatten().filter(|a| a.mark.0.is_empty()).for_each(|a| a.mark = mark.clone());
                }
                let must_hold = t.get("must-hold").and_then(Toml::as_bool).unwrap_or(false);
                Some(Need { path: None, level: level?, when, law, must_hold, domestic: None })
            }
            other => {
                fault("MLA901", vec![("value", other.to_string())]);
                None
            }
        })
        .collect()
}
