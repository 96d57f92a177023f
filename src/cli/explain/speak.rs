//! Articles, demands and conditions in words.

use crate::forms::FormSet;
use crate::forms::model::{Article, Law, Level, Mark, Need};
use crate::forms::predicate::{Compare, Later, Literal, Operand, Pred};
use crate::kind::{Lexicon as _, Value, fill};
use crate::lang::Lang;

/// Says things in a language.
#[derive(Clone, Copy)]
pub(super) struct Speaker<'a> {
    pub(super) forms: &'a FormSet,
    pub(super) lang: Lang,
}

impl Speaker<'_> {
    /// The word, or the key where there is none.
    pub(super) fn word(&self, key: &str) -> String {
        self.forms.words.word(self.lang, key).unwrap_or(key).to_owned()
    }

    /// The word, or nothing.
    pub(super) fn maybe(&self, key: &str) -> String {
        self.forms.words.word(self.lang, key).unwrap_or_default().to_owned()
    }

    pub(super) fn fill(&self, key: &str, args: &[(&str, &str)]) -> String {
        fill(&self.word(key), args)
    }

    /// The label of a field or the title of a record, by the prefix of its words.
    pub(super) fn label(&self, words: &str) -> String {
        crate::check::label_of(self.forms, self.lang, words)
    }

    pub(super) fn level(&self, level: Level) -> String {
        self.word(match level {
            Level::Optional => "explain.strength.optional",
            Level::Advised => "explain.strength.advised",
            Level::WherePossible => "explain.strength.where-possible",
            Level::Must => "explain.strength.must",
        })
    }

    /// How far an article was checked against its text.
    pub(super) fn mark(&self, mark: &Mark) -> String {
        let (letter, source) = mark.0.split_once(':').unwrap_or((&mark.0, ""));
        let word = self.word(match letter {
            "" | "V" => "explain.mark.checked",
            "P" => "explain.mark.partly",
            _ => "explain.mark.memory",
        });
        if source.is_empty() { word } else { format!("{word}: {source}") }
    }

    /// Articles of one basis with their marks: "UNCAC, art. 46(8) (checked: UNCAC-EN)".
    pub(super) fn articles(&self, basis: &str, articles: &[Article]) -> String {
        let name = self.word(&format!("basis.{basis}.short"));
        let cited = |article: &Article| match article.number.strip_prefix('@') {
            Some(key) => self.fill("explain.own-article", &[("basis", &name), ("value", key)]),
            None => {
                let text = self.fill("diag.law-article", &[("basis", &name), ("n", &article.number)]);
                format!("{text} ({})", self.mark(&article.mark))
            }
        };
        // Articles of one mark are read together.
        let mut groups: Vec<Article> = Vec::new();
        for article in articles {
            match groups.last_mut() {
                Some(last) if last.mark == article.mark && !article.number.starts_with('@') => {
                    last.number = format!("{}, {}", last.number, article.number);
                }
                _ => groups.push(article.clone()),
            }
        }
        groups.iter().map(cited).collect::<Vec<_>>().join("; ")
    }

    /// A line for each basis.
    pub(super) fn law(&self, law: &Law) -> Vec<String> {
        law.iter().map(|(basis, articles)| self.articles(basis, articles)).collect()
    }

    /// A demand in one line: level, articles, condition.
    pub(super) fn need(&self, need: &Need) -> String {
        let mut text = self.level(need.level);
        if let Some(when) = &need.when {
            text = format!("{text}, {}", self.fill("explain.if", &[("value", &self.condition(when))]));
        }
        if need.must_hold {
            text = format!("{text}, {}", self.word("explain.must-hold"));
        }
        let law: Vec<String> = self.law(&need.law).into_iter().chain(need.domestic.clone()).collect();
        if law.is_empty() { text } else { format!("{text}: {}", law.join("; ")) }
    }

    /// A condition in words, with paths as in the case file.
    pub(super) fn condition(&self, pred: &Pred) -> String {
        let path = |p: &dyn std::fmt::Display| format!("`{p}`");
        let fill =
            |key: &str, left: &str, right: &str| self.fill(&format!("explain.condition.{key}"), &[("value", left), ("other", right)]);
        let join = |preds: &[Pred], key: &str| {
            let parts: Vec<String> = preds.iter().map(|p| self.part(p)).collect();
            parts.join(&format!(" {} ", self.word(&format!("explain.condition.{key}"))))
        };
        match pred {
            Pred::Present(p) => fill("present", &path(p), ""),
            Pred::Compare(cmp, left, right) => {
                let key = match cmp {
                    Compare::Eq => "eq",
                    Compare::Ne => "ne",
                    Compare::Lt => "lt",
                    Compare::Le => "le",
                    Compare::Gt => "gt",
                    Compare::Ge => "ge",
                };
                fill(key, &path(left), &self.operand(right))
            }
            Pred::In(left, set) => fill("in", &path(left), &set.iter().map(|l| self.literal(l)).collect::<Vec<_>>().join(", ")),
            Pred::MinLen(p, n) => fill("min-len", &path(p), &n.to_string()),
            Pred::Matches(p, regex) => fill("matches", &path(p), &format!("`{}`", regex.as_str())),
            Pred::All(preds) => join(preds, "and"),
            Pred::Any(preds) => join(preds, "or"),
            Pred::Not(inner) => match &**inner {
                Pred::Present(p) => fill("absent", &path(p), ""),
                other => fill("not", &self.condition(other), ""),
            },
            Pred::Exists(each, that) => fill("exists", &path(each), &self.condition(that)),
        }
    }

    /// A condition inside another, in brackets where it has parts itself.
    fn part(&self, pred: &Pred) -> String {
        match pred {
            Pred::All(parts) | Pred::Any(parts) if parts.len() > 1 => format!("({})", self.condition(pred)),
            _ => self.condition(pred),
        }
    }

    fn operand(&self, operand: &Operand) -> String {
        match operand {
            Operand::Literal(literal) => self.literal(literal),
            Operand::Path(path, None) => format!("`{path}`"),
            Operand::Path(path, Some(by)) => {
                let later = match by {
                    Later::By(by) => Value::Duration(*by).show(self.lang, &self.forms.words, self.lang),
                    Later::Path(path) => format!("`{path}`"),
                };
                self.fill("explain.condition.plus", &[("value", &format!("`{path}`")), ("other", &later)])
            }
        }
    }

    fn literal(&self, literal: &Literal) -> String {
        match literal {
            Literal::Text(text) => format!("`{text}`"),
            Literal::Value(Value::Choice { id, .. }) => format!("`{id}`"),
            Literal::Value(value) => value.show(self.lang, &self.forms.words, self.lang),
        }
    }
}
