//! The wording: one template a block and language, read from `templates/<lang>/`, and the filters that they use.

use crate::forms::{FormSet, Problem};
use crate::kind::Lexicon;
use crate::kind::value::plural_category;
use crate::lang::Lang;
use crate::source::SourceFile;
use regex::Regex;
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};
use tera::{Kwargs, State, Tera, Value};

/// Ends of a period are reached by one name, because a template value cannot be both a text and a table.
static PERIOD_END: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"([a-z_]+)\.(from|to)\b").ok());
/// Functions take named arguments only; `t("key")` is the one that wordings write without a name.
static WORD_CALL: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r#"\bt\(""#).ok());
static EXPRESSION: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?s)\{\{.*?\}\}|\{%.*?%\}").ok());

/// The wording of all languages, compiled.
pub struct Wording {
    langs: BTreeMap<Lang, Tera>,
    blocks: BTreeMap<Lang, BTreeMap<String, Arc<SourceFile>>>,
}

/// The text of a block, its file and its offset there.
type Placed = (String, Arc<SourceFile>, usize);

/// One block of a wording file.
struct Block {
    id: String,
    text: String,
    offset: usize,
}

impl Wording {
    /// Reads and compiles all wording.
    #[must_use]
    pub fn load(forms: &FormSet) -> (Self, Vec<Problem>) {
        let mut problems = Vec::new();
        let mut texts: BTreeMap<Lang, BTreeMap<String, Placed>> = BTreeMap::new();
        for file in forms.data.merged("templates/") {
            let Some(below) = file.path.strip_prefix("templates/").filter(|_| file.path.ends_with(".tera")) else { continue };
            let Some(lang) = below.split('/').next().and_then(|l| l.parse::<Lang>().ok()) else { continue };
            let mut here: Vec<String> = Vec::new();
            for block in split(file.source.text()) {
                if here.contains(&block.id) {
                    problems.push(problem(&file.source, block.offset, "MLA905", vec![("value", block.id.clone())]));
                }
                here.push(block.id.clone());
                texts.entry(lang).or_default().insert(block.id, (block.text, file.source.clone(), block.offset));
            }
        }
        let mut langs = BTreeMap::new();
        let mut blocks: BTreeMap<Lang, BTreeMap<String, Arc<SourceFile>>> = BTreeMap::new();
        for (lang, entries) in texts {
            let mut tera = Tera::new();
            register(&mut tera, lang, forms);
            // All at once, because each addition works through all templates again; one by one only to find the bad ones.
            let all = entries.iter().map(|(id, (text, ..))| (id.as_str(), text.as_str()));
            let together = tera.add_raw_templates(all.collect::<Vec<_>>()).is_ok();
            for (id, (text, source, offset)) in entries {
                let alone = if together { Ok(()) } else { tera.add_raw_template(&id, &text) };
                if let Err(error) = alone {
                    let args = vec![("value", id.clone()), ("other", lang.to_string()), ("label", error.to_string())];
                    problems.push(problem(&source, offset, "MLA913", args));
                    continue;
                }
                blocks.entry(lang).or_default().insert(id, source);
            }
            langs.insert(lang, tera);
        }
        (Self { langs, blocks }, problems)
    }

    /// The languages that have wording.
    pub fn languages(&self) -> impl Iterator<Item = Lang> {
        self.langs.keys().copied()
    }

    /// Whether a language has a block of its own.
    #[must_use]
    pub fn has(&self, lang: Lang, id: &str) -> bool {
        self.blocks.get(&lang).is_some_and(|b| b.contains_key(id))
    }

    /// All block ids of a language.
    pub fn blocks(&self, lang: Lang) -> impl Iterator<Item = &str> {
        self.blocks.get(&lang).into_iter().flat_map(|b| b.keys()).map(String::as_str)
    }

    /// Where a block stands.
    #[must_use]
    pub fn source(&self, lang: Lang, id: &str) -> Option<&Arc<SourceFile>> {
        self.blocks.get(&lang).and_then(|b| b.get(id))
    }

    pub(super) fn tera(&self, lang: Lang) -> Option<&Tera> {
        let primary = || self.langs.get(&lang.primary().parse::<Lang>().ok()?);
        self.langs.get(&lang).or_else(primary).or_else(|| self.langs.get(&Lang::EN))
    }

    /// The language whose wording is used for a language.
    #[must_use]
    pub fn covers(&self, lang: Lang) -> bool {
        self.langs.contains_key(&lang) || lang.primary().parse::<Lang>().is_ok_and(|l| self.langs.contains_key(&l))
    }
}

fn problem(source: &Arc<SourceFile>, offset: usize, code: &'static str, args: Vec<(&'static str, String)>) -> Problem {
    let line = source.position(offset).line;
    Problem { source: source.clone(), span: source.line_span(line), code, args }
}

fn split(text: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        if let Some(id) = line.strip_prefix("== ") {
            blocks.push(Block { id: id.trim().to_owned(), text: String::new(), offset });
        } else if let Some(block) = blocks.last_mut() {
            block.text.push_str(line);
        }
        offset += line.len();
    }
    for block in &mut blocks {
        block.text = in_expressions(block.text.trim());
    }
    blocks
}

fn in_expressions(text: &str) -> String {
    let (Some(expression), Some(end), Some(call)) = (EXPRESSION.as_ref(), PERIOD_END.as_ref(), WORD_CALL.as_ref()) else {
        return text.to_owned();
    };
    let change = |found: &regex::Captures<'_>| {
        let ends = end.replace_all(&found[0], "${1}_${2}");
        call.replace_all(&ends, "t(key=\"").into_owned()
    };
    expression.replace_all(text, change).into_owned()
}

fn register(tera: &mut Tera, lang: Lang, forms: &FormSet) {
    let and = forms.words.get(lang, "format.list-and").to_owned();
    let comma = forms.words.get(lang, "format.list-comma").to_owned();
    tera.register_filter("join_list", move |items: &Value, _: Kwargs, _: &State| join_list(items, &and, &comma));
    tera.register_filter("texts", |items: &Value, _: Kwargs, _: &State| match items.as_array() {
        Some(items) => Value::from(items.iter().map(text_of).collect::<Vec<Value>>()),
        None => text_of(items),
    });
    tera.register_filter("plural", move |n: &Value, args: Kwargs, _: &State| {
        let count = n.as_i64().or_else(|| n.as_array().map(|a| a.len() as i64)).unwrap_or(0);
        let category = plural_category(lang, count.unsigned_abs());
        args.get::<String>(category).ok().flatten().or_else(|| args.get::<String>("other").ok().flatten()).unwrap_or_default()
    });
    let mut known = std::collections::BTreeMap::new();
    for l in [Lang::EN, lang] {
        for key in forms.words.keys(l, "") {
            known.insert(key.to_owned(), forms.words.word(lang, key).unwrap_or(key).to_owned());
        }
    }
    let known = Arc::new(known);
    tera.register_function("t", move |args: Kwargs, _: &State| {
        let key = args.must_get::<String>("key")?;
        known.get(&key).cloned().ok_or_else(|| tera::Error::message(format!("no words under `{key}`")))
    });
}

fn text_of(item: &Value) -> Value {
    match item.as_map() {
        Some(map) => map.get(&tera::value::Key::from("text")).cloned().unwrap_or_else(|| Value::from("")),
        None => item.clone(),
    }
}

fn join_list(items: &Value, and: &str, comma: &str) -> String {
    let texts: Vec<String> = match items.as_array() {
        Some(items) => items.iter().map(|i| text_of(i).to_string()).filter(|t| !t.is_empty()).collect(),
        None => return text_of(items).to_string(),
    };
    join_texts(&texts, and, comma)
}

/// "a, b and c" in the habit of a language.
#[must_use]
pub fn join_texts(texts: &[String], and: &str, comma: &str) -> String {
    match texts {
        [] => String::new(),
        [one] => one.clone(),
        [init @ .., last] => and.replace("{a}", &init.join(comma)).replace("{b}", last),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_split_at_their_marks() {
        let blocks = split("# comment\n== a.b\nOne\ntwo.\n\n== c\n{{ item.period.from }} to.from\n");
        assert_eq!(
            blocks.iter().map(|b| (b.id.as_str(), b.text.as_str())).collect::<Vec<_>>(),
            [("a.b", "One\ntwo."), ("c", "{{ item.period_from }} to.from"),]
        );
    }

    #[test]
    fn lists_are_joined_in_the_habit_of_the_language() {
        let texts: Vec<String> = ["a", "b", "c"].map(str::to_owned).to_vec();
        assert_eq!(join_texts(&texts, "{a} et {b}", ", "), "a, b et c");
        assert_eq!(join_texts(&texts[..1], "{a} et {b}", ", "), "a");
    }
}
