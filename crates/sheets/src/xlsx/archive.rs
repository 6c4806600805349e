//! The zip archive of a workbook: its parts by name, each read under its bounds.
//!
//! Invariants: no two entries share bytes or a name (two readers of such a file could see two
//! different workbooks); the directory was counted before it was parsed; a part is only ever
//! streamed.

use std::collections::HashMap;
use std::io::{self, Read, SeekFrom};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use memchr::memmem::Finder;
use zip::ZipArchive;
use zip::read::ZipFile;
use zip::result::ZipError;

use super::xml::{Extent, Xml, damage};
use crate::book::Source;
use crate::error::{Damage, Found, SheetError};
use crate::limits::{Limits, MAX_FRAME_BYTES, MAX_PARTS, Measure};
use crate::metered::{Bounds, Part, Taken};

pub(crate) type PackedPart<'a> = Part<ZipFile<'a, Taken>>;

const CONTENT_TYPES: &str = "[content_types].xml";
/// What a message calls the archive itself.
const DIRECTORY: &str = "the archive";

/// The directory entry of one part.
const ENTRY_MAGIC: &[u8] = b"PK\x01\x02";
/// The end of the directory; several of them would be parsed one after the other.
const END_MAGIC: &[u8] = b"PK\x05\x06";
const MAX_ENDS: u64 = 8;

pub(crate) struct Archive {
    zip: ZipArchive<Taken>,
    /// By lower-case name: names of parts do not differ by case (ECMA-376 part 2, 6.2.2.3).
    names: HashMap<String, usize>,
    taken: Arc<AtomicU64>,
    bounds: Bounds,
}

impl Archive {
    pub(crate) fn open(mut source: Box<dyn Source>, limits: &Limits) -> Result<Self, SheetError> {
        count_entries(source.as_mut())?;
        let (taken, count) = Taken::new(source);
        let mut zip = ZipArchive::new(taken).map_err(|error| match error {
            ZipError::Io(error) if error.kind() != io::ErrorKind::UnexpectedEof => {
                SheetError::Io(error)
            }
            error => damage(DIRECTORY, Damage::Zip(error)),
        })?;
        let overlap = zip.has_overlapping_entries().map_err(zip_damage)?;
        let names = names(&zip)?;
        if overlap || names.len() != zip.len() || zip.has_duplicate_names() {
            return Err(damage(DIRECTORY, Damage::Overlap));
        }
        let archive = Self {
            zip,
            names,
            taken: count,
            bounds: Bounds::of(limits),
        };
        archive.refuse_other_kinds()?;
        Ok(archive)
    }

    /// What the names alone tell.
    fn refuse_other_kinds(&self) -> Result<(), SheetError> {
        let has = |name: &str| self.names.contains_key(name);
        let macros = |name: &String| name.ends_with("vbaproject.bin");
        if self.names.keys().any(macros) {
            return Err(SheetError::MacroFile);
        }
        let found = if has("mimetype") && has("content.xml") {
            Found::OpenDocument
        } else if has("xl/workbook.bin") {
            Found::BinaryWorkbook
        } else if has(CONTENT_TYPES) {
            return Ok(());
        } else {
            Found::Archive
        };
        Err(SheetError::NotASheet { found })
    }

    pub(crate) fn content_types(&mut self) -> Result<Xml<'_>, SheetError> {
        self.frame(CONTENT_TYPES)
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.names.contains_key(&normal(name))
    }

    /// A part that says how the others fit together, and is small.
    pub(crate) fn frame(&mut self, name: &str) -> Result<Xml<'_>, SheetError> {
        let bounds = self.bounds.clone().at_most(MAX_FRAME_BYTES);
        let packed = self.packed(name, bounds)?;
        Ok(Xml::new(packed, name, Extent::Whole))
    }

    pub(crate) fn xml(&mut self, name: &str) -> Result<Xml<'_>, SheetError> {
        Ok(Xml::new(self.part(name)?, name, Extent::Whole))
    }

    pub(crate) fn part(&mut self, name: &str) -> Result<PackedPart<'_>, SheetError> {
        let bounds = self.bounds.clone();
        self.packed(name, bounds)
    }

    fn packed(&mut self, name: &str, bounds: Bounds) -> Result<PackedPart<'_>, SheetError> {
        let Some(index) = self.names.get(&normal(name)) else {
            return Err(damage(name, Damage::Missing));
        };
        let taken = Arc::clone(&self.taken);
        match self.zip.by_index(*index) {
            Ok(file) => Ok(Part::new(file, bounds, taken)),
            Err(ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)) => {
                Err(SheetError::Encrypted)
            }
            Err(error) => Err(damage(name, Damage::Zip(error))),
        }
    }
}

fn names(zip: &ZipArchive<Taken>) -> Result<HashMap<String, usize>, SheetError> {
    let mut names = HashMap::new();
    for (index, name) in zip.file_names().enumerate() {
        names.insert(normal(&name.map_err(zip_damage)?), index);
    }
    Ok(names)
}

/// Names as they are compared. Some programs write `\` for `/`.
fn normal(name: &str) -> String {
    let slashes = name.replace('\\', "/");
    slashes.trim_start_matches('/').to_lowercase()
}

fn zip_damage(error: ZipError) -> SheetError {
    damage(DIRECTORY, Damage::Zip(error))
}

/// Counts what looks like directory entries before anything is allocated for them.
fn count_entries(source: &mut dyn Source) -> Result<(), SheetError> {
    source.seek(SeekFrom::Start(0))?;
    let (entry, end) = (Finder::new(ENTRY_MAGIC), Finder::new(END_MAGIC));
    let (mut entries, mut ends) = (0_u64, 0_u64);
    let mut window: Vec<u8> = Vec::with_capacity(66 << 10);
    let keep = ENTRY_MAGIC.len() - 1;
    loop {
        let got = (&mut *source).take(64 << 10).read_to_end(&mut window)?;
        if got == 0 {
            break;
        }
        entries += entry.find_iter(&window).count() as u64;
        ends += end.find_iter(&window).count() as u64;
        // A magic may straddle two pieces; three bytes alone hold none.
        window.drain(..window.len().saturating_sub(keep));
    }
    if ends == 0 {
        return Err(SheetError::Truncated);
    }
    if entries > MAX_PARTS || ends > MAX_ENDS {
        return Err(SheetError::TooLarge {
            what: Measure::Parts,
            limit: MAX_PARTS,
        });
    }
    Ok(())
}
