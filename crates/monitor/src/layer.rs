//! What this room shows on the map beside the registers: alarms that ask for attention, where their
//! devices stand.

use std::sync::Arc;

use access::permission::ALARM_READ;
use base::Label;
use capability::{LayerDef, LayerFact, LayerFeature, LayerQuestion, LayerSource, LayerWord, Seen};
use journal::Journal;
use register::{Symbol, Tone};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use tiles::Shape;

use crate::alarm::{AlarmError, AlarmFile, State, in_areas, with_devices};
use crate::records::device_alarm::{Column, Entity};

const RINGING: LayerWord = LayerWord {
    key: "ringing",
    label: Label::new("待核", "Waiting for verification"),
    tone: Tone::Bad,
};
const UNKNOWN: LayerWord = LayerWord {
    key: "unknown",
    label: Label::new("不明", "Undecided"),
    tone: Tone::Warn,
};
const REAL: LayerWord = LayerWord {
    key: "real",
    label: Label::new("属实", "Real"),
    tone: Tone::Bad,
};

/// The layers.
pub(crate) fn layers() -> Vec<LayerDef> {
    vec![LayerDef {
        key: "device_alarm",
        label: Label::new("未了结警报", "Open alarms"),
        symbol: Symbol::Alarm,
        permission: ALARM_READ,
        words: &[RINGING, UNKNOWN, REAL],
        kinds: &["device_alarm"],
        live: None,
        source: |platform| Arc::new(OpenAlarms(platform.journal.clone())),
    }]
}

struct OpenAlarms(Journal);

impl LayerSource for OpenAlarms {
    fn features<'a>(&'a self, question: LayerQuestion<'a>) -> Seen<'a> {
        Box::pin(async move {
            let waiting = [State::Ringing, State::Unknown, State::Real];
            let found = Entity::find()
                .filter(in_areas(question.caller))
                .filter(Column::State.is_in(waiting))
                .order_by_desc(Column::Id)
                .limit(question.limit as u64 + 1)
                .all(self.0.store().reader())
                .await;
            let found = found.map_err(AlarmError::from)?;
            let files = with_devices(self.0.store(), found).await?;
            let mut features: Vec<_> = files.iter().filter_map(feature).collect();
            features.retain(|one| match one.shape {
                Shape::Point(place) => question.bounds.contains(place),
                _ => false,
            });
            Ok(features)
        })
    }
}

fn feature(file: &AlarmFile) -> Option<LayerFeature> {
    let (alarm, device) = (&file.alarm, file.device.as_ref()?);
    let name = device.unit_name.clone();
    Some(LayerFeature {
        id: alarm.id,
        shape: Shape::Point(device.position?),
        title: name.unwrap_or_else(|| device.name.clone()),
        word: match alarm.state {
            State::Ringing => Some(RINGING.key),
            State::Unknown => Some(UNKNOWN.key),
            State::Real => Some(REAL.key),
            State::FalseAlarm | State::Test | State::Escalated | State::Closed => None,
        },
        facts: vec![LayerFact::plain(
            Label::new("部位", "Point"),
            format!("{} {}", alarm.label, alarm.description)
                .trim()
                .to_owned(),
        )],
        measured_at: Some(alarm.received_at.into()),
    })
}
