//! All that a template can see: five virtual files and the fonts.
//!
//! Invariants: no path reaches the disk, no package is looked up, there is no date of today, and
//! the function that runs text as source is not there.

use std::sync::{Arc, OnceLock};

use typst::diag::{FileError, FileResult, Severity, SourceDiagnostic};
use typst::foundations::{Binding, Bytes, Datetime, Duration, Value};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt as _, World, WorldExt as _};

use crate::fonts::Fonts;
use crate::{Problem, Template};

const MAIN: &str = include_str!("frame/main.typ");
const FRAME: &str = include_str!("frame/frame.typ");

/// One document's surroundings.
pub(crate) struct Desk {
    library: Arc<LazyHash<Library>>,
    fonts: Arc<Fonts>,
    sources: [Source; 3],
    /// `/data.json`, `/info.json`.
    values: [(FileId, Bytes); 2],
    template: String,
}

impl Desk {
    /// `data` and `info` are JSON texts.
    pub(crate) fn new(
        library: Arc<LazyHash<Library>>,
        fonts: Arc<Fonts>,
        template: &Template,
        data: String,
        info: String,
    ) -> Option<Self> {
        Some(Self {
            library,
            fonts,
            sources: [
                Source::new(file("/main.typ")?, MAIN.to_owned()),
                Source::new(file("/frame.typ")?, FRAME.to_owned()),
                Source::new(file("/template.typ")?, template.source.clone()),
            ],
            values: [
                (file("/data.json")?, Bytes::from_string(data)),
                (file("/info.json")?, Bytes::from_string(info)),
            ],
            template: template.name.clone(),
        })
    }

    /// What the typesetter found, in the words of our files.
    pub(crate) fn problems<'a>(
        &self,
        found: impl IntoIterator<Item = &'a SourceDiagnostic>,
    ) -> Vec<Problem> {
        found
            .into_iter()
            .filter(|problem| problem.severity == Severity::Error)
            .map(|problem| self.problem(problem))
            .collect()
    }

    fn problem(&self, found: &SourceDiagnostic) -> Problem {
        let (file, line, column) = self.place(found).unwrap_or_default();
        Problem {
            file,
            line,
            column,
            message: found.message.to_string(),
            hints: found.hints.iter().map(|hint| hint.v.to_string()).collect(),
        }
    }

    fn place(&self, found: &SourceDiagnostic) -> Option<(String, usize, usize)> {
        let in_template = |id: &FileId| self.name(*id) == self.template;
        let own = found.span.id().filter(in_template);
        // A mistake that shows inside the frame was made where the template called it.
        let call = || {
            found.trace.iter().find_map(|point| {
                let id = point.span.id().filter(in_template)?;
                Some((id, self.range(point.span)?))
            })
        };
        let (id, range) = match own {
            Some(id) => (id, self.range(found.span)?),
            None => call().or_else(|| Some((found.span.id()?, self.range(found.span)?)))?,
        };
        let source = self.source(id).ok()?;
        let (line, column) = source.lines().byte_to_line_column(range.start)?;
        Some((self.name(id), line + 1, column + 1))
    }

    fn name(&self, id: FileId) -> String {
        match id.vpath().get_without_slash() {
            "template.typ" => self.template.clone(),
            other => other.to_owned(),
        }
    }
}

/// The typesetter's library, less the one function that would run a record's text as source.
pub(crate) fn library() -> Library {
    let mut library = Library::default();
    library
        .global
        .scope_mut()
        .bind("eval".into(), Binding::detached(Value::None));
    library.std = Binding::detached(library.global.clone());
    library
}

fn file(path: &str) -> Option<FileId> {
    let path = VirtualPath::new(path).ok()?;
    Some(RootedPath::new(VirtualRoot::Project, path).intern())
}

fn refused() -> FileError {
    FileError::Other(Some(
        "a template reads no files and no packages: import /frame.typ, which holds data and info"
            .into(),
    ))
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.fonts.book()
    }

    fn main(&self) -> FileId {
        let [main, ..] = &self.sources;
        main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let found = self.sources.iter().find(|source| source.id() == id);
        found.cloned().ok_or_else(refused)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let found = self.values.iter().find(|(file, _)| *file == id);
        found.map(|(_, bytes)| bytes.clone()).ok_or_else(refused)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.font(index)
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// The library is the same for every document of a process.
pub(crate) fn shared_library() -> Arc<LazyHash<Library>> {
    static LIBRARY: OnceLock<Arc<LazyHash<Library>>> = OnceLock::new();
    Arc::clone(LIBRARY.get_or_init(|| Arc::new(LazyHash::new(library()))))
}
