//! The wording: one template a block and language, read from `templates/<lang>/`, and the filters that they use.

use crate::forms::data::Origin;
use crate::forms::tongue::EXPRESSION;
use crate::forms::words::Words;
use crate::forms::{FormSet, Problem};
use crate::kind::Lexicon;
use crate::kind::value::plural_category;
use crate::lang::Lang;
use crate::source::SourceFile;
use regex::Regex;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock, OnceLock};
use tera::{Kwargs, State, Tera, Value};

/// Ends of a period are reached by one name, because a template value cannot be both a text and a table.
static PERIOD_END: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"([a-z_]+)\.(from|to)\b").ok());
/// Functions take named arguments only; `t("key")` is the one that wordings write without a name.
static WORD_CALL: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r#"\bt\(""#).ok());

/// The wording of all languages. Each is compiled when a document first speaks it, except those that a folder changes: their
/// mistakes are told at once.
pub struct Wording {
    words: Arc<Words>,
    tongues: BTreeMap<Lang, Tongue>,
}

/// The wording of one language: its files, and the blocks in them once they are compiled.
#[derive(Default)]
struct Tongue {
    files: Vec<Arc<SourceFile>>,
    compiled: OnceLock<Compiled>,
}

/// Blocks that can be rendered.
struct Compiled {
    tera: Tera,
    joiner: Arc<Joiner>,
    blocks: BTreeMap<String, Placed>,
    problems: Vec<Problem>,
}

/// A block and where it stands.
struct Placed {
    text: String,
    source: Arc<SourceFile>,
    offset: usize,
}

/// One block of a wording file.
struct Block {
    id: String,
    text: String,
    offset: usize,
}

impl Wording {
    /// Finds all wording.
    #[must_use]
    pub fn load(forms: &FormSet) -> (Self, Vec<Problem>) {
        let mut wording = Self { words: forms.words.clone(), tongues: BTreeMap::new() };
        let mut changed = BTreeSet::new();
        for file in forms.data.merged("templates/") {
            let Some(below) = file.path.strip_prefix("templates/").filter(|_| file.path.ends_with(".tera")) else { continue };
            let Some(lang) = below.split('/').next().and_then(|l| l.parse::<Lang>().ok()) else { continue };
            wording.tongues.entry(lang).or_default().files.push(file.source.clone());
            if file.origin != Origin::BuiltIn {
                changed.insert(lang);
            }
        }
        let problems = changed.into_iter().flat_map(|lang| wording.problems(lang).to_vec()).collect();
        (wording, problems)
    }

    /// The languages that have wording.
    pub fn languages(&self) -> impl Iterator<Item = Lang> {
        self.tongues.keys().copied()
    }

    /// What is wrong with the blocks of a language, each by itself.
    #[must_use]
    pub fn problems(&self, lang: Lang) -> &[Problem] {
        self.compiled(lang).map_or(&[], |c| &c.problems)
    }

    /// Whether a language has a block of its own.
    #[must_use]
    pub fn has(&self, lang: Lang, id: &str) -> bool {
        self.compiled(lang).is_some_and(|c| c.blocks.contains_key(id))
    }

    /// All block ids of a language.
    pub fn blocks(&self, lang: Lang) -> impl Iterator<Item = &str> {
        self.compiled(lang).into_iter().flat_map(|c| c.blocks.keys()).map(String::as_str)
    }

    /// The wording of a block in a language, its file, and its place there.
    #[must_use]
    pub fn block(&self, lang: Lang, id: &str) -> Option<(&str, &Arc<SourceFile>, usize)> {
        let placed = self.compiled(lang)?.blocks.get(id)?;
        Some((&placed.text, &placed.source, placed.offset))
    }

    pub(super) fn tera(&self, lang: Lang) -> Option<&Tera> {
        self.nearest(lang).map(|c| &c.tera)
    }

    /// "a, b and c" in the habit of a language.
    pub(super) fn join(&self, lang: Lang, texts: &[String]) -> String {
        self.nearest(lang).map_or_else(|| texts.join(", "), |c| c.joiner.join(texts))
    }

    fn nearest(&self, lang: Lang) -> Option<&Compiled> {
        self.compiled(lang).or_else(|| self.compiled(lang.primary().parse().ok()?)).or_else(|| self.compiled(Lang::EN))
    }

    /// The language whose wording is used for a language.
    #[must_use]
    pub fn covers(&self, lang: Lang) -> bool {
        self.tongues.contains_key(&lang) || lang.primary().parse::<Lang>().is_ok_and(|l| self.tongues.contains_key(&l))
    }

    fn compiled(&self, lang: Lang) -> Option<&Compiled> {
        let tongue = self.tongues.get(&lang)?;
        Some(tongue.compiled.get_or_init(|| compile(lang, &tongue.files, &self.words)))
    }
}

fn compile(lang: Lang, files: &[Arc<SourceFile>], words: &Arc<Words>) -> Compiled {
    let mut problems = Vec::new();
    let mut blocks: BTreeMap<String, Placed> = BTreeMap::new();
    for source in files {
        let mut here: Vec<String> = Vec::new();
        for block in split(source.text()) {
            if here.contains(&block.id) {
                problems.push(problem(source, block.offset, "MLA905", vec![("value", block.id.clone())]));
            }
            here.push(block.id.clone());
            blocks.insert(block.id, Placed { text: block.text, source: source.clone(), offset: block.offset });
        }
    }
    let mut tera = Tera::new();
    let joiner = Arc::new(Joiner::of(words, lang));
    register(&mut tera, lang, words, &joiner);
    // All at once, because each addition works through all templates again; one by one only to find the bad ones.
    let all = blocks.iter().map(|(id, placed)| (id.as_str(), placed.text.as_str()));
    if tera.add_raw_templates(all.collect::<Vec<_>>()).is_err() {
        blocks.retain(|id, placed| match tera.add_raw_template(id, &placed.text) {
            Ok(()) => true,
            Err(error) => {
                let args = vec![("value", id.clone()), ("other", lang.to_string()), ("label", error.to_string())];
                problems.push(problem(&placed.source, placed.offset, "MLA914", args));
                false
            }
        });
    }
    Compiled { tera, joiner, blocks, problems }
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

fn register(tera: &mut Tera, lang: Lang, words: &Arc<Words>, joiner: &Arc<Joiner>) {
    let joiner = joiner.clone();
    tera.register_filter("join_list", move |items: &Value, _: Kwargs, _: &State| joiner.values(items));
    tera.register_filter("texts", |items: &Value, _: Kwargs, _: &State| match items.as_array() {
        Some(items) => Value::from(items.iter().map(text_of).collect::<Vec<Value>>()),
        None => text_of(items),
    });
    tera.register_filter("plural", move |n: &Value, args: Kwargs, _: &State| {
        let count = n.as_i64().or_else(|| n.as_array().map(|a| a.len() as i64)).unwrap_or(0);
        let category = plural_category(lang, count.unsigned_abs());
        args.get::<String>(category).ok().flatten().or_else(|| args.get::<String>("other").ok().flatten()).unwrap_or_default()
    });
    let words = words.clone();
    tera.register_function("t", move |args: Kwargs, _: &State| {
        let key = args.must_get::<String>("key")?;
        words.word(lang, &key).map(str::to_owned).ok_or_else(|| tera::Error::message(format!("no words under `{key}`")))
    });
}

/// How a record is named; any other value as it is.
pub(super) fn text_of(item: &Value) -> Value {
    match item.as_map() {
        Some(map) => map.get(&tera::value::Key::from("text")).cloned().unwrap_or_else(|| Value::from("")),
        None => item.clone(),
    }
}

/// How a language joins the items of a list.
pub struct Joiner {
    comma: String,
    and: String,
    /// Another last joint, before items that begin in a certain way: Spanish says "y", but "e" before an i.
    other: Option<(Regex, String)>,
}

impl Joiner {
    /// The habit of a language, from its words.
    #[must_use]
    pub fn of(words: &Words, lang: Lang) -> Self {
        let own = |key: &'static str| words.has(lang, key).then(|| words.get(lang, key).to_owned());
        let other = own("format.list-and-before").and_then(|pattern| Regex::new(&pattern).ok()).zip(own("format.list-and-other"));
        Self { comma: words.get(lang, "format.list-comma").to_owned(), and: words.get(lang, "format.list-and").to_owned(), other }
    }

    /// "a, b and c".
    #[must_use]
    pub fn join(&self, texts: &[String]) -> String {
        match texts {
            [] => String::new(),
            [one] => one.clone(),
            [init @ .., last] => {
                let and = match &self.other {
                    Some((before, and)) if before.is_match(super::marks::said(last)) => and,
                    _ => &self.and,
                };
                and.replace("{a}", &init.join(&self.comma)).replace("{b}", last)
            }
        }
    }

    fn values(&self, items: &Value) -> String {
        match items.as_array() {
            Some(items) => self.join(&items.iter().map(|i| text_of(i).to_string()).filter(|t| !t.is_empty()).collect::<Vec<_>>()),
            None => text_of(items).to_string(),
        }
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
    fn lists_are_joined_as_the_language_does() {
        let texts = ["a", "b", "\u{e000}3\u{e001}inglés\u{e002}"].map(str::to_owned);
        let joiner = Joiner {
            comma: ", ".to_owned(),
            and: "{a} y {b}".to_owned(),
            other: Regex::new("^i").ok().map(|before| (before, "{a} e {b}".to_owned())),
        };
        assert_eq!(joiner.join(&texts[..2]), "a y b");
        assert_eq!(joiner.join(&texts), format!("a, b e {}", texts[2]));
        assert_eq!(joiner.join(&texts[..1]), "a");
    }
}
