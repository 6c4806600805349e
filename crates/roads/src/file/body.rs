//! The body of a file: the parts of a network in turn, and their reading by the rules of a draft.

use super::error::FileError;
use super::reader::Reader;
use super::writer::Writer;
use crate::class::Class;
use crate::named::{Named, NamedKind};
use crate::network::{Direction, Draft, JunctionId, Network, Street, Stretch, at};
use crate::speed::{Speed, SpeedLimits, SpeedTable};

pub(super) fn written(network: &Network, order: &[u32]) -> Vec<u8> {
    let mut writer = Writer::default();
    writer.number(Class::ALL.len() as u64);
    write_speeds(&mut writer, network.speeds());
    writer.number(network.junctions().len() as u64);
    for position in network.junctions() {
        writer.position(*position);
    }
    writer.number(network.names().len() as u64);
    for name in network.names() {
        writer.text(name);
    }
    writer.number(network.stretches().len() as u64);
    let mut before = 0;
    for stretch in network.stretches() {
        write_stretch(&mut writer, network, stretch, before);
        before = i64::from(stretch.from.0);
    }
    writer.number(network.named().len() as u64);
    for named in network.named() {
        writer.byte(named.kind.code());
        writer.position(named.position);
        writer.text(&named.name);
    }
    writer.number(order.len() as u64);
    for junction in order {
        writer.number(u64::from(*junction));
    }
    writer.done()
}

/// The network of a body, and an order of its junctions where the file holds one.
pub(super) fn read(body: &[u8], version: u32) -> Result<(Network, Vec<u32>), FileError> {
    let mut reader = Reader::new(body);
    let mut draft = Draft::new();
    let classes = match version {
        1 => CLASSES_BEFORE,
        _ => reader.count()?,
    };
    if classes > Class::ALL.len() {
        return Err(FileError::Invalid("it has more classes than there are"));
    }
    let speeds = read_speeds(&mut reader, classes)?;
    for _ in 0..reader.count()? {
        let position = reader.position()?;
        draft.junction(position).map_err(|_| TOO_MANY)?;
    }
    let mut names = Vec::new();
    for _ in 0..reader.count()? {
        names.push(reader.text()?);
    }
    let mut before = 0;
    for _ in 0..reader.count()? {
        before = read_stretch(&mut reader, &mut draft, &names, before)?;
    }
    for _ in 0..reader.count()? {
        let kind = NamedKind::from_code(reader.byte()?);
        let kind = kind.ok_or(FileError::Invalid("a place is of no kind"))?;
        let position = reader.position()?;
        let name = reader.text()?.to_owned();
        draft.named(Named {
            name,
            kind,
            position,
        });
    }
    let mut order = Vec::new();
    if version > 1 {
        for _ in 0..reader.count()? {
            order.push(reader.number_u32()?);
        }
    }
    if !reader.is_at_end() {
        return Err(FileError::Invalid("something follows behind its end"));
    }
    Ok((draft.finish(&speeds), order))
}

/// Classes that version 1 gives a speed.
const CLASSES_BEFORE: usize = 18;

const TOO_MANY: FileError = FileError::Invalid("there are too many junctions");

fn write_speeds(writer: &mut Writer, speeds: &SpeedTable) {
    writer.byte(match speeds.limits() {
        SpeedLimits::Respected => 0,
        SpeedLimits::Ignored => 1,
    });
    for class in Class::ALL {
        writer.number(u64::from(speeds.speed(class).metres_per_hour()));
    }
}

fn read_speeds(reader: &mut Reader<'_>, classes: usize) -> Result<SpeedTable, FileError> {
    let limits = match reader.byte()? {
        0 => SpeedLimits::Respected,
        1 => SpeedLimits::Ignored,
        _ => return Err(FileError::Invalid("limits count for nothing known")),
    };
    let mut speeds = SpeedTable::default().with_limits(limits);
    for class in Class::ALL.into_iter().take(classes) {
        let speed = read_speed(reader)?.ok_or(FileError::Invalid("a class has no speed"))?;
        speeds = speeds.with(class, speed);
    }
    Ok(speeds)
}

/// A speed, or 0 for none.
fn read_speed(reader: &mut Reader<'_>) -> Result<Option<Speed>, FileError> {
    match reader.number_u32()? {
        0 => Ok(None),
        metres => Speed::from_metres_per_hour(metres)
            .map(Some)
            .ok_or(FileError::Invalid("a speed is out of bounds")),
    }
}

fn write_stretch(writer: &mut Writer, network: &Network, stretch: &Stretch, before: i64) {
    let (from, to) = (i64::from(stretch.from.0), i64::from(stretch.to.0));
    writer.signed(from - before);
    writer.signed(to - from);
    writer.byte(stretch.class.code());
    writer.byte(match stretch.direction {
        Direction::Both => 0,
        Direction::Along => 1,
        Direction::Against => 2,
    });
    for limit in stretch.limits {
        writer.number(limit.map_or(0, |limit| u64::from(limit.metres_per_hour())));
    }
    writer.number(u64::from(stretch.name));
    let first = at(stretch.first_place);
    let places = network.places_between();
    let places = places.get(first..first + at(stretch.places));
    let places = places.unwrap_or_default();
    writer.number(places.len() as u64);
    for place in places {
        writer.position(*place);
    }
}

/// Reads a stretch behind one that begins at `before`; gives where this one begins.
fn read_stretch(
    reader: &mut Reader<'_>,
    draft: &mut Draft,
    names: &[&str],
    before: i64,
) -> Result<i64, FileError> {
    let from = before.wrapping_add(reader.signed()?);
    let to = from.wrapping_add(reader.signed()?);
    let junction = |number: i64| {
        let number = u32::try_from(number);
        number.map_err(|_| FileError::Invalid("a stretch has no such junction"))
    };
    let class = Class::from_code(reader.byte()?);
    let class = class.ok_or(FileError::Invalid("a stretch is of no class"))?;
    let direction = match reader.byte()? {
        0 => Direction::Both,
        1 => Direction::Along,
        2 => Direction::Against,
        _ => return Err(FileError::Invalid("a stretch has no direction")),
    };
    let limits = [read_speed(reader)?, read_speed(reader)?];
    let name = names.get(at(reader.number_u32()?));
    let name = name.ok_or(FileError::Invalid("a stretch has no such name"))?;
    let mut via = Vec::new();
    for _ in 0..reader.count()? {
        via.push(reader.position()?);
    }
    let drawn = draft.street(&Street {
        from: JunctionId(junction(from)?),
        to: JunctionId(junction(to)?),
        via: &via,
        class,
        direction,
        limits,
        name,
    });
    drawn.map_err(|_| FileError::Invalid("a stretch cannot be drawn"))?;
    Ok(from)
}
