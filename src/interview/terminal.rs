//! Questions on a terminal, with dialoguer. Everything that dialoguer 0.12 does badly is made good here and nowhere else:
//!
//! - Ctrl-C leaves the cursor hidden: it is shown again after every question and when this prompter goes away.
//! - Menus count the width of labels in bytes and rub out lines above them when a label is longer than the screen: such a menu is
//!   asked in plain lines. The same happens where the screen has fewer rows than the menu needs (paging speaks English only), or
//!   fewer than six at all (a panic).
//! - The second line of a paste answers the next question: what waits is thrown away before each question, and an answer that
//!   came with more lines is refused. Texts are read line by line, where a paste is welcome.
//! - `FuzzySelect` spins where standard error is no terminal: whoever makes this prompter has checked that. Its default is always
//!   the first entry and its labels are different from one another, because it panics or errs otherwise.
//! - Esc means nothing in a line: `<` goes back there. In menus Esc, and the letter q, open a menu of what else can be done.
//! - `Confirm` knows y and n only: yes or no is a menu of two words.
//! - `Editor` panics when no editor is named and takes a failed one for a saved text: a name is demanded, and texts are compared.
//! - Control characters stay in a line: they are taken out, and it is said.

use super::Speech;
use super::plain::{Lines, Plain};
use super::prompter::{Choice, Key, Prompter, Question, Tone, key_of, without_controls};
use console::{Style, Term};
use dialoguer::theme::{ColorfulTheme, SimpleTheme, Theme};
use dialoguer::{Editor, FuzzySelect, Input, MultiSelect, Select};
use std::io::{ErrorKind, Read as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;
use unicode_width::UnicodeWidthStr as _;

/// Fewest rows and columns for menus that redraw.
const SMALLEST: (usize, usize) = (6, 40);
/// Longest menu without a search.
const MENU: usize = 12;
/// How long the rest of a paste may take to arrive.
const PASTE: Duration = Duration::from_millis(25);

/// Lines of standard input, with an ear for Ctrl-C.
#[derive(Clone)]
pub struct TerminalLines {
    interrupted: Arc<AtomicBool>,
}

impl TerminalLines {
    /// Reads until the flag is set.
    #[must_use]
    pub fn new(interrupted: Arc<AtomicBool>) -> Self {
        Self { interrupted }
    }
}

impl Lines for TerminalLines {
    fn next_line(&mut self) -> Result<String, Key> {
        // Reading goes on after a signal, so it waits in a thread of its own; one line a thread, or it would eat later answers.
        let (send, receive) = channel();
        std::thread::spawn(move || {
            let mut line = String::new();
            let read = std::io::stdin().read_line(&mut line);
            let _ = send.send(read.map(|n| (n > 0).then_some(line)));
        });
        loop {
            if self.interrupted.load(Ordering::SeqCst) {
                return Err(Key::Interrupted);
            }
            match receive.recv_timeout(Duration::from_millis(40)) {
                Ok(Ok(Some(line))) => return Ok(line.trim_end_matches(['\n', '\r']).to_owned()),
                Err(RecvTimeoutError::Timeout) => {}
                Ok(_) | Err(RecvTimeoutError::Disconnected) => return Err(Key::Quit),
            }
        }
    }
}

/// Asks on a terminal.
pub struct Terminal<'a> {
    term: Term,
    lines: TerminalLines,
    plain: Plain<'a, TerminalLines, Term>,
    speech: Speech<'a>,
    editor: Option<String>,
    theme: Box<dyn Theme>,
    colour: bool,
}

impl<'a> Terminal<'a> {
    /// A prompter on standard input and standard error, both of which must be terminals.
    ///
    /// `editor` is the command of an editor for long texts; `interrupted` is set by the handler of Ctrl-C.
    #[must_use]
    pub fn new(speech: Speech<'a>, editor: Option<String>, colour: bool, interrupted: Arc<AtomicBool>) -> Self {
        let lines = TerminalLines::new(interrupted);
        let theme: Box<dyn Theme> = if colour { Box::new(ColorfulTheme::default()) } else { Box::new(SimpleTheme) };
        Self {
            term: Term::stderr(),
            plain: Plain::new(lines.clone(), Term::stderr(), speech),
            lines,
            speech,
            editor: editor.filter(|e| !e.trim().is_empty()),
            theme,
            colour,
        }
    }

    fn size(&self) -> (usize, usize) {
        self.term.size_checked().map_or((0, 0), |(rows, columns)| (usize::from(rows), usize::from(columns)))
    }

    fn is_small(&self) -> bool {
        let (rows, columns) = self.size();
        rows < SMALLEST.0 || columns < SMALLEST.1
    }

    fn say(&self, style: &Style, indent: &str, text: &str) {
        let width = self.size().1.clamp(20, 100);
        for line in text.lines() {
            for part in wrapped(line, width - indent.len() - 1) {
                let _ = self.term.write_line(&format!("{indent}{}", style.apply_to(part)));
            }
        }
    }

    fn style(&self) -> Style {
        Style::new().for_stderr().force_styling(self.colour)
    }

    /// What stands above a question: where it belongs, the question, help, the text to translate, the answer so far.
    fn head(&self, question: &Question) {
        let _ = self.term.write_line("");
        if !question.trail.is_empty() {
            self.say(&self.style().dim(), "", &question.trail.join(" › "));
        }
        self.say(&self.style().bold(), "", &question.ask);
        self.say(&self.style().dim(), "", &question.help);
        if let Some(source) = &question.source {
            self.say(&self.style(), "  │ ", source);
        }
        if let Some((value, origin)) = question.default.as_ref().filter(|_| question.choices.is_empty()) {
            self.say(&self.style(), "", &self.speech.fill("interview.default", &[("value", value), ("origin", origin)]));
        }
    }

    /// Maps the end of a prompt; whatever it was, the cursor is visible afterwards.
    fn ended<T>(&self, result: dialoguer::Result<T>) -> Result<T, Key> {
        let _ = self.term.show_cursor();
        result.map_err(|dialoguer::Error::IO(error)| match error.kind() {
            ErrorKind::Interrupted => Key::Interrupted,
            _ => Key::Quit,
        })
    }

    /// The menu of what can be done instead of answering; `None` returns to the question.
    fn other(&self) -> Result<(), Key> {
        let keys = [
            ("return", None),
            ("back", Some(Key::Back)),
            ("skip", Some(Key::Skip)),
            ("help", Some(Key::Help)),
            ("review", Some(Key::Review)),
            ("jump", Some(Key::Jump)),
            ("show", Some(Key::Show)),
            ("quit", Some(Key::Quit)),
        ];
        if self.size().0 < keys.len() + 2 {
            // No room for the menu: going back is what Esc means most often.
            return Err(Key::Back);
        }
        let labels: Vec<String> = keys.iter().map(|(id, _)| self.speech.get(&format!("interview.key.{id}"))).collect();
        let select = Select::with_theme(self.theme.as_ref()).items(&labels).default(1).report(false);
        match self.ended(select.interact_on_opt(&self.term))? {
            Some(at) => keys[at].1.map_or(Ok(()), Err),
            None => Ok(()),
        }
    }

    /// Labels of a menu; `None` where dialoguer would spoil the screen with them.
    fn labels(&self, choices: &[Choice], is_searched: bool) -> Option<Vec<String>> {
        let columns = self.size().1;
        // Bytes count, not letters; the frame of an entry takes up to six columns.
        let fits = |text: &str| text.len() + 6 < columns;
        let label = |c: &Choice| {
            if c.about.is_empty() || is_searched && !c.suggested {
                return c.label.clone();
            }
            let mut long = format!("{} – {}", c.label, c.about);
            while !fits(&long) && long.len() > c.label.len() {
                let mut kept: Vec<char> = long.trim_end_matches('…').chars().collect();
                kept.pop();
                long = format!("{}…", kept.iter().collect::<String>().trim_end());
            }
            // A few letters of an explanation explain nothing.
            if long.len() > c.label.len() + 12 { long } else { c.label.clone() }
        };
        let labels: Vec<String> = choices.iter().map(label).collect();
        let mut sorted: Vec<&String> = labels.iter().collect();
        sorted.sort_unstable();
        sorted.dedup();
        (sorted.len() == labels.len() && labels.iter().all(|l| fits(l) && !l.contains('\n'))).then_some(labels)
    }

    /// Rows that the head of a question takes.
    fn head_rows(&self, question: &Question) -> usize {
        let width = self.size().1.clamp(20, 100) - 1;
        let rows = |text: &str| text.lines().map(|l| wrapped(l, width).len()).sum::<usize>();
        2 + rows(&question.trail.join(" › ")) + rows(&question.ask) + rows(&question.help)
    }

    /// Opens the editor; `None` where it did not start or nothing was written.
    fn edit(&mut self, question: &Question, command: &str) -> Option<String> {
        let mut head = vec![question.ask.clone(), question.help.clone(), self.speech.get("interview.editor-head")];
        head.extend(question.source.iter().flat_map(|s| s.lines()).map(|l| format!("  {l}")));
        let old = question.default.as_ref().map_or("", |(text, _)| text);
        let head: String = head.iter().filter(|l| !l.trim().is_empty()).map(|l| format!("# {l}\n")).collect();
        let result = Editor::new().executable(command).extension(".txt").require_save(false).edit(&format!("{head}{old}\n"));
        // Ctrl-C in the editor reaches this program too, and is none of its business.
        self.lines.interrupted.store(false, Ordering::SeqCst);
        let Ok(Some(text)) = result else {
            self.tell(Tone::Wrong, &self.speech.get("interview.editor-failed"));
            self.editor = None;
            return None;
        };
        let kept: Vec<&str> = text.lines().filter(|l| !l.starts_with('#')).collect();
        let text = without_controls(&kept.join("\n")).trim().to_owned();
        if text == old.trim() || text.is_empty() {
            self.tell(Tone::Note, &self.speech.get("interview.editor-same"));
            return None;
        }
        Some(text)
    }
}

impl Drop for Terminal<'_> {
    fn drop(&mut self) {
        let _ = self.term.show_cursor();
    }
}

impl Prompter for Terminal<'_> {
    fn line(&mut self, question: &Question) -> Result<String, Key> {
        if self.is_small() {
            return self.plain.line(question);
        }
        loop {
            drain();
            self.head(question);
            let input = Input::<String>::with_theme(self.theme.as_ref()).with_prompt(&question.label).allow_empty(true);
            let typed = self.ended(input.interact_text_on(&self.term))?;
            std::thread::sleep(PASTE);
            let more = drain();
            if more > 0 {
                self.tell(Tone::Wrong, &self.speech.fill("interview.pasted", &[("n", &more.to_string())]));
                continue;
            }
            let text = without_controls(&typed);
            if text != typed {
                self.tell(Tone::Note, &self.speech.get("interview.controls"));
            }
            if let Some(key) = key_of(&text) {
                return Err(key);
            }
            let text = text.strip_prefix('\\').filter(|rest| key_of(rest).is_some()).unwrap_or(&text);
            return Ok(text.trim().to_owned());
        }
    }

    fn text(&mut self, question: &Question) -> Result<String, Key> {
        if self.is_small() {
            return self.plain.text(question);
        }
        drain();
        self.head(question);
        loop {
            self.say(&self.style().dim(), "", &self.speech.get("interview.text-hint"));
            if self.editor.is_some() && question.default.is_none() {
                self.say(&self.style().dim(), "", &self.speech.get("interview.editor-hint"));
            }
            let mut lines: Vec<String> = Vec::new();
            loop {
                let line = without_controls(&self.lines.next_line()?);
                if let Some(key) = key_of(&line).filter(|_| lines.is_empty()) {
                    return Err(key);
                }
                if line.trim() == "." || lines.is_empty() && line.trim().is_empty() {
                    break;
                }
                lines.push(line.trim_end().to_owned());
            }
            let text = lines.join("\n").trim().to_owned();
            match self.editor.clone().filter(|_| text.is_empty() && question.default.is_none()) {
                None => return Ok(text),
                Some(command) => {
                    if let Some(text) = self.edit(question, &command) {
                        return Ok(text);
                    }
                }
            }
        }
    }

    fn choose(&mut self, question: &Question) -> Result<usize, Key> {
        let count = question.choices.len();
        let rows = self.size().0;
        let is_searched = count > MENU || count + self.head_rows(question) + 2 > rows;
        // A menu searches its labels only; names in other languages are found where they are typed.
        let is_typed = is_searched && question.choices.iter().any(|choice| !choice.also.is_empty());
        let Some(labels) = self.labels(&question.choices, is_searched).filter(|_| !self.is_small() && !is_typed && count > 0) else {
            drain();
            return self.plain.choose(question);
        };
        loop {
            drain();
            self.head(question);
            let prompt = question.label.as_str();
            let picked = if is_searched {
                self.say(&self.style().dim(), "", &self.speech.get("interview.menu-search"));
                // What is chosen already stands first, because the first entry is the only safe default.
                let mut order: Vec<usize> = (0..count).collect();
                order.sort_by_key(|at| !question.choices[*at].chosen);
                let shown: Vec<&String> = order.iter().map(|at| &labels[*at]).collect();
                let visible = rows.saturating_sub(self.head_rows(question) + 2).clamp(3, 12);
                let select = FuzzySelect::with_theme(self.theme.as_ref()).with_prompt(prompt).items(&shown).default(0).max_length(visible);
                self.ended(select.interact_on_opt(&self.term))?.map(|at| order[at])
            } else {
                self.say(&self.style().dim(), "", &self.speech.get("interview.menu"));
                let first = question.choices.iter().position(|c| c.chosen).unwrap_or(0);
                let select = Select::with_theme(self.theme.as_ref()).with_prompt(prompt).items(&labels).default(first);
                self.ended(select.interact_on_opt(&self.term))?
            };
            match picked {
                Some(at) => return Ok(at),
                None => self.other()?,
            }
        }
    }

    fn choose_many(&mut self, question: &Question) -> Result<Vec<usize>, Key> {
        let count = question.choices.len();
        let room = count + self.head_rows(question) + 2 <= self.size().0;
        let Some(labels) = self.labels(&question.choices, false).filter(|_| !self.is_small() && room && count > 0) else {
            drain();
            return self.plain.choose_many(question);
        };
        loop {
            drain();
            self.head(question);
            self.say(&self.style().dim(), "", &self.speech.get("interview.menu-many"));
            let items: Vec<(&String, bool)> = labels.iter().zip(question.choices.iter().map(|c| c.chosen)).collect();
            let select = MultiSelect::with_theme(self.theme.as_ref()).with_prompt(&question.label).items_checked(items);
            match self.ended(select.interact_on_opt(&self.term))? {
                Some(picked) => return Ok(picked),
                None => self.other()?,
            }
        }
    }

    fn confirm(&mut self, question: &Question) -> Result<bool, Key> {
        let (yes, no) = (self.speech.get("interview.yes"), self.speech.get("interview.no"));
        let is_no = question.default.as_ref().is_some_and(|(value, _)| *value == no);
        let choice = |label: String, chosen| Choice { id: label.clone(), label, chosen, ..Choice::default() };
        let two = vec![choice(yes, !is_no), choice(no, is_no)];
        self.choose(&Question { choices: two, ..question.clone() }).map(|at| at == 0)
    }

    fn tell(&mut self, tone: Tone, text: &str) {
        match tone {
            Tone::Heading => {
                let _ = self.term.write_line("");
                self.say(&self.style().bold().cyan(), "", text);
            }
            Tone::Note => self.say(&self.style().dim(), "", text),
            Tone::Wrong => self.say(&self.style().red(), "! ", text),
        }
    }
}

/// A line broken at spaces to a width in columns.
fn wrapped(line: &str, width: usize) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut current = String::new();
    for word in line.split(' ') {
        if !current.is_empty() && current.width() + 1 + word.width() > width {
            out.push(std::mem::take(&mut current));
        }
        if !current.is_empty() {
            current.push(' ');
        }
        current.push_str(word);
    }
    out.push(current);
    out
}

/// Throws away what waits at the terminal; how many lines that was.
#[cfg(unix)]
fn drain() -> usize {
    use std::os::unix::fs::OpenOptionsExt as _;
    // O_NONBLOCK, which the standard library does not name.
    let flag = if cfg!(any(target_os = "linux", target_os = "android")) { 0o4000 } else { 0x4 };
    let Ok(mut tty) = std::fs::OpenOptions::new().read(true).custom_flags(flag).open("/dev/tty") else { return 0 };
    let mut bytes = Vec::new();
    let mut buffer = [0; 4096];
    // Bounded, should somebody pipe into the terminal without end.
    for _ in 0..4096 {
        match tty.read(&mut buffer) {
            Ok(0) | Err(_) => break,
            Ok(n) => bytes.extend_from_slice(&buffer[..n]),
        }
    }
    let text = String::from_utf8_lossy(&bytes);
    text.split(['\n', '\r']).filter(|l| !l.trim().is_empty()).count()
}

/// Throws away what waits at the terminal; how many lines that was.
#[cfg(not(unix))]
fn drain() -> usize {
    0
}

#[cfg(test)]
mod tests {
    use super::wrapped;

    #[test]
    fn lines_break_at_spaces_by_width() {
        assert_eq!(wrapped("one two three", 8), ["one two", "three"]);
        assert_eq!(wrapped("東京都 東京都", 8), ["東京都", "東京都"]);
        assert_eq!(wrapped("", 8), [""]);
    }
}
