//! The book of roads: one file, read again when it changed.

use std::fs::File;
use std::io::{BufReader, BufWriter, Error, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::SystemTime;

use ::roads::{FileError, Hierarchy, Network};

use serde::{Deserialize, Serialize};

use crate::{DayPart, Hindrance, Learned, Mover, Roads};

/// Bytes of a source at most.
const LONGEST_SOURCE: u64 = 4_096;

/// Where roads are from, as the map says it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoadSource {
    /// 中文
    pub zh: String,
    /// English
    pub en: String,
}

impl RoadSource {
    /// Of an extract of OpenStreetMap, as its licence (ODbL 1.0, 4.3) asks for.
    #[must_use]
    pub fn openstreetmap() -> Self {
        Self {
            zh: "道路：© OpenStreetMap 贡献者，ODbL".to_owned(),
            en: "Roads: © OpenStreetMap contributors, ODbL".to_owned(),
        }
    }
}

/// The roads in use. Clones share them.
#[derive(Clone, Default)]
pub struct RoadBook(Arc<Inner>);

#[derive(Default)]
struct Inner {
    /// None for a house without roads.
    file: Option<PathBuf>,
    current: RwLock<Option<Kept>>,
    /// Held while roads are made and put to use, so that two makers follow each other.
    standing: Mutex<Standing>,
}

/// What makes today's roads of the plain ones.
#[derive(Clone, Default, PartialEq)]
struct Standing {
    hindrances: Vec<Hindrance>,
    learned: Vec<Learned>,
    /// None as long as nothing is learned.
    part: Option<DayPart>,
}

impl Standing {
    /// These roads as they are driven now. What was learned on others changes nothing.
    fn on(&self, plain: &Arc<Roads>) -> Arc<Roads> {
        let mut roads = Arc::clone(plain);
        for learned in &self.learned {
            let paced = self.part.map(|part| roads.at_pace_of(learned, part));
            if let Some(Ok(paced)) = paced {
                roads = Arc::new(paced);
            }
        }
        if self.hindrances.is_empty() {
            return roads;
        }
        Arc::new(roads.under(self.hindrances.clone()))
    }
}

#[derive(Clone)]
struct Kept {
    /// None where it came from no file.
    stamp: Option<Stamp>,
    plain: Arc<Roads>,
    today: Arc<Roads>,
}

impl Kept {
    fn of(stamp: Option<Stamp>, plain: Arc<Roads>, standing: &Standing) -> Self {
        let today = standing.on(&plain);
        // Before they are put to use: nobody who asks for an engine waits for it.
        today.timed(Mover::FireEngine);
        Self {
            stamp,
            plain,
            today,
        }
    }
}

/// By what a file that changed is told.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Stamp {
    bytes: u64,
    modified: Option<SystemTime>,
}

/// What a look at the file led to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refreshed {
    /// There is no file.
    Nothing,
    /// It is the one in use.
    Same,
    /// Another one is in use now.
    New,
}

/// A file of roads that is not used.
#[derive(Debug, thiserror::Error)]
pub enum RoadFileError {
    /// The disk.
    #[error("the roads in {file} cannot be read")]
    Disk {
        /// The file.
        file: PathBuf,
        /// Why.
        #[source]
        error: std::io::Error,
    },
    /// It does not begin with its source.
    #[error("{file} is no file of roads; bring them in again with fengsui import osm")]
    Source {
        /// The file.
        file: PathBuf,
        /// Why not.
        #[source]
        error: Error,
    },
    /// It is damaged, or no such file.
    #[error("the roads in {file} are not used; bring them in again with fengsui import osm")]
    Damaged {
        /// The file.
        file: PathBuf,
        /// Where.
        #[source]
        error: FileError,
    },
}

impl RoadBook {
    /// A book over a file that may not be there yet; [`RoadBook::refresh`] reads it.
    #[must_use]
    pub fn at(file: PathBuf) -> Self {
        Self(Arc::new(Inner {
            file: Some(file),
            ..Inner::default()
        }))
    }

    /// A book that holds these roads and looks at no file.
    #[must_use]
    pub fn of(roads: Roads) -> Self {
        Self(Arc::new(Inner {
            current: RwLock::new(Some(Kept::of(None, Arc::new(roads), &Standing::default()))),
            ..Inner::default()
        }))
    }

    /// The roads in use, as things are today.
    #[must_use]
    pub fn current(&self) -> Option<Arc<Roads>> {
        self.kept().map(|kept| kept.today)
    }

    /// The roads in use as if nothing hindered, at the times of their classes: for what is planned for years.
    #[must_use]
    pub fn plain(&self) -> Option<Arc<Roads>> {
        self.kept().map(|kept| kept.plain)
    }

    fn kept(&self) -> Option<Kept> {
        let current = self.0.current.read();
        current.unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Puts these hindrances to use and no others; tells whether they are others than before. Blocks: some
    /// ten milliseconds for a city.
    pub fn hinder(&self, hindrances: Vec<Hindrance>) -> bool {
        self.stand(|standing| standing.hindrances = hindrances)
    }

    /// Puts what was learned to use in this part of the day, and nothing that was learned before; tells
    /// whether that changes anything. Blocks as [`RoadBook::hinder`] does.
    pub fn pace(&self, learned: Vec<Learned>, part: DayPart) -> bool {
        let part = (!learned.is_empty()).then_some(part);
        self.stand(|standing| (standing.learned, standing.part) = (learned, part))
    }

    fn stand(&self, change: impl FnOnce(&mut Standing)) -> bool {
        let standing = self.0.standing.lock();
        let mut standing = standing.unwrap_or_else(PoisonError::into_inner);
        let mut next = standing.clone();
        change(&mut next);
        if *standing == next {
            return false;
        }
        *standing = next;
        if let Some(kept) = self.kept() {
            self.put(Kept::of(kept.stamp, kept.plain, &standing));
        }
        true
    }

    fn put(&self, kept: Kept) {
        let current = self.0.current.write();
        *current.unwrap_or_else(PoisonError::into_inner) = Some(kept);
    }

    /// Looks whether the file is another and reads it then: a second for a province. Blocks.
    ///
    /// # Errors
    /// [`RoadFileError`]; the roads in use stay.
    pub fn refresh(&self) -> Result<Refreshed, RoadFileError> {
        let Some(file) = &self.0.file else {
            return Ok(Refreshed::Nothing);
        };
        let disk = |error| RoadFileError::Disk {
            file: file.clone(),
            error,
        };
        let stamp = match std::fs::metadata(file) {
            Ok(found) => Stamp {
                bytes: found.len(),
                modified: found.modified().ok(),
            },
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Refreshed::Nothing),
            Err(error) => return Err(disk(error)),
        };
        if self.is_of(stamp) {
            return Ok(Refreshed::Same);
        }
        let mut stream = BufReader::new(File::open(file).map_err(disk)?);
        let source = read_source(&mut stream).map_err(|error| RoadFileError::Source {
            file: file.clone(),
            error,
        })?;
        let damaged = |error| RoadFileError::Damaged {
            file: file.clone(),
            error,
        };
        let (network, hierarchy) = Network::read_with_hierarchy(stream).map_err(damaged)?;
        let roads = Arc::new(match hierarchy {
            Some(hierarchy) => Roads::with(network, hierarchy, source),
            // Kept by an earlier release.
            None => Roads::of(network, source).map_err(|error| damaged(error.into()))?,
        });
        let standing = self.0.standing.lock();
        let standing = standing.unwrap_or_else(PoisonError::into_inner);
        self.put(Kept::of(Some(stamp), roads, &standing));
        Ok(Refreshed::New)
    }

    fn is_of(&self, stamp: Stamp) -> bool {
        self.kept().is_some_and(|kept| kept.stamp == Some(stamp))
    }
}

/// The source that a file begins with: its length, and itself as JSON.
fn read_source(stream: &mut impl Read) -> Result<RoadSource, Error> {
    let mut length = [0; 4];
    stream.read_exact(&mut length)?;
    let length = u64::from(u32::from_le_bytes(length)).min(LONGEST_SOURCE);
    let mut text = Vec::new();
    stream.take(length).read_to_end(&mut text)?;
    Ok(serde_json::from_slice(&text)?)
}

/// Keeps a network with its source and the order of its hierarchy in a file, whole or not at all.
/// Seconds, most of them for the order.
///
/// # Errors
/// What the disk refuses, and a network with a road that takes longer than any road does; the file that
/// was there stays.
pub fn keep(network: &Network, source: &RoadSource, file: &Path) -> Result<(), Error> {
    let hierarchy = Hierarchy::of(network).map_err(Error::other)?;
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let beside = file.with_extension("new");
    let mut sink = BufWriter::new(File::create(&beside)?);
    let said = serde_json::to_vec(source)?;
    let length = u32::try_from(said.len()).map_err(Error::other)?;
    sink.write_all(&length.to_le_bytes())?;
    sink.write_all(&said)?;
    network.write_with(hierarchy.order(), &mut sink)?;
    let written = sink
        .into_inner()
        .map_err(std::io::IntoInnerError::into_error)?;
    written.sync_all()?;
    std::fs::rename(&beside, file)
}
