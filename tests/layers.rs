//! Which module may use which: the arrows that keep paper, law and screen apart.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use regex::Regex;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// What each module at the top may use of the others; `*` stands for all, `doc::model` for one module inside.
const ALLOWED: [(&str, &[&str]); 16] = [
    ("source", &[]),
    ("lang", &[]),
    ("suggest", &[]),
    ("files", &[]),
    ("diag", &["source"]),
    ("kind", &["lang", "source", "diag", "suggest"]),
    ("case", &["kind", "diag", "source", "lang"]),
    ("forms", &["kind", "lang", "diag", "source", "suggest", "files"]),
    ("check", &["forms", "case", "kind", "diag", "lang", "source", "suggest"]),
    ("doc", &["check", "forms", "case", "kind", "lang", "source"]),
    ("render", &["doc::model", "lang", "files"]),
    ("batch", &["render", "doc", "check", "forms", "case", "kind", "diag", "lang", "source", "suggest", "files"]),
    ("interview", &["check", "case", "forms", "kind", "diag", "lang", "source", "files", "suggest"]),
    ("cli", &["*"]),
    ("main", &["*"]),
    ("lib", &["*"]),
];

/// The modules that a text names after `crate::`, two steps deep, with the groups of `use` spread. Tests inside a module may use
/// whatever they like: they come last in a file and are cut off.
fn used(text: &str) -> BTreeSet<String> {
    let text = text.split("\n#[cfg(test)]\nmod ").next().unwrap_or_default();
    let code: String = text.lines().filter(|l| !l.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
    let path = Regex::new(r"\bcrate::(\w+)(?:::(\w+))?").unwrap();
    let group = Regex::new(r"(?s)\bcrate::\{(.*?)\};").unwrap();
    let first = Regex::new(r"(?m)(?:^|,|\{)\s*(\w+)(?:::(\w+))?").unwrap();
    let name = |c: &regex::Captures<'_>| match c.get(2) {
        Some(inner) => format!("{}::{}", &c[1], inner.as_str()),
        None => c[1].to_owned(),
    };
    let direct = path.captures_iter(&code).map(|c| name(&c)).collect::<Vec<_>>();
    let grouped =
        group.captures_iter(&code).flat_map(|g| first.captures_iter(g.get(1).unwrap().as_str()).map(|c| name(&c)).collect::<Vec<_>>());
    direct.iter().cloned().chain(grouped).collect()
}

/// The arrows that a module has and may not have.
fn forbidden(module: &str, text: &str) -> Vec<String> {
    let allowed: BTreeMap<_, _> = ALLOWED.into_iter().collect();
    let Some(may) = allowed.get(module) else { return vec![format!("{module} is not in the table")] };
    let fits = |name: &str| {
        let top = name.split("::").next().unwrap();
        top == module || may.iter().any(|m| *m == "*" || *m == top || *m == name)
    };
    used(text).into_iter().filter(|name| !fits(name)).collect()
}

fn files(folder: &Path, out: &mut Vec<std::path::PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        if entry.path().is_dir() {
            files(&entry.path(), out);
        } else if entry.path().extension().is_some_and(|x| x == "rs") {
            out.push(entry.path());
        }
    }
}

#[test]
fn modules_use_only_what_lies_below_them() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut all = Vec::new();
    files(&root, &mut all);
    assert!(all.len() > 30, "where are the sources?");
    let mut wrong = Vec::new();
    for file in all {
        let below = file.strip_prefix(&root).unwrap();
        let module = below.iter().next().unwrap().to_str().unwrap().trim_end_matches(".rs");
        for arrow in forbidden(module, &std::fs::read_to_string(&file).unwrap()) {
            wrong.push(format!("{}: {module} -> {arrow}", below.display()));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_table_bites() {
    assert_eq!(forbidden("render", "use crate::doc::model::Row;\nuse crate::lang::Lang;"), Vec::<String>::new());
    assert_eq!(forbidden("render", "use crate::doc::compose;"), ["doc::compose"]);
    assert_eq!(forbidden("render", "fn f(x: &crate::forms::FormSet) {}"), ["forms::FormSet"]);
    assert_eq!(forbidden("source", "use crate::{lang::Lang,\n    diag};"), ["diag", "lang::Lang"]);
    assert_eq!(forbidden("batch", "use crate::cli::ui;"), ["cli::ui"]);
    assert_eq!(forbidden("files", "// see crate::cli\nfn f() {}\n\n#[cfg(test)]\nmod tests {\n use crate::cli;\n}"), Vec::<String>::new());
    assert_eq!(forbidden("novel", ""), ["novel is not in the table"]);
}
