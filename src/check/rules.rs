//! The rules that are written as data: once per case, or once per item of a list.

use super::eval::{Eval, Found, Scope};
use super::find::{Finder, cite_short};
use super::native::Pass;
use crate::case::Node;
use crate::forms::model::{Law, Rule, Test};
use crate::forms::path::FieldPath;
use crate::kind::Value;
use crate::source::Span;

/// Runs all declarative rules.
pub fn run(pass: &Pass<'_>, finder: &mut Finder<'_>) {
    let unknown_type = |scope: &[Scope<'_>]| {
        let record = scope.first().copied().flatten().and_then(Node::record);
        record.is_some_and(|r| r.section.as_deref() == Some("assistance") && r.variant.is_none())
    };
    for rule in pass.eval.forms.rules.values() {
        if !applies(rule, pass.eval) {
            continue;
        }
        let Test::Require(require) = &rule.test else { continue };
        let scopes: Vec<Vec<Scope<'_>>> = match &rule.each {
            Some(each) => items(pass, each),
            None => vec![Vec::new()],
        };
        for scope in scopes {
            // Nothing can be said about an item whose type nobody knows; that is a finding of its own.
            let silent = unknown_type(&scope) || rule.when.as_ref().is_some_and(|w| pass.eval.holds(w, &scope) != Some(true));
            if silent {
                continue;
            }
            if pass.eval.holds(require, &scope) == Some(false) {
                raise(pass, rule, &scope, finder);
            }
        }
    }
}

/// Whether a rule concerns the chosen bases and the requested State.
#[must_use]
pub fn applies(rule: &Rule, eval: &Eval<'_>) -> bool {
    let of_basis = rule.bases.is_empty() || rule.bases.iter().any(|b| eval.bases.contains(b));
    let of_state = rule.states.is_empty() || eval.state.is_some_and(|state| rule.states.contains(&state.id));
    of_basis && of_state
}

fn items<'a>(pass: &Pass<'a>, each: &FieldPath) -> Vec<Vec<Scope<'a>>> {
    let found = pass.eval.resolve(each, &[]);
    let nodes = found.into_iter().filter_map(|f| match f {
        Found::Node(node) => Some(node),
        _ => None,
    });
    if each.steps.len() > 1 {
        let way = FieldPath { steps: each.steps[..each.steps.len() - 1].to_vec(), ..each.clone() };
        let last =
            FieldPath { anchor: crate::forms::path::Anchor::Scope(0), steps: each.steps[each.steps.len() - 1..].to_vec(), ..each.clone() };
        let holders = pass.eval.nodes(&way, &[]);
        return holders
            .into_iter()
            .flat_map(|holder| {
                let inner = pass.eval.resolve(&last, &[Some(holder)]);
                inner.into_iter().filter_map(move |f| match f {
                    Found::Node(node) => Some(vec![Some(node), Some(holder)]),
                    _ => None,
                })
            })
            .map(|mut scope| {
                if let Some(Some(node)) = scope.first().copied() {
                    scope[0] = Some(pass.eval.follow(node));
                }
                scope
            })
            .collect();
    }
    nodes.map(|n| vec![Some(pass.eval.follow(n))]).collect()
}

fn raise(pass: &Pass<'_>, rule: &Rule, scope: &[Scope<'_>], finder: &mut Finder<'_>) {
    let item = scope.first().copied().flatten();
    let at = rule.at.as_ref().and_then(|path| pass.eval.nodes_unfollowed(path, scope).into_iter().next());
    let holder = rule.at.as_ref().and_then(|path| holder_of(pass, path, scope));
    let span = at.or(item).or(holder).map_or_else(|| pass.case.source().line_span(1), |n| n.span);
    let value = at.map(|n| shown(pass, n, finder.lang())).unwrap_or_default();
    let path = path_text(rule, item);
    let name = item.map(name_of).unwrap_or_default();
    let label = rule.at.as_ref().map(|p| p.text.clone()).unwrap_or_default();
    let today =
        pass.around.today.map(|day| Value::Date(day).show(finder.lang(), &pass.eval.forms.words, pass.header.original)).unwrap_or_default();
    let args = [
        ("value", value.as_str()),
        ("other", name.as_str()),
        ("item", name.as_str()),
        ("label", label.as_str()),
        ("path", path.as_str()),
        ("today", today.as_str()),
    ];
    let law = laws(pass, &rule.law, finder.lang());
    let found = finder.raise(rule.code.as_str(), span, (!path.is_empty()).then_some(path.as_str()), &args);
    found.law = law;
}

/// The articles of a rule in the chosen bases.
pub fn laws(pass: &Pass<'_>, law: &Law, lang: crate::lang::Lang) -> Vec<String> {
    let chosen = pass.header.bases.iter().filter_map(|b| law.get(b).map(|articles| (b, articles)));
    chosen.map(|(b, articles)| cite_short(pass.eval.forms, lang, b, articles)).collect()
}

fn holder_of<'a>(pass: &Pass<'a>, path: &FieldPath, scope: &[Scope<'a>]) -> Option<&'a Node> {
    let mut steps = path.steps.clone();
    while steps.pop().is_some() && !steps.is_empty() {
        let shorter = FieldPath { steps: steps.clone(), ..path.clone() };
        if let Some(node) = pass.eval.nodes(&shorter, scope).first() {
            return Some(node);
        }
    }
    None
}

fn path_text(rule: &Rule, item: Option<&Node>) -> String {
    let at = rule.at.as_ref().map(|p| p.text.as_str()).unwrap_or_default();
    let holder = item.and_then(Node::record).and_then(|r| Some(format!("{}[{}]", r.section.as_ref()?, r.id.as_ref()?)));
    match (holder, at.is_empty()) {
        (Some(holder), true) => holder,
        (Some(holder), false) if rule.at.as_ref().is_some_and(|p| p.anchor != crate::forms::path::Anchor::Root) => format!("{holder}.{at}"),
        _ => at.to_owned(),
    }
}

/// A value as it is shown in a finding, shortened.
pub fn shown(pass: &Pass<'_>, node: &Node, lang: crate::lang::Lang) -> String {
    let text = match node.value() {
        Some(value) => value.show(lang, &pass.eval.forms.words, pass.header.original),
        None => node
            .items()
            .iter()
            .filter_map(Node::value)
            .map(|v| v.show(lang, &pass.eval.forms.words, pass.header.original))
            .collect::<Vec<_>>()
            .join(", "),
    };
    let mut short: String = text.chars().take(80).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

/// An item as it is named in a finding: its id.
fn name_of(node: &Node) -> String {
    node.record().and_then(|r| r.id.clone()).unwrap_or_default()
}

/// The place of a node for findings about the whole case.
#[must_use]
pub fn top(pass: &Pass<'_>) -> Span {
    pass.case.source().line_span(1)
}
