//! Questions as plain lines with numbered lists: for screen readers, simple terminals, logs and tests.

use super::Speech;
use super::prompter::{Key, Prompter, Question, Tone, folded, key_of, without_controls};
use std::io::Write;

/// Longest list that is printed unasked; a longer one is searched.
const LISTED: usize = 30;

/// Where lines come from.
pub trait Lines {
    /// The next line without its line break.
    ///
    /// # Errors
    /// [`Key::Quit`] at the end of the input, [`Key::Interrupted`] at Ctrl-C.
    fn next_line(&mut self) -> Result<String, Key>;
}

/// The lines of a reader.
pub struct ReadLines<R>(pub R);

impl<R: std::io::BufRead> Lines for ReadLines<R> {
    fn next_line(&mut self) -> Result<String, Key> {
        let mut bytes = Vec::new();
        match self.0.read_until(b'\n', &mut bytes) {
            Ok(0) | Err(_) => Err(Key::Quit),
            Ok(_) => Ok(String::from_utf8_lossy(&bytes).trim_end_matches(['\n', '\r']).to_owned()),
        }
    }
}

/// Asks in plain lines.
pub struct Plain<'a, L, W> {
    lines: L,
    out: W,
    speech: Speech<'a>,
}

impl<'a, L: Lines, W: Write> Plain<'a, L, W> {
    /// Lines in, lines out.
    pub fn new(lines: L, out: W, speech: Speech<'a>) -> Self {
        Self { lines, out, speech }
    }

    fn say(&mut self, text: &str) {
        let _ = writeln!(self.out, "{text}");
    }

    fn read(&mut self) -> Result<String, Key> {
        let _ = write!(self.out, "> ");
        let _ = self.out.flush();
        let line = self.lines.next_line()?;
        match key_of(&line) {
            Some(key) => Err(key),
            None => Ok(without_controls(line.strip_prefix('\\').filter(|rest| key_of(rest).is_some()).unwrap_or(&line))),
        }
    }

    /// Prints what stands above every answer: where, the question, help, source and default.
    fn head(&mut self, question: &Question) {
        self.say("");
        let mut title = question.trail.clone();
        if !question.label.is_empty() {
            title.push(question.label.clone());
        }
        let title = title.join(" › ");
        self.say(&if title.is_empty() { question.ask.clone() } else { format!("{title}: {}", question.ask) });
        if !question.help.is_empty() {
            self.say(&format!("  {}", question.help));
        }
        if let Some(source) = &question.source {
            for line in source.lines() {
                self.say(&format!("  | {line}"));
            }
        }
    }

    fn default(&mut self, question: &Question) {
        if let Some((value, origin)) = &question.default {
            let text = self.speech.fill("interview.default", &[("value", value), ("origin", origin)]);
            self.say(&format!("  {text}"));
        }
    }

    fn list(&mut self, question: &Question, which: &[usize]) {
        for &at in which {
            let Some(choice) = question.choices.get(at) else { continue };
            let mark = if choice.chosen { "*" } else { " " };
            self.say(&format!("{mark}{:>3}. {}", at + 1, choice.label));
            if !choice.about.is_empty() {
                self.say(&format!("      {}", choice.about));
            }
        }
    }

    /// The choices that a typed text may mean: a number, an id, a label, or a part of labels.
    fn matching(question: &Question, typed: &str) -> Vec<usize> {
        let typed = typed.trim();
        if let Some(at) = typed.parse::<usize>().ok().filter(|n| (1..=question.choices.len()).contains(n)) {
            return vec![at - 1];
        }
        let all = || question.choices.iter().enumerate();
        if let Some((at, _)) = all().find(|(_, c)| c.id.eq_ignore_ascii_case(typed)) {
            return vec![at];
        }
        let wanted = folded(typed);
        if wanted.trim().is_empty() {
            return Vec::new();
        }
        let is = |c: &super::Choice| folded(&c.label) == wanted || folded(&c.id.replace('-', " ")) == wanted || c.also.contains(&wanted);
        if let Some((at, _)) = all().find(|(_, c)| is(c)) {
            return vec![at];
        }
        let starts: Vec<usize> = all().filter(|(_, c)| folded(&c.label).starts_with(&wanted)).map(|(at, _)| at).collect();
        if starts.len() == 1 {
            return starts;
        }
        all().filter(|(_, c)| folded(&c.label).contains(&wanted)).map(|(at, _)| at).collect()
    }

    /// One choice from a line; `None` when it has to be asked again.
    fn pick(&mut self, question: &Question, typed: &str) -> Option<usize> {
        let found = Self::matching(question, typed);
        match found.as_slice() {
            [one] => Some(*one),
            [] => {
                let text = self.speech.fill("interview.no-such-choice", &[("value", typed.trim())]);
                self.say(&format!("  {text}"));
                None
            }
            several => {
                let text = self.speech.fill("interview.several-match", &[("value", typed.trim())]);
                self.say(&format!("  {text}"));
                self.list(question, &several[..several.len().min(LISTED)]);
                None
            }
        }
    }

    fn chooser(&mut self, question: &Question, hint: &str) {
        self.head(question);
        let all: Vec<usize> = (0..question.choices.len()).collect();
        if all.len() <= LISTED {
            self.list(question, &all);
            let text = self.speech.get(hint);
            self.say(&format!("  {text}"));
        } else {
            let telling = |at: &usize| question.choices[*at].chosen || question.choices[*at].suggested;
            let telling: Vec<usize> = all.into_iter().filter(telling).collect();
            self.list(question, &telling);
            let text = self.speech.get("interview.search-hint");
            self.say(&format!("  {text}"));
        }
        self.default(question);
    }
}

impl<L: Lines, W: Write> Prompter for Plain<'_, L, W> {
    fn line(&mut self, question: &Question) -> Result<String, Key> {
        self.head(question);
        self.default(question);
        Ok(self.read()?.trim().to_owned())
    }

    fn text(&mut self, question: &Question) -> Result<String, Key> {
        self.head(question);
        self.default(question);
        let text = self.speech.get("interview.text-hint");
        self.say(&format!("  {text}"));
        let mut lines: Vec<String> = Vec::new();
        loop {
            let line = if lines.is_empty() { self.read()? } else { without_controls(&self.lines.next_line()?) };
            if line.trim() == "." || lines.is_empty() && line.trim().is_empty() {
                break;
            }
            lines.push(line.trim_end().to_owned());
        }
        Ok(lines.join("\n").trim().to_owned())
    }

    fn choose(&mut self, question: &Question) -> Result<usize, Key> {
        self.chooser(question, "interview.choose-hint");
        loop {
            let typed = self.read()?;
            if typed.trim().is_empty() {
                match question.choices.iter().position(|c| c.chosen) {
                    Some(at) => return Ok(at),
                    None => continue,
                }
            }
            if let Some(at) = self.pick(question, &typed) {
                let label = question.choices[at].label.clone();
                self.say(&format!("  = {label}"));
                return Ok(at);
            }
        }
    }

    fn choose_many(&mut self, question: &Question) -> Result<Vec<usize>, Key> {
        self.chooser(question, "interview.choose-many-hint");
        'again: loop {
            let typed = self.read()?;
            if typed.trim().is_empty() {
                return Ok((0..question.choices.len()).filter(|at| question.choices[*at].chosen).collect());
            }
            let mut picked = Vec::new();
            for part in typed.split([',', ';']).filter(|p| !p.trim().is_empty()) {
                let many: Vec<&str> = part.split_whitespace().collect();
                let numbers = many.iter().all(|p| p.bytes().all(|b| b.is_ascii_digit()));
                let parts = if numbers { many } else { vec![part] };
                for part in parts {
                    match self.pick(question, part) {
                        Some(at) => picked.push(at),
                        None => continue 'again,
                    }
                }
            }
            picked.sort_unstable();
            picked.dedup();
            let labels: Vec<&str> = picked.iter().map(|at| question.choices[*at].label.as_str()).collect();
            let labels = labels.join(", ");
            self.say(&format!("  = {labels}"));
            return Ok(picked);
        }
    }

    fn confirm(&mut self, question: &Question) -> Result<bool, Key> {
        self.head(question);
        let (yes, no) = (self.speech.get("interview.yes"), self.speech.get("interview.no"));
        self.say(&format!("  1. {yes}  2. {no}"));
        self.default(question);
        loop {
            let typed = folded(&self.read()?);
            let typed = typed.trim();
            let is = |word: &str, number: &str| typed == number || !typed.is_empty() && folded(word).starts_with(typed);
            match (is(&yes, "1"), is(&no, "2")) {
                (true, false) => return Ok(true),
                (false, true) => return Ok(false),
                _ => {}
            }
            if let (true, Some((value, _))) = (typed.is_empty(), &question.default) {
                return Ok(*value == yes);
            }
            let text = self.speech.fill("interview.yes-or-no", &[("value", &yes), ("other", &no)]);
            self.say(&format!("  {text}"));
        }
    }

    fn tell(&mut self, tone: Tone, text: &str) {
        if tone == Tone::Heading {
            self.say("");
        }
        for line in text.lines() {
            match tone {
                Tone::Heading => self.say(&format!("== {line}")),
                Tone::Note => self.say(&format!("  {line}")),
                Tone::Wrong => self.say(&format!("! {line}")),
            }
        }
    }
}
