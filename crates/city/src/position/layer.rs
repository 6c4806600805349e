//! What this room shows on the map beside its registers: last positions.

use std::sync::Arc;
use std::time::Duration;

use access::permission::POSITION_READ;
use base::{Clock, Label};
use capability::{LayerDef, LayerFact, LayerFeature, LayerQuestion, LayerSource, LayerWord, Seen};
use journal::Journal;
use register::{Symbol, Tone};
use tiles::Shape;

use super::PositionKind;
use super::last::{Last, last_positions};

/// From when on a last position is not where somebody is.
const OLD: Duration = Duration::from_secs(10 * 60);

const FRESH: LayerWord = LayerWord {
    key: "fresh",
    label: Label::new("在线", "Live"),
    tone: Tone::Good,
};
const LOST: LayerWord = LayerWord {
    key: "lost",
    label: Label::new("超过十分钟未更新", "Not heard of for ten minutes"),
    tone: Tone::Stale,
};

/// The layers.
pub(crate) fn layers() -> Vec<LayerDef> {
    vec![LayerDef {
        key: "position",
        label: Label::new("力量实时位置", "Live positions"),
        symbol: Symbol::Vehicle,
        permission: POSITION_READ,
        words: &[FRESH, LOST],
        kinds: &[],
        live: Some("/api/v1/positions/live"),
        source: |platform| {
            Arc::new(Positions {
                journal: platform.journal.clone(),
                clock: platform.clock.clone(),
            })
        },
    }]
}

struct Positions {
    journal: Journal,
    clock: Clock,
}

impl LayerSource for Positions {
    fn features<'a>(&'a self, question: LayerQuestion<'a>) -> Seen<'a> {
        Box::pin(async move {
            let now = self.clock.now();
            let limit = question.limit as u64 + 1;
            let found = last_positions(
                self.journal.store(),
                question.caller,
                question.bounds,
                limit,
            );
            let found = found.await.map_err(crate::routes::problem)?;
            let feature = |one: Last| LayerFeature {
                id: one.subject,
                shape: Shape::Point(one.place),
                word: Some(if now.since(one.measured_at) > OLD {
                    LOST.key
                } else {
                    FRESH.key
                }),
                facts: facts(&one),
                title: one.title,
                measured_at: Some(one.measured_at),
            };
            Ok(found.into_iter().map(feature).collect())
        })
    }
}

fn facts(one: &Last) -> Vec<LayerFact> {
    let kind = match one.kind {
        PositionKind::Responder => Label::new("出动力量", "Responder"),
        PositionKind::Vehicle => Label::new("消防车", "Vehicle"),
        PositionKind::Person => Label::new("人员", "Person"),
    };
    let number = |label, text: Option<String>| text.map(|text| LayerFact::plain(label, text));
    let speed = one
        .speed
        .map(|speed| format!("{:.0} km/h", f64::from(speed) * 0.036));
    let of_kind = LayerFact::words(Label::new("类别", "Kind"), kind);
    let numbers = [
        number(Label::new("速度", "Speed"), speed),
        number(
            Label::new("方向", "Heading"),
            one.heading.map(|heading| format!("{heading}°")),
        ),
        number(
            Label::new("误差", "Accuracy"),
            one.accuracy.map(|metres| format!("±{metres} m")),
        ),
    ];
    std::iter::once(of_kind)
        .chain(numbers.into_iter().flatten())
        .collect()
}
