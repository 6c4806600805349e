//! A block of elements: a table of texts, then groups of nodes, ways and relations that point into
//! it. Positions are steps in nanodegrees times a granularity.

use base::Wgs84;

use super::super::collector::Collector;
use super::super::error::Damage;
use super::super::restriction::{Member, MemberKind, is_restriction};
use super::Wrong;
use super::message::{Message, Packed, Value, signed};

/// A block has some thousand texts; a hostile one could declare sixteen million empty ones.
const MOST_TEXTS: usize = 1 << 20;
/// Nodes of one way and tags of one element, at most.
const MOST_IN_ONE: usize = 100_000;
/// Nanodegrees in a unit of [`Wgs84`].
const NANODEGREES: i64 = 100;

/// What holds for all elements of a block.
struct Frame<'b> {
    texts: Vec<&'b str>,
    granularity: i64,
    latitude: i64,
    longitude: i64,
}

/// Hands the elements of a block over.
pub(super) fn read(block: &[u8], collector: &mut Collector<'_>) -> Result<(), Wrong> {
    let frame = Frame::read(block)?;
    let mut message = Message::new(block);
    while let Some((field, value)) = message.next()? {
        if field == 2 {
            group(value.bytes()?, &frame, collector)?;
        }
    }
    Ok(())
}

impl<'b> Frame<'b> {
    fn read(block: &'b [u8]) -> Result<Self, Damage> {
        let mut frame = Self {
            texts: Vec::new(),
            granularity: 100,
            latitude: 0,
            longitude: 0,
        };
        let mut message = Message::new(block);
        while let Some((field, value)) = message.next()? {
            match field {
                1 => frame.read_texts(value.bytes()?)?,
                17 => frame.granularity = value.number()?.cast_signed(),
                19 => frame.latitude = value.number()?.cast_signed(),
                20 => frame.longitude = value.number()?.cast_signed(),
                _ => {}
            }
        }
        Ok(frame)
    }

    fn read_texts(&mut self, table: &'b [u8]) -> Result<(), Damage> {
        let mut message = Message::new(table);
        while let Some((field, value)) = message.next()? {
            if field == 1 {
                if self.texts.len() == MOST_TEXTS {
                    return Err(Damage::TooLarge);
                }
                let text = std::str::from_utf8(value.bytes()?);
                self.texts.push(text.map_err(|_| Damage::Text)?);
            }
        }
        Ok(())
    }

    fn text(&self, number: u64) -> Result<&'b str, Damage> {
        let index = usize::try_from(number).map_err(|_| Damage::Text)?;
        self.texts.get(index).copied().ok_or(Damage::Text)
    }

    /// `None` off the earth.
    fn position(&self, longitude: i64, latitude: i64) -> Option<Wgs84> {
        let degrees = |offset: i64, units: i64| {
            let nano = units.checked_mul(self.granularity)?.checked_add(offset)?;
            let half = NANODEGREES / 2;
            Some(nano.checked_add(half)?.div_euclid(NANODEGREES))
        };
        let longitude = degrees(self.longitude, longitude)?;
        let latitude = degrees(self.latitude, latitude)?;
        let on_earth = longitude.abs() <= 1_800_000_000 && latitude.abs() <= 900_000_000;
        on_earth.then_some(Wgs84 {
            longitude_e7: i32::try_from(longitude).ok()?,
            latitude_e7: i32::try_from(latitude).ok()?,
        })
    }

    /// Tags from a column of keys and one of values.
    fn tags(&self, mut keys: Packed<'b>, mut values: Packed<'b>) -> Result<Tagged<'b>, Damage> {
        let mut tags = Vec::new();
        loop {
            match (keys.next()?, values.next()?) {
                (Some(key), Some(value)) if tags.len() < MOST_IN_ONE => {
                    tags.push((self.text(key)?, self.text(value)?));
                }
                (None, None) => return Ok(tags),
                (Some(_), Some(_)) => return Err(Damage::TooLarge),
                _ => return Err(Damage::Columns),
            }
        }
    }
}

type Tagged<'b> = Vec<(&'b str, &'b str)>;

fn group(group: &[u8], frame: &Frame<'_>, collector: &mut Collector<'_>) -> Result<(), Wrong> {
    let mut message = Message::new(group);
    while let Some((field, value)) = message.next()? {
        match field {
            1 => node(value.bytes()?, frame, collector)?,
            2 => dense(value.bytes()?, frame, collector)?,
            3 => way(value.bytes()?, frame, collector)?,
            4 => relation(value.bytes()?, frame, collector)?,
            _ => {}
        }
    }
    Ok(())
}

fn node(node: &[u8], frame: &Frame<'_>, collector: &mut Collector<'_>) -> Result<(), Wrong> {
    let mut message = Message::new(node);
    let (mut id, mut latitude, mut longitude) = (None, None, None);
    let (mut keys, mut values) = (Packed::default(), Packed::default());
    let number = |value: Value<'_>| value.number().map(|number| Some(signed(number)));
    while let Some((field, value)) = message.next()? {
        match field {
            1 => id = number(value)?,
            2 => keys.fill(value)?,
            3 => values.fill(value)?,
            8 => latitude = number(value)?,
            9 => longitude = number(value)?,
            _ => {}
        }
    }
    let (Some(id), Some(latitude), Some(longitude)) = (id, latitude, longitude) else {
        return Err(Damage::Message.into());
    };
    let tags = frame.tags(keys, values)?;
    collector.node(id, frame.position(longitude, latitude), &tags)?;
    Ok(())
}

/// Nodes as columns: ids, latitudes, longitudes, and tags with a 0 behind those of each node.
fn dense(dense: &[u8], frame: &Frame<'_>, collector: &mut Collector<'_>) -> Result<(), Wrong> {
    let mut message = Message::new(dense);
    let mut columns = [Packed::default(); 4];
    let [ids, latitudes, longitudes, tags] = &mut columns;
    let mut are_tagged = false;
    while let Some((field, value)) = message.next()? {
        match field {
            1 => ids.fill(value)?,
            8 => latitudes.fill(value)?,
            9 => longitudes.fill(value)?,
            10 => {
                are_tagged = !value.bytes()?.is_empty();
                tags.fill(value)?;
            }
            _ => {}
        }
    }
    let (mut id, mut latitude, mut longitude) = (0, 0, 0);
    let mut tagged = Vec::new();
    while let Some(id) = ids.next_step(&mut id)? {
        let latitude = latitudes.next_step(&mut latitude)?.ok_or(Damage::Columns)?;
        let longitude = longitudes
            .next_step(&mut longitude)?
            .ok_or(Damage::Columns)?;
        tagged.clear();
        if are_tagged {
            tags_of_one(tags, frame, &mut tagged)?;
        }
        collector.node(id, frame.position(longitude, latitude), &tagged)?;
    }
    for column in &mut columns {
        if column.next()?.is_some() {
            return Err(Damage::Columns.into());
        }
    }
    Ok(())
}

/// Takes the tags of one node and the 0 behind them.
fn tags_of_one<'b>(
    tags: &mut Packed<'b>,
    frame: &Frame<'b>,
    into: &mut Tagged<'b>,
) -> Result<(), Damage> {
    loop {
        let key = tags.next()?.ok_or(Damage::Columns)?;
        if key == 0 {
            return Ok(());
        }
        if into.len() == MOST_IN_ONE {
            return Err(Damage::TooLarge);
        }
        let value = tags.next()?.ok_or(Damage::Columns)?;
        into.push((frame.text(key)?, frame.text(value)?));
    }
}

fn way(way: &[u8], frame: &Frame<'_>, collector: &mut Collector<'_>) -> Result<(), Wrong> {
    let mut message = Message::new(way);
    let mut id = None;
    let mut columns = [Packed::default(); 3];
    let [keys, values, nodes] = &mut columns;
    while let Some((field, value)) = message.next()? {
        match field {
            1 => id = Some(value.number()?.cast_signed()),
            2 => keys.fill(value)?,
            3 => values.fill(value)?,
            8 => nodes.fill(value)?,
            _ => {}
        }
    }
    let id = id.ok_or(Damage::Message)?;
    let tags = frame.tags(*keys, *values)?;
    let mut named = Vec::new();
    let mut before = 0;
    while let Some(node) = nodes.next_step(&mut before)? {
        if named.len() == MOST_IN_ONE {
            return Err(Damage::TooLarge.into());
        }
        named.push(node);
    }
    collector.way(id, &named, &tags)?;
    Ok(())
}

/// Members as columns, looked at where turns are restricted: roles, ids and kinds.
fn relation(
    relation: &[u8],
    frame: &Frame<'_>,
    collector: &mut Collector<'_>,
) -> Result<(), Wrong> {
    let mut message = Message::new(relation);
    let mut columns = [Packed::default(); 5];
    let [keys, values, roles, ids, kinds] = &mut columns;
    while let Some((field, value)) = message.next()? {
        match field {
            2 => keys.fill(value)?,
            3 => values.fill(value)?,
            8 => roles.fill(value)?,
            9 => ids.fill(value)?,
            10 => kinds.fill(value)?,
            _ => {}
        }
    }
    let tags = frame.tags(*keys, *values)?;
    let mut members = Vec::new();
    let mut before = 0;
    while is_restriction(&tags)
        && let Some(id) = ids.next_step(&mut before)?
    {
        let role = roles.next()?.ok_or(Damage::Columns)?;
        let kind = match kinds.next()?.ok_or(Damage::Columns)? {
            0 => MemberKind::Node,
            1 => MemberKind::Way,
            _ => MemberKind::Relation,
        };
        if members.len() == MOST_IN_ONE {
            return Err(Damage::TooLarge.into());
        }
        let role = frame.text(role)?;
        members.push(Member { kind, id, role });
    }
    collector.relation(&members, &tags)?;
    Ok(())
}
