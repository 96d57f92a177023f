//! The two languages of a request: what lacks its original or its translation, and what stands in the wrong one.

use super::find::Finder;
use super::native::Pass;
use super::walk;
use crate::forms::model::Shape;
use crate::kind::{Kind, Value};
use crate::lang::{Lang, Script, script_of_letter};

/// Runs the checks of the 5xx range.
pub fn run(pass: &Pass<'_>, finder: &mut Finder<'_>) {
    let lang = finder.lang();
    let (original, translation) = (pass.header.original, pass.header.translation);
    let name = |l: Lang| pass.eval.forms.words.get(lang, &format!("language.{}", l.primary())).to_owned();
    let (original_name, translation_name) = (name(original), translation.map(name).unwrap_or_default());
    let given = pass.eval.tree.at("request.languages.translation");
    if let (Some(node), None) = (given, translation)
        && node.value().is_some()
    {
        finder.raise("MLA503", node.span, Some("request.languages.translation"), &[("value", &original_name)]);
    }
    let kept: Vec<Lang> = pass.eval.tree.at("request.languages.also").map_or_else(Vec::new, |node| {
        let langs = node.items().iter().filter_map(|item| item.value());
        langs.filter_map(|value| if let Value::Language(lang) = value { Some(*lang) } else { None }).collect()
    });
    walk::fields(pass.eval.tree, pass.eval.forms, &mut |field, node, path| {
        if !matches!(field.shape, Shape::Scalar(Kind::Prose)) || field.internal {
            return;
        }
        for (at, item) in node.items().iter().enumerate() {
            let Some(Value::Prose(prose)) = item.value() else { continue };
            let path = if field.list { format!("{path}[{at}]") } else { path.to_owned() };
            let label = super::label_of(pass.eval.forms, lang, &field.words);
            let args = |value: &str| [("label", label.clone()), ("path", path.clone()), ("value", value.to_owned())];
            let mut raise = |code: &str, value: &str, span| {
                let owned = args(value);
                let args: Vec<(&str, &str)> = owned.iter().map(|(k, v)| (*k, v.as_str())).collect();
                let found = finder.raise(code, span, Some(&path), &args);
                found.law = law_of(pass, code, lang);
            };
            let has_original = prose.bare.is_some() || prose.texts.iter().any(|(l, ..)| *l == original);
            if !has_original {
                raise("MLA502", &original_name, item.key);
            }
            for wanted in translation.iter().chain(kept.iter().filter(|l| **l != original && Some(**l) != translation)) {
                if has_original && !prose.texts.iter().any(|(l, ..)| l == wanted) {
                    raise("MLA501", &name(*wanted), item.key);
                }
            }
            if let Some(translation) = translation {
                let of = |l: Lang| prose.texts.iter().find(|(x, ..)| *x == l).map(|(_, t, _)| t.as_str());
                if let (Some(a), Some(b)) = (of(original), of(translation))
                    && a == b
                    && a.split_whitespace().count() > 3
                {
                    raise("MLA506", &translation_name, item.key);
                }
            }
            for (l, text, span) in &prose.texts {
                if *l != original && Some(*l) != translation && !kept.contains(l) {
                    raise("MLA505", &name(*l), *span);
                } else if wrong_script(*l, text) {
                    raise("MLA507", &name(*l), *span);
                }
            }
            if let Some((text, span)) = &prose.bare
                && wrong_script(original, text)
            {
                raise("MLA507", &original_name, *span);
            }
        }
    });
}

/// Where the chosen bases say what a rule rests on.
fn law_of(pass: &Pass<'_>, code: &str, lang: Lang) -> Vec<String> {
    pass.eval.forms.rule(code).map(|rule| super::rules::laws(pass, &rule.law, lang)).unwrap_or_default()
}

/// Whether a text of some length is in another script than its language.
fn wrong_script(lang: Lang, text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    if letters < 12 {
        return false;
    }
    let own = text.chars().filter(|c| c.is_alphabetic() && script_of_letter(*c).unwrap_or(Script::Latin) == lang.script()).count();
    let latin_allowed = if lang.script() == Script::Latin { 2 } else { 5 };
    own * latin_allowed < letters
}
