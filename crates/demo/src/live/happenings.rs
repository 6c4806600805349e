//! What happens by chance: detectors that ring and fail, people who call.

use std::time::Duration;

use base::{Random, Uuid};
use dispatch::IncidentKind;
use serde_json::json;
use tokio::sync::mpsc;
use tokio::time::sleep;
use wire::gb26875::ComponentState;

use super::http::Client;
use super::panel::Says;
use super::speed::Speed;
use crate::made::City;

/// Seconds of a day.
const DAY: f64 = 86_400.0;
/// What a running point says beside its news.
const RUNS: ComponentState = ComponentState::NORMAL_RUNNING;
/// The first event of a kind comes so soon, so that a city that has just begun is not silent.
const SOON: Duration = Duration::from_secs(6);

/// Moments that come by chance.
pub(super) struct Chance {
    pub(super) random: Random,
    pub(super) speed: Speed,
    pub(super) a_day: f64,
    first: bool,
}

impl Chance {
    pub(super) const fn new(seed: u64, speed: Speed, a_day: f64) -> Self {
        Self {
            random: Random::new(seed),
            speed,
            a_day,
            first: true,
        }
    }

    async fn next(&mut self) {
        if std::mem::take(&mut self.first) {
            return sleep(SOON).await;
        }
        if self.a_day <= 0.0 {
            return std::future::pending().await;
        }
        let pause = -(1.0 - self.random.share()).ln() * DAY / self.a_day;
        sleep(self.speed.lasts(pause)).await;
    }
}

/// Points ring with `state` by chance, and are normal again after so many seconds of the city.
pub(super) async fn points(
    mut chance: Chance,
    city: &City,
    panels: &[mpsc::Sender<Says>],
    state: ComponentState,
    lasts: [f64; 2],
) {
    loop {
        chance.next().await;
        let unit = chance.random.below(city.units.len());
        let (Some(of), Some(panel)) = (city.units.get(unit), panels.get(unit)) else {
            continue;
        };
        let speaks = |kind: &str| matches!(kind, "smoke" | "heat" | "manual_call");
        let points: Vec<_> = of.points().filter(|point| speaks(point.kind)).collect();
        let Some(point) = chance.random.one(&points).copied() else {
            continue;
        };
        let says = |state| Says { point, state };
        if panel.try_send(says(state.with(RUNS))).is_err() {
            // Its line has been dead for long; the panel itself would lose the oldest.
            continue;
        }
        let (panel, again) = (panel.clone(), says(RUNS));
        let pause = chance
            .speed
            .lasts(chance.random.between(lasts[0], lasts[1]));
        tokio::spawn(async move {
            sleep(pause).await;
            if panel.send(again).await.is_err() {
                tracing::debug!("a panel is gone");
            }
        });
    }
}

/// People call 119 and a colleague takes the call.
pub(super) async fn calls(mut chance: Chance, city: &City, client: &Client) {
    loop {
        chance.next().await;
        if let Err(error) = call(&mut chance.random, city, client).await {
            tracing::warn!(%error, "a call was lost");
        }
    }
}

async fn call(random: &mut Random, city: &City, client: &Client) -> anyhow::Result<Option<Uuid>> {
    let Some((call, spot)) = city.call(random) else {
        return Ok(None);
    };
    let level = if call.kind == IncidentKind::Fire && random.below(100) < 10 {
        2
    } else {
        1
    };
    let what = random.one(&call.what).map_or("", String::as_str);
    let body = json!({
        "kind": call.kind,
        "level": level,
        "address": city.recipe.marked(&city.address(&spot)),
        "location": crate::made::as_json(spot.position),
        "note": city.recipe.marked(what),
    });
    let opened = client.post("/api/v1/incidents", body, None).await?.good()?;
    let id = opened.get("id").and_then(|id| id.as_str());
    Ok(id.and_then(|id| id.parse().ok()))
}
