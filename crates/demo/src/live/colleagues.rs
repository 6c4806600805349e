//! Colleagues of the person at the screen: an operator who verifies alarms that nobody touched, a
//! dispatcher who sends force to incidents that nobody took, and closes them when all are home.

use std::sync::Arc;
use std::time::Duration;

use base::{Clock, Random, Timestamp};
use serde_json::json;
use tokio::time::sleep;

use super::crews::Crews;
use super::http::Client;
use super::speed::Speed;
use super::view::{Alarm, Candidate, Candidates, Incident, Page};
use crate::made::City;
use crate::recipe::CallRecipe;

/// How often a colleague looks.
const LOOK: Duration = Duration::from_secs(2);
/// How long an alarm is left to the person at the screen; an incident without force; one whose force
/// is home.
const ALARM: Duration = Duration::from_secs(150);
const ORDER: Duration = Duration::from_secs(75);
const CLOSE: Duration = Duration::from_secs(90);
/// Of a hundred alarms: no fire, and a test.
const FALSE: usize = 92;
const TEST: usize = 97;

/// The operator.
pub(super) struct Operator<'c> {
    pub(super) city: &'c City,
    pub(super) client: Client,
    pub(super) clock: Clock,
    pub(super) speed: Speed,
    pub(super) random: Random,
}

impl Operator<'_> {
    pub(super) async fn work(mut self) {
        loop {
            sleep(LOOK).await;
            if let Err(error) = self.look().await {
                tracing::warn!(%error, "the simulated operator could not work");
                sleep(LOOK * 5).await;
            }
        }
    }

    async fn look(&mut self) -> anyhow::Result<()> {
        let list = self
            .client
            .get("/api/v1/alarms?state=open&limit=200")
            .await?;
        let list: Page<Alarm> = serde_json::from_value(list)?;
        let patience = self.speed.patience(ALARM);
        for alarm in list.items {
            let waits = self.clock.now().since(alarm.received_at) > patience;
            if alarm.state != "ringing" || !waits {
                continue;
            }
            let words = &self.city.recipe.alarms;
            let drawn = self.random.below(100);
            let (outcome, notes) = match drawn {
                _ if drawn < FALSE => (Some("false_alarm"), &words.false_notes),
                _ if drawn < TEST => (Some("test"), &words.test_notes),
                _ => (None, &words.real_notes),
            };
            let note = self.random.one(notes).map_or("", String::as_str);
            let (path, body) = match outcome {
                Some(outcome) => ("verification", json!({"outcome": outcome, "note": note})),
                None => ("incident", json!({"note": note})),
            };
            let path = format!("/api/v1/alarms/{}/{path}", alarm.id);
            // Somebody else may have been first; then it is theirs.
            self.client.post(&path, body, Some(alarm.version)).await?;
        }
        Ok(())
    }
}

/// The dispatcher. The crews hear of orders by what it reads.
pub(super) struct Dispatcher<'c> {
    pub(super) city: &'c City,
    pub(super) client: Client,
    pub(super) crews: Arc<Crews>,
    pub(super) clock: Clock,
    pub(super) speed: Speed,
}

impl Dispatcher<'_> {
    pub(super) async fn work(self) {
        loop {
            sleep(LOOK).await;
            if let Err(error) = self.look().await {
                tracing::warn!(%error, "the simulated dispatcher could not work");
                sleep(LOOK * 5).await;
            }
        }
    }

    async fn look(&self) -> anyhow::Result<()> {
        let list = self
            .client
            .get("/api/v1/incidents?state=open&limit=200")
            .await?;
        let list: Page<Incident> = serde_json::from_value(list)?;
        for incident in list.items {
            self.crews.notice(&incident);
            self.tend(&incident).await?;
        }
        Ok(())
    }

    async fn tend(&self, incident: &Incident) -> anyhow::Result<()> {
        let now = self.clock.now();
        let age = now.since(incident.opened_at);
        if incident.assignments.is_empty() {
            if age > self.speed.patience(ORDER) {
                self.order(incident).await?;
            }
            return Ok(());
        }
        let Some(kind) = self.kind(incident) else {
            return Ok(());
        };
        let Some(arrived) = incident.first_on_scene_at else {
            return Ok(());
        };
        let done = self.done(incident, kind, arrived);
        if done < now {
            self.release(incident).await?;
        }
        let is_fire = incident.kind == "fire";
        let half =
            self.speed.passed(now.since(arrived)) > 0.5 * self.minutes(incident, kind) * 60.0;
        if is_fire && half && incident.state == "open" {
            self.progress(incident, "under_control").await?;
        } else if is_fire && done < now && incident.state == "under_control" {
            self.progress(incident, "extinguished").await?;
        } else if incident.assignments.iter().all(|one| !one.is_out())
            && now.since(done) > self.speed.patience(CLOSE)
        {
            self.close(incident, kind).await?;
        }
        Ok(())
    }

    fn kind(&self, incident: &Incident) -> Option<&CallRecipe> {
        let of = |call: &&CallRecipe| {
            serde_json::to_value(call.kind).is_ok_and(|kind| kind == incident.kind.as_str())
        };
        self.city.recipe.calls.iter().find(of)
    }

    /// How many minutes of the city an incident takes, the same each time it is asked.
    fn minutes(&self, incident: &Incident, kind: &CallRecipe) -> f64 {
        let seed = incident.id.as_u128() as u64;
        let [least, most] = kind.minutes;
        Random::new(seed).between(least as f64, most as f64)
    }

    fn done(&self, incident: &Incident, kind: &CallRecipe, arrived: Timestamp) -> Timestamp {
        let lasts = self.speed.lasts(self.minutes(incident, kind) * 60.0);
        // A person at the screen sees somebody at the scene before they leave.
        arrived.plus(lasts.max(self.speed.patience(Duration::from_secs(60))))
    }

    /// What the city's response plan proposes; the nearest vehicle where it has no plan.
    async fn order(&self, incident: &Incident) -> anyhow::Result<()> {
        let path = format!("/api/v1/incidents/{}/candidates?kind=vehicle", incident.id);
        let near: Candidates = serde_json::from_value(self.client.get(&path).await?)?;
        let needs = near.response.map(|plan| plan.needs);
        let mut going: Vec<Candidate> = match needs {
            Some(needs) => needs.into_iter().flat_map(|need| need.proposed).collect(),
            None => near.items.into_iter().take(1).collect(),
        };
        going.retain(|one| one.available);
        let ids: Vec<_> = going.into_iter().map(|one| one.responder.id).collect();
        if ids.is_empty() {
            return Ok(());
        }
        let path = format!("/api/v1/incidents/{}/assignments", incident.id);
        let body = json!({"responder_ids": ids});
        self.client
            .post(&path, body, Some(incident.version))
            .await?;
        Ok(())
    }

    async fn release(&self, incident: &Incident) -> anyhow::Result<()> {
        for assigned in incident.assignments.iter().filter(|one| one.works()) {
            // Who has not even begun is called off; who is there goes home.
            let step = if assigned.allowed.iter().any(|step| step == "released") {
                "released"
            } else {
                "cancelled"
            };
            let path = format!("/api/v1/assignments/{}/progress", assigned.id);
            let body = json!({"step": step, "reason": "现场处置完毕"});
            self.client
                .post(&path, body, Some(assigned.version))
                .await?;
        }
        Ok(())
    }

    async fn progress(&self, incident: &Incident, step: &str) -> anyhow::Result<()> {
        if !incident.allowed_actions.iter().any(|action| action == step) {
            return Ok(());
        }
        let path = format!("/api/v1/incidents/{}/progress", incident.id);
        self.client
            .post(&path, json!({"step": step}), Some(incident.version))
            .await?;
        Ok(())
    }

    async fn close(&self, incident: &Incident, kind: &CallRecipe) -> anyhow::Result<()> {
        let mut random = Random::new(incident.id.as_u128() as u64);
        let summary = random.one(&kind.ends).map_or("已处置", String::as_str);
        let path = format!("/api/v1/incidents/{}/closure", incident.id);
        let body = json!({
            "outcome_kind": incident.kind,
            "summary": self.city.recipe.marked(summary),
            "people_rescued": i64::from(incident.kind == "rescue"),
        });
        self.client
            .post(&path, body, Some(incident.version))
            .await?;
        Ok(())
    }
}
