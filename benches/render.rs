//! How long a document takes, stage by stage: `cargo bench --bench render`.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used)]

mod support;

use divan::{Bencher, black_box};
use mla::case::CaseFile;
use mla::check::{Checked, NoFiles, Surroundings, check};
use mla::doc::model::Document;
use mla::doc::{Library, compose};
use mla::forms::FormSet;
use mla::lang::Lang;
use mla::render::Writer;
use mla::render::docx::Docx;
use mla::render::pdf::Pdf;
use mla::render::style::Style;
use mla::source::SourceFile;
use std::sync::LazyLock;

/// Numbers of cases: a short one, and one with most paragraphs.
const CASES: [usize; 2] = [0, 23];

static FORMS: LazyLock<FormSet> = LazyLock::new(|| FormSet::built_in().0);
static LIBRARY: LazyLock<Library> = LazyLock::new(|| Library::load(&FORMS).0);

fn main() {
    LazyLock::force(&LIBRARY);
    for n in CASES {
        assert!(!checked(&source(n)).report.has_errors(), "case {n} has errors");
    }
    divan::main();
}

fn source(n: usize) -> SourceFile {
    SourceFile::new("case.toml", support::case(n).unwrap())
}

fn checked(source: &SourceFile) -> Checked {
    check(&CaseFile::parse(source), &FORMS, &Surroundings { lang: Lang::EN, today: None, files: &NoFiles })
}

fn document(n: usize) -> Document {
    compose(&checked(&source(n)).outcome, &FORMS, &LIBRARY).unwrap()
}

#[divan::bench(sample_count = 10)]
fn load_forms() -> usize {
    let forms = FormSet::built_in().0;
    Library::load(&forms).1.len()
}

#[divan::bench(args = CASES, sample_count = 20)]
fn read_and_check(bencher: Bencher<'_, '_>, n: usize) {
    let source = source(n);
    bencher.bench(|| checked(black_box(&source)).report.counts());
}

#[divan::bench(args = CASES, sample_count = 20)]
fn compose_rows(bencher: Bencher<'_, '_>, n: usize) {
    let checked = checked(&source(n));
    bencher.bench(|| compose(black_box(&checked.outcome), &FORMS, &LIBRARY).unwrap().rows.len());
}

#[divan::bench(args = CASES, sample_count = 20)]
fn write_pdf(bencher: Bencher<'_, '_>, n: usize) {
    let (document, style) = (document(n), Style::default());
    bencher.bench(|| Pdf.write(black_box(&document), &style).unwrap().len());
}

#[divan::bench(args = CASES, sample_count = 20)]
fn write_docx(bencher: Bencher<'_, '_>, n: usize) {
    let (document, style) = (document(n), Style::default());
    bencher.bench(|| Docx.write(black_box(&document), &style).unwrap().len());
}
