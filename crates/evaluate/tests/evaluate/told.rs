//! Who acts, what they hand over, and what is read off a score.

use access::{Pass, Role, Sets};
use base::{RegionCode, Timestamp, Uuid};
use evaluate::{AreaScore, Assessed, ScoreFact, ScoreItem};
use loops::{Input, LoopError, Person};
use serde_json::{Map, Value as Json};

use crate::world::COUNTY;

pub fn item_of(assessed: &Assessed, area: Uuid, key: &str) -> ScoreItem {
    let area = assessed.area(&area.to_string()).unwrap();
    let told = AreaScore::of(assessed, None, area, Timestamp::from_micros(0)).unwrap();
    let mut items = told.blocks.into_iter().flat_map(|block| block.items);
    items.find(|item| item.key == key).unwrap()
}

pub fn fact<'i>(item: &'i ScoreItem, key: &str) -> &'i ScoreFact {
    item.facts.iter().find(|fact| fact.key == key).unwrap()
}

/// The points of an item, as `3` or `0–3`.
pub fn points(item: &ScoreItem) -> String {
    let got = &item.tally.got;
    if got.least == got.most {
        got.least.clone()
    } else {
        format!("{}–{}", got.least, got.most)
    }
}

pub fn input(values: Json) -> Input {
    Input {
        values: values.as_object().unwrap().clone(),
        reason: None,
    }
}

pub fn nothing() -> Input {
    Input::default()
}

pub fn reason(text: &str) -> Input {
    Input {
        values: Map::new(),
        reason: Some(text.to_owned()),
    }
}

pub fn person(role: Role, areas: &[&str]) -> Person {
    let areas: Vec<RegionCode> = areas.iter().map(|code| code.parse().unwrap()).collect();
    let sets = Sets::of_areas(areas);
    Person {
        pass: Pass::of_account(Uuid::now_v7(), role, &sets),
        role,
    }
}

/// Who enters for the county.
pub fn clerk() -> Person {
    person(Role::Supervisor, &[COUNTY])
}

/// Who stands by it.
pub fn leader() -> Person {
    person(Role::Leader, &[COUNTY])
}

/// 考核办 the city's office.
pub fn office() -> Person {
    person(Role::Planner, &[])
}

/// The fields at which something was refused.
pub fn faults<T>(refused: Result<T, LoopError>) -> Vec<String> {
    match refused {
        Err(LoopError::Faults(faults)) => faults.iter().map(|one| one.field.clone()).collect(),
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("it was taken"),
    }
}
