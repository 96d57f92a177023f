//! Files beside the case file, and references to other items by id.

use super::value::FileValue;
use super::{Complaint, Raw, string};
use crate::source::Span;
use toml::de::DeValue;

pub(super) fn file(raw: &Raw<'_>) -> Result<FileValue, Vec<Complaint>> {
    let span = Span::from(raw.span());
    let DeValue::Table(table) = raw.get_ref() else {
        return path(raw).map(|path| FileValue { path, sha256: None }).map_err(|c| vec![c]);
    };
    let mut wrong = Vec::new();
    let mut found = FileValue { path: String::new(), sha256: None };
    for (key, value) in table {
        match key.get_ref().as_ref() {
            "path" => match path(value) {
                Ok(path) => found.path = path,
                Err(complaint) => wrong.push(complaint),
            },
            "sha256" => match string(value, "file") {
                Ok(text) if text.is_empty() => {}
                Ok(text) if text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit()) => {
                    found.sha256 = Some(text.to_ascii_lowercase());
                }
                Ok(text) => wrong.push(Complaint::new("MLA260", value.span().into(), text.as_ref())),
                Err(complaint) => wrong.push(complaint),
            },
            other => wrong.push(Complaint::new("MLA262", key.span().into(), other)),
        }
    }
    if wrong.is_empty() && found.path.is_empty() {
        wrong.push(Complaint::new("MLA262", span, "path"));
    }
    if wrong.is_empty() { Ok(found) } else { Err(wrong) }
}

/// A relative path that stays in the folder of the case.
fn path(raw: &Raw<'_>) -> Result<String, Complaint> {
    let span = Span::from(raw.span());
    let text = super::text::clean(&string(raw, "file")?, span)?;
    let path = text.replace('\\', "/");
    let leaves = path.starts_with('/') || path.get(1..2) == Some(":") || path.split('/').any(|p| p == "..");
    if leaves { Err(Complaint::new("MLA261", span, text)) } else { Ok(path) }
}

pub(super) fn reference(raw: &Raw<'_>) -> Result<String, Complaint> {
    let text = string(raw, "ref")?;
    let fits =
        !text.is_empty() && text.len() <= 64 && !text.chars().any(|c| c.is_whitespace() || c.is_control() || matches!(c, '[' | ']' | '.'));
    if fits { Ok(text.into_owned()) } else { Err(Complaint::new("MLA270", raw.span().into(), text.as_ref())) }
}
