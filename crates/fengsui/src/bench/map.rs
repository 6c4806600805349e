//! `fengsui bench map`: vector tiles of a register of a million places, beside a plain SELECT of the
//! same rows in the same run.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use access::{Pass, Role, Sets};
use anyhow::{Context, bail};
use api::Caller;
use base::{Clock, Uuid, Wgs84};
use city::nouns::WaterSource;
use clap::Args;
use journal::{Journal, JournalConfig};
use register::{Catalogue, Ledger, Register, shape_of};
use sea_orm::{ConnectionTrait, Value};
use store::{Engine, Row, RowMode, Store, StoreConfig, WriteBatch};
use tiles::{Bounds, Tile};

use super::figures::{Times, millis};
use super::postgres;
use crate::declared;

/// Options of `fengsui bench map`.
#[derive(Args)]
pub(crate) struct Options {
    /// A PostgreSQL server to measure too, as postgres://USER@HOST:PORT/NAME; the database is
    /// made anew under another name.
    #[arg(long, env = "FENGSUI_BENCH_POSTGRES")]
    postgres: Option<String>,
    /// Where the SQLite file goes.
    #[arg(long, default_value = "data/bench")]
    folder: PathBuf,
    /// Places in the register.
    #[arg(long, default_value_t = 1_000_000)]
    places: u32,
    /// Tiles of each kind that are measured.
    #[arg(long, default_value_t = 200)]
    tiles: usize,
}

/// The zoom of the tiles that hold ten thousand places each.
const ZOOM: u8 = 14;
/// Tiles along the edge of the town that all places lie in.
const TOWN: u32 = 10;
/// The north-western tile of the town, in 运城's latitudes.
const CORNER: (u32, u32) = (13_240, 6_470);

/// Measures both engines.
pub(crate) async fn run(options: Options) -> anyhow::Result<()> {
    std::fs::create_dir_all(&options.folder)?;
    let folder = tempfile::tempdir_in(&options.folder)?;
    let url = format!("sqlite:{}", folder.path().join("map.db").display());
    measure(&url, &options).await?;
    if let Some(server) = &options.postgres {
        let database = postgres::Scratch::create(server).await?;
        measure(&database.url, &options).await?;
        database.drop().await?;
    }
    Ok(())
}

async fn measure(url: &str, options: &Options) -> anyhow::Result<()> {
    let store = Store::open(&StoreConfig::new(url)).await?;
    declared::schema().migrate(&store).await?;
    let began = Instant::now();
    fill(&store, options.places).await?;
    let filled = began.elapsed();
    if store.engine() == Engine::Postgres {
        // What autovacuum does in a quiet minute.
        store
            .reader()
            .execute_unprepared("VACUUM ANALYZE water_source")
            .await?;
    }
    let journal = Journal::open(store.clone(), Clock::system(), JournalConfig::default()).await?;
    let catalogue: Arc<Catalogue> = Arc::new(declared::catalogue()?);
    let ledger = Ledger::new(WaterSource::DEF, journal.clone(), catalogue);
    println!(
        "{:?}: {} places in a town of {TOWN} × {TOWN} tiles of zoom {ZOOM}, written in {:.0} s",
        store.engine(),
        options.places,
        filled.as_secs_f64()
    );
    let town: Vec<Tile> = (0..TOWN * TOWN)
        .filter_map(|at| Tile::new(ZOOM, CORNER.0 + at % TOWN, CORNER.1 + at / TOWN))
        .collect();
    let single = tiles(&ledger, town.iter().copied(), options.tiles).await?;
    let plain = plain(&store, town.iter().copied(), options.tiles).await?;
    single.print("tile of single places", Some(&plain));
    plain.print("plain SELECT of the same rows", None);
    let above = town.iter().filter_map(|tile| {
        let (x, y) = tile.place();
        Tile::new(ZOOM - 1, x / 2, y / 2)
    });
    let grouped = tiles(&ledger, above, options.tiles / 10).await?;
    grouped.print("tile grouped by the database, four times as many", None);
    let city = Tile::new(8, CORNER.0 >> 6, CORNER.1 >> 6);
    let whole = tiles(&ledger, city.into_iter(), 5).await?;
    whole.print("tile with the whole city, not kept", None);
    journal.close().await;
    store.close().await;
    Ok(())
}

struct Figures {
    times: Times,
    /// Rows or bytes of the last answer.
    answer: String,
}

impl Figures {
    fn print(&self, what: &str, peer: Option<&Self>) {
        let mut times = self.times.clone();
        let line = times.line();
        let ratio = peer.map(|peer| {
            let mut peer = peer.times.clone();
            let mut of =
                |permille| millis(times.at(permille)) / millis(peer.at(permille)).max(1e-6);
            format!("; ratio p50 {:.2}, p99 {:.2}", of(500), of(990))
        });
        println!(
            "  {what} ({}): {line}{}",
            self.answer,
            ratio.unwrap_or_default()
        );
    }
}

/// Draws tiles in turn, as a request does behind the gate.
async fn tiles(
    ledger: &Ledger,
    all: impl Iterator<Item = Tile> + Clone,
    times: usize,
) -> anyhow::Result<Figures> {
    let caller = somebody();
    let mut figures = Figures {
        times: Times::default(),
        answer: String::new(),
    };
    for tile in all.cycle().take(times) {
        let began = Instant::now();
        let bytes = map::draw_tile(ledger, &caller, tile, Vec::new()).await;
        let Ok(bytes) = bytes else {
            bail!("the tile was refused")
        };
        figures.times.add(began.elapsed());
        figures.answer = format!("{} KiB", bytes.len() / 1024);
    }
    Ok(figures)
}

/// The rows of the same tiles, read as they are and thrown away.
async fn plain(
    store: &Store,
    all: impl Iterator<Item = Tile> + Clone,
    times: usize,
) -> anyhow::Result<Figures> {
    let mut figures = Figures {
        times: Times::default(),
        answer: String::new(),
    };
    for tile in all.cycle().take(times) {
        let Bounds {
            west,
            south,
            east,
            north,
        } = tile.bounds();
        let text = format!(
            "SELECT position_longitude_e7, position_latitude_e7, id, state FROM water_source \
             WHERE position_longitude_e7 >= {west} AND position_longitude_e7 < {east} \
             AND position_latitude_e7 >= {south} AND position_latitude_e7 < {north}"
        );
        let statement = sea_orm::Statement::from_string(store.backend(), text);
        let began = Instant::now();
        let rows = store.reader().query_all_raw(statement).await?;
        figures.times.add(began.elapsed());
        figures.answer = format!("{} rows", rows.len());
    }
    Ok(figures)
}

/// Somebody who sees the whole city.
fn somebody() -> Caller {
    let (account, sets) = (Uuid::from_u128(1), Sets::default());
    Caller {
        account,
        username: "bench".to_owned(),
        display_name: "bench".to_owned(),
        role: Role::Dispatcher,
        areas: Vec::new(),
        pass: Pass::of_account(account, Role::Dispatcher, &sets),
    }
}

/// Writes the rows as a register has them, in an order that no place knows.
async fn fill(store: &Store, places: u32) -> anyhow::Result<()> {
    let corner = Tile::new(ZOOM, CORNER.0, CORNER.1)
        .context("no such tile")?
        .bounds();
    let last = (CORNER.0 + TOWN - 1, CORNER.1 + TOWN - 1);
    let last = Tile::new(ZOOM, last.0, last.1)
        .context("no such tile")?
        .bounds();
    let town = Bounds {
        south: last.south,
        east: last.east,
        ..corner
    };
    let mut state = 7_u64;
    // A sequence without a crate of its own (splitmix64).
    let mut random = |from: i64, to: i64| -> i64 {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        from + ((mixed ^ (mixed >> 31)) % to.abs_diff(from)).cast_signed()
    };
    let mut number = 0;
    while number < places {
        let mut batch = WriteBatch::default();
        for _ in 0..Ord::min(5_000, places - number) {
            let place = Wgs84 {
                longitude_e7: i32::try_from(random(town.west, town.east))?,
                latitude_e7: i32::try_from(random(town.south, town.north))?,
            };
            batch.push(row(number, place));
            number += 1;
        }
        store.write(batch).await?;
    }
    Ok(())
}

fn row(number: u32, place: Wgs84) -> Row {
    let shape = shape_of(WaterSource::DEF);
    let name = format!("市政消火栓 {number}");
    let value = |column: &String| -> Value {
        match column.as_str() {
            "id" => Uuid::now_v7().into(),
            "version" => 1_i64.into(),
            "name" => name.clone().into(),
            "search" => format!("{name}\nshizhengxiaohuoshuan{number}\nszxhs{number}").into(),
            "kind" => "hydrant".to_owned().into(),
            "state" => if number.is_multiple_of(20) {
                "broken"
            } else {
                "intact"
            }
            .to_owned()
            .into(),
            "region" => "140802001".to_owned().into(),
            "address" => format!("河东东街 {number} 号").into(),
            "position_longitude_e7" => place.longitude_e7.into(),
            "position_latitude_e7" => place.latitude_e7.into(),
            "diameter" => 150_i64.into(),
            "pressure" | "volume" => Option::<i64>::None.into(),
            "planner" | "builder" | "user" | "maintainer" => Option::<Uuid>::None.into(),
            "checked_on" => "2026-05-01".to_owned().into(),
            "remarks" => Option::<String>::None.into(),
            "retired_at" | "number_in_index" => Option::<i64>::None.into(),
            "synthetic" => true.into(),
            "created_at" => 1_763_884_800_000_000_i64.into(),
            // The mark of an unfinished import.
            _ => Option::<Uuid>::None.into(),
        }
    };
    Row {
        shape,
        mode: RowMode::Insert,
        values: shape.columns.iter().map(value).collect(),
    }
}
