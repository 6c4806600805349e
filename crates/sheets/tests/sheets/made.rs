//! Workbooks made part by part, right or wrong as a test wants them.

use std::io::{Cursor, Write};

use sheets::{Book, Cell, Limits, Number, Row, SheetError};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const TYPES: &str = r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>"#;
const ROOT: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const LINKS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/><Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#;

/// The parts of a workbook with one sheet.
pub(crate) struct Parts(Vec<(String, Vec<u8>)>);

impl Parts {
    /// A workbook whose sheet has this inside its `worksheet` element.
    pub(crate) fn with_sheet(inside: &str) -> Self {
        let sheet = format!("<worksheet xmlns:r=\"r\">{inside}</worksheet>");
        Self(Vec::new())
            .part("[Content_Types].xml", TYPES)
            .part("_rels/.rels", ROOT)
            .part("xl/_rels/workbook.xml.rels", LINKS)
            .part(
                "xl/workbook.xml",
                r#"<workbook xmlns:r="r"><sheets><sheet name="表" sheetId="1" r:id="rId1"/></sheets></workbook>"#,
            )
            .part("xl/worksheets/sheet1.xml", &sheet)
    }

    /// The same, with these rows.
    pub(crate) fn with_rows(rows: &str) -> Self {
        Self::with_sheet(&format!("<sheetData>{rows}</sheetData>"))
    }

    /// Adds a part or puts it in the place of the one of that name.
    pub(crate) fn part(mut self, name: &str, content: impl AsRef<[u8]>) -> Self {
        self.0.retain(|(known, _)| known != name);
        self.0.push((name.to_owned(), content.as_ref().to_vec()));
        self
    }

    /// Leaves a part out.
    pub(crate) fn without(mut self, name: &str) -> Self {
        self.0.retain(|(known, _)| known != name);
        self
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in &self.0 {
            zip.start_file(name.as_str(), SimpleFileOptions::default())
                .unwrap();
            zip.write_all(content).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    pub(crate) fn rows(&self) -> Result<Vec<Row>, SheetError> {
        rows_of(self.bytes())
    }

    pub(crate) fn error(&self) -> SheetError {
        self.rows().expect_err("this workbook is to be refused")
    }
}

pub(crate) fn open(bytes: Vec<u8>) -> Result<Book, SheetError> {
    sheets::open(Cursor::new(bytes), &Limits::default())
}

/// Every row of the first sheet.
pub(crate) fn rows_of(bytes: Vec<u8>) -> Result<Vec<Row>, SheetError> {
    rows_under(bytes, &Limits::default())
}

pub(crate) fn rows_under(bytes: Vec<u8>, limits: &Limits) -> Result<Vec<Row>, SheetError> {
    sheets::open(Cursor::new(bytes), limits)?.rows(0)?.collect()
}

pub(crate) fn data(name: &str) -> Vec<u8> {
    let path = format!("{}/tests/data/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

pub(crate) fn number(source: &str) -> Cell {
    Cell::Number(Number::parse(source).unwrap())
}

pub(crate) fn formula(cached: Cell) -> Cell {
    Cell::Formula {
        cached: Box::new(cached),
    }
}
