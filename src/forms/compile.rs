//! From form files to a [`FormSet`]: first the fields, then everything that has paths into them.

use super::data::{DataFile, DataFiles};
use super::documents;
use super::fields::{self, read_field};
use super::model::{
    Article, AssistanceType, Basis, Bind, Coercive, Level, Mark, Need, Record, Rule, RuleExample, Section, SectionBody, State, Test,
};
use super::path::{Shaped, Step, Ty, take};
use super::predicate::{Compiler, item_of};
use super::problem::Problem;
use super::reader::Reader;
use super::refusals;
use super::set::{Catalogue, FormSet};
use super::words::Words;
use crate::diag::{Code, Severity};
use crate::kind::Kind;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;
use toml::Value as Toml;
use toml::de::DeTable;

/// The newest form format that this program reads.
pub const SCHEMA: i64 = 1;

pub(super) fn compile(data: DataFiles) -> (FormSet, Vec<Problem>) {
    let problems = RefCell::new(Vec::new());
    let words = Arc::new(Words::load(&data, &mut problems.borrow_mut()));
    let (catalogue, bases, types, states, refusals, rules, lists) = {
        let lists = read_lists(&data, &problems);
        let mut catalogue = read_catalogue(&data, &lists, &problems);
        catalogue.documents = documents::read(&data, &catalogue, &words, &problems);
        fields::resolve(&mut catalogue, &words, &problems);
        let compiler = Compiler { catalogue: &catalogue, lexicon: &words };
        let types = read_types(&data, &compiler, &problems);
        let bases = read_bases(&data, &compiler, &problems);
        let states = read_states(&data, &compiler, &problems);
        let refusals = refusals::read(&data, &compiler, &problems);
        let rules = read_rules(&data, &compiler, &problems);
        (catalogue, bases, types, states, refusals, rules, lists)
    };
    let set = FormSet { catalogue, bases, types, states, refusals, rules, lists, words, data };
    (set, problems.into_inner())
}

/// Calls `each` with every file of a folder, its id checked against its name.
pub(super) fn each_file(
    data: &DataFiles,
    folder: &str,
    problems: &RefCell<Vec<Problem>>,
    mut each: impl FnMut(&DataFile, &Reader<'_>, &str),
) {
    for file in data.under(folder) {
        let (table, errors) = DeTable::parse_recoverable(file.source.text());
        for error in errors {
            problems.borrow_mut().push(Problem::syntax(file, &error));
        }
        let reader = Reader::new(file, table.get_ref(), (0..0).into(), problems);
        match reader.int("schema") {
            Some(SCHEMA) => {}
            Some(n) => {
                reader.problem((0..0).into(), "MLA907", [("value", n.to_string()), ("known", SCHEMA.to_string())]);
                continue;
            }
            None => reader.problem((0..0).into(), "MLA910", [("value", "schema".to_owned())]),
        }
        let stem = file.path[folder.len()..].trim_end_matches(".toml");
        each(file, &reader, stem);
        reader.finish();
    }
}

pub(super) fn file_id(reader: &Reader<'_>, stem: &str) -> String {
    let (id, span) = reader.must("id");
    if id != stem && !id.is_empty() {
        reader.problem(span, "MLA906", [("value", id.clone()), ("known", stem.to_owned())]);
    }
    id
}

fn read_lists(data: &DataFiles, problems: &RefCell<Vec<Problem>>) -> BTreeMap<String, Vec<String>> {
    let mut lists = BTreeMap::new();
    each_file(data, "forms/lists/", problems, |_, reader, stem| {
        let id = file_id(reader, stem);
        lists.insert(id, reader.strs("ids").into_iter().map(|(id, _)| id).collect());
    });
    lists
}

fn read_catalogue(data: &DataFiles, lists: &BTreeMap<String, Vec<String>>, problems: &RefCell<Vec<Problem>>) -> Catalogue {
    let mut catalogue = Catalogue::default();
    each_file(data, "forms/records/", problems, |_, reader, stem| {
        let id = file_id(reader, stem);
        let fields = reader.tables("field").iter().filter_map(|f| read_field(f, &id, &format!("record.{id}"), lists)).collect();
        catalogue.records.insert(id.clone(), Record { id, fields });
    });
    each_file(data, "forms/sections/", problems, |_, reader, stem| {
        let id = file_id(reader, stem);
        let order = reader.int("order").unwrap_or(9999);
        let fields: Vec<_> = reader.tables("field").iter().filter_map(|f| read_field(f, &id, &format!("section.{id}"), lists)).collect();
        let list = reader.bool("list");
        let body = match (list, reader.string("record"), reader.string("variants")) {
            (_, _, Some(_)) => SectionBody::Variants(fields),
            (true, Some(record), None) => SectionBody::List(record),
            _ => SectionBody::Table(fields),
        };
        let pending = fields::pending(reader);
        let cites = reader.table("cites-first");
        let text = |value: &Toml| value.as_str().unwrap_or_default().to_owned();
        let cites_first = cites.map(|t| t.entries().map(|(k, _, v)| (k.to_owned(), text(&v))).collect()).unwrap_or_default();
        let (once, min_items) = (reader.bool("once"), reader.len("min-items"));
        catalogue.sections.push(Section { id, order, body, needs: Vec::new(), min_items, once, cites_first, pending });
    });
    catalogue.sections.sort_by(|a, b| (a.order, &a.id).cmp(&(b.order, &b.id)));
    let mut extends = BTreeMap::new();
    each_file(data, "forms/assistance/", problems, |_, reader, stem| {
        let id = file_id(reader, stem);
        let fields =
            reader.tables("field").iter().filter_map(|f| read_field(f, &id, &format!("assistance.{id}"), lists)).collect::<Vec<_>>();
        if let Some((base, span)) = reader.str("extends") {
            extends.insert(id.clone(), (base.to_owned(), reader.file.clone(), span));
        }
        for key in ["order", "family", "coercive", "document", "law", "need"] {
            reader.value(key);
        }
        catalogue.types.insert(id, fields);
    });
    for (id, (base, file, span)) in extends {
        let Some(inherited) = catalogue.types.get(&base).cloned() else {
            problems.borrow_mut().push(Problem::new(&file, span.range(), "MLA904", [("value", base)]));
            continue;
        };
        let own = catalogue.types.remove(&id).unwrap_or_default();
        let mut all: Vec<_> = inherited.into_iter().filter(|f| own.iter().all(|o| o.name != f.name)).collect();
        all.extend(own);
        catalogue.types.insert(id, all);
    }
    catalogue
}

fn read_types(data: &DataFiles, compiler: &Compiler<'_>, problems: &RefCell<Vec<Problem>>) -> BTreeMap<String, AssistanceType> {
    let mut types = BTreeMap::new();
    each_file(data, "forms/assistance/", problems, |_, reader, stem| {
        let id = file_id(reader, stem);
        let scope = [Ty::one(Shaped::Item(Some(id.clone())))];
        let coercive = match reader.value("coercive") {
            Some((Toml::Boolean(b), _)) => Coercive::Fixed(b),
            Some((Toml::Table(t), span)) => match t.get("when").map(|w| compiler.pred(w, &scope)) {
                Some(Ok(pred)) => Coercive::When(Box::new(pred)),
                Some(Err((code, args))) => {
                    reader.problem(span, code, args);
                    Coercive::Fixed(true)
                }
                None => Coercive::Fixed(true),
            },
            _ => Coercive::Fixed(false),
        };
        for key in ["field", "extends"] {
            reader.value(key);
        }
        let needs = reader.tables("need").iter().filter_map(|n| read_need(n, compiler, None, &scope)).collect();
        let kind = AssistanceType {
            order: reader.int("order").unwrap_or(9999),
            family: reader.string("family").unwrap_or_default(),
            coercive,
            document: documents::named(reader, compiler.catalogue),
            fields: compiler.catalogue.types.get(&id).cloned().unwrap_or_default(),
            needs,
            law: reader.value("law").map(|(v, _)| fields::law(&v)).unwrap_or_default(),
            id: id.clone(),
        };
        types.insert(id, kind);
    });
    types
}

/// Reads a `[[need]]` of a basis, type or State: on a path of its own.
fn read_need(reader: &Reader<'_>, compiler: &Compiler<'_>, basis: Option<&str>, scopes: &[Ty]) -> Option<Need> {
    let (text, span) = reader.must("path");
    let level = fields::level(reader)?;
    reader.bool("practice");
    let domestic = reader.string("article");
    let must_hold = reader.bool("must-hold");
    let mark = Mark(reader.string("mark").unwrap_or_default());
    let law = match (reader.value("law"), basis) {
        (Some((value, _)), Some(basis)) if !value.is_table() => BTreeMap::from([(basis.to_owned(), fields::articles(&value, &mark))]),
        (Some((value, _)), _) => fields::law(&value),
        (None, _) => BTreeMap::new(),
    };
    let condition = reader.value("when");
    reader.finish();
    let path = match compiler.path(&text, scopes) {
        Ok(path) => path,
        Err((code, args)) => {
            reader.problem(span, code, args);
            return None;
        }
    };
    if must_hold && path.target.kind() != Some(&Kind::Bool) {
        reader.problem(span, "MLA903", [("value", text), ("other", "`true`".to_owned())]);
    }
    let inner = holders(&path.text, scopes, compiler.catalogue);
    let when = match condition {
        Some((data, at)) => match compiler.pred(&data, &inner) {
            Ok(pred) => Some(pred),
            Err((code, args)) => {
                reader.problem(at, code, args);
                return None;
            }
        },
        None => None,
    };
    Some(Need { path: Some(path), level, when, law, must_hold, domestic })
}

/// The scopes from which a need's condition is looked up: the items that the path goes through, innermost first, then those around it.
pub(super) fn holders(path: &str, scopes: &[Ty], catalogue: &Catalogue) -> Vec<Ty> {
    let steps: Vec<&str> = path.split('.').collect();
    for (start, rest) in scopes.iter().map(|s| (s.clone(), scopes)).chain(std::iter::once((Ty::one(Shaped::Root), scopes))) {
        let mut ty = Ty { alts: start.alts.clone(), many: false };
        let mut found = Vec::new();
        let mut complete = true;
        for (n, text) in steps.iter().enumerate() {
            let (name, variant) = match text.split_once('[') {
                Some((name, v)) => (name, v.trim_end_matches(']')),
                None => (*text, ""),
            };
            let step = Step { name: name.to_owned(), variant: (!variant.is_empty()).then(|| variant.to_owned()) };
            let Some(next) = take(&ty, &step, catalogue) else {
                complete = false;
                break;
            };
            if n + 1 < steps.len() {
                found.insert(0, item_of(&next));
            }
            ty = next;
        }
        if complete {
            found.extend(rest.iter().cloned());
            return found;
        }
    }
    scopes.to_vec()
}

fn read_bases(data: &DataFiles, compiler: &Compiler<'_>, problems: &RefCell<Vec<Problem>>) -> BTreeMap<String, Basis> {
    let mut bases = BTreeMap::new();
    each_file(data, "forms/bases/", problems, |_, reader, stem| {
        let id = file_id(reader, stem);
        let bind = match reader.str("bind") {
            Some(("treaty", _)) => Bind::Treaty,
            Some(("scheme", _)) => Bind::Scheme,
            Some(("law", _)) => Bind::Law,
            Some(("guide", _)) => Bind::Guide,
            Some(("none", _)) => Bind::None,
            Some((other, span)) => {
                reader.problem(span, "MLA904", [("value", other.to_owned())]);
                Bind::Treaty
            }
            None => Bind::Treaty,
        };
        let table_of = |key| -> BTreeMap<String, Vec<Article>> {
            let Some(table) = reader.table(key) else { return BTreeMap::new() };
            table.entries().map(|(k, _, v)| (k.to_owned(), fields::articles(&v, &Mark::default()))).collect()
        };
        let in_force = reader.value("in-force").map(|(v, _)| match &v {
            Toml::Table(t) => {
                let date = t.get("date").map(|d| d.to_string().trim_matches('"').to_owned()).unwrap_or_default();
                (date, Mark(t.get("mark").and_then(Toml::as_str).unwrap_or("").to_owned()))
            }
            other => (other.to_string().trim_matches('"').to_owned(), Mark::default()),
        });
        let basis = Basis {
            bind,
            order: reader.int("order").unwrap_or(9999),
            adopted: reader.value("adopted").map(|(v, _)| v.to_string().trim_matches('"').to_owned()),
            in_force,
            requires: reader.strs("requires").into_iter().map(|(r, _)| r).collect(),
            named_by: reader.string("named-by"),
            region: reader.strs("region").into_iter().map(|(code, _)| code).collect(),
            warn: reader.string("warn"),
            document: documents::named(reader, compiler.catalogue),
            articles: table_of("articles"),
            values: values_of(reader),
            types: table_of("types"),
            needs: reader.tables("need").iter().filter_map(|n| read_need(n, compiler, Some(&id), &[])).collect(),
            id: id.clone(),
        };
        bases.insert(id, basis);
    });
    bases
}

fn values_of(reader: &Reader<'_>) -> BTreeMap<String, Toml> {
    reader.table("values").map(|t| t.entries().map(|(k, _, v)| (k.to_owned(), v)).collect()).unwrap_or_default()
}

fn read_states(data: &DataFiles, compiler: &Compiler<'_>, problems: &RefCell<Vec<Problem>>) -> BTreeMap<String, State> {
    let mut states = BTreeMap::new();
    each_file(data, "forms/states/", problems, |_, reader, stem| {
        let id = file_id(reader, stem);
        let state = State {
            languages: reader.strs("languages").into_iter().map(|(l, _)| l).collect(),
            channels: reader.strs("channels").into_iter().map(|(c, _)| c).collect(),
            urgent_channels: reader.strs("urgent-channels").into_iter().map(|(c, _)| c).collect(),
            as_of: reader.value("as-of").map(|(v, _)| v.to_string().trim_matches('"').to_owned()),
            source: reader.string("source"),
            act: reader.string("act"),
            values: values_of(reader),
            needs: reader.tables("need").iter().filter_map(|n| read_need(n, compiler, None, &[])).collect(),
            id: id.clone(),
        };
        states.insert(id, state);
    });
    states
}

fn read_rules(data: &DataFiles, compiler: &Compiler<'_>, problems: &RefCell<Vec<Problem>>) -> BTreeMap<Code, Rule> {
    let mut rules: BTreeMap<Code, Rule> = BTreeMap::new();
    each_file(data, "forms/rules/", problems, |_, reader, _| {
        for entry in reader.tables("rule") {
            let Some(rule) = read_rule(&entry, compiler) else { continue };
            entry.finish();
            if rules.contains_key(&rule.code) {
                entry.problem(entry.span, "MLA905", [("value", rule.code.to_string())]);
            }
            rules.insert(rule.code.clone(), rule);
        }
    });
    rules
}

fn read_rule(entry: &Reader<'_>, compiler: &Compiler<'_>) -> Option<Rule> {
    let (id, span) = entry.must("id");
    let Some(code) = Code::new(&id) else {
        entry.problem(span, "MLA904", [("value", id)]);
        return None;
    };
    let level = match entry.str("level") {
        Some(("error", _)) | None => Severity::Error,
        Some(("warning", _)) => Severity::Warning,
        Some(("info", _)) => Severity::Info,
        Some((other, span)) => {
            entry.problem(span, "MLA904", [("value", other.to_owned())]);
            Severity::Error
        }
    };
    let report = |span, fault: super::predicate::Fault| entry.problem(span, fault.0, fault.1);
    let mut scopes: Vec<Ty> = Vec::new();
    let mut each = None;
    if let Some((text, span)) = entry.str("each") {
        match compiler.path(text, &[]) {
            Ok(path) => {
                let mut all = vec![item_of(&path.target)];
                all.extend(holders(text, &[], compiler.catalogue));
                scopes = all;
                each = Some(path);
            }
            Err(fault) => report(span, fault),
        }
    }
    let pred = |key| {
        let (value, span) = entry.value(key)?;
        compiler.pred(&value, &scopes).map_err(|fault| report(span, fault)).ok()
    };
    let when = pred("when");
    let require = pred("require");
    let native = entry.bool("native");
    let at = entry.str("at").and_then(|(text, span)| compiler.path(text, &scopes).map_err(|f| report(span, f)).ok());
    let example = entry.value("example").and_then(|(value, span)| {
        let parsed = value.try_into::<RuleExample>();
        if let Err(error) = &parsed {
            entry.problem(span, "MLA901", [("value", error.to_string())]);
        }
        parsed.ok()
    });
    // A test in data shows the value that it is about; a test in Rust may show anything.
    let mut quotes: Vec<String> = entry.strs("quotes").into_iter().map(|(q, _)| q).collect();
    if require.is_some() && quotes.is_empty() {
        quotes.push("value".to_owned());
    }
    let test = match (require, native) {
        (Some(pred), _) => Test::Require(Box::new(pred)),
        (None, _) => Test::Native,
    };
    Some(Rule {
        code,
        name: entry.must("name").0,
        level,
        each,
        when,
        test,
        at,
        law: entry.value("law").map(|(v, _)| fields::law(&v)).unwrap_or_default(),
        practice: entry.bool("practice"),
        since: entry.string("since").unwrap_or_default(),
        bases: entry.strs("bases").into_iter().map(|(b, _)| b).collect(),
        states: entry.strs("states").into_iter().map(|(s, _)| s).collect(),
        quotes,
        example,
    })
}

impl Level {
    /// The level by its id.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        Some(match id {
            "must" => Self::Must,
            "where-possible" => Self::WherePossible,
            "advised" => Self::Advised,
            "optional" => Self::Optional,
            _ => return None,
        })
    }
}
