//! What was solved, put into findings: today, as proposed, as planned, by township and by station.

use std::collections::BTreeMap;
use std::time::Duration;

use base::{Timestamp, Wgs84};
use routing::{Mover, Roads};
use serde_json::{Value as Json, json};

use crate::cover::tenths;
use crate::district;
use crate::findings::{
    Chosen, District, Findings, LeftOut, PlanFound, PlanSite, Quality, RoadsUsed, StationFound,
    Warning, WarningKind, Words,
};
use crate::question::Site;
use crate::solve::{Solved, is_proven};
use crate::study::StudyModel;
use crate::tell_demand::{Covered, by_source, dots, townships, uncovered};

pub(crate) fn tell(solved: &Solved<'_>, roads: &Roads, now: Timestamp, took: Duration) -> Findings {
    let demand = solved.demand();
    let standing: Vec<usize> = solved.standing().collect();
    let proposed: Vec<usize> = solved.stay.iter().chain(&solved.chosen).copied().collect();
    let plan: Vec<usize> = standing.iter().copied().chain(solved.planned()).collect();
    let all: Vec<usize> = (0..solved.candidates().end).collect();
    let has_plan = !solved.planned().is_empty();
    let inside = |sites: &[usize]| {
        let here = sites.iter().filter_map(|number| solved.site(*number));
        here.filter(|site| site.inside).count()
    };
    let cover = |sites: &[usize]| demand.cover(sites, inside(sites));
    let covered = Covered {
        today: demand.covered(&standing),
        proposed: demand.covered(&proposed),
        planned: has_plan.then(|| demand.covered(&plan)),
    };
    Findings {
        computed_at: now.to_string(),
        took: tenths(took.as_secs_f64()),
        roads: roads_used(roads),
        quality: quality(solved),
        today: cover(&standing),
        proposed: cover(&proposed),
        planned: has_plan.then(|| cover(&plan)),
        all: cover(&all),
        demand: by_source(solved, &covered),
        chosen: chosen(solved, roads, &proposed),
        stations: stations(solved, roads, &proposed),
        plan: plan_found(solved, roads),
        townships: townships(solved, &covered),
        uncovered: uncovered(solved, &proposed, &covered.proposed),
        left_out: left_out(solved, roads),
        dots: dots(solved, &covered, &all),
        ground_today: ground(solved, roads, &standing),
        ground_proposed: ground(solved, roads, &proposed),
    }
}

fn roads_used(roads: &Roads) -> RoadsUsed {
    RoadsUsed {
        tag: roads.tag().to_owned(),
        source: Words::new(roads.source().zh.clone(), roads.source().en.clone()),
        junctions: roads.network().junctions().len(),
    }
}

/// The answer's worth in the units of the model, the demand that no candidate reaches in it.
fn quality(solved: &Solved<'_>) -> Quality {
    let answer = &solved.answer;
    let demand = solved.demand();
    let (objective, bound) = (answer.objective, answer.bound);
    let weight = demand.weight() as f64;
    let (objective, bound) = match solved.question.terms.model {
        StudyModel::MaxCover => (hundredths(objective, weight), hundredths(bound, weight)),
        StudyModel::Median => {
            let lost: i64 = answer
                .unreachable
                .iter()
                .filter_map(|point| Some(demand.points.get(*point)?.weight))
                .sum();
            let mean = |sum: f64| {
                let reached = (weight - lost as f64).max(1.0);
                tenths(sum / reached + f64::from(demand.turnout))
            };
            (mean(objective), mean(bound))
        }
        StudyModel::SetCover => {
            let stay = solved.stay.len() as f64;
            ((objective - stay).max(0.0), (bound - stay).max(0.0))
        }
    };
    Quality {
        proven: is_proven(answer),
        objective,
        bound,
        gap: answer
            .gap
            .is_finite()
            .then_some((answer.gap * 10_000.0).ceil() / 100.0),
        steps: answer.steps,
        nodes: answer.nodes,
    }
}

fn hundredths(part: f64, whole: f64) -> f64 {
    (part / whole.max(1.0) * 10_000.0).round() / 100.0
}

/// The districts of some sites among all that are proposed, with their ground.
fn districts(
    solved: &Solved<'_>,
    roads: &Roads,
    proposed: &[usize],
    of: impl Fn(&Site) -> bool,
) -> BTreeMap<usize, District> {
    let places: Vec<Wgs84> = proposed
        .iter()
        .filter_map(|number| Some(solved.site(*number)?.place))
        .collect();
    let demand = solved.demand();
    let mut found = BTreeMap::new();
    let all = district::demand_of(&demand, proposed);
    for (at, (number, district)) in proposed.iter().zip(all).enumerate() {
        if solved.site(*number).is_some_and(&of) {
            let area = district::area(roads, &places, at, demand.drive);
            found.insert(*number, District { area, ..district });
        }
    }
    found
}

fn chosen(solved: &Solved<'_>, roads: &Roads, proposed: &[usize]) -> Vec<Chosen> {
    let demand = solved.demand();
    let order = demand.in_order(solved.question.terms.model, &solved.stay, &solved.chosen);
    let whole = demand.cover(proposed, 0).covered;
    let districts = districts(solved, roads, proposed, |site| site.inside);
    let mut so_far = solved.stay.clone();
    let mut before = demand.cover(&so_far, 0).covered;
    let mut told = Vec::with_capacity(order.len());
    for number in order {
        let Some(site) = solved.site(number) else {
            continue;
        };
        so_far.push(number);
        let now = demand.cover(&so_far, 0);
        let others: Vec<usize> = proposed
            .iter()
            .copied()
            .filter(|one| *one != number)
            .collect();
        let district = districts.get(&number).copied().unwrap_or_default();
        told.push(Chosen {
            title: site.title.clone(),
            layer: site.layer.clone(),
            id: site.id,
            at: degrees(site.place),
            region: name_of(solved, &site.region),
            gain: difference(now.covered, before),
            covered: now.covered,
            mean: now.mean,
            loss: difference(whole, demand.cover(&others, 0).covered),
            district,
            warnings: district::warnings(site, district.area, Some(&solved.question.hazards)),
        });
        before = now.covered;
    }
    told
}

fn stations(solved: &Solved<'_>, roads: &Roads, proposed: &[usize]) -> Vec<StationFound> {
    let districts = districts(solved, roads, proposed, |site| site.inside);
    let told = solved.standing().filter_map(|number| {
        let site = solved.site(number)?;
        let district = districts.get(&number).copied().unwrap_or_default();
        let mut warnings = district::warnings(site, district.area, None);
        if !roads.is_on_road(site.place) {
            warnings.push(Warning {
                kind: WarningKind::CutOff,
                words: Words::new(
                    "没有道路通到此站，不计其覆盖",
                    "no road leads away from it: it covers nobody",
                ),
            });
        }
        Some(StationFound {
            title: site.title.clone(),
            at: degrees(site.place),
            region: name_of(solved, &site.region),
            inside: site.inside,
            stays: proposed.contains(&number),
            district,
            warnings,
        })
    });
    told.collect()
}

fn plan_found(solved: &Solved<'_>, roads: &Roads) -> PlanFound {
    let proposed = |site: &Site| {
        let chosen = solved
            .chosen
            .iter()
            .filter_map(|number| solved.site(*number));
        chosen.into_iter().any(|one| one.place == site.place)
    };
    let sites = solved.question.planned.iter().map(|site| PlanSite {
        title: site.title.clone(),
        at: degrees(site.place),
        proposed: proposed(site),
        reached: roads.is_on_road(site.place),
    });
    PlanFound {
        sites: sites.collect(),
        unplaced: solved.question.planned_unplaced.clone(),
    }
}

fn left_out(solved: &Solved<'_>, roads: &Roads) -> LeftOut {
    let question = solved.question;
    let candidates = question.candidates.iter().zip(&solved.on_road);
    let cut_off = question.stations.iter();
    let cut_off = cut_off.filter(|station| !roads.is_on_road(station.place));
    LeftOut {
        candidates_unplaced: question.candidates_unplaced,
        candidates_off_road: candidates
            .filter(|(_, on_road)| !**on_road)
            .map(|(site, _)| site.title.clone())
            .collect(),
        points_off_road: question
            .points
            .iter()
            .filter(|point| !roads.is_on_road(point.place))
            .count(),
        stations_cut_off: cut_off.map(|station| station.title.clone()).collect(),
    }
}

/// The ground that these sites reach in time, to a metre.
fn ground(solved: &Solved<'_>, roads: &Roads, sites: &[usize]) -> Json {
    let sites = sites.iter().filter_map(|number| solved.site(*number));
    let places: Vec<Wgs84> = sites.map(|site| site.place).collect();
    let drive = f64::from(solved.demand().drive);
    let reach = roads.reach(&places, drive, Mover::FireEngine);
    let at = |place: &Wgs84| {
        let [longitude, latitude] = degrees(*place);
        json!([longitude, latitude])
    };
    let ring = |ring: &Vec<Wgs84>| -> Json { ring.iter().map(at).collect() };
    let rings = |rings: &Vec<Vec<Wgs84>>| -> Json { rings.iter().map(ring).collect() };
    let polygons: Json = reach.ground.polygons.iter().map(rings).collect();
    json!({"type": "MultiPolygon", "coordinates": polygons})
}

/// Degrees to a metre.
pub(crate) fn degrees(place: Wgs84) -> [f64; 2] {
    let to = |degrees: f64| (degrees * 1e5).round() / 1e5;
    [to(place.longitude()), to(place.latitude())]
}

fn difference(after: f64, before: f64) -> f64 {
    ((after - before) * 100.0).round() / 100.0
}

/// A township with its county, as people say it.
pub(crate) fn name_of(solved: &Solved<'_>, region: &str) -> String {
    let names = &solved.question.regions;
    let own = names.get(region).map_or(region, String::as_str);
    let county = region.get(..6).filter(|county| *county != region);
    let county = county.and_then(|county| names.get(county));
    county.map_or_else(|| own.to_owned(), |county| format!("{county}{own}"))
}
