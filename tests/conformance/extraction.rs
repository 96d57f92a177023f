//! How much of the text of a request comes out of its PDF again, when a program copies, searches or reads it aloud.

use mla::doc::model::Document;
use mla::lang::{Lang, Script};
use mla::render::text::plain_text;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt::Write as _;

/// The program that guesses the order of reading from where words stand; two columns, row by row, are more than it can guess everywhere.
const BY_SIGHT: &str = "pdftotext";
/// The program that reads in the order of the file, and knows nothing of right and left.
const BY_FILE: &str = "pdftotext -raw";
/// How many words of a document may be missing in each language, because they are shown in pieces: broken in a narrow column without a hyphen
/// (nearly all of them in the table of annexes), or divided over two pages. No other loss is known, and 0 is the aim.
const BROKEN: usize = 16;
/// How many pieces a broken word has at most; nothing else may be read that was not written.
const PIECES: usize = 4;
/// The share in order elsewhere: a row that is divided over two pages is read page by page.
const ENOUGH: f64 = 0.99;
/// Over all documents, nine words of ten must be in their order where the order is guessed.
const ENOUGH_BY_SIGHT: f64 = 0.9;
/// Where a row has one line in each column, a reader takes both for one line, and puts a word or two that stand beside Arabic on the wrong
/// side of it.
const ENOUGH_BESIDE_ARABIC: f64 = 0.97;
/// Of Arabic, readers put the pieces of a line in another order and take some letters apart. Over all documents, nine
/// words of ten must be there at all.
const ENOUGH_ARABIC: f64 = 0.9;
/// What stands between cautions at the foot of a page.
const DOT: &str = "·";
const HEADING: &str = "## Text extraction\n";

/// What one program read of one language.
#[derive(Default)]
struct Score {
    documents: usize,
    words: usize,
    found: usize,
    /// The lowest share of a document, and its name.
    worst: Option<(f64, String)>,
}

/// The two languages of a document, whichever is the original.
type Pair = [Lang; 2];

/// Scores by pair of languages, language and program.
#[derive(Default)]
pub struct Table {
    scores: BTreeMap<(Pair, Lang, &'static str), Score>,
    complaints: Vec<String>,
    /// Names and versions of the programs that read.
    pub versions: Vec<String>,
}

/// Words as they are compared: runs of letters and digits, so that it does not matter where a line was broken; ideographs, which have no
/// spaces between them, and signs one by one. Controls of direction are nothing, and hyphens inside a word neither: of one at the end of a
/// line no reader can know whether it belongs to the word.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut open = false;
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            // pdfium has a sign of its own for a hyphen at the end of a line.
            '\u{ad}' | '\u{fffe}' | '-' | '\u{2010}' | '\u{2011}' if open => while rest.next_if(|c| c.is_whitespace()).is_some() {},
            '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{61c}' | '\u{feff}' => {}
            c if c.is_whitespace() => open = false,
            c if c.is_alphanumeric() && !is_ideograph(c) => {
                match words.last_mut().filter(|_| open) {
                    Some(word) => word.push(c),
                    None => words.push(c.to_string()),
                }
                open = true;
            }
            c => {
                words.push(c.to_string());
                open = false;
            }
        }
    }
    words
}

fn is_arabic(lang: &Lang) -> bool {
    lang.script() == Script::Arabic
}

/// As many words as a reader of a message wants to see.
fn first<'a>(words: &[&'a String]) -> Vec<&'a String> {
    words.iter().take(12).copied().collect()
}

fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// How many words the source has, signs aside, and which of them were not read as often as they stand there.
fn anywhere<'a>(source: &'a [String], read: &[String]) -> (usize, Vec<&'a String>) {
    let mut there: HashMap<&str, usize> = HashMap::new();
    for word in read {
        *there.entry(word).or_default() += 1;
    }
    let all: Vec<&String> = source.iter().filter(|word| word.chars().any(char::is_alphanumeric)).collect();
    let left = |word: &&&String| match there.get_mut(word.as_str()) {
        Some(count) if *count > 0 => {
            *count -= 1;
            false
        }
        _ => true,
    };
    (all.len(), all.iter().filter(left).copied().collect())
}

/// How many words the source has, and which of them do not stand in the text that was read in the same order: all but the longest common
/// subsequence, found as the longest increasing one among the places of each word.
fn in_order<'a>(source: &'a [String], read: &[String]) -> (usize, Vec<&'a String>) {
    let mut places: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, word) in read.iter().enumerate() {
        places.entry(word).or_default().push(at);
    }
    // For each length the end of the chain that ends first; a link is a place, a word of the source and the link before it.
    let mut ends: Vec<usize> = Vec::new();
    let mut links: Vec<(usize, usize, Option<usize>)> = Vec::new();
    for (word, text) in source.iter().enumerate() {
        for place in places.get(text.as_str()).into_iter().flatten().rev() {
            let length = ends.partition_point(|end| links[*end].0 < *place);
            let before = length.checked_sub(1).map(|shorter| ends[shorter]);
            // A chain of the same length that ends here already is as good, and links are many.
            if ends.get(length).is_some_and(|end| links[*end].0 == *place) {
                continue;
            }
            links.push((*place, word, before));
            match ends.get_mut(length) {
                Some(end) => *end = links.len() - 1,
                None => ends.push(links.len() - 1),
            }
        }
    }
    let mut found = vec![false; source.len()];
    let mut link = ends.last().copied();
    while let Some(at) = link {
        found[links[at].1] = true;
        link = links[at].2;
    }
    (source.len(), source.iter().zip(found).filter(|(_, found)| !found).map(|(word, _)| word).collect())
}

impl Table {
    /// Adds what a program read of a document.
    pub fn add(&mut self, program: &'static str, stem: &str, document: &Document, text: &str) {
        let read = words(&body(text, document));
        let beside_arabic = document.languages.iter().any(is_arabic);
        let mut pair: Pair = [document.languages[0], document.languages[1]];
        pair.sort_unstable();
        let mut known: HashSet<String> = HashSet::new();
        let mut broken = 0;
        for (at, lang) in document.languages.iter().enumerate() {
            let source = words(&plain_text(document, at));
            assert!(source.len() > 400, "{stem}: only {} words in {lang}", source.len());
            known.extend(source.iter().cloned());
            if is_arabic(lang) && program == BY_FILE {
                continue;
            }
            let (_, missing) = anywhere(&source, &read);
            let (all, lost) = if is_arabic(lang) { anywhere(&source, &read) } else { in_order(&source, &read) };
            broken += lost.len();
            let found = all - lost.len();
            let share = found as f64 / all as f64;
            let ordered = if beside_arabic { ENOUGH_BESIDE_ARABIC } else { ENOUGH };
            let enough = is_arabic(lang) || program == BY_SIGHT || missing.len() <= BROKEN && share >= ordered;
            if !enough {
                self.complaints.push(format!(
                    "{stem}: {program} read {found} of {all} words in {lang}; misplaced {:?}, missing {:?}",
                    first(&lost),
                    first(&missing)
                ));
            }
            let score = self.scores.entry((pair, *lang, program)).or_default();
            score.documents += 1;
            score.words += all;
            score.found += found;
            if score.worst.as_ref().is_none_or(|(worst, _)| share < *worst) {
                score.worst = Some((share, stem.to_owned()));
            }
        }
        let strange: Vec<&String> = read.iter().filter(|word| !known.contains(*word)).collect();
        // The letters of the word across each page of a draft are read one by one.
        if strange.len() > PIECES * broken && !beside_arabic && !document.draft {
            self.complaints.push(format!("{stem}: {program} read {} words that are not there: {:?}", strange.len(), first(&strange)));
        }
    }

    /// What is not as it should be.
    pub fn complaints(&self) -> Vec<String> {
        let low = self.by_language().into_iter().filter_map(|((lang, program), share)| {
            let demanded = match program {
                _ if is_arabic(&lang) => ENOUGH_ARABIC,
                BY_SIGHT => ENOUGH_BY_SIGHT,
                _ => return None,
            };
            (share < demanded).then(|| format!("{program} read only {} of the words in {lang}", percent(share)))
        });
        self.complaints.iter().cloned().chain(low).collect()
    }

    /// The share of all words of a language that a program found, over all pairs.
    fn by_language(&self) -> BTreeMap<(Lang, &'static str), f64> {
        let mut sums: BTreeMap<(Lang, &'static str), (usize, usize)> = BTreeMap::new();
        for ((_, lang, program), score) in &self.scores {
            let sum = sums.entry((*lang, program)).or_default();
            *sum = (sum.0 + score.found, sum.1 + score.words);
        }
        sums.into_iter().map(|(key, (found, words))| (key, found as f64 / words as f64)).collect()
    }

    /// The scores for the reader of a test run.
    pub fn lines(&self) -> Vec<String> {
        let line = |(([a, b], lang, program), s): (&(Pair, Lang, &str), &Score)| {
            let how = if is_arabic(lang) { "anywhere" } else { "in order" };
            let worst =
                s.worst.iter().filter(|(share, _)| *share < 1.0).map(|(share, stem)| format!(", lowest {} in {stem}", percent(*share)));
            let worst = worst.collect::<String>();
            format!("{program}: {a}|{b}: {lang}: {} of {} words {how}, {} documents{worst}", s.found, s.words, s.documents)
        };
        self.scores.iter().map(line).collect()
    }

    /// The page with its section on extraction replaced.
    pub fn into_page(self, page: &str) -> String {
        let (before, rest) = page.split_once(HEADING).unwrap_or((page, ""));
        let after = rest.find("\n## ").map_or("", |at| &rest[at..]);
        let mut programs: Vec<&'static str> = self.scores.keys().map(|(_, _, program)| *program).collect();
        programs.sort_unstable();
        programs.dedup();
        let mut section = format!(
            "{HEADING}\nA request is searched, quoted and read aloud, so its text must come out of the PDF as it went in. The tables say which share of \
             the words of the examples\nprograms find: in their order, signs and ideographs counted as words; of Arabic at any place, without \
             signs. Hyphens count for nothing, since of one at the end of a line no reader\ncan know whether it belongs to the word.\n\n\
             `pdftotext` guesses the order of reading from where words stand, `pdftotext -raw` and pdfium (Chrome) keep to the order of the \
             file. `tests/conformance.rs` demands of\nthe latter two that in each document no word is missing, but for a few that a narrow \
             column breaks, and that 99 % are in their order, 97 % beside Arabic,\nwhere pdfium takes a line of the left column and one of \
             the right for one line and puts them in order of its own; of pdftotext and of Arabic it demands 90 % over\nall documents. \
             `cargo test --test conformance -- --ignored` writes this section.\n\nMeasured with {}.\n\n| language | {} |\n|---|{}\n",
            self.versions.join(", "),
            programs.join(" | "),
            "--:|".repeat(programs.len())
        );
        let by_language = self.by_language();
        let mut languages: Vec<Lang> = by_language.keys().map(|(lang, _)| *lang).collect();
        languages.dedup();
        let or_dash = |share: Option<f64>| share.map_or_else(|| "–".to_owned(), percent);
        for lang in languages {
            let shares = programs.iter().map(|program| or_dash(by_language.get(&(lang, *program)).copied()));
            let _ = writeln!(section, "| {lang} | {} |", shares.collect::<Vec<_>>().join(" | "));
        }
        let _ = write!(
            section,
            "\nIn each pair, the first language before the second:\n\n| pair | documents | {} |\n|---|--:|{}\n",
            programs.join(" | "),
            "--:|".repeat(programs.len())
        );
        let mut pairs: Vec<Pair> = self.scores.keys().map(|(pair, _, _)| *pair).collect();
        pairs.dedup();
        for pair in pairs {
            let of = |lang: Lang, program: &'static str| self.scores.get(&(pair, lang, program));
            let documents = programs.iter().flat_map(|program| pair.map(|lang| of(lang, program).map_or(0, |score| score.documents))).max();
            let share =
                |program: &&'static str| pair.map(|lang| or_dash(of(lang, program).map(|s| s.found as f64 / s.words as f64))).join(" / ");
            let shares = programs.iter().map(share).collect::<Vec<_>>().join(" | ");
            let _ = writeln!(section, "| {}–{} | {} | {shares} |", pair[0], pair[1], documents.unwrap_or(0));
        }
        format!("{before}{section}{after}")
    }
}

/// Rounded down, so that 100 % means all.
fn percent(share: f64) -> String {
    format!("{:.2} %", (share * 10000.0).floor() / 100.0)
}

/// The text of the pages without what stands on every page, so that a word or sentence goes on from one page to the next.
fn body(text: &str, document: &Document) -> String {
    let pages: Vec<&str> = text.trim_end_matches('\u{c}').split('\u{c}').collect();
    let running = &document.running;
    let mut out = String::new();
    for (at, page) in pages.iter().enumerate() {
        let mut page = (*page).to_owned();
        for head in running.header.iter().chain([&running.reference]).filter(|head| !head.is_empty()) {
            // A head that does not fit ends in an ellipsis.
            let cuts = head.char_indices().map(|(cut, _)| cut).skip(1).map(|cut| format!("{}…", &head[..cut]));
            let shown = std::iter::once(head.clone()).chain(cuts).find_map(|text| Some((page.find(&text)?, text.len())));
            if let Some((start, length)) = shown {
                page.replace_range(start..start + length, "");
            }
        }
        let count = |text: &String| text.replace("{pages}", &pages.len().to_string()).replace("{page}", &(at + 1).to_string());
        let feet: Vec<String> = running.page.iter().map(count).chain(running.caution.iter().cloned()).chain([DOT.to_owned()]).collect();
        for foot in feet.iter().filter(|foot| !foot.is_empty()) {
            if let Some(start) = page.rfind(foot.as_str()) {
                page.replace_range(start..start + foot.len(), "");
            }
        }
        out.push_str(&page);
        out.push('\n');
    }
    out
}
