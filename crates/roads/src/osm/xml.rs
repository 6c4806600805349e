//! OSM XML: `<osm>` with `<node>`, `<way>` and `<relation>`. Source: wiki.openstreetmap.org, OSM XML.

use std::borrow::Cow;
use std::io::BufRead;

use base::Wgs84;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

use super::collector::Collector;
use super::error::{Damage, Part, ReadError};
use super::metered::Metered;
use super::restriction::{Member, MemberKind};

/// No way and no list of tags is longer: the database of OpenStreetMap allows 2,000 nodes a way,
/// what other programs write is given fifty times that.
const MOST_IN_ONE: usize = 100_000;

/// Reads a document to the end of its `osm` element and makes sure that it has one.
pub(super) fn read(source: impl BufRead, collector: &mut Collector<'_>) -> Result<(), ReadError> {
    let mut reader = Reader::from_reader(Metered::new(source));
    reader.config_mut().check_end_names = true;
    let mut document = Document::default();
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        reader.get_mut().settle();
        let event = reader.read_event_into(&mut buffer);
        let at = reader.get_ref().read_so_far();
        let event = match event {
            Ok(event) => event,
            Err(error) => return Err(refusal(error, reader.get_mut())),
        };
        let done = document.take(event, collector);
        match done.map_err(|wrong| wrong.at(at))? {
            Progress::On => {}
            Progress::Done => return Ok(()),
        }
    }
}

enum Progress {
    On,
    Done,
}

/// What stopped a document, before the place of it is known.
enum Wrong {
    CutOff,
    Damage(Damage),
    Other(ReadError),
}

impl From<Damage> for Wrong {
    fn from(what: Damage) -> Self {
        Self::Damage(what)
    }
}

impl From<ReadError> for Wrong {
    fn from(error: ReadError) -> Self {
        Self::Other(error)
    }
}

impl Wrong {
    fn at(self, at: u64) -> ReadError {
        let part = Part::Xml;
        match self {
            Self::CutOff => ReadError::CutOff { part, at },
            Self::Damage(what) => ReadError::Damaged { part, at, what },
            Self::Other(error) => error,
        }
    }
}

fn refusal<R: BufRead>(error: quick_xml::Error, source: &mut Metered<R>) -> ReadError {
    let at = source.read_so_far();
    let part = Part::Xml;
    if source.is_tripped() {
        let what = Damage::Endless;
        return ReadError::Damaged { part, at, what };
    }
    match error {
        quick_xml::Error::Io(error) => ReadError::Io(std::io::Error::new(error.kind(), error)),
        // It ends inside of a tag, a comment or the like.
        quick_xml::Error::Syntax(_) if source.is_at_end() => ReadError::CutOff { part, at },
        error => ReadError::Damaged {
            part,
            at,
            what: Damage::Xml(error),
        },
    }
}

/// Where the reader is, and the element that it is in.
#[derive(Default)]
struct Document {
    depth: usize,
    is_over: bool,
    element: Element,
    id: i64,
    position: Option<Wgs84>,
    nodes: Vec<i64>,
    members: Vec<(MemberKind, i64, String)>,
    tags: Vec<(String, String)>,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Element {
    Node,
    Way,
    Relation,
    #[default]
    Other,
}

impl Document {
    fn take(&mut self, event: Event<'_>, collector: &mut Collector<'_>) -> Result<Progress, Wrong> {
        match event {
            Event::Start(tag) => {
                self.open(&tag)?;
                self.depth += 1;
            }
            Event::Empty(tag) => {
                self.open(&tag)?;
                self.close(collector)?;
            }
            Event::End(_) => {
                self.depth = self.depth.saturating_sub(1);
                self.close(collector)?;
            }
            Event::DocType(_) => return Err(Damage::DocumentType.into()),
            Event::Eof if self.is_over => return Ok(Progress::Done),
            Event::Eof => return Err(Wrong::CutOff),
            _ => {}
        }
        Ok(Progress::On)
    }

    /// An element begins, at the depth of the document before it.
    fn open(&mut self, tag: &BytesStart<'_>) -> Result<(), Wrong> {
        let name = tag.local_name();
        match (self.depth, name.as_ref()) {
            (0, "osm") if !self.is_over => {}
            (0, _) => return Err(Damage::Root.into()),
            (1, "node" | "way" | "relation") if is_deleted(tag) => {}
            (1, "node") => {
                self.begin(Element::Node, id_of(tag, "node")?);
                self.position = position(tag)?;
            }
            (1, "way") => self.begin(Element::Way, id_of(tag, "way")?),
            (1, "relation") => self.begin(Element::Relation, id_of(tag, "relation")?),
            (2, "member") if self.element == Element::Relation => {
                self.room(self.members.len())?;
                self.members.push(member(tag)?);
            }
            (2, "nd") if self.element == Element::Way => {
                self.room(self.nodes.len())?;
                self.nodes.push(number(tag, "nd", "ref")?);
            }
            (2, "tag") if self.element != Element::Other => {
                self.room(self.tags.len())?;
                let key = attribute(tag, "tag", "k")?.into_owned();
                let value = attribute(tag, "tag", "v")?.into_owned();
                self.tags.push((key, value));
            }
            _ => {}
        }
        Ok(())
    }

    fn begin(&mut self, element: Element, id: i64) {
        self.element = element;
        self.id = id;
        self.nodes.clear();
        self.members.clear();
        self.tags.clear();
    }

    fn room(&self, there: usize) -> Result<(), Wrong> {
        if there < MOST_IN_ONE {
            Ok(())
        } else {
            Err(Damage::TooLarge.into())
        }
    }

    /// An element ends, at the depth of the document behind it.
    fn close(&mut self, collector: &mut Collector<'_>) -> Result<(), Wrong> {
        match self.depth {
            0 => self.is_over = true,
            1 => {
                let tags = self.tags.iter();
                let tags: Vec<(&str, &str)> = tags
                    .map(|(key, value)| (key.as_str(), value.as_str()))
                    .collect();
                match std::mem::take(&mut self.element) {
                    Element::Node => collector.node(self.id, self.position, &tags)?,
                    Element::Way => collector.way(self.id, &self.nodes, &tags)?,
                    Element::Relation => {
                        let members = self.members.iter().map(|(kind, id, role)| Member {
                            kind: *kind,
                            id: *id,
                            role,
                        });
                        collector.relation(&members.collect::<Vec<_>>(), &tags)?;
                    }
                    Element::Other => {}
                }
            }
            _ => {}
        }
        Ok(())
    }
}

/// Marked as gone, by the database or by an editor (wiki.openstreetmap.org, JOSM file format).
fn is_deleted(tag: &BytesStart<'_>) -> bool {
    let says = |name, word| attribute(tag, "element", name).is_ok_and(|said| said == word);
    says("visible", "false") || says("action", "delete")
}

/// A role may be missing.
fn member(tag: &BytesStart<'_>) -> Result<(MemberKind, i64, String), Damage> {
    let kind = match attribute(tag, "member", "type")?.as_ref() {
        "node" => MemberKind::Node,
        "way" => MemberKind::Way,
        _ => MemberKind::Relation,
    };
    let role = attribute(tag, "member", "role").map_or_else(|_| String::new(), Cow::into_owned);
    Ok((kind, number(tag, "member", "ref")?, role))
}

fn id_of(tag: &BytesStart<'_>, element: &'static str) -> Result<i64, Damage> {
    number(tag, element, "id")
}

fn number<T: std::str::FromStr>(
    tag: &BytesStart<'_>,
    element: &'static str,
    name: &'static str,
) -> Result<T, Damage> {
    let missing = |_| Damage::Missing {
        element,
        attribute: name,
    };
    attribute(tag, element, name)?.parse().map_err(missing)
}

fn position(tag: &BytesStart<'_>) -> Result<Option<Wgs84>, Damage> {
    let longitude = number(tag, "node", "lon")?;
    let latitude = number(tag, "node", "lat")?;
    Ok(Wgs84::from_degrees(longitude, latitude))
}

fn attribute<'t>(
    tag: &'t BytesStart<'_>,
    element: &'static str,
    name: &'static str,
) -> Result<Cow<'t, str>, Damage> {
    for found in tag.attributes().with_checks(false) {
        let found = found.map_err(Damage::Attribute)?;
        if found.key.as_ref() == name {
            let value = found.normalized_value(XmlVersion::Implicit1_0);
            return value.map_err(Damage::Xml);
        }
    }
    Err(Damage::Missing {
        element,
        attribute: name,
    })
}
