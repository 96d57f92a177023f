//! What the interview needs of whoever answers: a terminal, plain lines, or a script.

/// How a question was left without an answer to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// Back to the question before.
    Back,
    /// Leave it open for now.
    Skip,
    /// Why is this asked?
    Help,
    /// Show all answers.
    Review,
    /// Go to another section.
    Jump,
    /// Show the case file as it is now.
    Show,
    /// Save and leave.
    Quit,
    /// Ctrl-C: save and leave at once.
    Interrupted,
}

/// What a line of text means before it is an answer; `?`, `<`, `-`, `:`, `!`, `=` and `q` alone are keys.
#[must_use]
pub fn key_of(line: &str) -> Option<Key> {
    Some(match line.trim() {
        "?" => Key::Help,
        "<" => Key::Back,
        "-" => Key::Skip,
        ":" => Key::Review,
        "!" => Key::Jump,
        "=" => Key::Show,
        "q" => Key::Quit,
        _ => return None,
    })
}

/// One entry of a list of choices.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Choice {
    /// Id, as it is written into the case.
    pub id: String,
    /// What is shown.
    pub label: String,
    /// One line about it; may be empty.
    pub about: String,
    /// Other names under which it can be typed, folded.
    pub also: Vec<String>,
    /// Whether it is chosen already.
    pub chosen: bool,
    /// Whether it is worth a look in this case; what it is about says why.
    pub suggested: bool,
}

/// One question.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Question {
    /// Path of the value that is asked for; scripts answer by it.
    pub path: String,
    /// Where in the case it belongs, outermost first.
    pub trail: Vec<String>,
    /// Short name of what is asked.
    pub label: String,
    /// The question.
    pub ask: String,
    /// One line of help; may be empty.
    pub help: String,
    /// What an answer looks like; may be empty.
    pub example: String,
    /// What an empty answer stands for, and where that comes from.
    pub default: Option<(String, String)>,
    /// What can be chosen.
    pub choices: Vec<Choice>,
    /// The text to be translated.
    pub source: Option<String>,
}

/// The tone of something that is said without a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// A new part begins.
    Heading,
    /// By the way.
    Note,
    /// Something is wrong.
    Wrong,
}

/// Somebody who answers.
pub trait Prompter {
    /// One line; empty only where the question has a default or may stay open.
    ///
    /// # Errors
    /// A key instead of an answer.
    fn line(&mut self, question: &Question) -> Result<String, Key>;

    /// A text of any length.
    ///
    /// # Errors
    /// A key instead of an answer.
    fn text(&mut self, question: &Question) -> Result<String, Key>;

    /// One of the choices, by index.
    ///
    /// # Errors
    /// A key instead of an answer.
    fn choose(&mut self, question: &Question) -> Result<usize, Key>;

    /// Any number of the choices, by index, in their order.
    ///
    /// # Errors
    /// A key instead of an answer.
    fn choose_many(&mut self, question: &Question) -> Result<Vec<usize>, Key>;

    /// Yes or no.
    ///
    /// # Errors
    /// A key instead of an answer.
    fn confirm(&mut self, question: &Question) -> Result<bool, Key>;

    /// Says something.
    fn tell(&mut self, tone: Tone, text: &str);
}

/// A text without accents and in lower case, for finding `Côte d'Ivoire` by `cote divoire`.
#[must_use]
pub fn folded(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization as _;
    let letters = text.nfkd().filter(|c| !unicode_normalization::char::is_combining_mark(*c));
    letters.flat_map(char::to_lowercase).filter(|c| c.is_alphanumeric() || *c == ' ').collect()
}

/// A text without the control characters that a terminal leaves in it (C0 and C1, line breaks aside).
#[must_use]
pub fn without_controls(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() || *c == '\n').collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_stand_alone() {
        assert_eq!(key_of(" ? "), Some(Key::Help));
        assert_eq!(key_of("q"), Some(Key::Quit));
        assert_eq!(key_of("-5"), None);
        assert_eq!(key_of("quay"), None);
    }

    #[test]
    fn accents_fold_away() {
        assert_eq!(folded("Côte d’Ivoire"), "cote divoire");
        assert_eq!(folded("Österreich"), "osterreich");
        assert_eq!(without_controls("a\u{4}b\u{9d}c"), "abc");
    }
}
