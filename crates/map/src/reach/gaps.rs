//! 覆盖缺口 who lies beyond: rows of a layer that nobody reaches in time, by township, the farthest first.

use std::collections::BTreeMap;
use std::sync::Arc;

use api::{ApiLocation, Caller, Problem, Text};
use base::{Uuid, Wgs84};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{Asked, By, ReachQuery, asked, worked_out};
use crate::Inner;
use crate::find::TOWNSHIP;
use crate::placed::{LayerRow, RowQuestion};

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
    /// Which of them: filters of the register's list such as `level=village`, with `;` between them.
    of_where: Option<String>,
    /// A field of them that is a number, such as `residents`: it is added up too.
    number: Option<String>,
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
    /// The number that was asked for, added up; none when none was asked for or no row says it.
    #[schema(required)]
    number: Option<ReachNumber>,
    /// By township, the most rows beyond first.
    regions: Vec<RegionReach>,
    /// Rows beyond, the latest reached first.
    items: Vec<Beyond>,
}

/// 覆盖人口等 a number of the rows, added up.
#[derive(Default, Serialize, ToSchema)]
pub(crate) struct ReachNumber {
    /// Of all rows that say it.
    total: i64,
    /// Of those reached in time.
    reached: i64,
    /// Rows with a place that do not say it.
    unsaid: usize,
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
    let filters = pairs_of(query.of_where.as_deref())?;
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
    let question = RowQuestion {
        layer: &query.of,
        filters: &filters,
        number: query.number.as_deref(),
        word: None,
    };
    let rows = room.rows_of(caller, question).await?.placed();
    let Some(roads) = room.platform.roads.current() else {
        return Ok(ReachGaps {
            known: false,
            total: rows.len(),
            reached: 0,
            number: None,
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
    let mut told = Told::new(&asked);
    for ((row, place), soonest) in rows.into_iter().zip(soonest) {
        told.take(row, place, soonest);
    }
    let codes: Vec<&str> = told.regions.keys().map(String::as_str).collect();
    let names = room.layers.names_of_regions(&codes).await?;
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
        number: Some(told.number).filter(|sum| query.number.is_some() && sum.unsaid < told.total),
        regions,
        items: told.beyond,
    })
}

/// The filters of a list as an address says them in one part.
fn pairs_of(text: Option<&str>) -> Result<Vec<(String, String)>, Problem> {
    let parts = text.unwrap_or_default().split(';');
    let pair = |part: &str| {
        let (field, value) = part.split_once('=')?;
        Some((field.to_owned(), value.to_owned()))
    };
    let pairs: Option<Vec<_>> = parts.filter(|part| !part.is_empty()).map(pair).collect();
    pairs.ok_or_else(|| {
        Problem::malformed(Text::new(
            "of_where 应为 字段=值，多个用 ; 隔开",
            "of_where holds field=value, several with ; between them",
        ))
    })
}

/// What was counted so far.
struct Told<'a> {
    asked: &'a Asked,
    total: usize,
    reached: usize,
    number: ReachNumber,
    regions: BTreeMap<String, (usize, usize)>,
    beyond: Vec<Beyond>,
}

impl<'a> Told<'a> {
    fn new(asked: &'a Asked) -> Self {
        Self {
            asked,
            total: 0,
            reached: 0,
            number: ReachNumber::default(),
            regions: BTreeMap::new(),
            beyond: Vec::new(),
        }
    }

    fn take(&mut self, row: LayerRow, place: Wgs84, soonest: Option<f64>) {
        let in_time = soonest.is_some_and(|drive| drive <= self.asked.seconds);
        let region = row.region.unwrap_or_default();
        let township = region.get(..TOWNSHIP).unwrap_or(&region).to_owned();
        let (total, reached) = self.regions.entry(township).or_default();
        *total += 1;
        *reached += usize::from(in_time);
        self.total += 1;
        self.reached += usize::from(in_time);
        match row.number {
            Some(number) => {
                self.number.total += number;
                self.number.reached += if in_time { number } else { 0 };
            }
            None => self.number.unsaid += 1,
        }
        if !in_time {
            self.beyond.push(Beyond {
                id: row.id,
                title: row.title,
                location: place.into(),
                seconds: soonest.map(|drive| (drive + self.asked.turnout).round()),
            });
        }
    }
}
