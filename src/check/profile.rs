//! What the profile of the requested State says beyond its demands: languages, channels, and how old its facts are.

use super::find::Finder;
use super::native::Pass;
use crate::case::Node;
use crate::forms::model::State;
use crate::kind::value::{Duration, Unit};
use crate::kind::{CaseDate, Value};
use crate::lang::Lang;

/// Facts about a State older than this want another look.
const FRESH: Duration = Duration { count: 2, unit: Unit::Year };

/// Runs the checks, where the requested State has a profile.
pub fn run(pass: &Pass<'_>, finder: &mut Finder<'_>) {
    let (Some(code), Some(state)) = (pass.header.requested.as_ref(), pass.eval.state) else { return };
    language(pass, finder, state, code);
    channel(pass, finder, state, code);
    age(pass, finder, state, code);
}

/// The State accepts one of the languages, where its profile says which it accepts.
fn language(pass: &Pass<'_>, finder: &mut Finder<'_>, state: &State, code: &str) {
    let ok = |l: Lang| state.languages.iter().any(|s| s == l.as_str() || s == l.primary());
    let languages = pass.header.languages();
    if state.languages.is_empty() || languages.iter().any(|l| ok(*l)) {
        return;
    }
    let words = &pass.eval.forms.words;
    let name = |l: &str| words.get(finder.lang(), &format!("language.{l}")).to_owned();
    let value = languages.iter().map(|l| name(l.primary())).collect::<Vec<_>>().join(", ");
    let known = state.languages.iter().map(|l| name(l)).collect::<Vec<_>>().join(", ");
    let args = [("value", value.as_str()), ("known", &known), ("other", code)];
    raise(pass, finder, state, "MLA504", "request.languages", &args);
}

/// The State takes requests by the channel, where its profile says by which; some only in urgent cases.
fn channel(pass: &Pass<'_>, finder: &mut Finder<'_>, state: &State, code: &str) {
    let Some(Value::Choice { id, .. }) = pass.eval.tree.at("cover.channel").and_then(Node::value) else { return };
    let urgent = pass.eval.tree.at("urgency.urgent").and_then(Node::value) == Some(&Value::Bool(true));
    let ok = state.channels.contains(id) || urgent && state.urgent_channels.contains(id);
    if state.channels.is_empty() || ok {
        return;
    }
    let words = &pass.eval.forms.words;
    let name = |channel: &String| words.get(finder.lang(), &format!("choice.channel.{channel}")).to_owned();
    let open = state.channels.iter().chain(state.urgent_channels.iter().filter(|_| urgent));
    let (value, known) = (name(id), open.map(name).collect::<Vec<_>>().join(", "));
    let args = [("value", value.as_str()), ("known", &known), ("other", code)];
    raise(pass, finder, state, "MLA508", "cover.channel", &args);
}

/// The facts of the profile were looked up within two years before the day of the check.
fn age(pass: &Pass<'_>, finder: &mut Finder<'_>, state: &State, code: &str) {
    let (Some(today), Some(as_of)) = (pass.eval.today, state.as_of.as_deref()) else { return };
    let Ok(looked_up) = as_of.parse::<CaseDate>() else { return };
    if today.earliest() > looked_up.plus(FRESH).latest() {
        raise(pass, finder, state, "MLA509", "request.requested-state", &[("value", as_of), ("other", code)]);
    }
}

fn raise(pass: &Pass<'_>, finder: &mut Finder<'_>, state: &State, code: &str, path: &str, args: &[(&str, &str)]) {
    let span = pass.eval.tree.at(path).map_or_else(|| super::rules::top(pass), |n| n.span);
    if let Some(found) = super::native::raise(pass, finder, code, span, Some(path), args) {
        found.notes.extend(state.source.clone());
    }
}
