//! The body of a file: the parts of a network in turn, and their reading by the rules of a draft.

use base::Wgs84;

use super::error::FileError;
use super::reader::Reader;
use super::writer::Writer;
use crate::barrier::{Barrier, BarrierKind};
use crate::class::Class;
use crate::named::{Named, NamedKind};
use crate::network::{
    Arc, Direction, Draft, JunctionId, Network, Sense, Street, Stretch, StretchId, Turn, TurnRule,
    at,
};
use crate::speed::{Speed, SpeedLimits, SpeedTable};

pub(super) fn written(network: &Network, order: &[u32]) -> Vec<u8> {
    let mut writer = Writer::default();
    writer.number(Class::ALL.len() as u64);
    write_speeds(&mut writer, network.speeds());
    writer.number(network.drawn().len() as u64);
    for position in network.drawn() {
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
    write_hindrances(&mut writer, network);
    writer.number(order.len() as u64);
    for junction in order {
        writer.number(u64::from(*junction));
    }
    writer.done()
}

/// The network of a body, and an order of its junctions where the file holds one.
pub(super) fn read(body: &[u8]) -> Result<(Network, Vec<u32>), FileError> {
    let mut reader = Reader::new(body);
    let mut draft = Draft::new();
    let classes = reader.count()?;
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
        names.push(draft.name(reader.text()?));
    }
    let (mut before, mut via) = (0, Vec::new());
    for _ in 0..reader.count()? {
        before = read_stretch(&mut reader, &mut draft, &names, &mut via, before)?;
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
    let times = read_hindrances(&mut reader, &mut draft)?;
    let mut order = Vec::new();
    for _ in 0..reader.count()? {
        order.push(reader.number_u32()?);
    }
    if !reader.is_at_end() {
        return Err(FileError::Invalid("something follows behind its end"));
    }
    let mut network = draft.finish(&speeds);
    network.set_link_times(&times);
    Ok((network, order))
}

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

/// The barriers, the forbidden turns, then what the links take: 0 where they are barred, or a millisecond
/// more.
fn write_hindrances(writer: &mut Writer, network: &Network) {
    writer.number(network.barriers().len() as u64);
    for (junction, barrier) in network.barriers() {
        writer.number(u64::from(junction.0));
        writer.byte(barrier.kind().code());
        writer.number(barrier.words().len() as u64);
        for (key, value) in barrier.words() {
            writer.text(key);
            writer.text(value);
        }
    }
    let (rules, bans) = network.numbered_bans();
    writer.number(rules.len() as u64);
    for rule in rules {
        writer.text(rule.only_for.as_deref().unwrap_or_default());
        writer.number(rule.except.len() as u64);
        rule.except.iter().for_each(|word| writer.text(word));
    }
    writer.number(bans.len() as u64);
    for (turn, rule) in bans {
        for (stretch, sense) in [turn.from, turn.to] {
            writer.number(u64::from(stretch.0) << 1 | u64::from(sense == Sense::Against));
        }
        writer.number(u64::from(*rule));
    }
    let times: Vec<u32> = network.link_times().collect();
    writer.number(times.len() as u64);
    for time in times {
        writer.number(u64::from(time.wrapping_add(1)));
    }
}

fn read_hindrances(reader: &mut Reader<'_>, draft: &mut Draft) -> Result<Vec<u32>, FileError> {
    read_barriers(reader, draft)?;
    read_bans(reader, draft)?;
    let mut times = Vec::new();
    for _ in 0..reader.count()? {
        let time = reader.number_u32()?.wrapping_sub(1);
        if time != Arc::BARRED && time > LONGEST_DELAY {
            return Err(FileError::Invalid("a barrier takes longer than any"));
        }
        times.push(time);
    }
    Ok(times)
}

fn read_barriers(reader: &mut Reader<'_>, draft: &mut Draft) -> Result<(), FileError> {
    for _ in 0..reader.count()? {
        let junction = JunctionId(reader.number_u32()?);
        let kind = BarrierKind::from_code(reader.byte()?);
        let kind = kind.ok_or(FileError::Invalid("a barrier is of no kind"))?;
        let mut words = Vec::new();
        for _ in 0..reader.count()? {
            words.push((reader.text()?.to_owned(), reader.text()?.to_owned()));
        }
        let drawn = draft.barrier(junction, Barrier::kept(kind, words));
        drawn.map_err(|_| FileError::Invalid("a barrier has no such junction"))?;
    }
    Ok(())
}

fn read_bans(reader: &mut Reader<'_>, draft: &mut Draft) -> Result<(), FileError> {
    let mut rules = Vec::new();
    for _ in 0..reader.count()? {
        let only_for = Some(reader.text()?.to_owned()).filter(|word| !word.is_empty());
        let mut except = Vec::new();
        for _ in 0..reader.count()? {
            except.push(reader.text()?.to_owned());
        }
        rules.push(draft.rule(&TurnRule { only_for, except }));
    }
    for _ in 0..reader.count()? {
        let turn = Turn {
            from: read_driven(reader)?,
            to: read_driven(reader)?,
        };
        let rule = rules.get(at(reader.number_u32()?));
        let rule = rule.ok_or(FileError::Invalid("a turn is forbidden by no such rule"))?;
        let drawn = draft.ban_by(turn, *rule);
        drawn.map_err(|_| FileError::Invalid("a turn that is forbidden is none"))?;
    }
    Ok(())
}

fn read_driven(reader: &mut Reader<'_>) -> Result<(StretchId, Sense), FileError> {
    let number = reader.number_u32()?;
    let sense = if number & 1 == 0 {
        Sense::Along
    } else {
        Sense::Against
    };
    Ok((StretchId(number >> 1), sense))
}

/// Milliseconds: no profile says more.
const LONGEST_DELAY: u32 = 3_600_000;

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
    writer.number(u64::from(stretch.length_mm));
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
    names: &[u32],
    via: &mut Vec<Wgs84>,
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
    let length_mm = reader.number_u32()?;
    let name = names.get(at(reader.number_u32()?));
    let name = name.ok_or(FileError::Invalid("a stretch has no such name"))?;
    via.clear();
    for _ in 0..reader.count()? {
        via.push(reader.position()?);
    }
    let street = Street {
        from: JunctionId(junction(from)?),
        to: JunctionId(junction(to)?),
        via,
        class,
        direction,
        limits,
        name: "",
    };
    let drawn = draft.measured(&street, length_mm, *name);
    drawn.map_err(|_| FileError::Invalid("a stretch cannot be drawn"))?;
    Ok(from)
}
