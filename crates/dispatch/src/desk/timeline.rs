//! 时间线 the whole story of an incident, from its alarm's first frame to its closure, read from
//! the journal and from nothing else.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use access::account;
use base::{Timestamp, Uuid};
use journal::Entry;
use register::{Filter, Operator, Query, Register as _};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::{Map, Value};

use super::{Desk, Seat};
use crate::DispatchError;
use crate::record::Call;

/// One line.
#[derive(Clone, Debug, PartialEq)]
pub struct TimelineItem {
    /// Its place in the journal; none for some milliseconds after it was written.
    pub position: Option<i64>,
    /// When it happened.
    pub at: Timestamp,
    /// Who did it, for people; empty when the program did it by itself.
    pub actor_name: String,
    /// What was done.
    pub verb: String,
    /// On what kind of subject.
    pub subject_kind: String,
    /// On which subject.
    pub subject_id: Uuid,
    /// What it changed: the fields that differ from the version before, and whose they are.
    pub detail: Map<String, Value>,
}

/// Calls of one incident that its timeline tells.
const MOST_CALLS: u64 = 500;

/// Fields that say whose line it is and are shown also when they did not change.
const ALWAYS: [&str; 2] = ["responder_name", "reason"];

impl Desk {
    /// The timeline of an incident, in the order of the journal.
    ///
    /// # Errors
    /// [`DispatchError::NotFound`]; the database's refusal.
    pub async fn timeline(
        &self,
        seat: &Seat,
        id: Uuid,
    ) -> Result<Vec<TimelineItem>, DispatchError> {
        let file = self.incident(seat, id).await?;
        let mut subjects = vec![id];
        subjects.extend(file.incident.alarm_id);
        subjects.extend(file.assignments.iter().map(|one| one.id));
        subjects.extend(self.calls_about(&file.incident.number).await?);
        let history = journal::history(self.store(), &subjects).await?;
        let names = self
            .actor_names(history.iter().map(|(_, entry)| &*entry.actor))
            .await?;
        let mut before: HashMap<Uuid, Map<String, Value>> = HashMap::new();
        let items = history.into_iter().map(|(position, entry)| {
            let body = body_of(&entry);
            let earlier = before.insert(entry.subject, body.clone());
            TimelineItem {
                position,
                at: entry.event_at,
                actor_name: names.get(&entry.actor).cloned().unwrap_or_default(),
                detail: changed(&earlier.unwrap_or_default(), body),
                verb: entry.verb,
                subject_kind: entry.kind,
                subject_id: entry.subject,
            }
        });
        Ok(items.collect())
    }

    /// The calls about an incident, whoever may read them: their lines say no personal value.
    async fn calls_about(&self, number: &str) -> Result<Vec<Uuid>, DispatchError> {
        let about = Filter {
            field: "incident".to_owned(),
            operator: Operator::Equal,
            value: number.into(),
        };
        let query = Query {
            filters: vec![about],
            limit: MOST_CALLS,
            ..Query::default()
        };
        let page = self.calls.list(&query).await?;
        Ok(page.rows.into_iter().map(|row| row.id).collect())
    }

    /// Names for people of the journal's actors: accounts in one read, devices one by one, for an
    /// alarm has one device.
    async fn actor_names(
        &self,
        actors: impl Iterator<Item = &str>,
    ) -> Result<BTreeMap<String, String>, DispatchError> {
        let actors: BTreeSet<&str> = actors.collect();
        let people = actors.iter().filter_map(|actor| account_of(actor));
        let accounts = account::Entity::find()
            .filter(account::Column::Id.is_in(people))
            .all(self.store().reader())
            .await?;
        let mut names = BTreeMap::new();
        for actor in actors {
            let name = match account_of(actor) {
                Some(id) => accounts
                    .iter()
                    .find(|one| one.id == id)
                    .map_or_else(|| actor.to_owned(), |one| one.display_name.clone()),
                None => self.machine_name(actor).await?,
            };
            names.insert(actor.to_owned(), name);
        }
        Ok(names)
    }

    async fn machine_name(&self, actor: &str) -> Result<String, DispatchError> {
        match actor.split_once(':') {
            Some(("device", address)) => {
                let device = match address.parse() {
                    Ok(number) => city::transmitter_by_address(self.store(), number).await?,
                    Err(_) => None,
                };
                Ok(device.map_or_else(|| address.to_owned(), |one| one.name.clone()))
            }
            Some(("system", _)) => Ok(String::new()),
            _ => Ok(actor.to_owned()),
        }
    }
}

fn account_of(actor: &str) -> Option<Uuid> {
    actor.strip_prefix("account:")?.parse().ok()
}

/// Without what is sealed: a line of the timeline is read by whoever reads the incident.
fn body_of(entry: &Entry) -> Map<String, Value> {
    let mut body: Map<String, Value> = serde_json::from_slice(&entry.body).unwrap_or_default();
    if entry.kind == Call::DEF.key {
        let personal = Call::DEF.fields.iter().filter(|field| field.personal);
        personal.for_each(|field| drop(body.remove(field.name)));
    }
    body
}

/// The fields of `after` that differ from `before`; times as people and programs read them.
fn changed(before: &Map<String, Value>, after: Map<String, Value>) -> Map<String, Value> {
    let shown = |key: &str, value: &Value| {
        let same = before.get(key).unwrap_or(&Value::Null) == value;
        key != "id" && (!same || (ALWAYS.contains(&key) && !value.is_null()))
    };
    after
        .into_iter()
        .filter(|(key, value)| shown(key, value))
        .map(|(key, value)| {
            let value = readable(&key, value);
            (key, value)
        })
        .collect()
}

fn readable(key: &str, value: Value) -> Value {
    match value.as_i64() {
        Some(micros) if key.ends_with("_at") => {
            Value::String(Timestamp::from_micros(micros).to_string())
        }
        _ => value,
    }
}
