//! Where responders are: the gateway of vehicles and radios. It sends what it has heard of each, some
//! seconds' worth at once, and of those that stand still now and then.

use std::collections::HashMap;
use std::time::Duration;

use base::{Clock, Uuid, Wgs84};
use serde_json::{Value as Json, json};
use tokio::sync::mpsc;
use tokio::time::{Instant, MissedTickBehavior, interval};

use super::http::Client;

/// A position of a responder.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fix {
    pub(super) responder: Uuid,
    pub(super) at: Wgs84,
    /// Metres a second; 0 for one that stands.
    pub(super) speed: f64,
    /// Degrees from north, clockwise.
    pub(super) heading: f64,
}

/// How often what was heard goes out.
pub(super) const EVERY: Duration = Duration::from_secs(2);
/// How often one that stands still is told again.
const STANDING: Duration = Duration::from_secs(90);
/// Reports of one call.
const PIECE: usize = 500;

/// Sends until nobody reports any more.
pub(super) async fn send(client: Client, clock: Clock, mut heard: mpsc::Receiver<Fix>) {
    let mut last: HashMap<Uuid, (Fix, Instant)> = HashMap::new();
    let mut fresh: Vec<Uuid> = Vec::new();
    let mut ticks = interval(EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            fix = heard.recv() => match fix {
                Some(fix) => {
                    last.insert(fix.responder, (fix, Instant::now()));
                    fresh.push(fix.responder);
                }
                None => return,
            },
            _ = ticks.tick() => {
                fresh.sort_unstable();
                fresh.dedup();
                let now = Instant::now();
                let old = last.iter().filter(|(_, (_, told))| now.duration_since(*told) > STANDING);
                let old: Vec<Uuid> = old.map(|(id, _)| *id).take(PIECE).collect();
                fresh.extend(old);
                for some in std::mem::take(&mut fresh).chunks(PIECE) {
                    report(&client, &clock, some, &mut last).await;
                }
            }
        }
    }
}

async fn report(
    client: &Client,
    clock: &Clock,
    some: &[Uuid],
    last: &mut HashMap<Uuid, (Fix, Instant)>,
) {
    let measured_at = clock.now().to_string();
    let mut positions: Vec<Json> = Vec::with_capacity(some.len());
    for id in some {
        let Some((fix, told)) = last.get_mut(id) else {
            continue;
        };
        *told = Instant::now();
        positions.push(json!({
            "kind": "responder",
            "id": id,
            "longitude": fix.at.longitude(),
            "latitude": fix.at.latitude(),
            "measured_at": measured_at,
            "speed": fix.speed,
            "heading": fix.heading,
            "accuracy": 8.0,
        }));
    }
    let body = json!({"datum": "wgs84", "positions": positions});
    let sent = client.post("/api/v1/positions", body, None).await;
    if let Err(error) = sent.and_then(super::http::Answer::good) {
        tracing::warn!(%error, "positions were not taken");
    }
}
