//! The command line as it is typed.

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Write requests for mutual legal assistance in criminal matters: interview, check, bilingual PDF and DOCX, batch.
#[derive(Debug, Parser)]
#[command(name = "mla", version, arg_required_else_help = true, max_term_width = 100, after_help = EXAMPLES)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// Options of every command.
    #[command(flatten)]
    pub global: Global,
}

const EXAMPLES: &str = "Examples:
  mla new case.toml                     ask for the facts and write them into case.toml
  mla check case.toml                   name what is missing or contradictory, with line and article
  mla render case.toml -o out           write out/case.pdf and out/case.docx
  mla batch cases/ -o out               do so for a folder of case files";

/// Options of every command.
#[derive(Debug, Args, Clone)]
pub struct Global {
    /// Language of questions and messages, such as `fr` (default: from the locale)
    #[arg(long, global = true, value_name = "TAG", env = "MLA_LANG")]
    pub lang: Option<String>,
    /// Folder of forms, words and templates laid over the built-in ones; may be given several times
    #[arg(long, global = true, value_name = "DIR", env = "MLA_FORMS", value_delimiter = ':')]
    pub forms: Vec<PathBuf>,
    /// When to use colour
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub color: ColorWhen,
    /// Only errors
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// Say more: advice, and what was read and written
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    pub verbose: u8,
}

/// When to use colour.
#[derive(Debug, Clone, Copy, ValueEnum, PartialEq, Eq)]
pub enum ColorWhen {
    /// On a terminal.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Ask for the facts of a case and write them into a case file; continues a file that exists
    New(NewArgs),
    /// Check case files and name what is missing or contradictory
    Check(CheckArgs),
    /// Write the request of one case file as PDF, DOCX or text
    Render(RenderArgs),
    /// Check and write many case files
    Batch(BatchArgs),
    /// Explain a code, rule, field, assistance type, legal basis or section
    Explain(ExplainArgs),
    /// Keep what is the same in all letters of an office for new cases
    #[command(subcommand)]
    Profile(ProfileCommand),
    /// List, show, check or copy out the forms
    #[command(subcommand)]
    Forms(FormsCommand),
    /// Print a completion script for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    Man,
}

/// `mla profile`.
#[derive(Debug, Subcommand)]
pub enum ProfileCommand {
    /// Take the data of the office out of a case file and keep them under a name
    Save {
        /// Letters, digits, `-` and `_`
        name: String,
        /// The case file
        #[arg(long, value_name = "FILE")]
        from: PathBuf,
        /// Replace a profile of this name
        #[arg(long)]
        force: bool,
    },
    /// List the profiles
    List,
    /// Print a profile
    Show {
        /// Name of the profile, or its file
        name: String,
    },
}

/// `mla new`.
#[derive(Debug, Args)]
pub struct NewArgs {
    /// The case file (default: case.toml)
    #[arg(default_value = "case.toml")]
    pub file: PathBuf,
    /// Begin a new case with the data of an office: the name of a profile, or its file
    #[arg(long, value_name = "NAME", env = "MLA_PROFILE")]
    pub profile: Option<String>,
    /// Legal basis; may be given several times, the primary one first
    #[arg(long, value_name = "ID")]
    pub basis: Vec<String>,
    /// Assistance type; may be given several times
    #[arg(long = "type", value_name = "ID")]
    pub types: Vec<String>,
    /// Begin the case as a letter that follows the request of this case file: what stays is carried over, and the first request is cited
    #[arg(long, value_name = "FILE")]
    pub follow_up: Option<PathBuf>,
    /// What the letter that follows is: an id of `request.kind`
    #[arg(long, value_name = "KIND", default_value = "follow-up", requires = "follow_up")]
    pub kind: String,
    /// Take answers from a file of `path = value` lines or a case file; `-` reads standard input
    #[arg(long, value_name = "FILE")]
    pub answers: Option<PathBuf>,
    /// Add the rows of a table of comma-separated values to a list: `--import accounts=accounts.csv`
    #[arg(long, value_name = "SECTION=FILE")]
    pub import: Vec<String>,
    /// Set one value: `--set persons[p1].nationalities=FR`
    #[arg(long, value_name = "PATH=VALUE")]
    pub set: Vec<String>,
    /// Ask only about one section
    #[arg(long, value_name = "SECTION")]
    pub only: Option<String>,
    /// Plain lines, without menus that redraw (for screen readers and logs)
    #[arg(long, env = "MLA_PLAIN")]
    pub plain: bool,
    /// Never ask; say what is missing
    #[arg(long)]
    pub no_input: bool,
    /// Print a commented skeleton for the chosen bases and types instead of asking
    #[arg(long)]
    pub blank: bool,
}

/// Formats of findings.
#[derive(Debug, Clone, Copy, ValueEnum, PartialEq, Eq)]
pub enum ReportFormat {
    /// With the lines of the file.
    Full,
    /// One line a finding.
    Concise,
    /// JSON.
    Json,
    /// SARIF 2.1.0.
    Sarif,
    /// Workflow commands.
    Github,
}

/// Which findings make the command fail.
#[derive(Debug, Clone, Copy, ValueEnum, PartialEq, Eq)]
pub enum FailOn {
    /// Errors.
    Error,
    /// Errors and warnings.
    Warning,
    /// Any finding.
    Info,
}

/// `mla check`.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// Case files or folders; `-` reads standard input
    #[arg(required = true)]
    pub paths: Vec<PathBuf>,
    /// How to print the findings
    #[arg(long, default_value = "full")]
    pub format: ReportFormat,
    /// Which findings make the command fail with exit code 1
    #[arg(long, value_name = "LEVEL", default_value = "error")]
    pub fail_on: FailOn,
    /// Write the findings into a file instead of standard output
    #[arg(long, value_name = "FILE")]
    pub output_file: Option<PathBuf>,
    /// Quote lines and values of the file in machine formats too (they may be confidential)
    #[arg(long)]
    pub with_source: bool,
    /// Compare deadlines with this day instead of today
    #[arg(long, value_name = "DATE")]
    pub today: Option<String>,
    /// Mend what can be mended without a decision: missing ids
    #[arg(long)]
    pub fix: bool,
}

/// Formats of documents.
#[derive(Debug, Clone, Copy, ValueEnum, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DocFormat {
    /// PDF.
    Pdf,
    /// Word document.
    Docx,
    /// Web page without scripts.
    Html,
    /// Plain text.
    Txt,
}

/// How two languages share the page.
#[derive(Debug, Clone, Copy, ValueEnum, PartialEq, Eq)]
pub enum LayoutArg {
    /// Two columns, row by row.
    SideBySide,
    /// One language after the other.
    Sequence,
    /// The original language alone.
    Single,
}

/// What documents look like; shared by `render` and `batch`.
#[derive(Debug, Args, Clone)]
pub struct DocArgs {
    /// Formats to write
    #[arg(long, value_name = "FORMAT", value_delimiter = ',', default_value = "pdf,docx")]
    pub to: Vec<DocFormat>,
    /// How two languages share the page (default: as the style says, side by side)
    #[arg(long)]
    pub layout: Option<LayoutArg>,
    /// House style: a name under templates/styles, or a file
    #[arg(long, value_name = "NAME", default_value = "default")]
    pub style: String,
    /// Folder of fonts (TTF, OTF) for characters that the built-in ones lack, tried in the order of their file names
    #[arg(long, value_name = "DIR")]
    pub font_dir: Option<PathBuf>,
    /// Write cases with errors too, marked as drafts, with visible gaps
    #[arg(long)]
    pub draft: bool,
    /// Replace files that exist
    #[arg(long)]
    pub force: bool,
    /// Compare deadlines with this day instead of today
    #[arg(long, value_name = "DATE")]
    pub today: Option<String>,
}

/// `mla render`.
#[derive(Debug, Args)]
pub struct RenderArgs {
    /// The case file; `-` reads standard input
    pub file: PathBuf,
    /// Folder for the documents (default: beside the case file); `-` writes one format to standard output
    #[arg(short, long, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// Look of the documents.
    #[command(flatten)]
    pub doc: DocArgs,
}

/// `mla batch`.
#[derive(Debug, Args)]
pub struct BatchArgs {
    /// Case files, folders or globs; `@list.txt` reads paths from a file, `-` from standard input
    #[arg(required = true)]
    pub paths: Vec<String>,
    /// Folder for the documents
    #[arg(short, long, value_name = "DIR")]
    pub output: PathBuf,
    /// How many cases at once (default: one for each core)
    #[arg(short, long, value_name = "N")]
    pub jobs: Option<usize>,
    /// Stop at the first case that cannot be written
    #[arg(long)]
    pub fail_fast: bool,
    /// Skip cases whose manifest line still holds
    #[arg(long)]
    pub resume: bool,
    /// Say what would be done, and write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// The manifest (default: manifest.jsonl in the output folder)
    #[arg(long, value_name = "FILE")]
    pub manifest: Option<PathBuf>,
    /// Look of the documents.
    #[command(flatten)]
    pub doc: DocArgs,
}

/// `mla explain`.
#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// A code (MLA301), rule name, field (proceeding.nature), assistance type, basis or section
    #[arg(required_unless_present_any = ["all", "refusal"])]
    pub what: Option<String>,
    /// Explain every code of findings, or the law of every basis, assistance type and State
    #[arg(long, conflicts_with = "what", value_name = "WHAT", num_args = 0..=1, default_missing_value = "codes")]
    pub all: Option<ExplainAll>,
    /// List the grounds of refusal of a case's legal bases, what in the file bears on each, and what is missing
    #[arg(long, conflicts_with_all = ["what", "all"], value_name = "FILE")]
    pub refusal: Option<PathBuf>,
    /// How to print it
    #[arg(long, default_value = "text")]
    pub format: ExplainFormat,
}

/// What is explained all at once.
#[derive(Debug, Clone, Copy, ValueEnum, PartialEq, Eq)]
pub enum ExplainAll {
    /// Codes of findings.
    Codes,
    /// Legal bases, assistance types and profiles of States, with their articles and marks.
    Law,
}

/// Formats of explanations.
#[derive(Debug, Clone, Copy, ValueEnum, PartialEq, Eq)]
pub enum ExplainFormat {
    /// Text.
    Text,
    /// JSON.
    Json,
    /// Markdown.
    Markdown,
}

/// `mla forms`.
#[derive(Debug, Subcommand)]
pub enum FormsCommand {
    /// List all form files with their origin and what they replace
    List,
    /// Print a form
    Show {
        /// Id of a basis, assistance type, record, section or State, or a path below forms/ or templates/
        id: String,
    },
    /// Check forms, words and templates for mistakes
    Check {
        /// Folder laid over the built-in forms (default: only those in force)
        dir: Option<PathBuf>,
    },
    /// Copy a form out for editing
    Eject {
        /// Id or path, as for `show`
        id: String,
        /// Folder to copy into
        #[arg(long, value_name = "DIR")]
        to: PathBuf,
    },
}
