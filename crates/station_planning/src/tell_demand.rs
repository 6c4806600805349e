//! What was found of the demand: by kind, by township, what stays uncovered, and each point for the map.

use std::collections::BTreeMap;

use crate::cover::percent;
use crate::findings::{DemandCover, Township, Uncovered, UncoveredPoint};
use crate::solve::Solved;
use crate::tell::{degrees, name_of};

/// Uncovered points that are named.
const MOST_NAMED: usize = 200;

/// The states of a dot.
const TODAY: i32 = 0;
const PROPOSED: i32 = 1;
const UNCOVERED: i32 = 2;
const UNREACHED: i32 = 3;

/// Whether each point is covered: today, as proposed, as planned.
pub(crate) struct Covered {
    pub(crate) today: Vec<bool>,
    pub(crate) proposed: Vec<bool>,
    pub(crate) planned: Option<Vec<bool>>,
}

pub(crate) fn by_source(solved: &Solved<'_>, covered: &Covered) -> Vec<DemandCover> {
    let points = &solved.question.points;
    let sources = solved.question.sources.iter().enumerate();
    sources
        .map(|(number, source)| {
            let amount = |covered: &[bool]| {
                let each = points.iter().zip(covered);
                let own = each.filter(|(point, covered)| **covered && point.source == number);
                own.map(|(point, _)| point.amount).sum()
            };
            DemandCover {
                layer: source.layer.clone(),
                label: source.label.clone(),
                counts_number: source.counts_number,
                share: source.share,
                rows: source.rows,
                without_place: source.without_place,
                estimated: source.estimated,
                amount: source.amount,
                today: amount(&covered.today),
                proposed: amount(&covered.proposed),
                planned: covered.planned.as_deref().map(amount),
            }
        })
        .collect()
}

pub(crate) fn townships(solved: &Solved<'_>, covered: &Covered) -> Vec<Township> {
    #[derive(Default)]
    struct Sums {
        points: usize,
        weight: i64,
        today: i64,
        proposed: i64,
        planned: i64,
    }
    let mut sums: BTreeMap<&str, Sums> = BTreeMap::new();
    for (at, point) in solved.question.points.iter().enumerate() {
        let own = sums.entry(&point.region).or_default();
        let counted = |covered: &[bool]| {
            let is = covered.get(at).copied().unwrap_or(false);
            if is { point.weight } else { 0 }
        };
        own.points += 1;
        own.weight += point.weight;
        own.today += counted(&covered.today);
        own.proposed += counted(&covered.proposed);
        own.planned += covered.planned.as_deref().map_or(0, counted);
    }
    let demand = solved.demand();
    let told = sums.into_iter().map(|(region, own)| Township {
        region: region.to_owned(),
        name: name_of(solved, region),
        points: own.points,
        weight: demand.share(own.weight),
        today: percent(own.today, own.weight),
        proposed: percent(own.proposed, own.weight),
        planned: covered
            .planned
            .as_ref()
            .map(|_| percent(own.planned, own.weight)),
    });
    let mut told: Vec<Township> = told.collect();
    let missing = |one: &Township| one.weight * (100.0 - one.proposed);
    told.sort_by(|a, b| missing(b).total_cmp(&missing(a)));
    told
}

pub(crate) fn uncovered(solved: &Solved<'_>, proposed: &[usize], covered: &[bool]) -> Uncovered {
    let demand = solved.demand();
    let first = demand.table.first(proposed, demand.points.len());
    let mut left: Vec<_> = demand
        .points
        .iter()
        .zip(covered)
        .zip(first)
        .filter(|((_, covered), _)| !**covered)
        .map(|((point, _), first)| (point, first))
        .collect();
    left.sort_by_key(|(point, _)| std::cmp::Reverse(point.weight));
    let weight = left.iter().map(|(point, _)| point.weight).sum();
    let heaviest = left
        .iter()
        .take(MOST_NAMED)
        .map(|(point, first)| UncoveredPoint {
            title: point.title.clone(),
            at: degrees(point.place),
            region: name_of(solved, &point.region),
            weight: demand.share(point.weight),
            seconds: first.map(|(_, drive)| demand.arrival(drive)),
        });
    Uncovered {
        points: left.len(),
        weight: demand.share(weight),
        heaviest: heaviest.collect(),
    }
}

pub(crate) fn dots(solved: &Solved<'_>, covered: &Covered, all: &[usize]) -> Vec<[i32; 3]> {
    let points = &solved.question.points;
    let reached = solved.table.first(all, points.len());
    let each = points
        .iter()
        .zip(&covered.today)
        .zip(&covered.proposed)
        .zip(reached);
    let dots = each.map(|(((point, today), proposed), reached)| {
        // A station that may move can leave behind what it covers today.
        let state = match (today, proposed, reached) {
            (true, true, _) => TODAY,
            (false, true, _) => PROPOSED,
            (_, false, Some(_)) => UNCOVERED,
            (_, false, None) => UNREACHED,
        };
        let place = point.place;
        [place.longitude_e7 / 100, place.latitude_e7 / 100, state]
    });
    dots.collect()
}
