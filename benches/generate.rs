//! Writes case files for a large batch: `cargo bench --bench generate -- 200 target/cases`.

#![allow(missing_docs, clippy::print_stderr)]

mod support;

use std::process::ExitCode;

fn main() -> ExitCode {
    // Cargo adds `--bench` of its own.
    let args: Vec<String> = std::env::args().skip(1).filter(|a| !a.starts_with("--")).collect();
    let [count, folder] = args.as_slice() else {
        eprintln!("usage: cargo bench --bench generate -- COUNT FOLDER");
        // Running all benches calls this one too, without anything to do.
        return if args.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(2) };
    };
    match write(count, folder) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}

fn write(count: &str, folder: &str) -> Result<(), Box<dyn std::error::Error>> {
    std::fs::create_dir_all(folder)?;
    for n in 0..count.parse::<usize>()? {
        std::fs::write(std::path::Path::new(folder).join(format!("case-{n:05}.toml")), support::case(n)?)?;
    }
    Ok(())
}
