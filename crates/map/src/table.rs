//! 行车时间表 how long it takes from each of many places to each of many others.

use api::{Problem, Text};
use base::Wgs84;
use routing::{Drive, RoadBook};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::reach::By;

/// Places on one side at most.
const MOST_PLACES: usize = 2_000;
/// Pairs at most: what is told of them is some ten bytes each.
const MOST_PAIRS: usize = 250_000;

/// From where and to where.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TableQuestion {
    /// Longitude and latitude in degrees, 1 to 2,000 places; of pairs 250,000 at most.
    from: Vec<[f64; 2]>,
    /// Longitude and latitude in degrees, 1 to 2,000 places.
    to: Vec<[f64; 2]>,
    /// A fire engine when not said.
    by: Option<By>,
}

/// 行车时间表 a row for each place of `from`, in it a number for each place of `to`.
#[derive(Serialize, ToSchema)]
pub(crate) struct TableAnswer {
    /// Without traffic and turnout, what lies off the road among them. None where a place lies too far off
    /// any road, the roads do not lead there, or there are no roads.
    seconds: Vec<Vec<Option<u32>>>,
    /// Along the roads, what lies off them among it; none where the seconds are none.
    metres: Vec<Vec<Option<u32>>>,
}

pub(crate) async fn table(
    roads: &RoadBook,
    question: TableQuestion,
) -> Result<TableAnswer, Problem> {
    let from = places("from", &question.from)?;
    let to = places("to", &question.to)?;
    if from.len() * to.len() > MOST_PAIRS {
        return Err(Problem::malformed(Text::new(
            format!("from 与 to 的组合至多 {MOST_PAIRS} 对"),
            format!("from and to make {MOST_PAIRS} pairs at most"),
        )));
    }
    let mover = question.by.unwrap_or_default().into();
    let Some(roads) = roads.current() else {
        let nothing = vec![vec![None; to.len()]; from.len()];
        return Ok(TableAnswer {
            seconds: nothing.clone(),
            metres: nothing,
        });
    };
    // It takes the processor for some milliseconds.
    let drives = tokio::task::spawn_blocking(move || roads.table(&from, &roads.goals(&to, mover)));
    let drives = drives.await.map_err(Problem::internal)?;
    Ok(TableAnswer {
        seconds: told(&drives, |drive| drive.seconds),
        metres: told(&drives, |drive| drive.length.0),
    })
}

fn places(name: &str, pairs: &[[f64; 2]]) -> Result<Vec<Wgs84>, Problem> {
    if pairs.is_empty() || pairs.len() > MOST_PLACES {
        return Err(Problem::malformed(Text::new(
            format!("{name} 应有 1 至 {MOST_PLACES} 处"),
            format!("{name} holds 1 to {MOST_PLACES} places"),
        )));
    }
    let place = |[east, north]: &[f64; 2]| Wgs84::from_degrees(*east, *north);
    let all: Option<Vec<Wgs84>> = pairs.iter().map(place).collect();
    all.ok_or_else(|| {
        Problem::malformed(Text::new(
            format!("{name} 应为 [经度, 纬度]，十进制度数"),
            format!("{name} holds [longitude, latitude] in decimal degrees"),
        ))
    })
}

/// One number of each drive, whole.
fn told(drives: &[Vec<Option<Drive>>], number: impl Fn(&Drive) -> f64) -> Vec<Vec<Option<u32>>> {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "hours and provinces at most, and never less than none"
    )]
    let whole = |drive: &Option<Drive>| drive.as_ref().map(|one| number(one).round() as u32);
    let row = |row: &Vec<Option<Drive>>| row.iter().map(whole).collect();
    drives.iter().map(row).collect()
}
