//! One tile of a layer: single places while they can be told apart, groups otherwise.

use api::{Caller, Problem};
use base::Uuid;
use capability::{LayerQuestion, LayerSource};
use register::{Ledger, Place, PlaceQuestion, Query};
use tiles::{Bounds, EXTENT, Geometry, Grid, Group, LayerWriter, Shape, Tile, clip, group};

use crate::outline;
use crate::places::register_question;

/// The zoom from which places stand apart; above, those in each other's way are groups.
pub const APART_FROM: u8 = 14;
/// The most single places in a tile, whatever its zoom.
pub const MOST_IN_TILE: usize = 12_000;
/// A tile with at most as many places says what they are called.
const NAMED: usize = 400;
/// How far beyond its edge a tile draws lines and areas, in units.
pub(crate) const MARGIN: i32 = 128;

/// A tile of a register's rows, as the caller may see them; `pairs` narrow it like a list.
///
/// # Errors
/// A question without meaning; the database's refusal.
pub async fn of_register(
    ledger: &Ledger,
    caller: &Caller,
    tile: Tile,
    pairs: Vec<(String, String)>,
) -> Result<Vec<u8>, Problem> {
    let query = register_question(ledger, caller, tile.bounds(), pairs)?;
    if outline::has_shapes(ledger.def()) {
        return outline::of_register(ledger, query, tile).await;
    }
    let refused = register_api::problem_of;
    let question = PlaceQuestion {
        query,
        limit: MOST_IN_TILE as u64 + 1,
    };
    let places = ledger.places(&question).await.map_err(refused)?;
    if places.len() > MOST_IN_TILE {
        let groups = grouped_by_database(ledger, &question.query, tile);
        return Ok(draw(tile, &[], &groups.await?, &Names::default()));
    }
    let (single, groups) = apart(tile, places);
    let names = names(ledger, single.iter().map(|place| place.id).collect()).await?;
    Ok(draw(tile, &single, &groups, &names))
}

/// Single places, and groups of those that are in each other's way.
pub(crate) fn apart(tile: Tile, places: Vec<Place>) -> (Vec<Place>, Vec<Group>) {
    if tile.zoom() >= APART_FROM {
        return (places, Vec::new());
    }
    let grouped = group(Grid::of(tile), places, |place| place.at);
    (grouped.single, grouped.groups)
}

pub(crate) type Names = std::collections::HashMap<Uuid, String>;

/// What rows are called, of a tile that has room for it.
pub(crate) async fn names(ledger: &Ledger, ids: Vec<Uuid>) -> Result<Names, Problem> {
    if ids.len() > NAMED {
        return Ok(Names::default());
    }
    let titles = ledger.own_titles(ids).await;
    titles.map_err(register_api::problem_of)
}

pub(crate) async fn grouped_by_database(
    ledger: &Ledger,
    query: &Query,
    tile: Tile,
) -> Result<Vec<Group>, Problem> {
    let groups = ledger.place_groups(query, Grid::of(tile)).await;
    groups.map_err(register_api::problem_of)
}

/// The layers `places` (`id`, `word`, `title`) and `groups` (`count`).
pub(crate) fn draw(tile: Tile, single: &[Place], groups: &[Group], names: &Names) -> Vec<u8> {
    let mut places = LayerWriter::new("places");
    let keys = [places.key("id"), places.key("word"), places.key("title")];
    let [id, word, title] = keys;
    let mut text = String::with_capacity(36);
    for place in single {
        text.clear();
        push_id(&mut text, place.id);
        let mut properties = vec![(id, places.own_text(&text))];
        if let Some(said) = &place.word {
            properties.push((word, places.shared_text(said)));
        }
        if let Some(called) = names.get(&place.id) {
            properties.push((title, places.own_text(called)));
        }
        places.point(tile.project_inside(place.at), &properties);
    }
    let mut grouped = LayerWriter::new("groups");
    let count = grouped.key("count");
    for one in groups {
        let number = grouped.number(one.count);
        grouped.point(tile.project_inside(one.middle), &[(count, number)]);
    }
    let mut bytes = Vec::new();
    places.write(&mut bytes);
    grouped.write(&mut bytes);
    bytes
}

fn push_id(text: &mut String, id: Uuid) {
    let mut buffer = Uuid::encode_buffer();
    text.push_str(id.hyphenated().encode_lower(&mut buffer));
}

/// A tile of what a room answers: its places, lines and areas, cut to the tile.
pub(crate) async fn of_source(
    source: &dyn LayerSource,
    caller: &Caller,
    tile: Tile,
    parameters: &[(String, String)],
) -> Result<Vec<u8>, Problem> {
    let question = LayerQuestion {
        caller,
        bounds: with_margin(tile),
        limit: MOST_IN_TILE,
        parameters,
    };
    let mut features = source.features(question).await?;
    features.truncate(MOST_IN_TILE);
    let drawn = features.iter().map(|one| Drawn {
        id: one.id,
        shape: &one.shape,
        word: one.word,
        title: Some(&one.title),
    });
    Ok(draw_shapes(tile, drawn))
}

/// A tile's box and what is drawn around it.
pub(crate) fn with_margin(tile: Tile) -> Bounds {
    let mut bounds = tile.bounds();
    let (wide, high) = (bounds.east - bounds.west, bounds.north - bounds.south);
    let (extent, margin) = (i64::from(EXTENT), i64::from(MARGIN));
    bounds.west = Ord::max(bounds.west - wide * margin / extent, -1_800_000_000);
    bounds.east = Ord::min(bounds.east + wide * margin / extent, 1_800_000_001);
    bounds.south -= high * margin / extent;
    bounds.north += high * margin / extent;
    bounds
}

/// Something to draw.
pub(crate) struct Drawn<'a> {
    pub(crate) id: Uuid,
    pub(crate) shape: &'a Shape,
    pub(crate) word: Option<&'a str>,
    pub(crate) title: Option<&'a str>,
}

/// The layers `places` and `shapes`, both with `id`, `word` and `title`.
pub(crate) fn draw_shapes<'a>(tile: Tile, all: impl Iterator<Item = Drawn<'a>>) -> Vec<u8> {
    let mut layers = [LayerWriter::new("places"), LayerWriter::new("shapes")];
    let [places, shapes] = &mut layers;
    let [of_places, of_shapes] = [&mut *places, &mut *shapes]
        .map(|layer| ["id", "word", "title"].map(|name| layer.key(name)));
    let mut text = String::with_capacity(36);
    for one in all {
        let geometry = match one.shape {
            // By the tile's bounds, so that a place stands in one tile.
            Shape::Point(place) => {
                let inside = tile.bounds().contains(*place);
                inside.then(|| Geometry::Points(vec![tile.project_inside(*place)]))
            }
            shape => clip(shape.project(tile), MARGIN),
        };
        let Some(geometry) = geometry else { continue };
        let (layer, [id, word, title]) = match one.shape {
            Shape::Point(_) => (&mut *places, of_places),
            Shape::Line(_) | Shape::Polygon(_) => (&mut *shapes, of_shapes),
        };
        text.clear();
        push_id(&mut text, one.id);
        let mut properties = vec![(id, layer.own_text(&text))];
        if let Some(said) = one.word {
            properties.push((word, layer.shared_text(said)));
        }
        if let Some(called) = one.title {
            properties.push((title, layer.own_text(called)));
        }
        layer.feature(&geometry, &properties);
    }
    let mut bytes = Vec::new();
    layers.into_iter().for_each(|layer| layer.write(&mut bytes));
    bytes
}
