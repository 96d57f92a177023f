//! Findings for people: the lines in question with marks under them, the law, and what to do.

use super::place::Place;
use super::{EmitWords, Findings, Options, bidi};
use crate::diag::{Diagnostic, Severity};
use crate::source::{SourceFile, Span};
use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};
use std::borrow::Cow;
use std::collections::BTreeSet;

/// Narrowest line that still shows something useful, in columns.
const MIN_WIDTH: usize = 40;

/// All findings, a blank line after each, and the summary.
pub(super) fn emit(findings: &Findings<'_>, options: &Options<'_>) -> String {
    let renderer = if options.colour { Renderer::styled().hyperlink(false) } else { Renderer::plain() };
    let renderer = renderer.decor_style(DecorStyle::Ascii).term_width(options.width.max(MIN_WIDTH));
    let mut out = String::new();
    let mut explained = BTreeSet::new();
    for (file, d) in findings.listed(options.show_info) {
        // Said once a code: the hundredth repetition tells nobody anything.
        let explain = if explained.insert(&d.code) { options.words.explain(d.code.as_str()) } else { None };
        out.push_str(&finding(&renderer, file, d, explain, options.words));
        out.push_str("\n\n");
    }
    out.push_str(&bidi::clean(&options.words.summary(&findings.totals())));
    out.push('\n');
    out
}

fn finding(renderer: &Renderer, file: &SourceFile, d: &Diagnostic, explain: Option<String>, words: &dyn EmitWords) -> String {
    let name = bidi::one_line(file.name());
    let mut group = level(d.severity)
        .with_name(words.severity(d.severity))
        .primary_title(d.message.as_str())
        .id(d.code.as_str())
        .elements(file.text().is_empty().then(|| Origin::path(name.clone()).line(1).char_column(1)))
        .elements((!file.text().is_empty()).then(|| Quote::of(file, d).snippet().path(name)));
    let groups = [(Level::NOTE, words.law(), &d.law), (Level::HELP, words.help(), &d.help), (Level::NOTE, words.note(), &d.notes)];
    for (level, word, texts) in groups {
        group = group.elements(texts.iter().map(|text| level.clone().with_name(word).message(bidi::clean(text))));
    }
    group = group.elements(explain.map(|text| Level::NOTE.with_name(words.note()).message(bidi::clean(&text))));
    bidi::isolate_lines(&bidi::replace_c1(&renderer.render(&[group])))
}

const fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Info => Level::INFO,
        Severity::Warning => Level::WARNING,
        Severity::Error => Level::ERROR,
    }
}

/// The lines a finding is about, and what is marked in them. Laying out a whole file for each of its findings would cost the
/// square of its size.
struct Quote<'a> {
    text: Cow<'a, str>,
    first_line: usize,
    marks: Vec<(Span, AnnotationKind, String)>,
}

impl<'a> Quote<'a> {
    fn of(file: &'a SourceFile, d: &Diagnostic) -> Self {
        let mut places = vec![(Place::of(file, d.span), AnnotationKind::Primary, d.label.as_str())];
        places.extend(d.related.iter().map(|l| (Place::of(file, l.span), AnnotationKind::Context, l.text.as_str())));
        let first_line = places.iter().map(|(p, ..)| p.start.line).min().unwrap_or(1);
        let last_line = places.iter().map(|(p, ..)| p.end.line).max().unwrap_or(1);
        let lines = Span::new(file.line_span(first_line).start, file.line_span(last_line).end);
        let text = file.slice(lines);
        let touched = places.iter().map(|(p, ..)| p.span.start).max().unwrap_or_default() - lines.start;
        let text = match text.strip_suffix('\r') {
            // The line break of a Windows file is left outside with its other half, unless it is what the finding is about.
            Some(line) if touched <= line.len() => Cow::Borrowed(line),
            // An empty last line is no line to the renderer, which would point at the end of the one before.
            _ if text.ends_with('\n') => Cow::Owned(format!("{text} ")),
            _ => Cow::Borrowed(text),
        };
        let marks = places
            .into_iter()
            .map(|(p, kind, label)| {
                let inside = |at: usize| at.clamp(lines.start, lines.start + text.len()) - lines.start;
                (Span::new(inside(p.span.start), inside(p.span.end)), kind, bidi::one_line(label))
            })
            .collect();
        Self { text, first_line, marks }
    }

    fn snippet(self) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
        let marks = self.marks.into_iter().map(|(span, kind, label)| {
            let mark = kind.span(span.range());
            if label.is_empty() { mark } else { mark.label(label) }
        });
        Snippet::source(self.text).line_start(self.first_line).annotations(marks)
    }
}
