//! The application data unit, ADU 应用数据单元 (clause 7): `type | count | objects`.
//!
//! Invariants: an [`Adu`] that exists has been checked, so reading its objects cannot fail and
//! allocates nothing; types with counted texts are walked by their length bytes, never divided by
//! the count; encoding ends in the same check as decoding.
//! Not here: which command may carry which type. Devices differ (some send type 89 as a request),
//! and the type alone tells what is meant.

use super::dialect::HeartbeatForm;
use super::{AduError, Command, Dialect, Frame, Layout, MAX_ADU, Object, RawObjects, TypeFlag};

/// Most operation records that a query may ask for (clauses 8.3.1.4, 8.3.1.10).
const MAX_WANTED: u8 = 102;

/// What the ADU of a frame holds.
#[derive(Clone, Debug)]
pub enum Content<'a> {
    /// Nothing: an answer, or with command 2 the common heartbeat.
    Empty,
    /// Typed objects, or the raw bytes of a reserved or user-defined type.
    Objects(Adu<'a>),
    /// The ADU of a user-defined command that is not built as clause 7 says.
    Private(&'a [u8]),
}

impl<'a> Frame<'a> {
    /// Reads the ADU under the dialect of the device.
    ///
    /// # Errors
    /// [`AduError`] says why the ADU is not what its type and count promise.
    pub fn content(&self, dialect: &'a Dialect) -> Result<Content<'a>, AduError> {
        if self.adu.is_empty() {
            return Ok(Content::Empty);
        }
        match Adu::decode(self.adu, dialect) {
            Ok(adu) => Ok(Content::Objects(adu)),
            Err(_) if matches!(self.header.command, Command::UserDefined(_)) => {
                Ok(Content::Private(self.adu))
            }
            Err(error) => Err(error),
        }
    }
}

/// A checked ADU that is not empty.
#[derive(Clone, Copy, Debug)]
pub struct Adu<'a> {
    type_flag: TypeFlag,
    count: u8,
    body: &'a [u8],
    layout: Layout,
    dialect: &'a Dialect,
}

impl<'a> Adu<'a> {
    /// Checks the bytes of an ADU.
    ///
    /// # Errors
    /// See [`AduError`].
    pub fn decode(bytes: &'a [u8], dialect: &'a Dialect) -> Result<Self, AduError> {
        let [type_byte, count, body @ ..] = bytes else {
            return Err(AduError::NoCount {
                length: bytes.len(),
            });
        };
        let (type_flag, count) = (TypeFlag(*type_byte), *count);
        let layout = layout_of(type_flag, count, body, dialect);
        let adu = Self {
            type_flag,
            count,
            body,
            layout,
            dialect,
        };
        adu.check()?;
        Ok(adu)
    }

    fn check(&self) -> Result<(), AduError> {
        let Self {
            type_flag,
            count,
            body,
            layout,
            ..
        } = *self;
        let (need, limit) = match layout {
            Layout::Raw => return Ok(()),
            Layout::Fixed { size, limit } => (usize::from(count) * size, limit),
            Layout::Counted { head, limit } => (walk(body, head, count), limit),
        };
        if count == 0 {
            return Err(AduError::NoObjects { type_flag });
        }
        if count > limit {
            return Err(AduError::TooManyObjects {
                type_flag,
                count,
                limit,
            });
        }
        let have = body.len();
        if have < need {
            return Err(AduError::TooShort {
                type_flag,
                count,
                need,
                have,
            });
        }
        if have > need {
            return Err(AduError::TrailingBytes {
                type_flag,
                count,
                extra: have - need,
            });
        }
        let wanted = match (type_flag, body) {
            (TypeFlag::READ_OPERATIONS, [_, _, wanted, ..]) => *wanted,
            (TypeFlag::READ_UITD_OPERATIONS, [wanted, ..]) => *wanted,
            _ => 0,
        };
        if wanted > MAX_WANTED {
            return Err(AduError::TooManyWanted { wanted });
        }
        Ok(())
    }

    /// The type of the objects.
    pub const fn type_flag(&self) -> TypeFlag {
        self.type_flag
    }

    /// How many objects there are; of a raw type, how many the sender says there are.
    pub const fn count(&self) -> u8 {
        self.count
    }

    /// The objects in wire order; a raw type gives one [`Object::Raw`] with all bytes.
    pub fn objects(&self) -> Objects<'a> {
        Objects {
            adu: *self,
            rest: self.body,
            raw_pending: self.layout == Layout::Raw,
        }
    }
}

fn layout_of(flag: TypeFlag, count: u8, body: &[u8], dialect: &Dialect) -> Layout {
    match (flag, flag.layout()) {
        (TypeFlag::COMPONENT_STATE, Layout::Fixed { size, limit }) => {
            resized(dialect.object_sizes.component_state(), size, limit)
        }
        (TypeFlag::ANALOG_VALUE, Layout::Fixed { size, limit }) => {
            resized(dialect.object_sizes.analog_value(), size, limit)
        }
        // One byte can only be the form without a time: seven are needed for the other.
        (TypeFlag::UITD_STATE, _)
            if count == 1
                && body.len() == 1
                && dialect.has_heartbeat(HeartbeatForm::Type21WithoutTime) =>
        {
            Layout::Fixed { size: 1, limit: 1 }
        }
        (_, layout) => layout,
    }
}

/// A layout of another object size; as many objects as an ADU can hold.
fn resized(size: usize, standard: usize, limit: u8) -> Layout {
    let limit = if size == standard {
        limit
    } else {
        u8::try_from((MAX_ADU - 2) / size.max(1)).unwrap_or(u8::MAX)
    };
    Layout::Fixed { size, limit }
}

/// Bytes that `count` objects with counted texts take, or need at least where `body` is short.
fn walk(body: &[u8], head: usize, count: u8) -> usize {
    let mut at = 0;
    for _ in 0..count {
        let len = body.get(at + head).copied().unwrap_or(0);
        at += head + 1 + usize::from(len);
    }
    at
}

/// The objects of an ADU.
#[derive(Clone, Debug)]
pub struct Objects<'a> {
    adu: Adu<'a>,
    rest: &'a [u8],
    raw_pending: bool,
}

impl<'a> Iterator for Objects<'a> {
    type Item = Object<'a>;

    fn next(&mut self) -> Option<Object<'a>> {
        let Adu {
            type_flag,
            count,
            body,
            layout,
            dialect,
        } = self.adu;
        let size = match layout {
            Layout::Fixed { size, .. } => size,
            Layout::Counted { head, .. } => walk(self.rest, head, 1),
            Layout::Raw => {
                let raw = RawObjects {
                    type_flag,
                    count,
                    bytes: body,
                };
                return std::mem::take(&mut self.raw_pending).then_some(Object::Raw(raw));
            }
        };
        if self.rest.is_empty() {
            return None;
        }
        let (object, rest) = self.rest.split_at_checked(size)?;
        self.rest = rest;
        Object::read(type_flag, object, dialect)
    }
}

/// Writes objects of one type as an ADU.
///
/// # Errors
/// What [`Adu::decode`] would refuse, and objects of different types.
pub fn encode_objects(objects: &[Object<'_>], dialect: &Dialect) -> Result<Vec<u8>, AduError> {
    let Some(first) = objects.first() else {
        return Err(AduError::NothingToEncode);
    };
    let type_flag = first.type_flag();
    let count = match first {
        Object::Raw(raw) if objects.len() == 1 => raw.count,
        _ => u8::try_from(objects.len()).unwrap_or(u8::MAX),
    };
    let mut out = vec![type_flag.0, count];
    for object in objects {
        let raw_in_company = matches!(object, Object::Raw(_)) && objects.len() > 1;
        if object.type_flag() != type_flag || raw_in_company {
            return Err(AduError::MixedObjects);
        }
        object.write(dialect, &mut out)?;
    }
    if out.len() > MAX_ADU {
        return Err(AduError::TooLong { length: out.len() });
    }
    Adu::decode(&out, dialect)?;
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(bytes: &[u8]) -> AduError {
        Adu::decode(bytes, &Dialect::default())
            .map(|_| ())
            .unwrap_err()
    }

    #[test]
    fn each_fault_has_its_own_error() {
        let flag = TypeFlag;
        assert_eq!(error(&[1]), AduError::NoCount { length: 1 });
        assert_eq!(error(&[6, 0]), AduError::NoObjects { type_flag: flag(6) });
        assert_eq!(
            error(&[25, 2, 1, 1, 1, 1]),
            AduError::TooManyObjects {
                type_flag: flag(25),
                count: 2,
                limit: 1
            }
        );
        assert_eq!(
            error(&[1, 1, 1]),
            AduError::TooShort {
                type_flag: flag(1),
                count: 1,
                need: 10,
                have: 1
            }
        );
        assert_eq!(
            error(&[25, 1, 1, 1, 1]),
            AduError::TrailingBytes {
                type_flag: flag(25),
                count: 1,
                extra: 1
            }
        );
        assert_eq!(
            error(&[6, 2, 1, 1, 1, b'a', 1, 2, 9, b'b']),
            AduError::TooShort {
                type_flag: flag(6),
                count: 2,
                need: 16,
                have: 8
            }
        );
        assert_eq!(
            error(&[64, 1, 1, 1, 103, 0, 0, 0, 0, 0, 0]),
            AduError::TooManyWanted { wanted: 103 }
        );
    }

    #[test]
    fn counted_texts_are_walked() {
        let dialect = Dialect::default();
        let bytes = [6, 2, 1, 7, 2, b'a', b'b', 10, 8, 0];
        let adu = Adu::decode(&bytes, &dialect).unwrap();
        let texts: Vec<_> = adu
            .objects()
            .map(|object| match object {
                Object::SystemConfig(config) => config.text.decode().into_owned(),
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(texts, ["ab", ""]);
    }

    #[test]
    fn types_without_layout_stay_raw() {
        let dialect = Dialect::default();
        for flag in [0, 9, 22, 127, 0x80, 0x96, 254, 255] {
            let bytes = [flag, 0, 1, 2, 3];
            let adu = Adu::decode(&bytes, &dialect).unwrap();
            let objects: Vec<_> = adu.objects().collect();
            assert_eq!(objects.len(), 1);
            assert_eq!(encode_objects(&objects, &dialect).unwrap(), bytes);
        }
    }

    #[test]
    fn state_without_time_is_told_by_its_length() {
        let lenient = Dialect::default();
        let strict = Dialect {
            heartbeats: vec![],
            ..Dialect::default()
        };
        let bytes = [21, 1, 2];
        assert!(Adu::decode(&bytes, &strict).is_err());
        let adu = Adu::decode(&bytes, &lenient).unwrap();
        let objects: Vec<_> = adu.objects().collect();
        assert!(matches!(objects[..], [Object::UitdState(state)] if state.occurred.is_none()));
        assert_eq!(encode_objects(&objects, &lenient).unwrap(), bytes);
    }

    #[test]
    fn encoding_checks_its_objects() {
        let dialect = Dialect::default();
        assert_eq!(
            encode_objects(&[], &dialect),
            Err(AduError::NothingToEncode)
        );
        let mixed = [Object::ReadUitdState(0), Object::ReadUitdClock(0)];
        assert_eq!(
            encode_objects(&mixed, &dialect),
            Err(AduError::MixedObjects)
        );
        let twice = [Object::ReadUitdState(0); 2];
        assert!(matches!(
            encode_objects(&twice, &dialect),
            Err(AduError::TooManyObjects {
                count: 2,
                limit: 1,
                ..
            })
        ));
    }
}
