//! What a file is, by its first bytes. Its name is not asked.

use std::io::{self, Read, SeekFrom};

use memchr::memmem::Finder;

use crate::book::Source;
use crate::error::SheetError;

/// What to read it as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sniffed {
    Zip,
    /// Text, or something that the reader of text will name.
    Text,
}

const OLE: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

pub(crate) fn sniff(source: &mut dyn Source) -> Result<Sniffed, SheetError> {
    let head = head(source)?;
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        return Ok(Sniffed::Zip);
    }
    if head.starts_with(OLE) {
        return Err(match has_encrypted_package(source)? {
            true => SheetError::Encrypted,
            false => SheetError::OldExcel,
        });
    }
    Ok(Sniffed::Text)
}

fn head(source: &mut dyn Source) -> io::Result<Vec<u8>> {
    source.seek(SeekFrom::Start(0))?;
    let mut head = Vec::new();
    source.take(16).read_to_end(&mut head)?;
    Ok(head)
}

/// A workbook with a password is an old container around one stream of this name, in UTF-16
/// (MS-OFFCRYPTO 2.3.4.4).
fn has_encrypted_package(source: &mut dyn Source) -> io::Result<bool> {
    let name: Vec<u8> = "EncryptedPackage"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let finder = Finder::new(&name);
    source.seek(SeekFrom::Start(0))?;
    let mut window = Vec::new();
    while (&mut *source).take(64 << 10).read_to_end(&mut window)? > 0 {
        if finder.find(&window).is_some() {
            return Ok(true);
        }
        window.drain(..window.len().saturating_sub(name.len()));
    }
    Ok(false)
}
