//! What the effective form of a case wants and the case does not have: the demands of its sections, records, assistance types, bases
//! and of the requested State, merged for each missing value. The checker reports these; the interview asks them.

use super::eval::{Eval, Scope};
use super::walk;
use crate::case::{Node, Record};
use crate::forms::model::{Article, Field, Level, Need, Section, SectionBody, Shape};
use crate::forms::path::{Anchor, FieldPath, Shaped, Step, Ty, take};
use crate::source::Span;
use std::collections::BTreeMap;

/// A value that is wanted and missing.
#[derive(Debug, Clone)]
pub struct OpenNeed {
    /// Its path, items by id: `persons[p1].nationalities`.
    pub path: String,
    /// Prefix of the field's words; for a whole list section `section.<id>`.
    pub words: String,
    /// How strongly it is wanted: the strongest of all who want it.
    pub level: Level,
    /// The articles of all chosen bases that want it, basis by basis in the order chosen.
    pub law: Vec<(String, Vec<Article>)>,
    /// Whether the profile of the requested State wants it.
    pub of_state: bool,
    /// The provisions of the law of that State that want it.
    pub domestic: Vec<String>,
    /// The nearest place in the file: the table that should hold it.
    pub span: Span,
    /// Whether that table is there at all.
    pub holder_present: bool,
    /// Place of its section in the order of asking.
    pub order: i64,
    /// Whether it is a promise that is there and not given.
    denied: bool,
}

/// A holder of fields while a path is spread out.
#[derive(Clone)]
struct At<'a> {
    node: Option<&'a Node>,
    path: String,
    span: Span,
    scopes: Vec<Scope<'a>>,
    /// Whether it is the place of a promise that is not given.
    denied: bool,
}

/// Everything that is open, and the promises that are demanded and answered with no, each in the order of the form.
#[must_use]
pub fn unmet(eval: &Eval<'_>) -> (Vec<OpenNeed>, Vec<OpenNeed>) {
    let mut open = Collector { eval, found: BTreeMap::new(), order: Vec::new(), of_state: false };
    for section in &eval.forms.catalogue.sections {
        open.section(section);
    }
    for basis in eval.bases {
        if let Some(basis) = eval.forms.bases.get(basis) {
            basis.needs.iter().for_each(|n| open.demand(n, &[]));
        }
    }
    if let Some(state) = eval.state {
        open.of_state = true;
        state.needs.iter().for_each(|n| open.demand(n, &[]));
        open.of_state = false;
    }
    for item in eval.tree.items("assistance") {
        let kind = item.record().and_then(|r| r.variant.as_ref()).and_then(|v| eval.forms.types.get(v));
        for need in kind.iter().flat_map(|k| &k.needs) {
            open.demand(need, &[Some(item)]);
        }
    }
    open.finish().into_iter().partition(|need| !need.denied)
}

struct Collector<'e, 'a> {
    eval: &'e Eval<'a>,
    found: BTreeMap<String, OpenNeed>,
    order: Vec<String>,
    /// Whether the demands at hand are those of the requested State.
    of_state: bool,
}

impl<'a> Collector<'_, 'a> {
    fn section(&mut self, section: &Section) {
        let eval = self.eval;
        let node = eval.tree.section(&section.id);
        let words = format!("section.{}", section.id);
        let at = At { node: Some(&eval.tree.root), path: String::new(), span: Span::default(), scopes: Vec::new(), denied: false };
        for need in &section.needs {
            if let Some(at) = self.lacking(&at, node, need) {
                self.want(&at, &section.id, &words, need, &[], section.order);
            }
        }
        match (&section.body, node) {
            (SectionBody::Table(fields), node) => {
                let span = node.map_or_else(Span::default, |n| n.span);
                let at = At { node, path: section.id.clone(), span, scopes: vec![node], denied: false };
                self.fields(&at, &fields.iter().collect::<Vec<_>>(), section.order);
            }
            (_, Some(node)) => {
                for (n, item) in node.items().iter().enumerate() {
                    let Some(record) = item.record() else { continue };
                    let path = walk::item_path(&section.id, record, n);
                    let fields = walk::fields_of_item(eval.forms, &section.id, record);
                    let at = At { node: Some(item), path, span: item.span, scopes: vec![Some(item)], denied: false };
                    self.fields(&at, &fields, section.order);
                }
            }
            (_, None) => {}
        }
    }

    fn fields(&mut self, at: &At<'a>, fields: &[&Field], order: i64) {
        let record = at.node.and_then(Node::record);
        for field in fields {
            let value = record.and_then(|r| r.get(&field.name));
            for need in &field.needs {
                if let Some(at) = self.lacking(at, value, need) {
                    self.want(&at, &field.name, &field.words, need, &at.scopes, order);
                }
            }
            let Shape::Record(id) = &field.shape else { continue };
            let inner: Vec<&Field> = self.eval.forms.catalogue.record_fields(id).iter().collect();
            for (n, node) in value.iter().flat_map(|v| v.items()).enumerate() {
                if node.record().is_none() {
                    continue;
                }
                let path = if field.list { format!("{}.{}[{n}]", at.path, field.name) } else { format!("{}.{}", at.path, field.name) };
                let at = At {
                    node: Some(node),
                    path,
                    span: if field.list { node.span } else { node.key },
                    scopes: vec![Some(node)],
                    denied: false,
                };
                self.fields(&at, &inner, order);
            }
        }
    }

    /// Whether a value does not do what a need wants; if so, where that is shown.
    fn lacking(&self, at: &At<'a>, value: Option<&Node>, need: &Need) -> Option<At<'a>> {
        let Some(value) = value.filter(|v| v.is_present()) else { return Some(at.clone()) };
        let denied = need.must_hold && value.value() == Some(&crate::kind::Value::Bool(false));
        // What a treaty wants binds only those who rely on it.
        let binds = || need.law.is_empty() || self.eval.bases.iter().any(|b| need.law.contains_key(b));
        (denied && binds()).then(|| At { span: value.span, denied: true, ..at.clone() })
    }

    fn want(&mut self, at: &At<'a>, name: &str, words: &str, need: &Need, scopes: &[Scope<'a>], order: i64) {
        if need.level == Level::Optional {
            return;
        }
        if need.when.as_ref().is_some_and(|w| self.eval.holds(w, scopes) != Some(true)) {
            return;
        }
        let path = if at.path.is_empty() { name.to_owned() } else { format!("{}.{name}", at.path) };
        if self.eval.forms.catalogue.documents.get(self.eval.document).is_some_and(|document| document.spares(&path)) {
            return;
        }
        let entry = self.found.entry(path.clone()).or_insert_with(|| {
            self.order.push(path.clone());
            OpenNeed {
                path,
                words: words.to_owned(),
                level: need.level,
                law: Vec::new(),
                of_state: false,
                domestic: Vec::new(),
                span: at.span,
                holder_present: at.node.is_some() && !at.path.is_empty(),
                order,
                denied: at.denied,
            }
        });
        entry.level = entry.level.max(need.level);
        entry.of_state |= self.of_state;
        entry.domestic.extend(need.domestic.clone().filter(|article| !entry.domestic.contains(article)));
        for basis in self.eval.bases {
            let mut articles: Vec<Article> = need.law.get(basis).cloned().unwrap_or_default();
            if let Some(user) = articles.iter().position(|a| a.number.starts_with('@')) {
                let key = articles[user].number[1..].to_owned();
                articles.remove(user);
                articles.extend(self.eval.user_article(basis, &key));
            }
            if articles.is_empty() {
                continue;
            }
            match entry.law.iter_mut().find(|(b, _)| b == basis) {
                Some((_, known)) => {
                    for article in articles {
                        if !known.iter().any(|k| k.number == article.number) {
                            known.push(article);
                        }
                    }
                }
                None => entry.law.push((basis.clone(), articles)),
            }
        }
    }

    /// A need on a path of its own: it holds for every holder that the path reaches.
    fn demand(&mut self, need: &Need, around: &[Scope<'a>]) {
        let Some(path) = &need.path else { return };
        let Some((way, last)) = path.split_last() else { return };
        let (start, mut ty) = match path.anchor {
            Anchor::Root => {
                let at = At {
                    node: Some(&self.eval.tree.root),
                    path: String::new(),
                    span: Span::default(),
                    scopes: around.to_vec(),
                    denied: false,
                };
                (at, Ty::one(Shaped::Root))
            }
            Anchor::Scope(n) => {
                let Some(node) = around.get(n).copied().flatten() else { return };
                let Some(record) = node.record() else { return };
                let section = record.section.as_deref().unwrap_or("");
                let at =
                    At { node: Some(node), path: self.path_of(section, record), span: node.span, scopes: around.to_vec(), denied: false };
                (at, Ty::one(Shaped::Item(record.variant.clone())))
            }
        };
        let mut holders = vec![start];
        for step in way {
            holders = holders.into_iter().flat_map(|h| self.step(&h, step, &ty)).collect();
            match take(&ty, step, &self.eval.forms.catalogue) {
                Some(next) => ty = next,
                None => return,
            }
        }
        let order = self.order_of(path);
        for at in holders {
            let record = at.node.and_then(Node::record);
            let value = record.and_then(|r| r.get(&last.name));
            let value = value.filter(|v| match &last.variant {
                Some(variant) => v.items().iter().any(|i| i.record().is_some_and(|r| r.variant.as_ref() == Some(variant))),
                None => true,
            });
            let Some(at) = self.lacking(&at, value, need) else { continue };
            if let Some(words) = self.words_of(&ty, &last.name, record) {
                self.want(&at, &last.name, &words, need, &at.scopes, order);
            }
        }
    }

    fn path_of(&self, section: &str, record: &Record) -> String {
        let at = self.eval.tree.items(section).iter().position(|n| n.record().is_some_and(|r| std::ptr::eq(r, record)));
        walk::item_path(section, record, at.unwrap_or(0))
    }

    fn step(&self, from: &At<'a>, step: &Step, ty: &Ty) -> Vec<At<'a>> {
        let single = Ty { alts: ty.alts.clone(), many: false };
        let many = take(&single, step, &self.eval.forms.catalogue).is_some_and(|t| t.many);
        let found = from.node.and_then(Node::record).and_then(|r| r.get(&step.name));
        let Some(found) = found else {
            if many || from.node.is_some_and(|n| n.record().is_some_and(|r| r.section.is_some())) && from.path.is_empty() {
                return Vec::new();
            }
            let path = if from.path.is_empty() { step.name.clone() } else { format!("{}.{}", from.path, step.name) };
            let mut scopes = vec![None];
            scopes.extend_from_slice(&from.scopes);
            return vec![At { node: None, path, span: from.span, scopes, denied: false }];
        };
        let mut out = Vec::new();
        for (n, item) in found.items().iter().enumerate() {
            let target = self.eval.follow(item);
            let Some(record) = target.record() else { continue };
            if step.variant.is_some() && record.variant != step.variant {
                continue;
            }
            let path = match &record.section {
                Some(section) => self.path_of(section, record),
                None if from.path.is_empty() => step.name.clone(),
                None if found.items().len() > 1 || matches!(found.data, crate::case::Data::List(_)) => {
                    format!("{}.{}[{n}]", from.path, step.name)
                }
                None => format!("{}.{}", from.path, step.name),
            };
            let mut scopes = vec![Some(target)];
            scopes.extend_from_slice(&from.scopes);
            let span = if record.section.is_some() || from.path.is_empty() { target.span } else { target.key };
            out.push(At { node: Some(target), path, span, scopes, denied: false });
        }
        out
    }

    fn words_of(&self, holder: &Ty, name: &str, record: Option<&Record>) -> Option<String> {
        let catalogue = &self.eval.forms.catalogue;
        if holder.alts == [Shaped::Root] {
            return Some(format!("section.{name}"));
        }
        if let Some(variant) = record.and_then(|r| r.variant.as_ref()) {
            let field = catalogue.item_fields().iter().chain(catalogue.types.get(variant)?).find(|f| f.name == name);
            return field.map(|f| f.words.clone());
        }
        holder.alts.iter().find_map(|alt| {
            let fields = match alt {
                Shaped::Section(id) => catalogue.section_fields(id),
                Shaped::Record(id) => {
                    let other = record.and_then(|r| r.section.as_deref()).is_some_and(|s| !catalogue.lists_of(id).any(|l| l.id == s));
                    if other { &[] } else { catalogue.record_fields(id) }
                }
                Shaped::Scalar(crate::kind::Kind::Ref { to }) => {
                    let section = record.and_then(|r| r.section.as_deref());
                    let id = to.iter().find(|r| section.is_none_or(|s| catalogue.lists_of(r).any(|l| l.id == s)))?;
                    catalogue.record_fields(id)
                }
                _ => &[],
            };
            fields.iter().find(|f| f.name == name).map(|f| f.words.clone())
        })
    }

    fn order_of(&self, path: &FieldPath) -> i64 {
        let section = match path.anchor {
            Anchor::Root => path.steps.first().map(|s| s.name.as_str()),
            Anchor::Scope(_) => Some("assistance"),
        };
        section.and_then(|s| self.eval.forms.catalogue.section(s)).map_or(9999, |s| s.order)
    }

    fn finish(mut self) -> Vec<OpenNeed> {
        let mut all: Vec<OpenNeed> = self.order.iter().filter_map(|p| self.found.remove(p)).collect();
        all.sort_by_key(|n| n.order);
        all
    }
}
