//! Metadata: the XMP packet, and the forms that a date takes.

use xmp_writer::{DateTime, LangId, Timezone, XmpWriter};

use crate::doc::model::Document;

/// Name of the program in the file.
pub(super) const PRODUCER: &str = concat!("mla ", env!("CARGO_PKG_VERSION"));

/// A date without a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stamp {
    year: u16,
    month: u8,
    day: u8,
}

impl Stamp {
    /// Reads `YYYY-MM-DD`; `None` for anything else, and then the file has no date.
    pub(super) fn read(date: &str) -> Option<Self> {
        let parts: Vec<&str> = date.split('-').collect();
        let [year, month, day] = parts.as_slice() else { return None };
        if (year.len(), month.len(), day.len()) != (4, 2, 2) || !date.bytes().all(|b| b.is_ascii_digit() || b == b'-') {
            return None;
        }
        let stamp = Self { year: year.parse().ok()?, month: month.parse().ok()?, day: day.parse().ok()? };
        ((1..=12).contains(&stamp.month) && (1..=31).contains(&stamp.day)).then_some(stamp)
    }

    /// As the information dictionary has it, at midnight UTC.
    pub(super) fn pdf(self) -> String {
        format!("D:{:04}{:02}{:02}000000Z", self.year, self.month, self.day)
    }

    fn xmp(self) -> DateTime {
        DateTime {
            year: self.year,
            month: Some(self.month),
            day: Some(self.day),
            hour: Some(0),
            minute: Some(0),
            second: Some(0),
            timezone: Some(Timezone::Utc),
        }
    }
}

/// What the document was made from, as one line.
pub(super) fn keywords(document: &Document) -> String {
    document.meta.provenance.iter().map(|(key, value)| format!("{key}: {value}")).collect::<Vec<_>>().join("; ")
}

/// The XMP packet, which says the same as the information dictionary and claims PDF/A-2a and PDF/UA-1.
pub(super) fn packet(document: &Document, stamp: Option<&Stamp>, identity: &[u8; 16]) -> String {
    let meta = &document.meta;
    let mut xmp = XmpWriter::new();
    xmp.format("application/pdf");
    xmp.title([(Some(LangId("x-default")), meta.title.as_str())]);
    if !meta.author.is_empty() {
        xmp.creator([meta.author.as_str()]);
    }
    if !meta.subject.is_empty() {
        xmp.description([(Some(LangId("x-default")), meta.subject.as_str())]);
    }
    xmp.language(document.languages.iter().map(|lang| LangId(lang.as_str())));
    let keywords = keywords(document);
    if !keywords.is_empty() {
        xmp.pdf_keywords(&keywords);
    }
    xmp.producer(PRODUCER);
    if let Some(stamp) = stamp {
        xmp.create_date(stamp.xmp());
        xmp.modify_date(stamp.xmp());
    }
    let id = format!("uuid:{}", identity.iter().map(|byte| format!("{byte:02x}")).collect::<String>());
    xmp.document_id(&id);
    xmp.instance_id(&id);
    xmp.pdfa_part(2);
    xmp.pdfa_conformance("A");
    xmp.pdfua_part(1);
    {
        let mut schemas = xmp.extension_schemas();
        schemas.pdfua_id().properties().describe_part();
    }
    xmp.finish(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_dates_are_dates() {
        assert_eq!(Stamp::read("2026-03-09").map(Stamp::pdf), Some("D:20260309000000Z".to_owned()));
        for bad in ["", "2026", "2026-3-9", "2026-13-01", "09.03.2026", "2026-03-0x"] {
            assert_eq!(Stamp::read(bad), None, "{bad}");
        }
    }
}
