//! A tile of a register whose rows are lines or areas: each is drawn as far as the tile reaches, one
//! too small to be seen as a place, and too many of them as groups.

use api::Problem;
use base::Wgs84;
use register::{Ledger, Outline, Place, PlaceQuestion, Query, RegisterDef};
use tiles::{Shape, Tile};

use crate::places::shape_of;
use crate::tile::{
    Drawn, Names, apart, draw, draw_shapes, grouped_by_database, names, with_margin,
};

/// The most lines and areas in a tile; a room's worth of long ones is some megabytes to read.
const MOST: usize = 2_000;
/// What is smaller than this in both directions is drawn as a place: twelve pixels, in units.
const SMALL: i32 = 96;

/// Whether a register's rows are lines or areas.
pub(crate) fn has_shapes(def: &RegisterDef) -> bool {
    let field = def.geometry.and_then(|name| def.field(name));
    field.is_some_and(|(_, field)| field.kind.is_shape())
}

/// The tile of a question.
pub(crate) async fn of_register(
    ledger: &Ledger,
    query: Query,
    tile: Tile,
) -> Result<Vec<u8>, Problem> {
    let reaching = PlaceQuestion {
        query: Query {
            inside: Some(with_margin(tile)),
            ..query.clone()
        },
        limit: MOST as u64 + 1,
    };
    let found = ledger.outlines(&reaching).await;
    let found = found.map_err(register_api::problem_of)?;
    if found.len() > MOST {
        let groups = grouped_by_database(ledger, &query, tile).await?;
        return Ok(draw(tile, &[], &groups, &Names::default()));
    }
    let (small, large): (Vec<_>, Vec<_>) = found.into_iter().partition(|one| is_small(tile, one));
    let small = small.into_iter().filter_map(|one| {
        let at = middle(&one).filter(|at| tile.bounds().contains(*at))?;
        let (id, word) = (one.id, one.word);
        Some(Place { id, at, word })
    });
    let (single, groups) = apart(tile, small.collect());
    let large = large.into_iter();
    let large = large.filter_map(|one| Some((one.id, one.word, shape_of(&one.shape)?)));
    let large: Vec<(_, _, Shape)> = large.collect();
    let ids = single.iter().map(|place| place.id);
    let names = names(ledger, ids.chain(large.iter().map(|one| one.0)).collect()).await?;
    let drawn = large.iter().map(|(id, word, shape)| Drawn {
        id: *id,
        shape,
        word: word.as_deref(),
        title: names.get(id).map(String::as_str),
    });
    let mut bytes = draw(tile, &single, &groups, &names);
    bytes.extend(draw_shapes(tile, drawn));
    Ok(bytes)
}

fn is_small(tile: Tile, one: &Outline) -> bool {
    let Some(bounds) = one.shape.bounds() else {
        return false;
    };
    let low = tile.project(bounds.south_west);
    let high = tile.project(bounds.north_east);
    let within = |from: i32, to: i32| to.saturating_sub(from) < SMALL;
    within(low.x, high.x) && within(high.y, low.y)
}

/// The middle of the box around it, as the database counts it.
fn middle(one: &Outline) -> Option<Wgs84> {
    let bounds = one.shape.bounds()?;
    let (low, high) = (bounds.south_west, bounds.north_east);
    let half = |from: i32, to: i32| i32::try_from((i64::from(from) + i64::from(to)) / 2).ok();
    Some(Wgs84 {
        longitude_e7: half(low.longitude_e7, high.longitude_e7)?,
        latitude_e7: half(low.latitude_e7, high.latitude_e7)?,
    })
}
