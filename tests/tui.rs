//! The interview on a pseudo-terminal, read back through a terminal emulator.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test that cannot go on should stop, and waits by the clock")]
#![cfg(unix)]

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use std::io::{Read, Write};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

const DOWN: &str = "\x1b[B";
/// A case in which nothing but the kind of letter is said.
const BEGUN: &str = "schema = 1\n\n[request]\nkind = \"request\"\n";
const SMALL: &str = include_str!("data/small.toml");

/// The program on a terminal.
struct Screen {
    parser: Arc<Mutex<vt100::Parser>>,
    writer: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    _master: Box<dyn MasterPty + Send>,
}

impl Screen {
    fn open(folder: &Path, args: &[&str], (rows, cols): (u16, u16), env: &[(&str, &str)]) -> Self {
        let pair = native_pty_system().openpty(PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }).unwrap();
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_mla"));
        command.args(args);
        command.cwd(folder);
        command.env_clear();
        for (key, value) in [("TERM", "xterm"), ("LC_ALL", "C.UTF-8"), ("NO_COLOR", "1")].iter().chain(env) {
            command.env(key, value);
        }
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let parser = Arc::new(Mutex::new(vt100::Parser::new(rows.try_into().unwrap(), cols.try_into().unwrap(), 1000)));
        let (mut reader, into) = (pair.master.try_clone_reader().unwrap(), parser.clone());
        std::thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(n) = reader.read(&mut buffer) {
                if n == 0 {
                    break;
                }
                into.lock().unwrap().process(&buffer[..n]);
            }
        });
        let writer = pair.master.take_writer().unwrap();
        Self { parser, writer, child, _master: pair.master }
    }

    fn text(&self) -> String {
        self.parser.lock().unwrap().screen().contents()
    }

    fn shows_cursor(&self) -> bool {
        !self.parser.lock().unwrap().screen().hide_cursor()
    }

    /// Waits until the screen shows a text.
    fn wait(&self, wanted: &str) -> String {
        let begun = Instant::now();
        loop {
            let text = self.text();
            if text.contains(wanted) {
                // What belongs to the same question is drawn at once, but may come in two reads.
                std::thread::sleep(Duration::from_millis(60));
                return self.text();
            }
            assert!(begun.elapsed() < Duration::from_secs(20), "`{wanted}` does not appear on\n{text}");
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    fn send(&mut self, keys: &str) {
        self.writer.write_all(keys.as_bytes()).unwrap();
        self.writer.flush().unwrap();
    }

    /// Answers a menu with a search.
    fn search(&mut self, question: &str, typed: &str) {
        self.wait(question);
        self.send(typed);
        self.wait(typed);
        self.send("\r");
    }

    fn exit(&mut self) -> u32 {
        let begun = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                std::thread::sleep(Duration::from_millis(80));
                return status.exit_code();
            }
            assert!(begun.elapsed() < Duration::from_secs(20), "still running:\n{}", self.text());
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}

fn folder(text: &str) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("case.toml"), text).unwrap();
    dir
}

fn case(dir: &tempfile::TempDir) -> String {
    std::fs::read_to_string(dir.path().join("case.toml")).unwrap()
}

/// The small case without one of its answers.
fn without(line: &str) -> String {
    let text: String = SMALL.lines().filter(|l| !l.starts_with(line)).map(|l| format!("{l}\n")).collect();
    assert_ne!(text.len(), SMALL.len());
    text
}

/// Ctrl-C at a question leaves a visible cursor, the file, no lock, and code 130.
fn interrupt(screen: &mut Screen, dir: &tempfile::TempDir) {
    screen.send("\x03");
    assert_eq!(screen.exit(), 130, "{}", screen.text());
    let text = screen.text();
    assert!(text.contains("Continue with: mla new case.toml"), "{text}");
    assert!(screen.shows_cursor(), "the cursor is hidden:\n{text}");
    assert!(!dir.path().join("case.toml.lock").exists());
}

#[test]
fn the_first_question_is_what_to_write() {
    let dir = folder("");
    let mut screen = Screen::open(dir.path(), &["new"], (30, 90), &[]);
    screen.wait("What do you want to write?");
    screen.send(&format!("{}\r", DOWN.repeat(3)));
    screen.wait("Which State makes the request?");
    assert!(case(&dir).contains("kind = \"withdrawal\""), "{}", case(&dir));
    interrupt(&mut screen, &dir);
}

#[test]
fn ctrl_c_in_a_searched_menu_saves() {
    let dir = folder(BEGUN);
    let mut screen = Screen::open(dir.path(), &["new"], (30, 90), &[]);
    screen.search("Which State makes the request?", "ukraine");
    screen.wait("To which State is the request made?");
    interrupt(&mut screen, &dir);
    assert!(case(&dir).contains("requesting-state = \"UA\""));
}

#[test]
fn ctrl_c_in_a_short_menu_saves() {
    let dir = folder(&without("nature = "));
    let mut screen = Screen::open(dir.path(), &["new", "--only", "proceeding"], (40, 90), &[]);
    screen.wait("> investigation");
    interrupt(&mut screen, &dir);
    assert_eq!(case(&dir), without("nature = "));
}

#[test]
fn ctrl_c_in_a_menu_of_several_saves() {
    let dir = folder(&SMALL.replace("[confidentiality]\nrequested = false", "[confidentiality]\nrequested = true"));
    let mut screen = Screen::open(dir.path(), &["new", "--only", "confidentiality"], (40, 90), &[]);
    screen.wait("existence of the request");
    interrupt(&mut screen, &dir);
}

#[test]
fn ctrl_c_in_a_line_and_in_a_text_saves() {
    let dir = folder(&without("reference = "));
    let mut screen = Screen::open(dir.path(), &["new", "--only", "proceeding"], (40, 90), &[]);
    screen.wait("Case number");
    screen.send("half a numb");
    interrupt(&mut screen, &dir);
    let dir = folder(&without("link-to-state = "));
    let mut screen = Screen::open(dir.path(), &["new", "--only", "case-facts"], (40, 90), &[]);
    screen.wait("A line with a single full stop ends it.");
    screen.send("half a sent");
    interrupt(&mut screen, &dir);
}

#[test]
fn ctrl_c_in_plain_lines_saves() {
    let dir = folder(BEGUN);
    let mut screen = Screen::open(dir.path(), &["new", "--plain"], (30, 90), &[]);
    screen.wait("Which State makes the request?");
    screen.send("PL\r");
    screen.wait("To which State is the request made?");
    interrupt(&mut screen, &dir);
    assert!(case(&dir).contains("requesting-state = \"PL\""));
}

#[test]
fn leaving_by_q_is_no_failure() {
    let dir = folder(&without("reference = "));
    let mut screen = Screen::open(dir.path(), &["new", "--only", "proceeding"], (40, 90), &[]);
    screen.wait("Case number");
    screen.send("q\r");
    assert_eq!(screen.exit(), 0);
    assert!(screen.text().contains("Continue with: mla new case.toml"));
}

#[test]
fn long_labels_in_cyrillic_leave_the_lines_above() {
    let dir = folder(&without("nature = "));
    let words: String = ["investigation", "prosecution", "trial", "appeal", "enforcement", "confiscation", "administrative"]
        .iter()
        .map(|id| format!("{id} = \"{id} досудебное расследование по уголовному делу\"\n"))
        .collect();
    let ru = dir.path().join("forms/words/ru");
    std::fs::create_dir_all(&ru).unwrap();
    std::fs::write(ru.join("choices.toml"), format!("[choice.proceeding.nature]\n{words}")).unwrap();
    let overlay = dir.path().to_str().unwrap();
    let args = ["new", "--only", "proceeding", "--forms", overlay, "--lang", "ru"];
    let mut screen = Screen::open(dir.path(), &args, (40, 80), &[]);
    let before = screen.wait("7. administrative досудебное");
    for _ in 0..3 {
        screen.send(DOWN);
    }
    std::thread::sleep(Duration::from_millis(150));
    let after = screen.text();
    for line in before.lines().filter(|l| !l.trim().is_empty() && !l.starts_with('>')) {
        assert!(after.contains(line), "`{line}` is gone from\n{after}");
    }
    screen.send("\x15trial\r");
    screen.wait("= trial досудебное");
    assert!(case(&dir).contains("nature = \"trial\""), "{}", case(&dir));
}

#[test]
fn a_paste_of_two_lines_does_not_answer_the_next_question() {
    let text = without("reference = ").replace("detained = false\n", "");
    let dir = folder(&text);
    let mut screen = Screen::open(dir.path(), &["new", "--only", "proceeding"], (40, 90), &[]);
    screen.wait("Case number");
    screen.send("FIRST-1\rSECOND-2\r");
    screen.wait("more lines came with that answer");
    std::thread::sleep(Duration::from_millis(150));
    assert_eq!(case(&dir), text, "a pasted line was taken for an answer");
    screen.send("THIRD-3\r");
    screen.wait("detention");
    assert!(case(&dir).contains("reference = \"THIRD-3\""), "{}", case(&dir));
    assert!(!case(&dir).contains("SECOND"));
}

#[test]
fn a_text_of_several_lines_is_one_answer() {
    let dir = folder(&without("link-to-state = "));
    let mut screen = Screen::open(dir.path(), &["new", "--only", "case-facts"], (40, 90), &[]);
    screen.wait("A line with a single full stop ends it.");
    screen.send("The company has its seat in Nantes,\rand its books are kept there.\r\rSecond paragraph.\r.\r");
    screen.wait("(in French)");
    assert!(
        case(&dir).contains("and its books are kept there.\\n\\nSecond paragraph.") || case(&dir).contains("there.\n\nSecond"),
        "{}",
        case(&dir)
    );
}

#[test]
fn an_editor_writes_a_text() {
    let dir = folder(&without("link-to-state = "));
    let editor = dir.path().join("editor.sh");
    std::fs::write(&editor, "#!/bin/sh\necho 'The company has its seat and its books in Nantes, in France.' >> \"$1\"\n").unwrap();
    let command = format!("sh {}", editor.display());
    let env = [("EDITOR", command.as_str()), ("PATH", "/usr/bin:/bin")];
    let mut screen = Screen::open(dir.path(), &["new", "--only", "case-facts"], (40, 90), &env);
    screen.wait("An empty first line opens the editor.");
    screen.send("\r");
    screen.wait("(in French)");
    assert!(case(&dir).contains("en = \"The company has its seat and its books in Nantes, in France.\""), "{}", case(&dir));
}

#[test]
fn an_editor_that_fails_or_changes_nothing_is_no_answer() {
    let dir = folder(&without("link-to-state = "));
    for (editor, said) in
        [("false", "The text was not changed"), ("/no/such/editor", "The editor did not start"), ("''", "The editor did not start")]
    {
        let env = [("EDITOR", editor), ("PATH", "/usr/bin:/bin")];
        let mut screen = Screen::open(dir.path(), &["new", "--only", "case-facts"], (40, 90), &env);
        screen.wait("An empty first line opens the editor.");
        screen.send("\r");
        screen.wait(said);
        screen.send("q\r");
        assert_eq!(screen.exit(), 0);
        assert_eq!(case(&dir), without("link-to-state = "), "{editor}");
    }
}

#[test]
fn escape_opens_what_else_can_be_done() {
    let dir = folder(&without("nature = "));
    let mut screen = Screen::open(dir.path(), &["new", "--only", "proceeding"], (40, 90), &[]);
    screen.wait("> investigation");
    screen.send("\x1b");
    screen.wait("> back to the question before");
    screen.send(DOWN);
    screen.wait("> leave it open for now");
    screen.send("\r");
    screen.wait("All questions have been asked");
}

#[test]
fn tiny_terminals_get_plain_lines() {
    let dir = folder(BEGUN);
    for size in [(2, 80), (5, 30), (1, 1)] {
        let mut screen = Screen::open(dir.path(), &["new"], size, &[]);
        // What is typed before a question is thrown away, and so small a screen does not tell when it is asked.
        let begun = Instant::now();
        let press = |screen: &mut Screen, keys: &str| {
            screen.send(keys);
            std::thread::sleep(Duration::from_millis(200));
            assert!(begun.elapsed() < Duration::from_secs(20), "{size:?}: {}", screen.text());
        };
        while !dir.path().join("case.toml").exists() || !case(&dir).contains("requesting-state = \"PL\"") {
            press(&mut screen, "PL\r");
        }
        while screen.child.try_wait().unwrap().is_none() {
            press(&mut screen, "q\r");
        }
        assert_eq!(screen.exit(), 0, "{size:?}: {}", screen.text());
        std::fs::remove_file(dir.path().join("case.toml")).unwrap();
    }
}

#[test]
fn a_dumb_terminal_gets_plain_lines() {
    let dir = folder(BEGUN);
    let mut screen = Screen::open(dir.path(), &["new"], (30, 90), &[("TERM", "dumb")]);
    screen.wait("Type part of the name, or the code.");
    screen.send("q\r");
    assert_eq!(screen.exit(), 0);
}

#[test]
fn a_second_interview_about_the_file_is_refused() {
    let dir = folder(BEGUN);
    let mut first = Screen::open(dir.path(), &["new"], (30, 90), &[]);
    first.wait("Which State makes the request?");
    let mut second = Screen::open(dir.path(), &["new"], (30, 90), &[]);
    assert_eq!(second.exit(), 2);
    assert!(second.text().contains("another interview"), "{}", second.text());
    interrupt(&mut first, &dir);
}
