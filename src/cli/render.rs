//! `mla render`.
use super::args::{Global, RenderArgs};
use super::ui::Exit;
/// Runs the command.
pub fn run(_: &RenderArgs, _: &Global) -> Exit {
    Exit::Failed
}
