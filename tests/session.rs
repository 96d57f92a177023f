//! A whole request by keyboard: `mla new` on a pseudo-terminal, from the first question to the PDF. `docs/session.txt` is what was on the
//! screen; `cargo test --test session -- --ignored` writes it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]
#![cfg(unix)]

mod support;

use mla::check::{NoFiles, Surroundings};
use mla::interview::script::{Reply, Script};
use mla::interview::{Key, Options, Prompter, Question, Session, Tone};
use mla::lang::Lang;
use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

/// Questions of the whole draft, the offers of a further item and the ends of lists among them; none is left without an answer.
const QUESTIONS: usize = 289;

/// Longest wait for the next prompt.
const PATIENCE: Duration = Duration::from_secs(60);

/// Answers like a script, and writes down what somebody would type in plain mode.
struct Typist {
    script: Script,
    typed: Vec<Vec<String>>,
    left_open: Vec<String>,
}

impl Typist {
    fn note<T>(&mut self, question: &Question, answer: Result<T, Key>, lines: impl Fn(&T) -> Vec<String>) -> Result<T, Key> {
        match &answer {
            Ok(value) => self.typed.push(lines(value)),
            // Enter ends a list of values.
            Err(_) if question.path.ends_with(']') && !question.path.ends_with("[0]") => self.typed.push(vec![String::new()]),
            Err(_) => {
                self.left_open.push(question.path.clone());
                self.typed.push(vec!["-".to_owned()]);
            }
        }
        answer
    }
}

impl Prompter for Typist {
    fn line(&mut self, question: &Question) -> Result<String, Key> {
        let answer = self.script.line(question);
        self.note(question, answer, |text| vec![text.clone()])
    }

    fn text(&mut self, question: &Question) -> Result<String, Key> {
        let answer = self.script.text(question);
        self.note(question, answer, |text| text.trim().lines().chain(["."]).map(str::to_owned).collect())
    }

    fn choose(&mut self, question: &Question) -> Result<usize, Key> {
        let answer = self.script.choose(question);
        self.note(question, answer, |at| vec![named(question, *at)])
    }

    fn choose_many(&mut self, question: &Question) -> Result<Vec<usize>, Key> {
        let answer = self.script.choose_many(question);
        self.note(question, answer, |all| vec![all.iter().map(|at| named(question, *at)).collect::<Vec<_>>().join(", ")])
    }

    fn confirm(&mut self, question: &Question) -> Result<bool, Key> {
        let answer = self.script.confirm(question);
        self.note(question, answer, |yes| vec![if *yes { "1" } else { "2" }.to_owned()])
    }

    fn tell(&mut self, tone: Tone, text: &str) {
        self.script.tell(tone, text);
    }
}

/// The example, with the ids that the interview gives to companies and annexes in the order in which it meets them.
fn example() -> toml::Table {
    let mut text = std::fs::read_to_string(support::root().join("examples/uncac-bank-records.toml")).unwrap();
    let given = [("o2", "o1"), ("o1", "o2"), ("ann6", "ann1"), ("ann1", "ann2"), ("ann2", "ann3")];
    for (own, given) in given {
        text = text.replace(&format!("\"{own}\""), &format!("\"={given}\""));
    }
    text.replace("\"=", "\"").parse().unwrap()
}

/// A choice as somebody would type it: by number from a list that is shown, by its id from one that is searched.
fn named(question: &Question, at: usize) -> String {
    const SHOWN: usize = 30;
    if question.choices.len() > SHOWN { question.choices[at].id.clone() } else { (at + 1).to_string() }
}

/// What to type for the example, question by question, and the questions that stayed open.
fn typist() -> Typist {
    let forms = support::forms();
    let mut typist = Typist { script: Script::from_case(&example()), typed: Vec::new(), left_open: Vec::new() };
    typist.script.always("document", Reply::Text("request".to_owned()));
    typist.script.always("end", Reply::Text("render".to_owned()));
    let around = Surroundings { lang: Lang::EN, today: Some(support::test_day()), files: &NoFiles };
    let mut save = |_: &str| Ok(());
    let mut session = Session::new("case.toml", "schema = 1\n", forms, &around, &mut save, Options::default()).unwrap();
    session.run(&mut typist);
    drop(session);
    typist
}

/// The screen up to the next prompt.
fn until_prompt(output: &Receiver<Vec<u8>>, screen: &mut Vec<u8>) -> bool {
    loop {
        if screen.ends_with(b"\n> ") {
            return true;
        }
        match output.recv_timeout(PATIENCE) {
            Ok(bytes) => screen.extend_from_slice(&bytes),
            Err(RecvTimeoutError::Disconnected | RecvTimeoutError::Timeout) => return false,
        }
    }
}

/// Types it all into the program; what was on the screen.
fn typed_in(folder: &Path, steps: &[Vec<String>]) -> String {
    let pair = native_pty_system().openpty(PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 }).unwrap();
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_mla"));
    command.args(["new", "case.toml", "--plain", "--lang", "en"]);
    command.cwd(folder);
    command.env_clear();
    command.env("TERM", "xterm");
    let mut child = pair.slave.spawn_command(command).unwrap();
    drop(pair.slave);
    let mut reader = pair.master.try_clone_reader().unwrap();
    let (send, output) = channel();
    std::thread::spawn(move || {
        let mut buffer = [0; 4096];
        while let Ok(n @ 1..) = reader.read(&mut buffer) {
            if send.send(buffer[..n].to_vec()).is_err() {
                break;
            }
        }
    });
    let mut writer = pair.master.take_writer().unwrap();
    let mut screen = Vec::new();
    for step in steps {
        assert!(until_prompt(&output, &mut screen), "no question where one was expected:\n{}", String::from_utf8_lossy(&screen));
        for line in step {
            // The echo of the line ends the prompt.
            screen.push(b'\x1f');
            writer.write_all(format!("{line}\n").as_bytes()).unwrap();
            writer.flush().unwrap();
        }
    }
    while let Ok(bytes) = output.recv_timeout(PATIENCE) {
        screen.extend_from_slice(&bytes);
    }
    assert!(child.wait().unwrap().success());
    String::from_utf8_lossy(&screen).replace(['\r', '\x1f'], "")
}

/// Every value of the draft stands in the example.
fn assert_within(part: &toml::Value, whole: Option<&toml::Value>, path: &str) {
    match (part, whole) {
        (toml::Value::Table(part), Some(toml::Value::Table(whole))) => {
            part.iter().for_each(|(key, value)| assert_within(value, whole.get(key), &format!("{path}.{key}")));
        }
        (toml::Value::Array(part), Some(toml::Value::Array(whole))) if part.iter().all(toml::Value::is_table) => {
            for (at, item) in part.iter().enumerate() {
                let same = whole.iter().find(|other| item.get("id").is_some() && other.get("id") == item.get("id")).or(whole.get(at));
                assert_within(item, same, &format!("{path}[{at}]"));
            }
        }
        // Several choices stand in the order of the list that they were taken from.
        (toml::Value::Array(part), Some(toml::Value::Array(whole))) => {
            let sorted = |all: &[toml::Value]| all.iter().map(ToString::to_string).collect::<BTreeSet<_>>();
            assert_eq!(sorted(part), sorted(whole), "{path}");
        }
        // Account numbers are written without their spaces, as they are read.
        (part, whole) => {
            let plain = |value: &toml::Value| value.to_string().split_whitespace().collect::<String>();
            assert_eq!(Some(plain(part)), whole.map(plain), "{path}");
        }
    }
}

fn session(folder: &Path) -> (Typist, String) {
    let typist = typist();
    let screen = typed_in(folder, &typist.typed);
    (typist, screen)
}

#[test]
fn a_whole_request_is_written_by_keyboard() {
    let folder = tempfile::tempdir().unwrap();
    let (typist, screen) = session(folder.path());
    assert!(screen.contains("The request is complete"), "{screen}");
    assert_eq!(typist.left_open, Vec::<String>::new(), "questions that the draft did not need");
    assert_eq!(typist.typed.len(), QUESTIONS);
    let written: toml::Table = std::fs::read_to_string(folder.path().join("case.toml")).unwrap().parse().unwrap();
    assert_within(&toml::Value::Table(written), Some(&toml::Value::Table(example())), "");
    // The last answer was to write the request.
    assert!(folder.path().join("case.pdf").exists() && folder.path().join("case.docx").exists(), "{screen}");
}

#[test]
#[ignore = "writes a page of the documentation"]
fn the_session_is_written_into_the_documentation() {
    let folder = tempfile::tempdir().unwrap();
    let (_, screen) = session(folder.path());
    let lines: Vec<&str> = screen.lines().map(str::trim_end).collect();
    std::fs::write(support::root().join("docs/session.txt"), format!("$ mla new case.toml --plain\n{}\n", lines.join("\n"))).unwrap();
}
