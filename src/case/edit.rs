//! Writing values into a case file without touching anything else: comments, order and spacing stay.

use toml_edit::{Array, ArrayOfTables, DocumentMut, Item, Table, TableLike, Value};

/// A step of a path into a case file: `persons[p1]` is key `persons`, item `p1`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditStep {
    /// Key of the table.
    pub key: String,
    /// Id or index of an item.
    pub item: Option<String>,
}

/// Why a value could not be written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// The text is not TOML.
    #[error("{0}")]
    Syntax(String),
    /// Something on the way is not a table.
    #[error("`{0}` is not a table")]
    NotATable(String),
    /// The path is empty or malformed.
    #[error("`{0}` is not a path")]
    BadPath(String),
}

/// A case file open for editing.
#[derive(Debug, Clone)]
pub struct Editor {
    doc: DocumentMut,
}

/// Splits `persons[p1].nationalities` into its steps.
///
/// # Errors
/// The path is empty or a bracket is not closed.
pub fn steps(path: &str) -> Result<Vec<EditStep>, EditError> {
    let bad = || EditError::BadPath(path.to_owned());
    path.split('.')
        .map(|part| {
            let (key, item) = match part.split_once('[') {
                Some((key, rest)) => (key, Some(rest.strip_suffix(']').ok_or_else(bad)?)),
                None => (part, None),
            };
            if key.is_empty() || item == Some("") {
                return Err(bad());
            }
            Ok(EditStep { key: key.to_owned(), item: item.map(str::to_owned) })
        })
        .collect()
}

impl Editor {
    /// Opens a text.
    ///
    /// # Errors
    /// The text is not TOML.
    pub fn open(text: &str) -> Result<Self, EditError> {
        text.parse().map(|doc| Self { doc }).map_err(|e: toml_edit::TomlError| EditError::Syntax(e.message().to_owned()))
    }

    /// The text as it is now.
    #[must_use]
    pub fn text(&self) -> String {
        self.doc.to_string()
    }

    /// Writes a value. Tables and items of lists on the way are made where they are missing; a new item gets the id of its step.
    ///
    /// # Errors
    /// The path is malformed or leads through something that is not a table.
    pub fn set(&mut self, path: &str, value: Value) -> Result<(), EditError> {
        let steps = steps(path)?;
        let Some((last, way)) = steps.split_last() else { return Err(EditError::BadPath(path.to_owned())) };
        let table = descend(self.doc.as_table_mut(), way)?;
        if let Some(at) = &last.item {
            let index: usize = at.parse().map_err(|_| EditError::BadPath(path.to_owned()))?;
            let array = table.entry(&last.key).or_insert(Item::Value(Value::Array(Array::new())));
            let array = array.as_array_mut().ok_or_else(|| EditError::NotATable(last.key.clone()))?;
            if index < array.len() {
                array.replace(index, value);
            } else {
                array.push(value);
            }
            return Ok(());
        }
        match table.get_mut(&last.key) {
            Some(Item::Value(old)) => {
                let decor = old.decor().clone();
                *old = value;
                *old.decor_mut() = decor;
            }
            _ => {
                table.insert(&last.key, Item::Value(value));
            }
        }
        Ok(())
    }

    /// Takes a value, a table or an item of a list away. Nothing happens where there is none.
    ///
    /// # Errors
    /// The path is malformed or leads through something that is not a table.
    pub fn remove(&mut self, path: &str) -> Result<(), EditError> {
        let steps = steps(path)?;
        let Some((last, way)) = steps.split_last() else { return Err(EditError::BadPath(path.to_owned())) };
        if last.item.is_none() && self.get(path).is_none() || !way.is_empty() && !self.has(way) {
            return Ok(());
        }
        let table = descend(self.doc.as_table_mut(), way)?;
        match (&last.item, table.get_mut(&last.key)) {
            (Some(at), Some(Item::ArrayOfTables(array))) => {
                if let Some(index) = index_of(array, at) {
                    array.remove(index);
                }
            }
            (Some(at), Some(Item::Value(Value::Array(array)))) => {
                if let Some(index) = at.parse::<usize>().ok().filter(|i| *i < array.len()) {
                    array.remove(index);
                }
            }
            _ => {
                table.remove(&last.key);
            }
        }
        Ok(())
    }

    /// What stands at a path.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&Item> {
        let steps = steps(path).ok()?;
        let mut item = self.doc.as_item();
        for step in &steps {
            item = item.as_table_like()?.get(&step.key)?;
            if let Some(at) = &step.item {
                item = match item {
                    Item::ArrayOfTables(array) => {
                        let table = array.get(index_of(array, at)?)?;
                        return steps_below(table, &steps, step);
                    }
                    other => other.get(at.parse::<usize>().ok()?)?,
                };
            }
        }
        Some(item)
    }

    /// Whether every table and item on the way is there.
    fn has(&self, way: &[EditStep]) -> bool {
        let mut item = self.doc.as_item();
        for step in way {
            let Some(below) = item.as_table_like().and_then(|t| t.get(&step.key)) else { return false };
            item = below;
            let Some(at) = &step.item else { continue };
            match below {
                Item::ArrayOfTables(array) => {
                    let Some(table) = index_of(array, at).and_then(|n| array.get(n)) else { return false };
                    let rest = way.iter().position(|s| std::ptr::eq(s, step)).map_or(&[][..], |n| &way[n + 1..]);
                    return has_below(table, rest);
                }
                other => match at.parse::<usize>().ok().and_then(|n| other.get(n)) {
                    Some(inner) => item = inner,
                    None => return false,
                },
            }
        }
        true
    }

    /// The ids of the items of a list section, in order; empty strings for items without one.
    #[must_use]
    pub fn ids(&self, section: &str) -> Vec<String> {
        let array = self.doc.get(section).and_then(Item::as_array_of_tables);
        array.map(|a| a.iter().map(|t| id_of(t).unwrap_or_default().to_owned()).collect()).unwrap_or_default()
    }
}

fn steps_below<'a>(table: &'a Table, steps: &[EditStep], at: &EditStep) -> Option<&'a Item> {
    let start = steps.iter().position(|s| std::ptr::eq(s, at))? + 1;
    let (first, rest) = steps.get(start..)?.split_first()?;
    let mut item = table.get(&first.key)?;
    if let Some(at) = &first.item {
        item = item.get(at.parse::<usize>().ok()?)?;
    }
    for step in rest {
        item = item.as_table_like()?.get(&step.key)?;
    }
    Some(item)
}

fn has_below(table: &Table, way: &[EditStep]) -> bool {
    let Some((first, rest)) = way.split_first() else { return true };
    let Some(mut item) = table.get(&first.key) else { return false };
    if let Some(at) = &first.item {
        match at.parse::<usize>().ok().and_then(|n| item.get(n)) {
            Some(inner) => item = inner,
            None => return false,
        }
    }
    rest.iter().all(|step| match item.as_table_like().and_then(|t| t.get(&step.key)) {
        Some(below) => {
            item = below;
            true
        }
        None => false,
    })
}

fn id_of(table: &Table) -> Option<&str> {
    table.get("id").and_then(Item::as_str)
}

fn index_of(array: &ArrayOfTables, at: &str) -> Option<usize> {
    let by_id = array.iter().position(|t| id_of(t) == Some(at));
    by_id.or_else(|| at.parse::<usize>().ok().filter(|i| *i < array.len()))
}

fn descend<'a>(root: &'a mut dyn TableLike, way: &[EditStep]) -> Result<&'a mut dyn TableLike, EditError> {
    let mut table = root;
    for (depth, step) in way.iter().enumerate() {
        let not_a_table = || EditError::NotATable(step.key.clone());
        let make = || match &step.item {
            Some(_) if depth == 0 => Item::ArrayOfTables(ArrayOfTables::new()),
            Some(_) => Item::Value(Value::Array(Array::new())),
            // A record of a section reads better under a header of its own than on one long line.
            None if depth == 0 || depth == 1 && way[0].item.is_none() => {
                let mut table = Table::new();
                table.set_implicit(true);
                Item::Table(table)
            }
            None => Item::Value(Value::InlineTable(toml_edit::InlineTable::new())),
        };
        let item = table.entry(&step.key).or_insert_with(make);
        table = match (&step.item, item) {
            (Some(at), Item::ArrayOfTables(array)) => {
                let index = match index_of(array, at) {
                    Some(index) => index,
                    None => {
                        let mut new = Table::new();
                        if depth == 0 {
                            new.insert("id", toml_edit::value(at.as_str()));
                        }
                        array.push(new);
                        array.len() - 1
                    }
                };
                array.get_mut(index).ok_or_else(not_a_table)?
            }
            (Some(at), Item::Value(Value::Array(array))) => {
                let index: usize = at.parse().map_err(|_| not_a_table())?;
                if index >= array.len() {
                    array.push(Value::InlineTable(toml_edit::InlineTable::new()));
                }
                let index = index.min(array.len() - 1);
                array.get_mut(index).and_then(Value::as_inline_table_mut).ok_or_else(not_a_table)?
            }
            (None, item) => item.as_table_like_mut().ok_or_else(not_a_table)?,
            (Some(_), _) => return Err(not_a_table()),
        };
    }
    Ok(table)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_order_stay() {
        let text = "# head\n[request] # the request\nid = \"A-1\" # ours\n\n[[persons]]\nid = \"p1\"\n# kept\nsex = \"male\"\n";
        let mut editor = Editor::open(text).unwrap();
        editor.set("request.id", "A-2".into()).unwrap();
        editor.set("persons[p1].sex", "female".into()).unwrap();
        editor.set("persons[p2].sex", "male".into()).unwrap();
        editor.set("persons[p2].address.country", "FR".into()).unwrap();
        let out = editor.text();
        assert!(out.starts_with("# head\n[request] # the request\nid = \"A-2\" # ours\n"), "{out}");
        assert!(out.contains("# kept\nsex = \"female\"\n"), "{out}");
        assert!(out.ends_with("[[persons]]\nid = \"p2\"\nsex = \"male\"\naddress = { country = \"FR\" }\n"), "{out}");
    }

    #[test]
    fn items_are_removed_by_id_and_by_index() {
        let mut editor = Editor::open("[[a]]\nid = \"x\"\nn = [1, 2]\n[[a]]\nid = \"y\"\n").unwrap();
        editor.remove("a[x].n[0]").unwrap();
        assert_eq!(editor.get("a[x].n").map(|i| i.to_string()), Some(" [ 2]".to_owned()));
        editor.remove("a[0]").unwrap();
        assert_eq!(editor.ids("a"), ["y"]);
        editor.remove("a[none].n").unwrap();
    }

    #[test]
    fn items_go_away_by_id_and_records_in_lists_get_none() {
        let mut editor = Editor::open("[[a]]\nid = \"x\"\n[[a]]\nid = \"y\"\n").unwrap();
        editor.remove("a[x]").unwrap();
        editor.remove("a[z]").unwrap();
        editor.remove("b[z].c").unwrap();
        editor.set("a[y].moves[0].date", 3.into()).unwrap();
        assert_eq!(editor.text(), "[[a]]\nid = \"y\"\nmoves = [{ date = 3 }]\n");
    }

    #[test]
    fn records_of_a_section_get_headers() {
        let mut editor = Editor::open("").unwrap();
        editor.set("cover.addressee.address.country", "FR".into()).unwrap();
        assert_eq!(editor.text(), "[cover.addressee]\naddress = { country = \"FR\" }\n");
        editor.set("cover.channel", "direct".into()).unwrap();
        assert_eq!(editor.text(), "[cover]\nchannel = \"direct\"\n\n[cover.addressee]\naddress = { country = \"FR\" }\n");
    }

    #[test]
    fn a_path_through_a_value_is_refused() {
        let mut editor = Editor::open("a = 1\n").unwrap();
        assert_eq!(editor.set("a.b", 2.into()), Err(EditError::NotATable("a".to_owned())));
        assert!(editor.set("a[", 2.into()).is_err());
    }
}
