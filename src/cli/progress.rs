//! How far a batch is: a bar on a terminal, a line every tenth elsewhere; and a line for each case that failed.

use super::args::Global;
use super::ui::{self, Words};
use crate::batch::run::Told;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};
use std::fmt::Write;
use std::io::IsTerminal as _;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

/// How many cases that failed are named, unless more is asked for.
const NAMED: usize = 20;

/// Tells how far a run is.
pub struct Progress<'a> {
    words: Words<'a>,
    output: String,
    total: usize,
    bar: Option<ProgressBar>,
    tenths: bool,
    named: usize,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    done: usize,
    failed: usize,
}

impl<'a> Progress<'a> {
    /// For a run over so many cases.
    #[must_use]
    pub fn new(words: Words<'a>, global: &Global, total: usize, output: &Path) -> Self {
        let terminal = std::io::stderr().is_terminal();
        let bar = (terminal && !global.quiet).then(|| {
            let bar = ProgressBar::with_draw_target(Some(total as u64), ProgressDrawTarget::stderr());
            let style = ProgressStyle::with_template("[{bar:30}] {pos}/{len}  {msg}{rate}  ETA {eta}");
            let rate = |state: &ProgressState, out: &mut dyn Write| {
                let _ = write!(out, "{:.0}/s", state.per_sec());
            };
            bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()).with_key("rate", rate).progress_chars("#> "));
            bar
        });
        let named = if global.verbose > 0 { usize::MAX } else { NAMED };
        let output = output.display().to_string();
        Self { words, output, total, bar, tenths: !terminal && !global.quiet, named, state: Mutex::default() }
    }

    /// One more case is through.
    pub fn tell(&self, told: &Told<'_>) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.done += 1;
        if told.fate.is_failure() {
            state.failed += 1;
            if state.failed <= self.named {
                self.line(&format!("{}: {}", told.item.path.display(), self.reason(told)));
            } else if state.failed == self.named + 1 {
                self.line(&self.words.get("cli.batch.not-named"));
            }
        }
        let failed = if state.failed > 0 { self.words.count("cli.batch.fate.failed", state.failed) } else { String::new() };
        if let Some(bar) = &self.bar {
            bar.set_message(if failed.is_empty() { failed } else { format!("{failed}  ") });
            bar.set_position(state.done as u64);
        } else if self.tenths && state.done * 10 / self.total > (state.done - 1) * 10 / self.total {
            let percent = (state.done * 100 / self.total).to_string();
            let args = [("n", &*state.done.to_string()), ("total", &*self.total.to_string()), ("percent", &*percent)];
            let text = self.words.fill("cli.batch.progress", &args);
            ui::err(&if failed.is_empty() { text } else { format!("{text}, {failed}") });
        }
    }

    fn reason(&self, told: &Told<'_>) -> String {
        match told.problem {
            Some("internal") => self.words.get("cli.batch.internal"),
            Some(problem) => {
                let key = format!("cli.write.{}", problem.trim_start_matches("write-"));
                self.words.fill(&key, &[("path", &self.output), ("value", "")])
            }
            None => told.errors.iter().map(String::as_str).collect::<Vec<_>>().join(", "),
        }
    }

    fn line(&self, text: &str) {
        match &self.bar {
            Some(bar) => bar.suspend(|| ui::err(text)),
            None => ui::err(text),
        }
    }

    /// Takes the bar away.
    pub fn end(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
