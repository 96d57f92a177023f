//! What the formats look like, and what must hold for any input.

use super::*;
use crate::diag::{Code, Label};
use crate::source::Span;

/// English, as the words of the data would say it.
struct English;

impl EmitWords for English {
    fn severity(&self, severity: Severity) -> &str {
        severity.id()
    }
    fn law(&self) -> &str {
        "law"
    }
    fn help(&self) -> &str {
        "help"
    }
    fn note(&self) -> &str {
        "note"
    }
    fn summary(&self, t: &Totals) -> String {
        let Counts { errors, warnings, .. } = t.counts;
        format!("{errors} errors, {warnings} warnings in {} of {} files", t.files_with_findings, t.files)
    }
    fn explain(&self, code: &str) -> Option<String> {
        Some(format!("`mla explain {code}`"))
    }
}

/// Arabic, whose words run the other way.
struct Arabic;

impl EmitWords for Arabic {
    fn severity(&self, _: Severity) -> &str {
        "خطأ"
    }
    fn law(&self) -> &str {
        "القانون"
    }
    fn help(&self) -> &str {
        "مساعدة"
    }
    fn note(&self) -> &str {
        "ملاحظة"
    }
    fn summary(&self, t: &Totals) -> String {
        format!("أخطاء: {}", t.counts.errors)
    }
}

const CASE: &str = "\
reference = \"12 Js 345/24\"

[[persons]]
name = \"Иван Петров\"

[[facts]]
id = \"f3\"
en = \"On 5 March 2024 the account was emptied.\"
";

fn options(words: &dyn EmitWords) -> Options<'_> {
    Options { colour: false, width: 100, show_info: false, with_source: false, words }
}

fn finding(severity: Severity, code: &str, span: Span, message: &str) -> Diagnostic {
    Diagnostic {
        code: Code::new(code).unwrap(),
        name: "some-rule".into(),
        severity,
        message: message.into(),
        path: None,
        span,
        label: String::new(),
        related: Vec::new(),
        law: Vec::new(),
        help: Vec::new(),
        notes: Vec::new(),
        quoting: Vec::new(),
    }
}

/// The first place of some text in a source.
fn span(text: &str, part: &str) -> Span {
    let start = text.find(part).unwrap();
    Span::new(start, start + part.len())
}

fn fixture() -> (SourceFile, Report, SourceFile, Report) {
    let missing = Diagnostic {
        name: "facts-missing-translation".into(),
        path: Some("facts[0].fr".into()),
        label: "given in English only".into(),
        related: vec![Label { span: span(CASE, "[[facts]]"), text: "this paragraph".into() }],
        law: vec!["1959 Convention, art. 16(2), and the declaration of Switzerland".into()],
        help: vec!["add `fr = \"...\"`, or run `mla new case.toml --only facts`".into()],
        ..finding(
            Severity::Error,
            "MLA501",
            Span::new(CASE.find("en = ").unwrap(), CASE.find(" = \"On").unwrap()),
            "paragraph `f3` of the facts has no French text",
        )
    };
    let nationality = Diagnostic {
        name: "person-without-nationality".into(),
        law: vec!["UNCAC, art. 46(15)(d)".into(), "1959 Convention, art. 14(1)(c)".into()],
        notes: vec!["100 % of the fields: a, b".into()],
        ..finding(Severity::Warning, "MLA301", span(CASE, "Иван Петров"), "the person has no nationality")
    };
    let advice = finding(Severity::Info, "MLA410", span(CASE, "reference"), "the reference has no year in full");
    let report = Report::new(vec![missing, nationality, advice]);
    (SourceFile::new("cases/дело 1.toml", CASE), report, SourceFile::new("b.toml", "x = 1\n"), Report::default())
}

fn shown(format: Format, change: impl FnOnce(&mut Options<'_>)) -> String {
    let (file, report, clean, nothing) = fixture();
    let findings = Findings { files: vec![(&file, &report), (&clean, &nothing)] };
    let mut options = options(&English);
    change(&mut options);
    emit(format, &findings, &options).unwrap()
}

/// One finding in full.
fn full(text: &str, d: Diagnostic, words: &dyn EmitWords) -> String {
    let (file, report) = (SourceFile::new("case.toml", text), Report::new(vec![d]));
    emit(Format::Full, &Findings { files: vec![(&file, &report)] }, &options(words)).unwrap()
}

fn error(text: &str, part: &str) -> Diagnostic {
    Diagnostic { label: "here".into(), ..finding(Severity::Error, "MLA201", span(text, part), "wrong") }
}

#[test]
fn every_format_of_the_same_findings() {
    insta::assert_snapshot!("full", shown(Format::Full, |_| {}));
    insta::assert_snapshot!("full_with_info", shown(Format::Full, |o| o.show_info = true));
    insta::assert_snapshot!("full_in_colour", shown(Format::Full, |o| o.colour = true).replace('\u{1b}', "ESC"));
    insta::assert_snapshot!("concise", shown(Format::Concise, |o| o.show_info = true));
    insta::assert_snapshot!("concise_in_colour", shown(Format::Concise, |o| o.colour = true).replace('\u{1b}', "ESC"));
    insta::assert_snapshot!("json", shown(Format::Json, |o| o.show_info = true));
    insta::assert_snapshot!("json_with_source", shown(Format::Json, |o| o.with_source = true));
    insta::assert_snapshot!("sarif", shown(Format::Sarif, |o| o.show_info = true).replace(env!("CARGO_PKG_VERSION"), "VERSION"));
    insta::assert_snapshot!("github", shown(Format::Github, |o| o.show_info = true));
    insta::assert_snapshot!("github_with_source", shown(Format::Github, |o| o.with_source = true));
}

#[test]
fn formats_for_programs_quote_the_case_only_when_asked() {
    for format in [Format::Concise, Format::Json, Format::Sarif, Format::Github] {
        let text = shown(format, |o| o.show_info = true);
        for secret in ["Петров", "12 Js", "emptied"] {
            assert!(!text.contains(secret), "{format} shows {secret}");
        }
    }
    for format in [Format::Json, Format::Sarif, Format::Github] {
        assert!(shown(format, |o| o.with_source = true).contains("Петров"), "{format}");
    }
}

#[test]
fn advice_is_counted_but_listed_only_when_asked() {
    for format in Format::ALL {
        assert!(!shown(format, |_| {}).contains("MLA410"), "{format}");
        assert!(shown(format, |o| o.show_info = true).contains("MLA410"), "{format}");
    }
    assert!(shown(Format::Json, |_| {}).contains("\"infos\": 1"));
}

#[test]
fn scripts_of_the_world() {
    let cjk = "name = \"東京都 山田\" # 名前\n";
    insta::assert_snapshot!("full_cjk", full(cjk, error(cjk, "山田"), &English));
    let long = format!("name = \"{}山田{}\"\n", "東京都".repeat(60), "東京都".repeat(60));
    insta::assert_snapshot!("full_cjk_long", full(&long, error(&long, "山田"), &English));
    let tabs = "\t\tname\t=\t\"x\"\r\nnext = 1\r\n";
    insta::assert_snapshot!("full_tabs", full(tabs, error(tabs, "\"x\""), &English));
    let arabic = "name = \"محمد بن علي\"\n";
    let mut d = error(arabic, "\"محمد بن علي\"");
    d.law = vec!["UNCAC, art. 46".into()];
    insta::assert_snapshot!("full_arabic_source", full(arabic, d.clone(), &English));
    let (file, report) = (SourceFile::new("قضية.toml", arabic), Report::new(vec![d.clone()]));
    let coloured = Options { colour: true, ..options(&English) };
    let findings = Findings { files: vec![(&file, &report)] };
    let text = emit(Format::Full, &findings, &coloured).unwrap();
    insta::assert_snapshot!("full_arabic_in_colour", text.replace('\u{1b}', "ESC"));
    (d.message, d.label, d.help) = ("القيمة `x` خاطئة".into(), "هنا".into(), vec!["اكتب `name`".into()]);
    insta::assert_snapshot!("full_arabic_words", full(arabic, d.clone(), &Arabic));
    let report = Report::new(vec![d]);
    let findings = Findings { files: vec![(&file, &report)] };
    insta::assert_snapshot!("concise_arabic", emit(Format::Concise, &findings, &options(&Arabic)).unwrap());
}

#[test]
fn shapes_of_places() {
    insta::assert_snapshot!("full_empty_file", full("", finding(Severity::Error, "MLA001", Span::new(0, 0), "empty"), &English));
    let text = "a = 1\nb = \n";
    let at = |start, end| Diagnostic { label: "here".into(), ..finding(Severity::Error, "MLA001", Span::new(start, end), "wrong") };
    insta::assert_snapshot!("full_end_of_file", full(text, at(text.len(), text.len()), &English));
    insta::assert_snapshot!("full_end_without_line_break", full("a = 1\nb =", at(9, 9), &English));
    let lines: String = (1..=30).map(|n| format!("line {n}\n")).collect();
    insta::assert_snapshot!("full_multi_line", full(&lines, at(5, lines.find("line 20").unwrap() + 6), &English));
    let windows = "a = 1\r\nb = [\r\n2,\r\n]\r\n";
    insta::assert_snapshot!("full_windows_lines", full(windows, at(11, windows.len() - 2), &English));
    let few = "facts = '''\nOne.\nTwo.\n'''\nx = 1\n";
    insta::assert_snapshot!("full_few_lines", full(few, error(few, "'''\nOne.\nTwo.\n'''"), &English));
}

#[test]
fn long_lines_are_cut() {
    let long = format!("en = \"{}target {}\"\n", "слово ".repeat(100), "word ".repeat(100));
    insta::assert_snapshot!("full_long_line", full(&long, error(&long, "target"), &English));
    insta::assert_snapshot!("full_long_span", full(&long, error(&long, long.trim_end().strip_prefix("en = ").unwrap()), &English));
    let huge = format!("en = \"{}target {}\"\n", "слово ".repeat(300_000), "word ".repeat(300_000));
    let mut d = error(&huge, "target");
    insta::assert_snapshot!("full_huge_line", full(&huge, d.clone(), &English));
    d.span = Span::new(5, huge.len() - 1);
    assert!(full(&huge, d, &English).lines().all(|l| l.chars().count() <= 120));
}

#[test]
fn a_terminal_obeys_nothing_that_stands_in_a_file() {
    let nasty = "\u{1b}[2J \u{9b}2J \u{7} \u{202e}abc";
    let mut d = error(nasty, "abc");
    for text in [&mut d.message, &mut d.label] {
        *text = format!("{nasty}\nx");
    }
    (d.law, d.help, d.notes) = (vec![nasty.into()], vec![nasty.into()], vec![nasty.into()]);
    let (file, report) = (SourceFile::new(format!("{nasty}\n.toml"), nasty), Report::new(vec![d]));
    let findings = Findings { files: vec![(&file, &report)] };
    for format in Format::ALL {
        let text = emit(format, &findings, &options(&English)).unwrap();
        // JSON has escapes of its own for these; what it cannot write plainly it does not.
        let bad = |c: char| {
            c == '\u{1b}' || c == '\u{7}' || (!matches!(format, Format::Json | Format::Sarif) && matches!(c, '\u{9b}' | '\u{202e}'))
        };
        assert!(!text.contains(bad), "{format}: {text:?}");
    }
    assert_eq!(emit(Format::Concise, &findings, &options(&English)).unwrap().lines().count(), 1);
    assert_eq!(emit(Format::Github, &findings, &options(&English)).unwrap().lines().count(), 1);
}

#[test]
fn wrong_places_do_not_panic() {
    for text in ["", "\n", "я", "я\r\n\r\n", "\u{feff}\t\t東", "a\u{301}\u{200d}\n"] {
        for start in 0..8 {
            for end in 0..8 {
                let mut d = finding(Severity::Warning, "MLA001", Span::new(start, end), "wrong");
                d.related = vec![Label { span: Span::new(end, usize::MAX), text: "there".into() }];
                let (file, report) = (SourceFile::new("x", text), Report::new(vec![d]));
                let findings = Findings { files: vec![(&file, &report)] };
                for format in Format::ALL {
                    for width in [0, 80] {
                        let options = Options { width, with_source: true, colour: true, ..options(&English) };
                        assert!(emit(format, &findings, &options).unwrap().contains("wrong"));
                    }
                }
            }
        }
    }
}

proptest::proptest! {
    #[test]
    fn any_text_is_shown_with_its_place(text in "([ -~]|[\\PC]|[\\t\\r\\n\u{5d0}\u{627}]){0,60}", a in 0..200_usize, b in 0..200_usize) {
        let mut d = finding(Severity::Error, "MLA001", Span::new(a, b), &text);
        d.label = text.clone();
        d.related = vec![Label { span: Span::new(b, a), text: text.clone() }];
        d.law = vec![text.clone()];
        let (file, report) = (SourceFile::new("x", text.clone()), Report::new(vec![d]));
        let findings = Findings { files: vec![(&file, &report)] };
        let at = place::Place::of(&file, Span::new(a, b)).start;
        for format in Format::ALL {
            let shown = emit(format, &findings, &options(&English)).unwrap();
            let place = match format {
                Format::Full => format!("--> x:{}:{}\n", at.line, at.column),
                Format::Concise => format!("x:{}:{}: error[MLA001] ", at.line, at.column),
                Format::Json => format!("\"line\": {},\n              \"column\": {},\n", at.line, at.column),
                Format::Sarif => format!("\"startLine\": {},\n                  \"startColumn\": {},\n", at.line, at.column),
                Format::Github => format!("::error file=x,line={},", at.line),
            };
            proptest::prop_assert!(shown.contains(&place), "{format}: no {place} in {shown}");
        }
    }
}

#[test]
fn names_of_formats_are_read_back() {
    for format in Format::ALL {
        assert_eq!(format.to_string().parse(), Ok(format));
    }
    assert_eq!("Full".parse::<Format>(), Err(UnknownFormat("Full".into())));
}

/// What of a JSON value the schema does not allow or does not mention. Knows the keywords that our schema uses, and treats a key
/// that is not described as a fault.
fn faults(root: &serde_json::Value, schema: &serde_json::Value, value: &serde_json::Value, at: &str, out: &mut Vec<String>) {
    use serde_json::Value;
    if let Some(name) = schema["$ref"].as_str() {
        return faults(root, root.pointer(name.trim_start_matches('#')).unwrap(), value, at, out);
    }
    let fits = match schema["type"].as_str() {
        Some("object") => value.is_object(),
        Some("array") => value.is_array(),
        Some("string") => value.is_string(),
        Some("integer") => value.as_u64() >= schema["minimum"].as_u64() && value.is_u64(),
        Some(other) => panic!("{other}"),
        None => schema.get("const") == Some(value) || schema["enum"].as_array().is_some_and(|all| all.contains(value)),
    };
    if !fits {
        out.push(format!("{at}: {value}"));
    }
    for key in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        if value.get(key).is_none() {
            out.push(format!("{at}: no {key}"));
        }
    }
    for (key, inner) in value.as_object().into_iter().flatten() {
        match schema["properties"].get(key) {
            Some(schema) => faults(root, schema, inner, &format!("{at}/{key}"), out),
            None => out.push(format!("{at}: {key} is not described")),
        }
    }
    for (n, inner) in value.as_array().into_iter().flatten().enumerate() {
        faults(root, &schema["items"], inner, &format!("{at}/{n}"), out);
    }
}

#[test]
fn json_is_what_its_schema_says() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/check-report.schema.json");
    let schema = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let check = |text: &str| {
        let mut out = Vec::new();
        faults(&schema, &schema, &serde_json::from_str(text).unwrap(), "", &mut out);
        out
    };
    let text = shown(Format::Json, |o| (o.with_source, o.show_info) = (true, true));
    assert_eq!(check(&text), [""; 0]);
    assert_eq!(check(&shown(Format::Json, |_| {})), [""; 0]);
    assert_eq!(check(&text.replace("\"severity\": \"error\"", "\"severity\": \"bad\"")).len(), 1);
    assert_eq!(check(&text.replace("\"column\"", "\"col\"")).len(), 16);
}
