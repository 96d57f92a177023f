//! What `render` and `batch` share: forms, wording, style and formats of a run.

use super::args::{DocArgs, DocFormat, Global, LayoutArg};
use super::folders;
use super::ui::{self, Exit, Words};
use super::world::{World, report_problems};
use crate::batch::look::{StyleError, style};
use crate::batch::manifest::Options;
use crate::batch::one::{Format, Press};
use crate::doc::Library;
use crate::render::fonts::Fonts;
use crate::render::style::{Layout, Style};

/// Everything that is loaded once.
pub struct Setup {
    /// Forms, language and day.
    pub world: World,
    /// Formats, each once, in the order given.
    pub formats: Vec<Format>,
    /// What documents depend on, for a manifest.
    pub options: Options,
    library: Library,
    style: Style,
}

impl Setup {
    /// Loads forms, wording and style.
    ///
    /// # Errors
    /// Something of it cannot be used; the reason has been printed.
    pub fn load(args: &DocArgs, global: &Global) -> Result<Self, Exit> {
        let world = World::load(global, args.today.as_deref())?;
        let (library, problems) = Library::load(&world.forms);
        if report_problems(&world, global, &problems) {
            return Err(Exit::Failed);
        }
        let (mut style, made_from) = style(&world.forms.data, &args.style).map_err(|error| {
            ui::err(&style_message(&world.words(), &error));
            Exit::Failed
        })?;
        let fonts = fonts(&world, args)?;
        let fonts_sha256 = fonts.map(|(fonts, sha256)| {
            style.fonts = fonts;
            sha256
        });
        match args.layout {
            Some(LayoutArg::SideBySide) => style.layout = Layout::SideBySide,
            Some(LayoutArg::Sequence) => style.layout = Layout::Sequence,
            Some(LayoutArg::Single) => style.layout = Layout::Single,
            None => {}
        }
        let mut formats: Vec<Format> = Vec::new();
        for format in args.to.iter().map(|f| format_of(*f)) {
            if !formats.contains(&format) {
                formats.push(format);
            }
        }
        let options = Options {
            formats: formats.iter().map(|f| f.id().to_owned()).collect(),
            layout: layout_id(style.layout).to_owned(),
            style: args.style.clone(),
            style_sha256: made_from,
            fonts_sha256,
            draft: args.draft,
            today: args.today.clone(),
        };
        Ok(Self { world, formats, options, library, style })
    }

    /// The press of the run.
    #[must_use]
    pub fn press(&self) -> Press<'_> {
        Press {
            forms: &self.world.forms,
            library: &self.library,
            style: self.style.clone(),
            formats: self.formats.clone(),
            lang: self.world.lang,
            today: self.world.today,
            draft: self.options.draft,
        }
    }
}

/// The fonts of the folder that was named here, or by the project.
fn fonts(world: &World, args: &DocArgs) -> Result<Option<(Fonts, String)>, Exit> {
    let folder = match &args.font_dir {
        Some(folder) => Some(folder.clone()),
        None => folders::fonts(&std::env::current_dir().unwrap_or_default()).map_err(|error| {
            ui::err(&format!("mla: {error:#}"));
            Exit::Failed
        })?,
    };
    let read = folder.map(|folder| crate::batch::fonts::fonts(&folder)).transpose();
    read.map_err(|error| {
        let args = [("path", &*error.path().display().to_string()), ("value", &*error.value())];
        ui::err(&world.words().fill(&format!("cli.fonts.{}", error.id()), &args));
        Exit::Failed
    })
}

fn format_of(format: DocFormat) -> Format {
    match format {
        DocFormat::Pdf => Format::Pdf,
        DocFormat::Docx => Format::Docx,
        DocFormat::Html => Format::Html,
        DocFormat::Txt => Format::Txt,
    }
}

const fn layout_id(layout: Layout) -> &'static str {
    match layout {
        Layout::SideBySide => "side-by-side",
        Layout::Sequence => "sequence",
        Layout::Single => "single",
    }
}

fn style_message(words: &Words<'_>, error: &StyleError) -> String {
    let key = format!("cli.style.{}", error.id());
    match error {
        StyleError::Unknown(name, near) => {
            let text = words.fill(&key, &[("value", name)]);
            match near {
                Some(known) => format!("{text}; {}", words.fill("diag.did-you-mean", &[("known", known)])),
                None => text,
            }
        }
        StyleError::Unreadable(path, error) => words.fill(&key, &[("path", &path.display().to_string()), ("value", &error.to_string())]),
        StyleError::NoAlt(name) => words.fill(&key, &[("path", name)]),
        StyleError::Logo(path, error) => words.fill(&key, &[("path", &path.display().to_string()), ("value", &error.value())]),
        StyleError::Bad(name, what) => words.fill(&key, &[("path", name), ("value", what)]),
        StyleError::Unusable(name, what) => words.fill(&key, &[("path", name), ("value", what)]),
    }
}
