//! Form data after compilation: every id, path and value in it has been resolved.

use super::path::FieldPath;
use super::predicate::Pred;
use crate::diag::{Code, Severity};
use crate::kind::Kind;
use crate::source::{SourceFile, Span};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// How strongly an item is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Default)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// May be given.
    #[default]
    Optional,
    /// Practice advises it.
    Advised,
    /// The law wants it where possible.
    WherePossible,
    /// Must be there.
    Must,
}

/// How far an article has been checked against the text of its instrument.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mark(pub String);

impl Mark {
    /// Whether the article may be printed in a request: checked, at least in part.
    #[must_use]
    pub fn is_verified(&self) -> bool {
        self.0.is_empty() || self.0.starts_with('V') || self.0.starts_with('P')
    }
}

/// One article of one basis.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Article {
    /// Number as it is cited: `46(15)(c)`.
    pub number: String,
    /// Verification mark; empty means checked.
    pub mark: Mark,
}

/// Articles by the basis they stand in.
pub type Law = BTreeMap<String, Vec<Article>>;

/// A demand: an item, how strongly it is wanted, when, and by which law.
#[derive(Debug, Clone)]
pub struct Need {
    /// What is wanted; `None` on a field's own need, which means the field itself.
    pub path: Option<FieldPath>,
    /// How strongly.
    pub level: Level,
    /// The condition, looked up from the item that holds the wanted value.
    pub when: Option<Pred>,
    /// Where it says so.
    pub law: Law,
    /// A promise: to answer it with no is as bad as to leave it out, or worse.
    pub must_hold: bool,
    /// The provision of the law of the requested State that says so, as it is cited there: `art. 28(5)`.
    pub domestic: Option<String>,
}

/// What a field holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shape {
    /// A value of a kind.
    Scalar(Kind),
    /// A record inside, by id.
    Record(String),
}

/// A field of a record, section or assistance type.
#[derive(Debug, Clone)]
pub struct Field {
    /// Key in the case file.
    pub name: String,
    /// Prefix of its words: `record.person.family-name`.
    pub words: String,
    /// What it holds.
    pub shape: Shape,
    /// Whether it holds an array of that.
    pub list: bool,
    /// Its own needs.
    pub needs: Vec<Need>,
    /// Fewest characters of text.
    pub min_len: Option<usize>,
    /// Fewest items of a list.
    pub min_items: Option<usize>,
    /// Steers the program and is never printed.
    pub internal: bool,
    /// Belongs to one letter and is not carried over into one that follows.
    pub once: bool,
    /// Is the same in all letters of an office, and belongs into its profile.
    pub profile: bool,
    /// Where it is declared.
    pub declared: Declared,
    /// Its needs as read, until paths can be resolved.
    pub(super) pending: Option<Pending>,
}

/// Needs as they stand in the file.
#[derive(Debug, Clone)]
pub(super) struct Pending {
    pub value: toml::Value,
    pub at: Declared,
}

/// The place of a declaration.
#[derive(Debug, Clone)]
pub struct Declared {
    /// The file.
    pub source: Arc<SourceFile>,
    /// Where in it.
    pub span: Span,
}

/// A reusable group of fields.
#[derive(Debug, Clone)]
pub struct Record {
    /// Id.
    pub id: String,
    /// Fields in the order of the file.
    pub fields: Vec<Field>,
}

/// A table of the case file.
#[derive(Debug, Clone)]
pub struct Section {
    /// Id, the key of the table.
    pub id: String,
    /// Place among the sections.
    pub order: i64,
    /// What it is made of.
    pub body: SectionBody,
    /// Whether the table as a whole is wanted.
    pub needs: Vec<Need>,
    /// Fewest items, for lists.
    pub min_items: Option<usize>,
    /// Whether it belongs to one letter and is not carried over into one that follows.
    pub once: bool,
    /// For a list: the item that cites the first letter in one that follows, each field with a value or the path of one in the first case.
    pub cites_first: BTreeMap<String, String>,
    /// Its needs as read, until paths can be resolved.
    pub(super) pending: Option<Pending>,
}

/// What a section is made of.
#[derive(Debug, Clone)]
pub enum SectionBody {
    /// One table with these fields.
    Table(Vec<Field>),
    /// An array of tables, each of this record.
    List(String),
    /// An array of tables, each with these fields and those of the type that it names.
    Variants(Vec<Field>),
}

/// How a basis binds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Bind {
    /// Treaty.
    Treaty,
    /// Non-binding scheme.
    Scheme,
    /// Law of a union of States.
    Law,
    /// Guide.
    Guide,
    /// No instrument: reciprocity.
    None,
}

/// A legal basis.
#[derive(Debug, Clone)]
pub struct Basis {
    /// Id.
    pub id: String,
    /// How it binds.
    pub bind: Bind,
    /// Place in lists.
    pub order: i64,
    /// Date of adoption, ISO.
    pub adopted: Option<String>,
    /// Date of entry into force, ISO, with its mark.
    pub in_force: Option<(String, Mark)>,
    /// Bases that must be chosen too.
    pub requires: Vec<String>,
    /// Section of the case that names the treaty and its articles.
    pub named_by: Option<String>,
    /// ISO 3166 codes of the States of its region, where it has one; both States in it make it worth a look.
    pub region: Vec<String>,
    /// Word key of a warning given whenever the basis is chosen.
    pub warn: Option<String>,
    /// The document that is written under it in place of a request.
    pub document: Option<String>,
    /// Articles by what they regulate.
    pub articles: BTreeMap<String, Vec<Article>>,
    /// Numbers and choices.
    pub values: BTreeMap<String, toml::Value>,
    /// Articles by assistance type.
    pub types: BTreeMap<String, Vec<Article>>,
    /// What it demands.
    pub needs: Vec<Need>,
}

/// Whether a type of assistance is coercive.
#[derive(Debug, Clone)]
pub enum Coercive {
    /// Always or never.
    Fixed(bool),
    /// Depending on the item.
    When(Box<Pred>),
}

/// A type of assistance.
#[derive(Debug, Clone)]
pub struct AssistanceType {
    /// Id.
    pub id: String,
    /// Place in lists.
    pub order: i64,
    /// Family of types that share fields.
    pub family: String,
    /// Whether it is coercive.
    pub coercive: Coercive,
    /// The document that is written for it where nothing else is asked for, in place of a request.
    pub document: Option<String>,
    /// Its own fields, those taken over from another type first.
    pub fields: Vec<Field>,
    /// Further demands while it is in the request.
    pub needs: Vec<Need>,
    /// Articles in bases that do not know the type.
    pub law: Law,
}

/// What a requested State asks for.
#[derive(Debug, Clone)]
pub struct State {
    /// ISO 3166 code, lower case.
    pub id: String,
    /// Languages of requests that it accepts.
    pub languages: Vec<String>,
    /// Channels by which requests may reach it, where they are known.
    pub channels: Vec<String>,
    /// Further channels in urgent cases.
    pub urgent_channels: Vec<String>,
    /// When the facts were looked up, ISO.
    pub as_of: Option<String>,
    /// Where the facts stand.
    pub source: Option<String>,
    /// Short name of the act that its demands cite: `IMAC`.
    pub act: Option<String>,
    /// Numbers and choices, where no chosen basis has them: thresholds of its law, for instance.
    pub values: BTreeMap<String, toml::Value>,
    /// What it demands.
    pub needs: Vec<Need>,
}

/// How a rule is tested.
#[derive(Debug, Clone)]
pub enum Test {
    /// The finding is raised where this is false.
    Require(Box<Pred>),
    /// Written in Rust under the same code.
    Native,
}

/// An example of a rule: fragments laid over an example case.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct RuleExample {
    /// Example case; `None` for codes that need none.
    pub on: Option<String>,
    /// Raises the code.
    pub bad: String,
    /// Does not.
    pub good: String,
}

/// A rule, or a code that the program itself raises.
#[derive(Debug, Clone)]
pub struct Rule {
    /// Code.
    pub code: Code,
    /// Kebab-case name.
    pub name: String,
    /// Weight of its finding.
    pub level: Severity,
    /// Applies once per item of this list, without it once per case.
    pub each: Option<FieldPath>,
    /// Applies only then.
    pub when: Option<Pred>,
    /// The test.
    pub test: Test,
    /// The value whose place is shown.
    pub at: Option<FieldPath>,
    /// Where it says so.
    pub law: Law,
    /// Practice, not law.
    pub practice: bool,
    /// Version of the program that brought it.
    pub since: String,
    /// Applies only if one of these is chosen.
    pub bases: Vec<String>,
    /// Applies only if one of these is the requested State; ISO 3166, lower case.
    pub states: Vec<String>,
    /// Arguments of its sentences that quote the case.
    pub quotes: Vec<String>,
    /// Example.
    pub example: Option<RuleExample>,
}
