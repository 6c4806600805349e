//! What this room shows on the map beside the registers: open incidents where they are.

use std::sync::Arc;

use access::permission::INCIDENT_READ;
use base::Label;
use capability::{LayerDef, LayerFact, LayerFeature, LayerQuestion, LayerSource, LayerWord, Seen};
use register::{Symbol, Tone};
use store::Store;
use tiles::Shape;

use crate::desk::{Seat, open_in};
use crate::machine::incident::IncidentState;
use crate::record::{Incident, IncidentKind};

const OPEN: LayerWord = LayerWord {
    key: "open",
    label: Label::new("处置中", "Being handled"),
    tone: Tone::Bad,
};
const UNDER_CONTROL: LayerWord = LayerWord {
    key: "under_control",
    label: Label::new("控制", "Under control"),
    tone: Tone::Warn,
};
const EXTINGUISHED: LayerWord = LayerWord {
    key: "extinguished",
    label: Label::new("熄灭", "Extinguished"),
    tone: Tone::Good,
};

/// The layers.
pub(crate) fn layers() -> Vec<LayerDef> {
    vec![LayerDef {
        key: "incident",
        label: Label::new("未结警情", "Open incidents"),
        symbol: Symbol::Incident,
        permission: INCIDENT_READ,
        words: &[OPEN, UNDER_CONTROL, EXTINGUISHED],
        kinds: &["incident"],
        live: None,
        source: |platform| Arc::new(OpenIncidents(platform.journal.store().clone())),
    }]
}

struct OpenIncidents(Store);

impl LayerSource for OpenIncidents {
    fn features<'a>(&'a self, question: LayerQuestion<'a>) -> Seen<'a> {
        Box::pin(async move {
            let seat = Seat::from(question.caller);
            let limit = question.limit as u64 + 1;
            let found = open_in(&self.0, &seat, question.bounds, limit).await?;
            Ok(found.iter().filter_map(feature).collect())
        })
    }
}

fn feature(one: &Incident) -> Option<LayerFeature> {
    Some(LayerFeature {
        id: one.id,
        shape: Shape::Point(one.location()?),
        title: one.address.clone(),
        word: match one.state {
            IncidentState::Open => Some(OPEN.key),
            IncidentState::UnderControl => Some(UNDER_CONTROL.key),
            IncidentState::Extinguished => Some(EXTINGUISHED.key),
            IncidentState::Closed => None,
        },
        facts: facts(one),
        measured_at: Some(one.opened_at.into()),
    })
}

fn facts(one: &Incident) -> Vec<LayerFact> {
    let level = Label::new("等级", "Level");
    let level = match one.kind {
        IncidentKind::Rescue => LayerFact {
            label: level,
            zh: format!("{}级救援", one.level),
            en: format!("Rescue, level {}", one.level),
        },
        _ => LayerFact {
            label: level,
            zh: format!("{}级火警", one.level),
            en: format!("Alarm level {}", one.level),
        },
    };
    let number = Label::new("编号", "Number");
    vec![LayerFact::plain(number, one.number.clone()), level]
}
