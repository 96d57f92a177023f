//! The interview: the checker in a loop. It owns no script. It checks the case file, asks for the first thing that is missing or
//! wrong, writes the answer into the file and begins again, so that resuming, going back, skipping and jumping are all one loop.

pub mod agenda;
pub mod answers;
mod ask;
pub mod blank;
pub mod follow;
mod lists;
mod locate;
mod pick;
pub mod plain;
pub mod profile;
pub mod prompter;
mod review;
pub mod script;
mod session;
mod show;
mod start;
pub mod table;
pub mod terminal;
mod write;

pub use prompter::{Choice, Key, Prompter, Question, Tone};
pub use session::{Ended, Options, Session};

use crate::forms::FormSet;
use crate::forms::words::fill;
use crate::kind::Lexicon as _;
use crate::lang::Lang;

/// The words of the forms in the language of the reader.
#[derive(Clone, Copy)]
pub struct Speech<'a> {
    /// The forms.
    pub forms: &'a FormSet,
    /// The language.
    pub lang: Lang,
}

impl<'a> Speech<'a> {
    /// The word under a key, if there is one.
    #[must_use]
    pub fn word(self, key: &str) -> Option<&'a str> {
        self.forms.words.word(self.lang, key)
    }

    /// The word under a key; the key itself where there is none.
    #[must_use]
    pub fn get(self, key: &str) -> String {
        self.word(key).unwrap_or(key).to_owned()
    }

    /// The word under a key with its arguments filled in.
    #[must_use]
    pub fn fill(self, key: &str, args: &[(&str, &str)]) -> String {
        fill(&self.get(key), args)
    }
}

/// A text with its sections in the order of the form, where those of the text that it grew from stood so.
#[must_use]
pub fn tidy(text: &str, from: &str, forms: &FormSet) -> String {
    if write::is_in_order(from, forms) { write::in_order(text, forms) } else { text.to_owned() }
}
