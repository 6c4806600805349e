//! From frames to one change set, pure: what is known of a source and what its frames say give
//! the rows and changes to write, and what to answer once they are written.
//!
//! Invariants: every valid frame that is no resend gets its raw row; every fire signal is covered
//! by an open alarm when the set is written; a state that repeats itself writes no entry; repeats
//! of an alarm write at most one entry in [`Rules::repeat_pause`].

use std::time::Duration;

use base::{CanonicalError, Timestamp, Uuid, sm3};
use journal::{Actor, Change, ChangeSet, Lane};
use store::{Row, RowMode};
use wire::gb26875::{Command, Content, Dialect, Frame};

use super::known::{Fingerprint, Known, Open};
use super::signal::{self, Point, Signal};
use super::upload::{Upload, Verdict};
use crate::alarm::State;
use crate::records::device_alarm::{self, Cause};
use crate::records::{device_point, device_upload};

/// What the planning goes by.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rules {
    /// How long a frame is remembered to know its resend.
    pub(crate) resend_window: Duration,
    /// The shortest time between two entries about repeats of one alarm.
    pub(crate) repeat_pause: Duration,
}

/// What to write, and what to answer when it is written.
pub(crate) struct Plan {
    pub(crate) set: ChangeSet,
    pub(crate) verdicts: Vec<Verdict>,
}

/// The signals of a frame, or `None` where its data unit is not what its type promises.
pub(crate) fn signals_of(upload: &Upload, dialect: &Dialect) -> Option<Vec<Signal>> {
    let frame = Frame {
        header: upload.header,
        adu: &upload.adu,
    };
    match frame.content(dialect) {
        Ok(Content::Objects(adu)) if is_upward(upload.header.command) => {
            Some(signal::read(&adu, dialect))
        }
        Ok(_) => Some(Vec::new()),
        // What is only recorded is recorded whatever it holds.
        Err(_) if !is_upward(upload.header.command) => Some(Vec::new()),
        Err(_) => None,
    }
}

const fn is_upward(command: Command) -> bool {
    matches!(command, Command::Send | Command::Reply)
}

/// The ids of the points that a frame reports.
pub(crate) fn point_ids<'a>(
    source: i64,
    signals: impl Iterator<Item = &'a Signal>,
) -> impl Iterator<Item = Uuid> {
    signals.filter_map(move |signal| match signal {
        Signal::State { point, .. } => Some(device_point::Model::id_of(source, &point.key())),
        _ => None,
    })
}

/// Under which key an alarm of a point is open.
pub(crate) fn alarm_key(point: &Point, cause: Cause) -> String {
    match cause {
        Cause::Fire => point.key(),
        Cause::Manual => format!("{}#manual", point.key()),
    }
}

/// The key under which this alarm is open, when it is.
pub(crate) fn alarm_key_of(alarm: &device_alarm::Model) -> String {
    let byte = |number: Option<i32>| number.and_then(|number| u8::try_from(number).ok());
    let address = alarm.component_address.and_then(|a| u32::try_from(a).ok());
    let point = Point {
        system: byte(alarm.system_type).zip(byte(alarm.system_address)),
        component: byte(alarm.component_type).zip(address),
    };
    alarm_key(&point, alarm.cause)
}

/// Plans the frames of one source in order of arrival. `known` is then what will be known when the
/// set is written.
pub(crate) fn plan(
    known: &mut Known,
    source: i64,
    frames: &[(&Upload, Option<Vec<Signal>>)],
    rules: Rules,
    mut new_id: impl FnMut() -> Uuid,
) -> Result<Plan, CanonicalError> {
    let fire = frames
        .iter()
        .filter_map(|(_, signals)| signals.as_ref())
        .any(|signals| signals.iter().any(Signal::is_fire));
    let lane = if fire { Lane::Fire } else { Lane::Device };
    let mut planner = Planner {
        set: ChangeSet::new(lane, Actor::device(source)),
        known,
        source,
        rules,
        new_id: &mut new_id,
    };
    let mut verdicts = Vec::with_capacity(frames.len());
    for (upload, signals) in frames {
        verdicts.push(planner.frame(upload, signals.as_deref())?);
    }
    Ok(Plan {
        set: planner.set,
        verdicts,
    })
}

struct Planner<'a> {
    set: ChangeSet,
    known: &'a mut Known,
    source: i64,
    rules: Rules,
    new_id: &'a mut dyn FnMut() -> Uuid,
}

impl Planner<'_> {
    fn frame(
        &mut self,
        upload: &Upload,
        signals: Option<&[Signal]>,
    ) -> Result<Verdict, CanonicalError> {
        let Some(signals) = signals else {
            return Ok(Verdict::Invalid);
        };
        let fingerprint = fingerprint(&upload.adu);
        let key = (u8::from(upload.header.command), upload.header.sequence);
        let (arrived, window) = (upload.arrived, self.rules.resend_window);
        if self.known.is_resend(key, fingerprint, arrived, window) {
            return Ok(Verdict::Resent);
        }
        self.device(upload)?;
        let row = raw_row(upload, self.source, fingerprint, &self.known.dialect);
        self.beside(Row::of(&row, RowMode::Insert));
        for signal in signals {
            self.signal(upload, signal)?;
        }
        Ok(Verdict::Stored)
    }

    /// The device itself: a stranger's first frame makes its record, a clash is noted on it.
    fn device(&mut self, upload: &Upload) -> Result<(), CanonicalError> {
        if self.known.device.version == 0 {
            let change = self.known.device.write("appeared", upload.arrived)?;
            self.change(change);
        }
        let noted = self
            .known
            .device
            .address_clash_at
            .is_some_and(|at| upload.arrived.since(at) < self.rules.resend_window);
        if upload.clash && !noted {
            self.known.device.address_clash_at = Some(upload.arrived);
            let change = self.known.device.write("address_clash", upload.arrived)?;
            self.change(change);
        }
        Ok(())
    }

    fn signal(&mut self, upload: &Upload, signal: &Signal) -> Result<(), CanonicalError> {
        match signal {
            Signal::State {
                point,
                bits,
                fire,
                description,
                occurred,
            } => {
                self.point_state(upload, point, *bits, description)?;
                if *fire {
                    let news = News {
                        point,
                        cause: Cause::Fire,
                        description,
                        occurred: *occurred,
                        says_test: signal.says_test(),
                    };
                    self.rings(upload, &news)
                } else {
                    self.is_normal(upload, &alarm_key(point, Cause::Fire))
                }
            }
            Signal::Manual { point, occurred } => {
                let news = News {
                    point,
                    cause: Cause::Manual,
                    description: "",
                    occurred: *occurred,
                    says_test: false,
                };
                self.rings(upload, &news)
            }
            Signal::Cleared { point } => self.is_normal(upload, &alarm_key(point, Cause::Manual)),
            Signal::Attendance { .. } => Ok(()),
        }
    }

    fn point_state(
        &mut self,
        upload: &Upload,
        point: &Point,
        bits: u16,
        description: &str,
    ) -> Result<(), CanonicalError> {
        let id = device_point::Model::id_of(self.source, &point.key());
        let before = self.known.points.get(&id).and_then(Option::as_ref);
        if before.is_some_and(|before| before.state_bits == i32::from(bits)) {
            return Ok(());
        }
        let (system, component) = (point.system, point.component);
        let mut next = device_point::Model {
            id,
            version: before.map_or(0, |before| before.version),
            device_id: self.known.device.id,
            source_address: self.source,
            system_type: system.map(|(kind, _)| i32::from(kind)),
            system_address: system.map(|(_, at)| i32::from(at)),
            component_type: component.map(|(kind, _)| i32::from(kind)),
            component_address: component.map(|(_, address)| i64::from(address)),
            state_bits: i32::from(bits),
            since: upload.arrived.into(),
            description: description.to_owned(),
            region: Some(self.known.device.region.to_string()),
        };
        let change = Change::of(&next, "state_changed", upload.arrived)?;
        next.version += 1;
        self.known.points.insert(id, Some(next));
        self.change(change);
        Ok(())
    }

    fn rings(&mut self, upload: &Upload, news: &News<'_>) -> Result<(), CanonicalError> {
        let key = alarm_key(news.point, news.cause);
        let Some(open) = self.known.open.get_mut(&key) else {
            return self.raise(upload, news, key);
        };
        let alarm = &mut open.alarm;
        let since_entry = upload.arrived.since(alarm.last_received_at.into());
        if alarm.restored_at.is_none() && since_entry < self.rules.repeat_pause {
            open.unwritten += 1;
            return Ok(());
        }
        alarm.repeat_count += 1 + std::mem::take(&mut open.unwritten);
        alarm.last_received_at = upload.arrived.into();
        alarm.restored_at = None;
        let change = Change::of(alarm, "repeated", upload.arrived)?;
        alarm.version += 1;
        self.change(change);
        Ok(())
    }

    fn raise(
        &mut self,
        upload: &Upload,
        news: &News<'_>,
        key: String,
    ) -> Result<(), CanonicalError> {
        let (system, component) = (news.point.system, news.point.component);
        let device = &self.known.device;
        let mut alarm = device_alarm::Model {
            id: (self.new_id)(),
            version: 0,
            device_id: device.id,
            source_address: self.source,
            cause: news.cause,
            priority: match news.cause {
                Cause::Fire => news.point.priority(),
                Cause::Manual => 1,
            },
            system_type: system.map(|(kind, _)| i32::from(kind)),
            system_address: system.map(|(_, at)| i32::from(at)),
            component_type: component.map(|(kind, _)| i32::from(kind)),
            component_address: component.map(|(_, address)| i64::from(address)),
            label: news.point.label(&self.known.dialect),
            description: news.description.to_owned(),
            region: Some(device.region.to_string()),
            state: State::Ringing,
            open_point: Some(key.clone()),
            occurred_at: news.occurred.map(Into::into),
            sent_at: signal::local(upload.header.sent, &self.known.dialect).map(Into::into),
            received_at: upload.arrived.into(),
            last_received_at: upload.arrived.into(),
            repeat_count: 0,
            device_says_test: news.says_test,
            restored_at: None,
            outcome: None,
            verified_by: None,
            verified_at: None,
            verify_note: None,
            incident_id: None,
            closed_at: None,
        };
        let change = Change::of(&alarm, "raised", upload.arrived)?;
        alarm.version = 1;
        let open = Open {
            alarm,
            unwritten: 0,
        };
        self.known.open.insert(key, open);
        self.change(change);
        Ok(())
    }

    fn is_normal(&mut self, upload: &Upload, key: &str) -> Result<(), CanonicalError> {
        let Some(open) = self.known.open.get_mut(key) else {
            return Ok(());
        };
        if open.alarm.restored_at.is_some() {
            return Ok(());
        }
        open.alarm.restored_at = Some(upload.arrived.into());
        open.alarm.repeat_count += std::mem::take(&mut open.unwritten);
        let change = Change::of(&open.alarm, "restored", upload.arrived)?;
        open.alarm.version += 1;
        self.change(change);
        Ok(())
    }

    fn change(&mut self, change: Change) {
        let empty = ChangeSet::new(Lane::Device, Actor::device(self.source));
        self.set = std::mem::replace(&mut self.set, empty).with(change);
    }

    fn beside(&mut self, row: Row) {
        let empty = ChangeSet::new(Lane::Device, Actor::device(self.source));
        self.set = std::mem::replace(&mut self.set, empty).beside(row);
    }
}

struct News<'a> {
    point: &'a Point,
    cause: Cause,
    description: &'a str,
    occurred: Option<Timestamp>,
    says_test: bool,
}

fn fingerprint(adu: &[u8]) -> Fingerprint {
    let digest = sm3(&[adu.get(..1).unwrap_or_default(), adu]);
    let mut short = Fingerprint::default();
    for (to, from) in short.iter_mut().zip(digest.as_bytes()) {
        *to = *from;
    }
    short
}

fn raw_row(
    upload: &Upload,
    source: i64,
    fingerprint: Fingerprint,
    dialect: &Dialect,
) -> device_upload::Model {
    let header = &upload.header;
    device_upload::Model {
        source,
        id: upload.id,
        arrived_at: upload.arrived.into(),
        sent_at: signal::local(header.sent, dialect).map(Into::into),
        sequence: i32::from(header.sequence),
        version: header.version.to_string(),
        command: i32::from(u8::from(header.command)),
        type_flag: upload.adu.first().copied().map(i32::from),
        count: upload.adu.get(1).copied().map(i32::from),
        adu: upload.adu.clone(),
        fingerprint: fingerprint.to_vec(),
        note: upload.note.key().to_owned(),
    }
}
