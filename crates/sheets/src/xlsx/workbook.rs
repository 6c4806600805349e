//! The frame of a workbook: which sheets there are, where their parts lie, which calendar counts.

use std::collections::HashMap;

use super::archive::Archive;
use super::layout;
use super::rows::Rows;
use super::strings::Strings;
use super::styles::Styles;
use super::xml::{Token, attribute, is_true};
use crate::book::{SheetInfo, Source, Visibility};
use crate::error::{Found, SheetError};
use crate::limits::Limits;
use crate::serial::Epoch;

const MAIN_TYPES: [&str; 2] = [
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml",
];

pub(crate) struct Workbook {
    archive: Archive,
    limits: Limits,
    sheets: Vec<SheetInfo>,
    /// The part of each sheet.
    parts: Vec<String>,
    strings: Strings,
    styles: Styles,
    epoch: Epoch,
}

impl Workbook {
    pub(crate) fn open(source: Box<dyn Source>, limits: &Limits) -> Result<Self, SheetError> {
        let mut archive = Archive::open(source, limits)?;
        check_content_types(&mut archive)?;
        let main = main_part(&mut archive)?;
        let frame = Frame::read(&mut archive, &main)?;
        let links = links(&mut archive, &main)?;
        let first_of = |kind: &str| {
            let mut parts = links.values().filter(|link| link.kind == kind);
            parts.next().map(|link| link.target.clone())
        };
        let strings = match first_of("sharedStrings") {
            Some(part) if archive.has(&part) => Strings::read(archive.xml(&part)?, limits)?,
            _ => Strings::default(),
        };
        let styles = match first_of("styles") {
            Some(part) if archive.has(&part) => Styles::read(archive.frame(&part)?)?,
            _ => Styles::default(),
        };
        let mut book = Self {
            archive,
            limits: limits.clone(),
            sheets: Vec::new(),
            parts: Vec::new(),
            strings,
            styles,
            epoch: frame.epoch,
        };
        for (info, id) in frame.sheets {
            // Chart sheets and dialogs hold no cells.
            if let Some(link) = links.get(&id).filter(|link| link.kind == "worksheet") {
                book.sheets.push(info);
                book.parts.push(link.target.clone());
            }
        }
        Ok(book)
    }

    pub(crate) fn sheets(&self) -> &[SheetInfo] {
        &self.sheets
    }

    pub(crate) fn rows(&mut self, index: usize) -> Result<Rows<'_>, SheetError> {
        let part = self
            .parts
            .get(index)
            .ok_or(SheetError::NoSuchSheet { index })?;
        let merged = layout::merged(self.archive.part(part)?, part)?;
        let xml = self.archive.xml(part)?;
        let values = super::rows::Values {
            strings: &self.strings,
            styles: &self.styles,
            epoch: self.epoch,
        };
        Rows::new(xml, values, merged, &self.limits)
    }
}

/// The content types tell a workbook from another document, whatever its parts are named. Those by
/// file ending are no sign of macros: some programs list every type they know.
fn check_content_types(archive: &mut Archive) -> Result<(), SheetError> {
    let mut xml = archive.content_types()?;
    let mut is_workbook = false;
    loop {
        let typed = match xml.next()? {
            Token::Open { tag, .. } => {
                let of_one_part = tag.local_name().as_ref() == "Override";
                attribute(&tag, "ContentType")
                    .map(|found| found.map(|text| (of_one_part, text.to_lowercase())))
            }
            Token::End => break,
            Token::Close | Token::Text(_) => continue,
        };
        let Some((of_one_part, content_type)) = typed.map_err(|what| xml.damage(what))? else {
            continue;
        };
        let has_macros =
            content_type.contains("macroenabled") || content_type.contains("vbaproject");
        if of_one_part && has_macros {
            return Err(SheetError::MacroFile);
        }
        is_workbook |= MAIN_TYPES.contains(&content_type.as_str());
    }
    if is_workbook {
        return Ok(());
    }
    Err(SheetError::NotASheet {
        found: Found::OtherOffice,
    })
}

/// Where the workbook itself lies, by the archive's own links.
fn main_part(archive: &mut Archive) -> Result<String, SheetError> {
    let links = links(archive, "")?;
    let mut mains = links
        .into_values()
        .filter(|link| link.kind == "officeDocument");
    Ok(mains
        .next()
        .map_or_else(|| "xl/workbook.xml".to_owned(), |link| link.target))
}

struct Link {
    /// The last segment of its type, the same in both namespaces of the format.
    kind: String,
    target: String,
}

/// The links of a part, by id; of the archive for "". A part without links has none.
fn links(archive: &mut Archive, of: &str) -> Result<HashMap<String, Link>, SheetError> {
    let (folder, name) = of.rsplit_once('/').unwrap_or(("", of));
    let path = join(folder, &format!("_rels/{name}.rels"));
    let mut links = HashMap::new();
    if !archive.has(&path) {
        return Ok(links);
    }
    let mut xml = archive.frame(&path)?;
    loop {
        let link = match xml.next()? {
            Token::Open { tag, .. } if tag.local_name().as_ref() == "Relationship" => {
                let own = |name| Ok(attribute(&tag, name)?.unwrap_or_default().into_owned());
                let both = (|| Ok((own("Id")?, own("Type")?, own("Target")?)))();
                both.map_err(|what| xml.damage(what))?
            }
            Token::End => return Ok(links),
            Token::Open { .. } | Token::Close | Token::Text(_) => continue,
        };
        let (id, kind, target) = link;
        let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
        let target = join(folder, &target);
        links.insert(id, Link { kind, target });
    }
}

/// A target beside a part, or from the top if it begins with `/`.
fn join(folder: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut path: Vec<&str> = folder.split('/').filter(|name| !name.is_empty()).collect();
    for name in target.split('/') {
        match name {
            "" | "." => {}
            ".." => {
                path.pop();
            }
            name => path.push(name),
        }
    }
    path.join("/")
}

#[derive(Default)]
struct Frame {
    epoch: Epoch,
    /// With the id of its link.
    sheets: Vec<(SheetInfo, String)>,
}

impl Frame {
    fn read(archive: &mut Archive, main: &str) -> Result<Self, SheetError> {
        let mut frame = Self::default();
        let mut xml = archive.frame(main)?;
        loop {
            let noted = match xml.next()? {
                Token::Open { tag, .. } => frame.note(&tag),
                Token::End => return Ok(frame),
                Token::Close | Token::Text(_) => Ok(()),
            };
            noted.map_err(|what| xml.damage(what))?;
        }
    }

    fn note(&mut self, tag: &quick_xml::events::BytesStart<'_>) -> Result<(), crate::Damage> {
        match tag.local_name().as_ref() {
            "workbookPr" if is_true(attribute(tag, "date1904")?.as_deref()) => {
                self.epoch = Epoch::Y1904;
            }
            "sheet" => {
                let visibility = match attribute(tag, "state")?.as_deref() {
                    Some("hidden") => Visibility::Hidden,
                    Some("veryHidden") => Visibility::VeryHidden,
                    _ => Visibility::Visible,
                };
                let name = attribute(tag, "name")?.unwrap_or_default().into_owned();
                let id = attribute(tag, "id")?.unwrap_or_default().into_owned();
                self.sheets.push((SheetInfo { name, visibility }, id));
            }
            _ => {}
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::join;

    #[test]
    fn targets_are_found_beside_their_part() {
        assert_eq!(
            join("xl", "worksheets/sheet1.xml"),
            "xl/worksheets/sheet1.xml"
        );
        assert_eq!(join("xl", "/xl/styles.xml"), "xl/styles.xml");
        assert_eq!(join("xl", "../other/./a.xml"), "other/a.xml");
        assert_eq!(join("", "../../a.xml"), "a.xml");
    }
}
