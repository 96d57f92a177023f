//! The compiled forms: what `forms/` adds up to, shared by every command and thread.

use super::data::DataFiles;
use super::documents::{DocumentForm, REQUEST};
use super::model::{AssistanceType, Basis, Field, Record, Rule, Section, SectionBody, State};
use super::problem::Problem;
use super::refusals::Refusal;
use super::words::Words;
use crate::diag::Code;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Records, sections and the fields of assistance types: all that a path can lead through.
#[derive(Debug, Default)]
pub struct Catalogue {
    /// Records by id.
    pub records: BTreeMap<String, Record>,
    /// Sections in printing order.
    pub sections: Vec<Section>,
    /// Fields of assistance types by id, those taken over included.
    pub types: BTreeMap<String, Vec<Field>>,
    /// Documents by id.
    pub documents: BTreeMap<String, DocumentForm>,
}

impl Catalogue {
    /// A section by id.
    #[must_use]
    pub fn section(&self, id: &str) -> Option<&Section> {
        self.sections.iter().find(|s| s.id == id)
    }

    /// The fields of a section's table, or of its items.
    #[must_use]
    pub fn section_fields(&self, id: &str) -> &[Field] {
        match self.section(id).map(|s| &s.body) {
            Some(SectionBody::Table(fields) | SectionBody::Variants(fields)) => fields,
            Some(SectionBody::List(record)) => self.record_fields(record),
            None => &[],
        }
    }

    /// The fields of a record.
    #[must_use]
    pub fn record_fields(&self, id: &str) -> &[Field] {
        self.records.get(id).map_or(&[], |r| &r.fields)
    }

    /// The fields that all items of assistance have.
    #[must_use]
    pub fn item_fields(&self) -> &[Field] {
        self.sections
            .iter()
            .find_map(|s| match &s.body {
                SectionBody::Variants(fields) => Some(fields.as_slice()),
                _ => None,
            })
            .unwrap_or(&[])
    }

    /// The list sections whose items are of a record.
    pub fn lists_of<'a>(&'a self, record: &'a str) -> impl Iterator<Item = &'a Section> {
        self.sections.iter().filter(move |s| matches!(&s.body, SectionBody::List(r) if r == record))
    }
}

/// All forms and words, compiled.
#[derive(Debug)]
pub struct FormSet {
    /// Fields.
    pub catalogue: Catalogue,
    /// Bases by id.
    pub bases: BTreeMap<String, Basis>,
    /// Assistance types by id.
    pub types: BTreeMap<String, AssistanceType>,
    /// Requested-State profiles by ISO code in lower case.
    pub states: BTreeMap<String, State>,
    /// Grounds of refusal in the order of lists.
    pub refusals: Vec<Refusal>,
    /// Rules by code.
    pub rules: BTreeMap<Code, Rule>,
    /// Lists of choices by id.
    pub lists: BTreeMap<String, Vec<String>>,
    /// Words.
    pub words: Arc<Words>,
    /// The files all this was read from.
    pub data: DataFiles,
}

impl FormSet {
    /// Compiles data files. Mistakes that only concern words leave the set usable; any other makes it unusable.
    ///
    /// # Errors
    /// The problems found, where the forms cannot be used.
    pub fn compile(data: DataFiles) -> (Self, Vec<Problem>) {
        super::compile::compile(data)
    }

    /// The forms that the program carries.
    #[must_use]
    pub fn built_in() -> (Self, Vec<Problem>) {
        Self::compile(DataFiles::built_in())
    }

    /// Assistance types in the order of lists.
    #[must_use]
    pub fn types_in_order(&self) -> Vec<&AssistanceType> {
        let mut all: Vec<_> = self.types.values().collect();
        all.sort_by_key(|t| (t.order, &t.id));
        all
    }

    /// The document of a case: that of its kind of letter, or of a chosen basis that has its own; or that of its types of assistance, if all
    /// have the same; or a request.
    #[must_use]
    pub fn document<'t>(&self, kind: Option<&str>, bases: &[String], types: impl Iterator<Item = &'t str>) -> &str {
        let of_kind = kind.and_then(|kind| self.catalogue.documents.values().find(|d| d.kinds.iter().any(|k| k == kind)));
        if let Some(own) = of_kind {
            return &own.id;
        }
        if let Some(own) = bases.iter().find_map(|basis| self.bases.get(basis)?.document.as_deref()) {
            return own;
        }
        let mut documents = types.map(|id| self.types.get(id).and_then(|kind| kind.document.as_deref()));
        let first = documents.next().flatten();
        first.filter(|first| documents.all(|other| other == Some(first))).unwrap_or(REQUEST)
    }

    /// Bases in the order of lists.
    #[must_use]
    pub fn bases_in_order(&self) -> Vec<&Basis> {
        let mut all: Vec<_> = self.bases.values().collect();
        all.sort_by_key(|b| (b.order, &b.id));
        all
    }

    /// The profile of a State by its ISO 3166 code, in upper or lower case.
    #[must_use]
    pub fn state(&self, code: &str) -> Option<&State> {
        self.states.get(&code.to_ascii_lowercase())
    }

    /// A rule by code or by name.
    #[must_use]
    pub fn rule(&self, code_or_name: &str) -> Option<&Rule> {
        let by_code = Code::new(code_or_name).and_then(|c| self.rules.get(&c));
        by_code.or_else(|| self.rules.values().find(|r| r.name == code_or_name))
    }
}
