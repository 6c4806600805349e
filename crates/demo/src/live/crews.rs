//! Crews: whoever is ordered acknowledges, turns out, drives there along the roads, works, and comes
//! home. A step that a person took first is theirs; what is called off is called off.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use base::{Random, Uuid, Wgs84};
use routing::RoadBook;
use serde_json::{Value as Json, json};
use tokio::sync::mpsc;
use tokio::time::sleep;

use super::drive::Drive;
use super::http::Client;
use super::positions::Fix;
use super::view::{Assigned, Incident};
use crate::live::speed::Speed;
use crate::made::City;

/// All crews.
pub(super) struct Crews {
    pub(super) client: Client,
    pub(super) roads: RoadBook,
    pub(super) speed: Speed,
    pub(super) told: mpsc::Sender<Fix>,
    /// Where each responder is at home.
    pub(super) homes: HashMap<Uuid, Wgs84>,
    /// Assignments that somebody works on.
    pub(super) busy: Mutex<HashSet<Uuid>>,
}

/// What a crew does after a step.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Next {
    /// As planned.
    On,
    /// It was released.
    Home,
    /// Cancelled, or back already.
    Over,
}

/// How often somebody at the scene looks whether they are released.
const LOOK: Duration = Duration::from_secs(3);

/// Where the responders of a city are at home.
pub(super) fn homes(city: &City) -> HashMap<Uuid, Wgs84> {
    let mut homes = HashMap::new();
    for station in &city.stations {
        homes.insert(station.crew_id, station.position());
        for vehicle in &station.vehicles {
            homes.insert(vehicle.id, station.position());
        }
    }
    let brigades = city.brigades.iter().map(|one| (one.id, one.spot.position));
    homes.extend(brigades);
    let micro = city.micro_stations.iter();
    homes.extend(micro.map(|one| (one.id, one.spot.position)));
    homes
}

impl Crews {
    /// Sends out whoever of an incident was ordered and sits still.
    pub(super) fn notice(self: &Arc<Self>, incident: &Incident) {
        for assigned in &incident.assignments {
            let (Some(home), Some(to)) = (self.homes.get(&assigned.responder), incident.at) else {
                continue;
            };
            let mut busy = self.busy.lock().unwrap_or_else(PoisonError::into_inner);
            if !assigned.is_out() || !busy.insert(assigned.id) {
                continue;
            }
            let (crew, errand) = (
                Arc::clone(self),
                Errand {
                    assignment: assigned.id,
                    responder: assigned.responder,
                    home: *home,
                    to,
                    fire: incident.kind == "fire",
                },
            );
            tokio::spawn(async move {
                if let Err(error) = crew.go(&errand).await {
                    tracing::warn!(%error, "a crew is lost");
                }
                let mut busy = crew.busy.lock().unwrap_or_else(PoisonError::into_inner);
                busy.remove(&errand.assignment);
            });
        }
    }

    async fn go(&self, errand: &Errand) -> anyhow::Result<()> {
        let mut random = Random::new(u64::try_from(errand.assignment.as_u128() >> 64)?);
        let mut chance = |least: f64, most: f64| random.between(least, most);
        self.wait(chance(10.0, 25.0), Duration::from_secs(12)).await;
        let mut next = self.step(errand, "acknowledged").await?;
        if next == Next::On {
            self.wait(chance(25.0, 55.0), Duration::from_secs(5)).await;
            next = self.step(errand, "turned_out").await?;
        }
        let mut at = errand.home;
        if next == Next::On {
            at = self.drive(errand.responder, errand.home, errand.to).await;
            next = self.step(errand, "on_scene").await?;
        }
        if next == Next::On && errand.fire {
            self.wait(chance(40.0, 120.0), Duration::from_secs(2)).await;
            next = self.step(errand, "water_on").await?;
        }
        // Whoever commands releases; a crew only looks.
        while next == Next::On {
            sleep(LOOK).await;
            next = self.stands(errand).await?.1;
        }
        if at != errand.home {
            self.drive(errand.responder, at, errand.home).await;
        }
        if next == Next::Home {
            self.step(errand, "returned").await?;
        }
        Ok(())
    }

    /// Waits so many seconds of the city, and long enough for a person to do it by hand.
    async fn wait(&self, seconds: f64, by_hand: Duration) {
        sleep(self.speed.lasts(seconds).max(self.speed.patience(by_hand))).await;
    }

    async fn drive(&self, responder: Uuid, from: Wgs84, to: Wgs84) -> Wgs84 {
        let roads = self.roads.current();
        let way = tokio::task::spawn_blocking(move || roads?.way(from, to).ok());
        let way = way.await.ok().flatten();
        Drive::of(way, from, to)
            .drive(responder, self.speed, &self.told)
            .await
    }

    /// Takes a step, unless it was taken or makes no sense any more.
    async fn step(&self, errand: &Errand, step: &str) -> anyhow::Result<Next> {
        for _ in 0..8 {
            let (assigned, next) = self.stands(errand).await?;
            let wanted = next == Next::On || step == "returned";
            if !wanted || !assigned.allowed.iter().any(|allowed| allowed == step) {
                return Ok(next);
            }
            let path = format!("/api/v1/assignments/{}/progress", errand.assignment);
            let answer = self
                .client
                .post(&path, json!({"step": step}), Some(assigned.version));
            if answer.await?.status.is_success() {
                return Ok(next);
            }
        }
        Ok(Next::On)
    }

    async fn stands(&self, errand: &Errand) -> anyhow::Result<(Assigned, Next)> {
        let path = format!("/api/v1/assignments/{}", errand.assignment);
        let assigned: Json = self.client.get(&path).await?;
        let assigned: Assigned = serde_json::from_value(assigned)?;
        let next = match assigned.state.as_str() {
            "released" => Next::Home,
            "cancelled" | "returned" => Next::Over,
            _ => Next::On,
        };
        Ok((assigned, next))
    }
}

struct Errand {
    assignment: Uuid,
    responder: Uuid,
    home: Wgs84,
    to: Wgs84,
    fire: bool,
}
