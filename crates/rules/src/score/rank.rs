//! 排名计分 an area's place among all areas by one number.

use super::Sight;
use super::step::{Places, Ranked};
use crate::facts::{Gathered, Single, Unknown, Value};
use crate::{Number, Order, Points, Rank, Span};

/// The place of the area of `sight`, and what it is worth.
pub(crate) fn ranked(sight: &Sight<'_>, rank: &Rank) -> Ranked {
    let own = sight.known(&rank.fact);
    let found = number(own.value);
    let others = sight
        .areas
        .iter()
        .enumerate()
        .filter(|(at, _)| *at != sight.at);
    let mut better = 0;
    let mut unknown = Vec::new();
    for (_, (area, gathered)) in others {
        match (number_of(gathered, &rank.fact), &found) {
            (Err(_), _) => unknown.push(area.clone()),
            (Ok(other), Ok(own)) if is_better(rank.order, other, *own) => better += 1,
            (Ok(_), _) => {}
        }
    }
    unknown.sort();
    let areas = sight.areas.len();
    let places = match found {
        Ok(_) => Places {
            best: 1 + better,
            worst: 1 + better + unknown.len(),
        },
        Err(_) => Places {
            best: 1,
            worst: areas,
        },
    };
    let worth = |place| worth(rank, place, areas);
    Ranked {
        fact: rank.fact.clone(),
        found,
        places,
        areas,
        unknown,
        points: Span::between(worth(places.best), worth(places.worst)),
        sources: own.sources,
    }
}

fn is_better(order: Order, other: Number, own: Number) -> bool {
    match order {
        Order::HighestFirst => other > own,
        Order::LowestFirst => other < own,
    }
}

/// What a place is worth among so many areas.
fn worth(rank: &Rank, place: usize, areas: usize) -> Points {
    if place <= rank.top.areas {
        rank.top.points
    } else if place > areas.saturating_sub(rank.bottom.areas) {
        rank.bottom.points
    } else {
        rank.middle
    }
}

fn number_of(gathered: &Gathered, fact: &str) -> Result<Number, Unknown> {
    let known = gathered.get(fact);
    known.map_or(Err(Unknown::NotEntered), |known| {
        number(known.value.clone())
    })
}

fn number(value: Result<Value, Unknown>) -> Result<Number, Unknown> {
    match value? {
        Value::One(Single::Number(number)) => Ok(number),
        // Reading a scheme lets no ranking stand over anything but one number.
        Value::One(_) | Value::Each(_) => Err(Unknown::NotEntered),
    }
}
