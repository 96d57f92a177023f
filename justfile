# Recipes for working on mla. `just` lists them.

export CARGO_TERM_COLOR := env("CARGO_TERM_COLOR", "auto")

[private]
default:
    @just --list --unsorted

# Everything a change must pass
[group("check")]
ci: fmt-check clippy test deny

# Compile without building
[group("check")]
check:
    cargo check --all-targets --locked

# Is the code formatted?
[group("check")]
fmt-check:
    cargo fmt --check

# Lints, none allowed to stay
[group("check")]
clippy:
    cargo clippy --all-targets --locked -- -D warnings

# All tests, or those whose name contains FILTER
[group("check")]
test *FILTER:
    cargo test --locked {{ FILTER }}

# What programs of others say about the documents, none of them missing; installs them first
[group("check")]
conformance:
    tests/conformance/install.sh
    MLA_CONFORMANCE=required cargo test --locked --test conformance

# Advisories are left out: they need a database from the network. Where there is one: `cargo deny check advisories`.
# Licences, unwanted crates and sources of dependencies
[group("check")]
deny:
    cargo deny --locked check licenses bans sources

# The documentation of the library, without a broken link
[group("check")]
doc:
    RUSTDOCFLAGS="-D warnings" cargo doc --no-deps --document-private-items --locked

# Format the code
[group("write")]
fmt:
    cargo fmt

# Accept what the tests now print; read the difference before committing it
[group("write")]
snapshots *FILTER:
    INSTA_UPDATE=always cargo test --locked {{ FILTER }}
    git diff --stat -- '*.snap'

# Write the reference of all codes, docs/rules.md
[group("write")]
rules-page:
    cargo run --quiet --locked -- explain --all --format markdown --lang en > docs/rules.md

# The program as it is released
[group("build")]
release:
    cargo build --release --locked

# Run the program
[group("build")]
run *ARGS:
    cargo run --quiet --locked -- {{ ARGS }}

# Write the reference of law, docs/law.md
law-page:
    cargo run --quiet --locked -- explain --all law --format markdown --lang en > docs/law.md
