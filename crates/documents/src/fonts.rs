//! The fonts a printer prints with: found once by family, read from disk when first used.
//!
//! Invariants: only faces of the families that the pack names are known to the typesetter, so a
//! document does not change because somebody installed a font; a font file is read once and shared
//! by its faces (a Noto CJK collection holds five and takes 20 to 27 MB); nothing is embedded in
//! the binary.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use fontdb::{Database, FaceInfo, Source};
use serde::{Deserialize, Serialize};
use typst::foundations::Bytes;
use typst::text::{Font, FontBook, FontInfo};
use typst::utils::LazyHash;

use crate::FontError;

/// A character that every font for Chinese documents has: 消.
const PROBE: char = '消';

/// The families to print each part with, first choice first; as data of the pack.
///
/// GB/T 9704-2012 asks for 仿宋, 小标宋, 黑体 and 楷体. These come with operating systems or a licence
/// of their own, so the default names what is free; a city that holds a licence names its fonts
/// before. A role without a font that is there uses the body's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Families {
    /// 正文, in the standard 3号仿宋.
    pub body: Vec<String>,
    /// 标题 and 发文机关标志, in the standard 小标宋.
    pub title: Vec<String>,
    /// 一级标题 and the heads of tables, in the standard 黑体.
    pub heading: Vec<String>,
    /// 二级标题, in the standard 楷体.
    pub subheading: Vec<String>,
    /// For characters that none of the others has.
    pub fallback: Vec<String>,
}

impl Default for Families {
    /// Noto Serif CJK SC and Noto Sans CJK SC (SIL Open Font License; Debian's fonts-noto-cjk).
    fn default() -> Self {
        let serif = || vec!["Noto Serif CJK SC".to_owned()];
        Self {
            body: serif(),
            title: serif(),
            heading: vec!["Noto Sans CJK SC".to_owned()],
            subheading: serif(),
            fallback: Vec::new(),
        }
    }
}

/// Where fonts are looked for.
#[derive(Clone, Debug)]
pub struct FontSource {
    /// A folder of font files, searched with all folders below it, before the system's.
    pub folder: Option<PathBuf>,
    /// Whether the system's font folders are searched too.
    pub system: SystemFonts,
    /// Which families are wanted.
    pub families: Families,
}

/// Whether to look where the operating system keeps fonts (fontconfig's folders).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SystemFonts {
    /// They are searched.
    Searched,
    /// Only the folder counts, as for a reprint that must not differ from machine to machine.
    Ignored,
}

impl FontSource {
    /// The system's fonts in the default families.
    #[must_use]
    pub fn system() -> Self {
        Self {
            folder: None,
            system: SystemFonts::Searched,
            families: Families::default(),
        }
    }

    fn looked_in(&self) -> Vec<String> {
        let folder = self.folder.as_ref().map(|path| path.display().to_string());
        let system =
            (self.system == SystemFonts::Searched).then(|| "the system's fonts".to_owned());
        folder.into_iter().chain(system).collect()
    }
}

/// The faces of the wanted families.
pub(crate) struct Fonts {
    book: LazyHash<FontBook>,
    faces: Vec<Face>,
    /// For each role the names by which the typesetter knows its families.
    pub(crate) roles: Families,
}

struct Face {
    file: Arc<FontFile>,
    index: u32,
    font: OnceLock<Option<Font>>,
    coverage: Characters,
}

struct FontFile {
    path: PathBuf,
    bytes: OnceLock<Option<Bytes>>,
}

impl FontFile {
    fn bytes(&self) -> Option<Bytes> {
        let read = || std::fs::read(&self.path).ok().map(Bytes::new);
        self.bytes.get_or_init(read).clone()
    }
}

impl Fonts {
    pub(crate) fn find(source: &FontSource) -> Result<Self, FontError> {
        let database = scan(source)?;
        let mut found = Found::default();
        let families = &source.families;
        let body = found.role(&database, &families.body);
        let roles = Families {
            title: found.role_or(&database, &families.title, &body),
            heading: found.role_or(&database, &families.heading, &body),
            subheading: found.role_or(&database, &families.subheading, &body),
            fallback: found.role(&database, &families.fallback),
            body,
        };
        let fonts = Self {
            book: LazyHash::new(FontBook::from_infos(found.infos)),
            faces: found.faces,
            roles,
        };
        let body_has_chinese = fonts.roles.body.iter().any(|family| {
            fonts
                .book
                .select_family(&family.to_lowercase())
                .any(|face| fonts.face_has(face, PROBE))
        });
        if body_has_chinese {
            return Ok(fonts);
        }
        Err(FontError::NoChineseFont {
            wanted: families.body.clone(),
            looked_in: source.looked_in(),
        })
    }

    pub(crate) const fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    pub(crate) fn font(&self, index: usize) -> Option<Font> {
        let face = self.faces.get(index)?;
        face.font
            .get_or_init(|| Font::new(face.file.bytes()?, face.index))
            .clone()
    }

    /// Whether one face has all of these characters, so that they can be printed as one cluster.
    pub(crate) fn have_together(&self, characters: &[char]) -> bool {
        self.faces
            .iter()
            .any(|face| characters.iter().all(|&c| face.coverage.contains(c)))
    }

    fn face_has(&self, index: usize, character: char) -> bool {
        self.faces
            .get(index)
            .is_some_and(|face| face.coverage.contains(character))
    }
}

fn scan(source: &FontSource) -> Result<Database, FontError> {
    let mut database = Database::new();
    if let Some(folder) = &source.folder {
        std::fs::read_dir(folder).map_err(|error| FontError::Folder {
            folder: folder.clone(),
            source: error,
        })?;
        database.load_fonts_dir(folder);
    }
    if source.system == SystemFonts::Searched {
        database.load_system_fonts();
    }
    Ok(database)
}

/// Faces as they are picked out of the database, each once.
#[derive(Default)]
struct Found {
    infos: Vec<FontInfo>,
    faces: Vec<Face>,
    files: HashMap<PathBuf, Arc<FontFile>>,
    names: HashMap<String, Option<String>>,
}

impl Found {
    /// The families of `wanted` that are there, under the typesetter's names.
    fn role(&mut self, database: &Database, wanted: &[String]) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for family in wanted {
            if let Some(name) = self.family(database, family)
                && !names.contains(&name)
            {
                names.push(name);
            }
        }
        names
    }

    fn role_or(&mut self, database: &Database, wanted: &[String], body: &[String]) -> Vec<String> {
        let mut names = self.role(database, wanted);
        names.extend(body.iter().filter(|name| !wanted.contains(name)).cloned());
        names
    }

    /// Takes all faces of `family` in, the first time it is asked for.
    fn family(&mut self, database: &Database, family: &str) -> Option<String> {
        if let Some(known) = self.names.get(family) {
            return known.clone();
        }
        let mut name = None;
        for face in database.faces().filter(|face| is_of(face, family)) {
            if let Some(info) = self.add(database, face) {
                name = Some(info);
            }
        }
        self.names.insert(family.to_owned(), name.clone());
        name
    }

    fn add(&mut self, database: &Database, face: &FaceInfo) -> Option<String> {
        let path = path_of(&face.source)?;
        let info = database.with_face_data(face.id, FontInfo::new)??;
        let name = info.family.clone();
        let file = self.files.entry(path.to_owned()).or_insert_with(|| {
            Arc::new(FontFile {
                path: path.to_owned(),
                bytes: OnceLock::new(),
            })
        });
        self.faces.push(Face {
            file: Arc::clone(file),
            index: face.index,
            font: OnceLock::new(),
            coverage: Characters::of(&info),
        });
        self.infos.push(info);
        Some(name)
    }
}

/// A family has names in several languages: 方正仿宋 and FZFangSong are one.
fn is_of(face: &FaceInfo, family: &str) -> bool {
    face.families
        .iter()
        .any(|(name, _)| name.to_lowercase() == family.to_lowercase())
}

fn path_of(source: &Source) -> Option<&Path> {
    match source {
        Source::File(path) | Source::SharedFile(path, _) => Some(path),
        Source::Binary(_) => None,
    }
}

/// The characters of one face, one bit each: 136 KB for all of Unicode, asked once a character.
struct Characters(Vec<u64>);

impl Characters {
    fn of(info: &FontInfo) -> Self {
        let mut bits = vec![0; (char::MAX as usize >> 6) + 1];
        for character in info.coverage.iter() {
            if let Some(word) = bits.get_mut(character as usize >> 6) {
                *word |= 1 << (character & 63);
            }
        }
        Self(bits)
    }

    fn contains(&self, character: char) -> bool {
        let at = u32::from(character);
        self.0
            .get(at as usize >> 6)
            .is_some_and(|word| word & (1 << (at & 63)) != 0)
    }
}
