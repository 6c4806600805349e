//! 覆盖缺口 who lies beyond: rows of a layer that nobody reaches in time, by township, the farthest first.

use std::collections::BTreeMap;
use std::sync::Arc;

use api::{ApiLocation, Caller, Problem};
use base::{Uuid, Wgs84};
use register::{RegisterDef, Stored};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{Asked, By, ReachQuery, asked, ledger_of, rows_with_places, worked_out};
use crate::Inner;
use crate::find::TOWNSHIP;

/// Rows beyond that are told when nothing is said, and at most.
const USUAL: usize = 100;
const MOST: usize = 1_000;

/// From where, for how long, and to whom. It says the fields of [`ReachQuery`] again: out of an address
/// numbers are read by their own field alone, not through one that is flattened in.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct GapQuery {
    /// The layer whose rows are to be reached.
    of: String,
    /// Rows beyond that are told, up to 1000; 100 when not said.
    limit: Option<usize>,
    /// `longitude,latitude` in degrees, up to a hundred with `;` between them.
    at: Option<String>,
    /// Instead: all rows of the layer with this key.
    layer: Option<String>,
    /// From the order to the arrival, up to 120.
    minutes: f64,
    /// Of these, until the wheels turn: 60 when not said.
    turnout_seconds: Option<u32>,
    /// A fire engine when not said.
    #[param(inline)]
    by: Option<By>,
}

/// 覆盖缺口 who is reached in time and who is not.
#[derive(Serialize, ToSchema)]
pub(crate) struct ReachGaps {
    /// Whether there are roads to say it by.
    known: bool,
    /// Rows with a place.
    total: usize,
    /// Of these, reached in time.
    reached: usize,
    /// By township, the most rows beyond first.
    regions: Vec<RegionReach>,
    /// Rows beyond, the latest reached first.
    items: Vec<Beyond>,
}

/// A township with its rows.
#[derive(Serialize, ToSchema)]
pub(crate) struct RegionReach {
    /// Its code; empty for rows that lie in none.
    region: String,
    /// What it is called, with its county; its code where nobody knows.
    name: String,
    total: usize,
    reached: usize,
}

/// A row that nobody reaches in time.
#[derive(Serialize, ToSchema)]
pub(crate) struct Beyond {
    id: Uuid,
    title: String,
    location: ApiLocation,
    /// From the order to the first arrival; none where the roads do not lead.
    #[schema(required)]
    seconds: Option<f64>,
}

pub(crate) async fn gaps(
    room: &Arc<Inner>,
    caller: &Caller,
    query: GapQuery,
) -> Result<ReachGaps, Problem> {
    let limit = query.limit.unwrap_or(USUAL).min(MOST);
    let goals = ledger_of(room, caller, &query.of)?;
    let asked = asked(
        room,
        caller,
        ReachQuery {
            at: query.at,
            layer: query.layer,
            minutes: query.minutes,
            turnout_seconds: query.turnout_seconds,
            by: query.by,
        },
    );
    let asked = asked.await?;
    let rows = rows_with_places(goals, caller).await?;
    let Some(roads) = room.platform.roads.current() else {
        return Ok(ReachGaps {
            known: false,
            total: rows.len(),
            reached: 0,
            regions: Vec::new(),
            items: Vec::new(),
        });
    };
    let to: Vec<Wgs84> = rows.iter().map(|(_, place)| *place).collect();
    let (asked, soonest) = worked_out(roads, move |roads| {
        let soonest = roads.soonest(&asked.origins, &to, asked.mover);
        (asked, soonest)
    })
    .await?;
    let mut told = Told::new(goals.def(), &asked);
    for ((row, place), soonest) in rows.into_iter().zip(soonest) {
        told.take(&row, place, soonest);
    }
    let codes: Vec<&str> = told.regions.keys().map(String::as_str).collect();
    let names = goals.names_of_regions(&codes).await;
    let names = names.map_err(register_api::problem_of)?;
    let mut regions: Vec<RegionReach> = told
        .regions
        .into_iter()
        .map(|(region, (total, reached))| RegionReach {
            name: names.get(&region).unwrap_or(&region).clone(),
            region,
            total,
            reached,
        })
        .collect();
    regions.sort_by_key(|one| std::cmp::Reverse(one.total - one.reached));
    let late = |one: &Beyond| one.seconds.unwrap_or(f64::INFINITY);
    told.beyond.sort_by(|a, b| late(b).total_cmp(&late(a)));
    told.beyond.truncate(limit);
    Ok(ReachGaps {
        known: true,
        total: told.total,
        reached: told.reached,
        regions,
        items: told.beyond,
    })
}

/// What was counted so far.
struct Told<'a> {
    def: &'static RegisterDef,
    asked: &'a Asked,
    total: usize,
    reached: usize,
    regions: BTreeMap<String, (usize, usize)>,
    beyond: Vec<Beyond>,
}

impl<'a> Told<'a> {
    const fn new(def: &'static RegisterDef, asked: &'a Asked) -> Self {
        Self {
            def,
            asked,
            total: 0,
            reached: 0,
            regions: BTreeMap::new(),
            beyond: Vec::new(),
        }
    }

    fn take(&mut self, row: &Stored, place: Wgs84, soonest: Option<f64>) {
        let in_time = soonest.is_some_and(|drive| drive <= self.asked.seconds);
        let region = row.region(self.def).unwrap_or_default();
        let township = region.get(..TOWNSHIP).unwrap_or(&region).to_owned();
        let (total, reached) = self.regions.entry(township).or_default();
        *total += 1;
        *reached += usize::from(in_time);
        self.total += 1;
        self.reached += usize::from(in_time);
        if in_time {
            return;
        }
        let title = row.value(self.def, self.def.title);
        let title = title.and_then(|value| value.as_text());
        self.beyond.push(Beyond {
            id: row.id,
            title: title.unwrap_or_default().to_owned(),
            location: place.into(),
            seconds: soonest.map(|drive| (drive + self.asked.turnout).round()),
        });
    }
}
