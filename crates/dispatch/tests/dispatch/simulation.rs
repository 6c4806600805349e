//! Four dispatchers do whatever comes to their minds, all at once, and then the books are checked:
//! no unit on two scenes, no lock without its assignment, nobody working for a closed incident, no
//! level lowered, and the journal alone gives every table again.

use std::collections::HashMap;
use std::sync::Arc;

use base::Uuid;
use dispatch::machine::assignment::AssignmentState;
use dispatch::machine::incident::IncidentState;
use dispatch::machine::{Machine as _, allowed};
use dispatch::{
    Closure, Desk, DispatchError, IncidentFilter, IncidentKind, IncidentNarrowing, IncidentStep,
    Seat, assignment_entity, incident_entity,
};
use journal::{export_tables, rebuild_into};
use sea_orm::EntityTrait;
use store::{Store, StoreConfig};

use crate::world::{TABLES, World, call, on_both_engines, records};

const SEED: u64 = 20_261_123;
const STEPS: usize = 100;
const RESPONDERS: usize = 6;

/// SplitMix64: enough to choose the next deed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % sides as u64).unwrap()
    }
}

/// A refusal that a dispatcher may meet; everything else is a defect.
fn settled<T>(seed: u64, answer: Result<T, DispatchError>) {
    match answer {
        Ok(_)
        | Err(
            DispatchError::Taken(_)
            | DispatchError::StaleIncident(_)
            | DispatchError::StaleAssignment(_)
            | DispatchError::StillOut(_)
            | DispatchError::State(_)
            | DispatchError::Invalid { .. },
        ) => {}
        Err(other) => panic!("seed {seed}: {other:?}"),
    }
}

async fn dispatcher(desk: Desk, seat: Seat, responders: Arc<Vec<Uuid>>, seed: u64) {
    let mut dice = Dice(seed);
    for _ in 0..STEPS {
        let open = desk
            .incidents(
                &seat,
                IncidentFilter::All,
                IncidentNarrowing::default(),
                10,
                None,
            )
            .await
            .unwrap()
            .items;
        // Few incidents, so that the four meet.
        if open.is_empty() || (open.len() < 6 && dice.below(10) == 0) {
            settled(
                seed,
                desk.open_from_call(&seat, call(IncidentKind::Fire, 1))
                    .await,
            );
            continue;
        }
        let file = &open[dice.below(open.len())];
        let (id, version) = (file.incident.id, file.incident.version);
        match dice.below(8) {
            0..=2 => {
                let wanted: Vec<Uuid> = (0..=dice.below(2))
                    .map(|_| responders[dice.below(responders.len())])
                    .collect();
                settled(seed, desk.order(&seat, id, version, &wanted).await);
            }
            3..=5 if !file.assignments.is_empty() => {
                let one = &file.assignments[dice.below(file.assignments.len())];
                // Mostly what the screen offers, sometimes what it does not.
                let offered = allowed(one.state);
                let foolish = offered.is_empty() || dice.below(5) == 0;
                let steps = if foolish {
                    AssignmentState::ACTIONS
                } else {
                    &offered
                };
                let step = steps[dice.below(steps.len())];
                let answer = desk.progress_assignment(&seat, one.id, one.version, step, None);
                settled(seed, answer.await);
            }
            3..=5 => {
                let level = i32::try_from(dice.below(6)).unwrap();
                settled(
                    seed,
                    desk.raise_level(&seat, id, version, level, "试").await,
                );
            }
            6 => {
                let closure = Closure {
                    outcome_kind: IncidentKind::Fire,
                    summary: "扑灭".to_owned(),
                    people_rescued: 0,
                    property_saved_fen: None,
                };
                settled(seed, desk.close(&seat, id, version, closure).await);
            }
            _ if file.incident.state == IncidentState::Closed => {
                settled(seed, desk.reopen(&seat, id, version, "复燃").await);
            }
            _ => {
                let step = IncidentStep::UnderControl;
                settled(seed, desk.progress_incident(&seat, id, version, step).await);
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_four_dispatchers_do_the_books_agree() {
    on_both_engines(|world| async move {
        let responders: Vec<Uuid> = world.responders.iter().map(|one| one.id).collect();
        let responders = Arc::new(responders[..RESPONDERS].to_vec());
        let tasks: Vec<_> = (0..4)
            .map(|n| {
                let (desk, seat) = (world.desk.clone(), world.seat.clone());
                tokio::spawn(dispatcher(desk, seat, Arc::clone(&responders), SEED + n))
            })
            .collect();
        for task in tasks {
            task.await.unwrap();
        }
        agree(&world).await;
        world.journal.close().await;
        rebuilt_alike(&world).await;
    })
    .await;
}

async fn agree(world: &World) {
    let reader = world.journal.store().reader();
    let assignments = assignment_entity::Entity::find().all(reader).await.unwrap();
    let incidents = incident_entity::Entity::find().all(reader).await.unwrap();
    assert!(
        assignments.len() > 10,
        "seed {SEED}: a lively day, not {}",
        assignments.len()
    );
    let mut holding: HashMap<Uuid, Uuid> = HashMap::new();
    for one in assignments.iter().filter(|one| one.state.holds_responder()) {
        let other = holding.insert(one.responder_id, one.id);
        assert_eq!(
            other, None,
            "seed {SEED}: {} on two scenes",
            one.responder_name
        );
        let incident = incidents.iter().find(|i| i.id == one.incident_id).unwrap();
        assert_ne!(incident.state, IncidentState::Closed, "seed {SEED}");
    }
    for responder in city::responders(world.journal.store()).await.unwrap() {
        let held_by = holding.get(&responder.id).copied();
        assert_eq!(
            responder.assignment_id, held_by,
            "seed {SEED}: {}",
            responder.name
        );
    }
    for incident in &incidents {
        let sent = assignments
            .iter()
            .filter(|one| one.incident_id == incident.id)
            .count();
        assert_eq!(
            usize::try_from(incident.ordered_count).unwrap(),
            sent,
            "seed {SEED}"
        );
        levels_only_rise(world, incident.id).await;
    }
}

async fn levels_only_rise(world: &World, incident: Uuid) {
    let told = journal::history(world.journal.store(), &[incident])
        .await
        .unwrap();
    let mut versions: Vec<_> = told.into_iter().map(|(_, entry)| entry).collect();
    versions.sort_by_key(|entry| entry.version);
    let levels: Vec<i64> = versions
        .iter()
        .map(|entry| serde_json::from_slice::<serde_json::Value>(&entry.body).unwrap())
        .map(|body| body["level"].as_i64().unwrap())
        .collect();
    assert!(levels.is_sorted(), "seed {SEED}: {levels:?}");
}

async fn rebuilt_alike(world: &World) {
    let again = TABLES.sqlite().await;
    let target = Store::open(&StoreConfig::new(again.url())).await.unwrap();
    rebuild_into(world.journal.store(), &records(), &target)
        .await
        .unwrap();
    let before = export_tables(world.journal.store(), &records(), |_| {})
        .await
        .unwrap();
    let after = export_tables(&target, &records(), |_| {}).await.unwrap();
    assert_eq!(after, before, "seed {SEED}");
    target.close().await;
}
