//! Response plans: what they propose, by level, premises and what works there already.

use base::{Timestamp, Uuid};
use city::ResponderKind;
use city::nouns::{Unit, UnitKind, VehicleClass};
use dispatch::{Force, IncidentKind, LevelledKind, Response, ResponsePlan};
use journal::{Actor, ChangeSet, Lane};
use register::{Author, Entered, Ledger, Register as _};
use serde_json::json;

use crate::world::{World, call, catalogue, on_both_engines};

fn plan(name: &str, level: i64) -> ResponsePlan {
    ResponsePlan {
        name: name.to_owned(),
        kind: LevelledKind::Fire,
        level,
        premises: None,
        water_tenders: None,
        foam_tenders: None,
        aerials: None,
        rescue_tenders: None,
        water_supplies: None,
        command_vehicles: None,
        logistics_vehicles: None,
        crews: None,
        micro_stations: None,
        town_brigades: None,
    }
}

async fn enter(world: &World, plans: Vec<ResponsePlan>) {
    let now: Timestamp = world.clock.now();
    let mut set = ChangeSet::new(Lane::Dispatch, Actor::system("test"));
    for plan in plans {
        let mut row = Entered::new(world.journal.new_id(), plan, now);
        set = set.with(row.write("created", now).unwrap());
    }
    world.journal.submit(set).await.unwrap();
}

async fn high_rise(world: &World) -> Uuid {
    let ledger = Ledger::new(Unit::DEF, world.journal.clone(), catalogue());
    let unit = json!({
        "name": "河东大厦（样例）",
        "kind": "high_rise",
        "region": "140802001",
        "address": "河东东街",
    });
    let author = Author::person(Actor::system("test"));
    let made = ledger.create(&author, unit.as_object().unwrap()).await;
    made.unwrap().id
}

async fn response(world: &World, incident: Uuid) -> Option<Response> {
    let ranked = world.desk.candidates(&world.seat, incident).await;
    ranked.unwrap().response
}

/// `force: wanted working proposed missing`, a line each.
fn table(response: &Response) -> Vec<(Force, usize, usize, usize, usize)> {
    let row = |need: &dispatch::Need| {
        let proposed = need.proposed.len();
        (
            need.force,
            need.wanted,
            need.working,
            proposed,
            need.missing(),
        )
    };
    response.needs.iter().map(row).collect()
}

const fn vehicle(class: VehicleClass) -> Force {
    Force {
        kind: ResponderKind::Vehicle,
        class: Some(class),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_nearest_of_each_force_is_proposed_and_what_the_city_has_not_is_said() {
    on_both_engines(|world| async move {
        let incident = world.fire().await.incident;
        assert_eq!(
            response(&world, incident.id).await,
            None,
            "a city without plans"
        );
        let second = ResponsePlan {
            water_tenders: Some(2),
            aerials: Some(9),
            command_vehicles: Some(1),
            micro_stations: Some(1),
            crews: Some(0),
            ..plan("火警二级", 2)
        };
        enter(&world, vec![plan("火警一级", 1), second]).await;
        let first = response(&world, incident.id).await.unwrap();
        assert_eq!(first.name, "火警二级");
        let micro = Force {
            kind: ResponderKind::MicroStation,
            class: None,
        };
        assert_eq!(
            table(&first),
            [
                (vehicle(VehicleClass::WaterTender), 2, 0, 2, 0),
                (vehicle(VehicleClass::Aerial), 9, 0, 2, 7),
                (vehicle(VehicleClass::Command), 1, 0, 0, 1),
                (micro, 1, 0, 1, 0),
            ]
        );
        // The nearest of its class: as the ranking of all has them.
        let ranked = world
            .desk
            .candidates(&world.seat, incident.id)
            .await
            .unwrap();
        let tenders = ranked.items.iter().filter(|one| {
            one.unavailable.is_none() && one.responder.class == Some(VehicleClass::WaterTender)
        });
        let nearest: Vec<Uuid> = tenders.take(2).map(|one| one.responder.id).collect();
        let proposed = first.needs[0].proposed.iter();
        assert_eq!(
            proposed.map(|one| one.responder.id).collect::<Vec<_>>(),
            nearest
        );

        // What was sent counts; who came home does not.
        let (desk, seat) = (&world.desk, &world.seat);
        desk.order(seat, incident.id, incident.version, &nearest[..1])
            .await
            .unwrap();
        let sent = response(&world, incident.id).await.unwrap();
        assert_eq!(
            table(&sent)[0],
            (vehicle(VehicleClass::WaterTender), 2, 1, 1, 0)
        );
        assert_eq!(sent.needs[0].proposed[0].responder.id, nearest[1]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_level_comes_first_then_the_premises_then_who_was_first() {
    on_both_engines(|world| async move {
        let one = |name: &str, level, premises| ResponsePlan {
            premises,
            water_tenders: Some(1),
            ..plan(name, level)
        };
        let rescue = ResponsePlan {
            kind: LevelledKind::Rescue,
            ..one("救援一级", 1, None)
        };
        let plans = vec![
            one("一级", 1, None),
            one("高层一级", 1, Some(UnitKind::HighRise)),
            one("高层三级", 3, Some(UnitKind::HighRise)),
            one("三级", 3, None),
            one("又一个三级", 3, None),
            rescue,
        ];
        enter(&world, plans).await;
        let unit = high_rise(&world).await;
        let mut named = Vec::new();
        for (kind, level, unit) in [
            (IncidentKind::Fire, 1, None),
            (IncidentKind::Fire, 1, Some(unit)),
            // No plan for it: the highest below it.
            (IncidentKind::Fire, 2, Some(unit)),
            (IncidentKind::Fire, 3, None),
            (IncidentKind::Fire, 5, Some(unit)),
            (IncidentKind::Rescue, 4, Some(unit)),
            (IncidentKind::Duty, 1, None),
            (IncidentKind::FalseCall, 1, None),
        ] {
            let call = dispatch::NewCall {
                unit,
                ..call(kind, level)
            };
            let file = world.desk.open_from_call(&world.seat, call).await.unwrap();
            let found = response(&world, file.incident.id).await;
            named.push(found.map(|plan| plan.name));
        }
        let named: Vec<_> = named
            .iter()
            .map(|name| name.as_deref().unwrap_or("-"))
            .collect();
        assert_eq!(
            named,
            [
                "一级",
                "高层一级",
                "高层一级",
                "三级",
                "高层三级",
                "救援一级",
                "-",
                "-"
            ]
        );
    })
    .await;
}
