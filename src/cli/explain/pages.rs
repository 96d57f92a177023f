//! Explanations of everything but fields.

use super::Page;
use super::speak::Speaker;
use crate::forms::model::{AssistanceType, Basis, Coercive, Field, Record, Rule, Section, SectionBody, Shape, State, Test};

pub(super) fn rule(speak: &Speaker<'_>, rule: &Rule) -> Page {
    let code = rule.code.as_str();
    let word = |part: &str| speak.maybe(&format!("rule.{code}.{part}"));
    let mut page = Page::new("rule", code, word("title"));
    page.add(speak, "name", [rule.name.clone()]);
    page.add(speak, "level", [speak.word(&format!("diag.{}", rule.level.id()))]);
    page.add(speak, "message", [word("message")]);
    page.add(speak, "why", [word("why")]);
    let practice = rule.practice && rule.law.is_empty();
    page.add(speak, "law", speak.law(&rule.law).into_iter().chain(practice.then(|| speak.word("explain.practice"))));
    page.add(speak, "only-for", rule.bases.iter().map(|id| format!("{id}  {}", speak.word(&format!("basis.{id}.name")))));
    page.add(speak, "each-item", rule.each.iter().map(|p| format!("`{p}`")));
    page.add(speak, "when", rule.when.iter().map(|w| speak.condition(w)));
    if let Test::Require(require) = &rule.test {
        page.add(speak, "require", [speak.condition(require)]);
    }
    page.add(speak, "fix", [word("fix")]);
    if let Some(example) = &rule.example {
        page.add(speak, "bad", [example.bad.trim_end().to_owned()]);
        page.add(speak, "good", [example.good.trim_end().to_owned()]);
    }
    page.add(speak, "since", [rule.since.clone()]);
    page
}

pub(super) fn assistance(speak: &Speaker<'_>, kind: &AssistanceType) -> Page {
    let words = format!("assistance.{}", kind.id);
    let mut page = Page::new("assistance", &kind.id, speak.word(&format!("{words}.title")));
    page.add(speak, "about", [speak.maybe(&format!("{words}.about"))]);
    let coercive = match &kind.coercive {
        Coercive::Fixed(true) => speak.word("explain.coercive-yes"),
        Coercive::Fixed(false) => speak.word("explain.coercive-no"),
        Coercive::When(when) => speak.fill("explain.if", &[("value", &speak.condition(when))]),
    };
    page.add(speak, "coercive", [coercive]);
    let by_basis = speak.forms.bases_in_order().into_iter().filter_map(|basis| {
        let articles = basis.types.get(&kind.id).or_else(|| kind.law.get(&basis.id))?;
        Some(speak.articles(&basis.id, articles))
    });
    page.add(speak, "law", by_basis);
    let own = speak.forms.catalogue.types.get(&kind.id).map(Vec::as_slice).unwrap_or_default();
    page.add(speak, "fields", own.iter().map(|f| field_line(speak, f)));
    page.add(speak, "common-fields", speak.forms.catalogue.item_fields().iter().map(|f| field_line(speak, f)));
    page.add(speak, "also-demands", kind.needs.iter().filter_map(|n| Some(format!("`{}`  {}", n.path.as_ref()?, speak.need(n)))));
    page
}

pub(super) fn basis(speak: &Speaker<'_>, basis: &Basis) -> Page {
    let word = |part: &str| speak.maybe(&format!("basis.{}.{part}", basis.id));
    let mut page = Page::new("basis", &basis.id, word("name"));
    page.add(speak, "about", [word("about"), word("scope"), word("instrument")]);
    let adopted = basis.adopted.iter().map(|date| speak.fill("explain.adopted", &[("value", date)]));
    let in_force = basis.in_force.iter().map(|(date, mark)| {
        let text = speak.fill("explain.in-force", &[("value", date)]);
        format!("{text} ({})", speak.mark(mark))
    });
    page.add(speak, "dates", adopted.chain(in_force));
    page.add(speak, "warning", basis.warn.iter().map(|key| speak.word(key)));
    page.add(speak, "requires", basis.requires.iter().map(|id| format!("{id}  {}", speak.word(&format!("basis.{id}.name")))));
    page.add(speak, "articles", basis.articles.iter().map(|(key, articles)| format!("{key}: {}", speak.articles(&basis.id, articles))));
    page.add(
        speak,
        "values",
        basis.values.iter().map(|(key, value)| match value.as_str() {
            Some(text) => format!("{key}: {text}"),
            None => format!("{key}: {value}"),
        }),
    );
    let covers = basis.types.iter().map(|(id, articles)| {
        let title = speak.maybe(&format!("assistance.{id}.title"));
        let title = if title.is_empty() { speak.word("explain.no-form-yet") } else { title };
        format!("{id}  {title}: {}", speak.articles(&basis.id, articles))
    });
    page.add(speak, "covers", covers);
    page.add(speak, "demands", basis.needs.iter().filter_map(|n| Some(format!("`{}`  {}", n.path.as_ref()?, speak.need(n)))));
    page
}

pub(super) fn section(speak: &Speaker<'_>, section: &Section) -> Page {
    let words = format!("section.{}", section.id);
    let mut page = Page::new("section", &section.id, speak.word(&format!("{words}.title")));
    page.add(speak, "about", [speak.maybe(&format!("{words}.about"))]);
    let header = match &section.body {
        SectionBody::Table(_) => format!("[{}]", section.id),
        SectionBody::List(_) | SectionBody::Variants(_) => format!("[[{}]]", section.id),
    };
    page.add(speak, "in-file", [header]);
    page.add(speak, "required", super::field::required(speak, &section.needs, &section.id));
    let fields = speak.forms.catalogue.section_fields(&section.id);
    page.add(speak, "fields", fields.iter().map(|f| field_line(speak, f)));
    page
}

pub(super) fn record(speak: &Speaker<'_>, record: &Record) -> Page {
    let words = format!("record.{}", record.id);
    let mut page = Page::new("record", &record.id, speak.word(&format!("{words}.title")));
    page.add(speak, "about", [speak.maybe(&format!("{words}.about"))]);
    page.add(speak, "in-file", speak.forms.catalogue.lists_of(&record.id).map(|s| format!("[[{}]]", s.id)));
    page.add(speak, "fields", record.fields.iter().map(|f| field_line(speak, f)));
    page
}

pub(super) fn state(speak: &Speaker<'_>, state: &State) -> Page {
    let name = speak.word(&format!("country.{}", state.id.to_uppercase()));
    let mut page = Page::new("state", &state.id, name);
    page.add(speak, "languages", state.languages.iter().map(|l| format!("{l}  {}", speak.word(&format!("language.{l}")))));
    page.add(speak, "demands", state.needs.iter().filter_map(|n| Some(format!("`{}`  {}", n.path.as_ref()?, speak.need(n)))));
    page.add(speak, "source", state.source.iter().chain(&state.as_of).cloned());
    page
}

/// A field in a list: name, label, kind, how strongly it is wanted.
fn field_line(speak: &Speaker<'_>, field: &Field) -> String {
    let levels = field.needs.iter().map(|n| {
        let level = speak.level(n.level);
        if n.when.is_some() { speak.fill("explain.sometimes", &[("value", &level)]) } else { level }
    });
    let mut levels: Vec<String> = levels.collect();
    levels.dedup();
    let level = if levels.is_empty() { speak.word("explain.strength.optional") } else { levels.join(", ") };
    let kind = match &field.shape {
        Shape::Scalar(kind) => kind.id().to_owned(),
        Shape::Record(id) => id.clone(),
    };
    let kind = if field.list { format!("[{kind}]") } else { kind };
    format!("{:<24} {:<14} {}  ({level})", field.name, kind, speak.label(&field.words))
}
