//! The command line: reading it, and one module a command. Only here are clock, environment and terminal looked at.

pub mod args;
mod batch;
mod check;
mod explain;
mod folders;
mod forms;
mod lock;
mod new;
mod profile;
mod progress;
mod render;
mod setup;
pub mod ui;
pub mod world;

use args::{Cli, Command};
use clap::{CommandFactory, Parser};
use std::ffi::OsString;
use std::process::ExitCode;
use ui::Exit;

/// Runs the program.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(error) => {
            let failed = error.use_stderr();
            let _ = error.print();
            return ExitCode::from(if failed { 2 } else { 0 });
        }
    };
    ui::set_colour(cli.global.color);
    // The message of a panic may quote the text in hand, and that is confidential; its place is enough to find it.
    std::panic::set_hook(Box::new(|info| {
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        ui::err(&format!("mla: internal error at {place}"));
    }));
    let exit = std::panic::catch_unwind(|| dispatch(cli)).unwrap_or_else(|_| {
        ui::err("mla: internal error; nothing half-written was left. Please report what you did.");
        Exit::Bug
    });
    exit.into()
}

fn dispatch(cli: Cli) -> Exit {
    let global = &cli.global;
    match cli.command {
        Command::New(args) => new::run(&args, global),
        Command::Check(args) => check::run(&args, global),
        Command::Render(args) => render::run(&args, global),
        Command::Batch(args) => batch::run(&args, global),
        Command::Explain(args) => explain::run(&args, global),
        Command::Profile(command) => profile::run(&command, global),
        Command::Forms(command) => forms::run(&command, global),
        Command::Completions { shell } => {
            let mut buffer = Vec::new();
            clap_complete::generate(shell, &mut Cli::command(), "mla", &mut buffer);
            ui::out(&String::from_utf8_lossy(&buffer));
            Exit::Ok
        }
        Command::Man => {
            let mut buffer = Vec::new();
            if clap_mangen::Man::new(Cli::command()).render(&mut buffer).is_err() {
                return Exit::Bug;
            }
            ui::out(&String::from_utf8_lossy(&buffer));
            Exit::Ok
        }
    }
}

/// Why a file could not be written, in the reader's language.
pub(crate) fn write_message(world: &world::World, error: &crate::files::WriteError) -> String {
    let key = format!("cli.write.{}", error.id());
    let detail = match error {
        crate::files::WriteError::Io(_, inner) => inner.to_string(),
        _ => String::new(),
    };
    world.words().fill(&key, &[("path", &error.path().display().to_string()), ("value", &detail)])
}
