//! `mla explain`.
use super::args::{ExplainArgs, Global};
use super::ui::Exit;
/// Runs the command.
pub fn run(_: &ExplainArgs, _: &Global) -> Exit {
    Exit::Failed
}
