//! A frame as one JSON object, for people and for other programs.
//!
//! Invariants: the fields are always the same; no input is an error of the function: bad hex, a
//! wrong type, a broken frame give `valid: false` with a sentence in `error`, and whatever can
//! still be read at its place is filled in.
//! Not here: files and printing; the binary does that.

use serde::Serialize;
use serde_json::{Value, json};

use super::{
    Address, Adu, AduError, Content, Dialect, Flag, Frame, FrameError, HEADER_LEN, MAX_ADU, Object,
    Scaled, SystemRef, TimeLabel, Version,
};

/// The JSON object of one frame. Times are the device's, ISO 8601 without an offset.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Description {
    /// Whether the frame and its ADU are as the standard and the dialect say.
    pub valid: bool,
    /// What is wrong, one sentence.
    pub error: Option<String>,
    /// Sequence number.
    pub sequence: Option<u16>,
    /// Main and user version, such as `1.1`.
    pub version: Option<String>,
    /// When the sender sent it; null where the label is no valid date.
    pub sent: Option<String>,
    /// Source address as a number.
    pub source: Option<u64>,
    /// Destination address as a number.
    pub destination: Option<u64>,
    /// Command byte.
    pub command: Option<u8>,
    /// Type flag; null for an empty ADU.
    #[serde(rename = "type")]
    pub type_flag: Option<u8>,
    /// Object count; null for an empty ADU.
    pub count: Option<u8>,
    /// The objects; empty for an empty ADU, null where they cannot be read.
    pub objects: Option<Vec<Value>>,
}

/// A file that is not a JSON list.
#[derive(Debug, thiserror::Error)]
#[error("the file is not a JSON list of objects like {{\"hex\": \"40 40 …\"}}")]
pub struct NotAList(#[from] serde_json::Error);

/// Describes every item of a file: a JSON list of `{"hex": "…"}`, further fields ignored.
///
/// # Errors
/// [`NotAList`] when the text is not a JSON list; a faulty item is described as invalid instead.
pub fn describe_file(text: &str, dialect: &Dialect) -> Result<Vec<Description>, NotAList> {
    // Some editors put a byte order mark before the text.
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let items: Vec<Value> = serde_json::from_str(text)?;
    Ok(items
        .iter()
        .map(|item| describe_item(item, dialect))
        .collect())
}

/// Describes one item: `{"hex": "…"}`, or the hex text itself.
pub fn describe_item(item: &Value, dialect: &Dialect) -> Description {
    let text = match item {
        Value::Object(fields) => fields.get("hex"),
        other => Some(other),
    };
    match text {
        Some(Value::String(text)) => describe_hex(text, dialect),
        Some(_) => Description::fault("the hex is not a text".to_owned()),
        None => Description::fault("the item has no field \"hex\"".to_owned()),
    }
}

/// Describes a frame written as hex digits; white space may stand anywhere.
pub fn describe_hex(text: &str, dialect: &Dialect) -> Description {
    match bytes_of_hex(text) {
        Ok(bytes) => describe_bytes(&bytes, dialect),
        Err(error) => Description::fault(error),
    }
}

/// Describes the bytes of one frame.
pub fn describe_bytes(bytes: &[u8], dialect: &Dialect) -> Description {
    let mut description = Description::readable_header(bytes, dialect);
    let mut error = None;
    match Frame::decode(bytes) {
        Ok(frame) => {
            if let Err(fault) = description.read_content(&frame, dialect) {
                error = Some(fault.to_string());
            }
        }
        Err(fault) => {
            error = Some(fault.to_string());
            if !matches!(
                fault,
                FrameError::AduTooLong { .. } | FrameError::Incomplete { .. }
            ) {
                description.read_adu_of_broken_frame(bytes, dialect);
            }
        }
    }
    description.valid = error.is_none();
    description.error = error;
    description
}

impl Description {
    fn fault(error: String) -> Self {
        Self {
            error: Some(error),
            ..Self::readable_header(&[], &Dialect::default())
        }
    }

    /// The fields of the header that lie within `bytes`, and the type and count if they do.
    fn readable_header(bytes: &[u8], dialect: &Dialect) -> Self {
        let address = |at| field(bytes, at).map(Address::from_wire);
        let time = field(bytes, 6).and_then(|raw| dialect.time(TimeLabel(raw)));
        let claimed = field(bytes, 24).map_or(0, u16::from_le_bytes);
        let in_adu =
            |at: usize| field(bytes, at).filter(|_| usize::from(claimed) > at - HEADER_LEN);
        Self {
            valid: false,
            error: None,
            sequence: field(bytes, 2).map(u16::from_le_bytes),
            version: field(bytes, 4).map(|[main, user]| Version { main, user }.to_string()),
            sent: time.map(|time| time.to_string()),
            source: address(12).map(|address| dialect.source(address).number()),
            destination: address(18).map(Address::number),
            command: field(bytes, 26).map(|[byte]| byte),
            type_flag: in_adu(HEADER_LEN).map(|[byte]| byte),
            count: in_adu(HEADER_LEN + 1).map(|[byte]| byte),
            objects: None,
        }
    }

    fn read_content(&mut self, frame: &Frame<'_>, dialect: &Dialect) -> Result<(), AduError> {
        self.objects = Some(match frame.content(dialect)? {
            Content::Empty => Vec::new(),
            Content::Objects(adu) => describe_objects(&adu, dialect),
            Content::Private(bytes) => {
                (self.type_flag, self.count) = (None, None);
                vec![json!({ "raw": hex_of_bytes(bytes) })]
            }
        });
        Ok(())
    }

    /// The objects of a frame with a bad start, end, checksum or command, where the length still
    /// points to them.
    fn read_adu_of_broken_frame(&mut self, bytes: &[u8], dialect: &Dialect) {
        let claimed = field(bytes, 24).map_or(0, u16::from_le_bytes);
        let adu = bytes
            .get(HEADER_LEN..)
            .and_then(|rest| rest.get(..usize::from(claimed)));
        self.objects = match adu {
            Some([]) => Some(Vec::new()),
            Some(adu) if adu.len() <= MAX_ADU => Adu::decode(adu, dialect)
                .ok()
                .map(|adu| describe_objects(&adu, dialect)),
            _ => None,
        };
    }
}

/// The `N` bytes at an offset, where they are there.
fn field<const N: usize>(bytes: &[u8], at: usize) -> Option<[u8; N]> {
    bytes.get(at..)?.first_chunk().copied()
}

fn describe_objects(adu: &Adu<'_>, dialect: &Dialect) -> Vec<Value> {
    adu.objects()
        .map(|object| describe_object(&object, dialect))
        .collect()
}

/// One object as JSON; the field names are those of [`Object`]'s records.
pub fn describe_object(object: &Object<'_>, dialect: &Dialect) -> Value {
    let time = |label| iso(label, dialect);
    match object {
        Object::SystemState(o) => of_system(
            o.system,
            json!({
                "state": o.state.0,
                "flags": keys(o.state.flags()),
                "occurred": time(o.occurred),
            }),
        ),
        Object::ComponentState(o) => of_component(
            o.system,
            o.component_address,
            dialect,
            json!({
                "component_type": o.component_type.0,
                "state": o.state.0,
                "flags": keys(o.state.flags()),
                "description": o.description.decode(),
                "occurred": time(o.occurred),
            }),
        ),
        Object::AnalogValue(o) => {
            let scale = dialect.scale(o.analog_type);
            let mut fields = json!({
                "component_type": o.component_type.0,
                "analog_type": o.analog_type.0,
                "value": o.value,
                "unit": scale.map(|scale| scale.measure),
                "scaled": scale.map(|scale| Scaled { raw: o.value, power: scale.power }.to_string()),
                "sampled": time(o.sampled),
            });
            if !o.extra.is_empty() {
                merge(&mut fields, json!({ "extra": hex_of_bytes(o.extra) }));
            }
            of_component(o.system, o.component_address, dialect, fields)
        }
        Object::Operation(o) => of_system(
            o.system,
            json!({
                "operation": o.operation.0,
                "flags": keys(o.operation.flags()),
                "operator": o.operator,
                "recorded": time(o.recorded),
            }),
        ),
        Object::SystemVersion(o) => {
            of_system(o.system, json!({ "major": o.major, "minor": o.minor }))
        }
        Object::SystemConfig(o) => of_system(o.system, json!({ "text": o.text.decode() })),
        Object::ComponentConfig(o) => of_component(
            o.system,
            o.component_address,
            dialect,
            json!({
                "component_type": o.component_type.0,
                "description": o.description.decode(),
            }),
        ),
        Object::SystemClock(o) => of_system(o.system, json!({ "clock": time(o.clock) })),
        Object::UitdState(o) => json!({
            "state": o.state.0,
            "flags": keys(o.state.flags()),
            "occurred": o.occurred.and_then(time),
        }),
        Object::UitdOperation(o) => json!({
            "operation": o.operation.0,
            "flags": keys(o.operation.flags()),
            "operator": o.operator,
            "recorded": time(o.recorded),
        }),
        Object::UitdVersion(o) => json!({ "major": o.major, "minor": o.minor }),
        Object::UitdConfig(o) => json!({ "text": o.text.decode() }),
        Object::UitdClock(o) | Object::SetUitdClock(o) => json!({ "clock": time(o.clock) }),
        Object::ReadSystemState(system)
        | Object::ReadSystemVersion(system)
        | Object::ReadSystemConfig(system)
        | Object::ReadSystemClock(system) => of_system(*system, json!({})),
        Object::ReadComponentState(o)
        | Object::ReadAnalogValue(o)
        | Object::ReadComponentConfig(o) => {
            of_component(o.system, o.component_address, dialect, json!({}))
        }
        Object::ReadOperations(o) => of_system(
            o.system,
            json!({ "wanted": o.wanted, "start": time(o.start) }),
        ),
        Object::ReadUitdOperations(o) => json!({ "wanted": o.wanted, "start": time(o.start) }),
        Object::ReadUitdState(reserved)
        | Object::ReadUitdVersion(reserved)
        | Object::ReadUitdConfig(reserved)
        | Object::ReadUitdClock(reserved)
        | Object::InitialiseUitd(reserved) => json!({ "reserved": reserved }),
        Object::AttendanceCheck(minutes) => json!({ "timeout_minutes": minutes }),
        Object::Raw(raw) => json!({ "raw": hex_of_bytes(raw.bytes) }),
    }
}

fn iso(label: TimeLabel, dialect: &Dialect) -> Option<String> {
    dialect.time(label).map(|time| time.to_string())
}

fn keys(flags: impl Iterator<Item = &'static Flag>) -> Vec<&'static str> {
    flags.map(|flag| flag.key).collect()
}

fn of_system(system: SystemRef, mut fields: Value) -> Value {
    merge(
        &mut fields,
        json!({
            "system_type": system.system_type.0,
            "system_address": system.system_address,
        }),
    );
    fields
}

fn of_component(
    system: SystemRef,
    address: super::ComponentAddress,
    dialect: &Dialect,
    mut fields: Value,
) -> Value {
    let (zone, point) = dialect.zone_and_point(address).unzip();
    merge(
        &mut fields,
        json!({ "component_address": address.0, "zone": zone, "point": point }),
    );
    of_system(system, fields)
}

fn merge(into: &mut Value, from: Value) {
    if let (Value::Object(into), Value::Object(from)) = (into, from) {
        into.extend(from);
    }
}

fn hex_of_bytes(bytes: &[u8]) -> String {
    bytes
        .iter()
        .map(|byte| format!("{byte:02X}"))
        .collect::<Vec<_>>()
        .join(" ")
}

fn bytes_of_hex(text: &str) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::with_capacity(text.len() / 2);
    let mut high = None;
    for (at, character) in text.chars().enumerate().filter(|(_, c)| !c.is_whitespace()) {
        let Some(digit) = character
            .to_digit(16)
            .and_then(|digit| u8::try_from(digit).ok())
        else {
            return Err(format!(
                "character {} of the hex, {character:?}, is no hex digit",
                at + 1
            ));
        };
        match high.take() {
            None => high = Some(digit << 4),
            Some(high) => bytes.push(high | digit),
        }
    }
    match high {
        None => Ok(bytes),
        Some(_) => Err("the hex has an odd number of digits".to_owned()),
    }
}
