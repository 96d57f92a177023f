//! The `mla` command.

fn main() -> std::process::ExitCode {
    mla::cli::run(std::env::args_os())
}
