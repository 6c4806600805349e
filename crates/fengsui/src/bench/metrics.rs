//! `fengsui bench metrics`: a metric of fourteen areas over a million rows, beside the engine's own
//! GROUP BY over the same table in the same run.
//!
//! Cold: the first answer of a process that has counted nothing, without the register's own index and
//! with it. Changed: from the commit of one changed row to the first answer that holds it, with the
//! follower at work.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use base::{Clock, Date};
use city::nouns::{Unit, UnitKind};
use clap::Args;
use jiff::ToSpan as _;
use journal::{Actor, Journal, JournalConfig, Lane};
use metric::{Area, CityFrame, Metrics, Period, region_area};
use register::{Author, Catalogue, Indexer, Ledger, Plan, Register as _, Value};
use sea_orm::ConnectionTrait as _;
use sea_orm::sea_query::{Alias, Expr, ExprTrait as _, Func, Query};
use store::{Engine, Store, StoreConfig};

use super::figures::{Times, fsync_rate};
use super::postgres;
use crate::declared;
use crate::pack::Pack;

/// Options of `fengsui bench metrics`.
#[derive(Args)]
pub(crate) struct Options {
    /// A PostgreSQL server to measure too, as postgres://USER@HOST:PORT/NAME; the database is
    /// made anew under another name.
    #[arg(long, env = "FENGSUI_BENCH_POSTGRES")]
    postgres: Option<String>,
    /// Only PostgreSQL.
    #[arg(long)]
    without_sqlite: bool,
    /// Where the SQLite file goes: on the disk that is to be measured.
    #[arg(long, default_value = "data/bench")]
    folder: PathBuf,
    /// Units in the register.
    #[arg(long, default_value_t = 1_000_000)]
    rows: usize,
    /// Cold answers and changed rows to measure.
    #[arg(long, default_value_t = 20)]
    times: usize,
}

/// The metric that is measured: two counts over two dated conditions each.
const METRIC: &str = "key_unit_monitoring_rate";
/// Rows of one staged set.
const SOME: usize = 1_000;

/// Measures both engines.
pub(crate) async fn run(options: Options) -> anyhow::Result<()> {
    std::fs::create_dir_all(&options.folder)?;
    let folder = tempfile::tempdir_in(&options.folder)?;
    println!(
        "fdatasync of 8 KiB appends: {:.0}/s",
        fsync_rate(folder.path())?
    );
    if !options.without_sqlite {
        let file = folder.path().join("metrics.db");
        measure("SQLite", &format!("sqlite:{}", file.display()), &options).await?;
    }
    if let Some(server) = &options.postgres {
        let database = postgres::Scratch::create(server).await?;
        measure("PostgreSQL", &database.url, &options).await?;
        database.drop().await?;
    }
    Ok(())
}

async fn measure(engine: &str, url: &str, options: &Options) -> anyhow::Result<()> {
    let store = Store::open(&StoreConfig::new(url)).await?;
    declared::schema().migrate(&store).await?;
    let journal = Journal::open(store, Clock::system(), JournalConfig::default()).await?;
    let catalogue = Arc::new(declared::catalogue()?);
    let ledger = Ledger::new(Unit::DEF, journal.clone(), Arc::clone(&catalogue));
    let city = Pack::new(None).city()?.frame()?;
    let areas = areas(&city)?;
    let began = Instant::now();
    fill(&ledger, &areas, options.rows).await?;
    settled(&journal).await;
    println!(
        "{engine}: {} units over {} areas, filled in {:.0} s",
        options.rows,
        areas.len(),
        began.elapsed().as_secs_f64()
    );
    if journal.store().engine() == Engine::Sqlite {
        // The copying back of the log after such a filling is not what is measured.
        journal.store().shorten_log(0).await?;
    }
    let mut plain = plain(&journal, &areas, options.times).await?;
    println!(
        "  plain GROUP BY of the engine, the same two counts: {}",
        plain.line()
    );
    let (mut scanned, rows) = cold(&journal, &catalogue, &city, &areas, options.times).await?;
    let ratio = |cold: &mut Times, plain: &mut Times| {
        cold.at(500).as_secs_f64() / plain.at(500).as_secs_f64()
    };
    println!(
        "  cold, 14 areas, without the register's own index: {}; ratio {:.2} ({rows} rows behind the numbers)",
        scanned.line(),
        ratio(&mut scanned, &mut plain)
    );
    let began = Instant::now();
    let indexer = Indexer::new(journal.store().clone(), Clock::system());
    indexer.index_all(Unit::DEF).await?;
    let indexed = began.elapsed().as_secs_f64();
    let (mut cold, by_index) = cold(&journal, &catalogue, &city, &areas, options.times).await?;
    ensure!(
        by_index == rows,
        "the index counts {by_index}, a scan {rows}"
    );
    println!(
        "  cold, 14 areas, with it: {}; ratio {:.2} (indexed in {indexed:.0} s)",
        cold.line(),
        ratio(&mut cold, &mut plain)
    );
    let (mut warm, mut changed) =
        changed(&journal, &catalogue, &ledger, &city, &areas, options.times).await?;
    println!(
        "  kept, 14 areas: {}\n  from the commit of a changed row to its new value: {}; ratio to counting anew {:.3}",
        warm.line(),
        changed.line(),
        changed.at(500).as_secs_f64() / plain.at(500).as_secs_f64()
    );
    journal.close().await;
    journal.store().close().await;
    Ok(())
}

/// Fourteen areas: thirteen counties, and a zone that is carved out of the first.
fn areas(city: &CityFrame) -> anyhow::Result<Vec<Area>> {
    let mut areas = Vec::new();
    for number in 1..=13 {
        let code = format!("{}{:02}", city.region, number).parse()?;
        areas.push(region_area(code, format!("area {number}")));
    }
    let zone = format!("{}01404", city.region).parse()?;
    if let Some(first) = areas.first_mut() {
        first.excludes.push(base::RegionCode::clone(&zone));
    }
    areas.push(region_area(zone, "zone".to_owned()));
    Ok(areas)
}

/// Units over 3,182 villages: one in five a key unit, of these one in three connected.
async fn fill(ledger: &Ledger, areas: &[Area], rows: usize) -> anyhow::Result<()> {
    let author = Author {
        actor: Actor::system("bench"),
        lane: Lane::Import,
        synthetic: true,
    };
    let mut staged = ledger.stage(author).await?;
    for first in (0..rows).step_by(SOME) {
        let some = first..Ord::min(first + SOME, rows);
        let plans = some.map(|number| unit(areas, number).map(Plan::Create));
        staged
            .add_planned(plans.collect::<anyhow::Result<_>>()?)
            .await?;
    }
    Ok(staged.flip().await?)
}

fn unit(areas: &[Area], number: usize) -> anyhow::Result<Vec<Value>> {
    let village = number.wrapping_mul(2_654_435_761) % 3_182;
    let area = areas.get(village % areas.len()).context("no area")?;
    let county = area.includes.first().context("an area without regions")?;
    let code = format!(
        "{county}{:03}{:03}",
        village / 40 % 100 + 1,
        village % 40 + 1
    );
    let code: String = code.chars().take(12).collect();
    let day = |back: usize| -> anyhow::Result<Date> {
        let last = jiff::civil::date(2026, 1, 1);
        Ok(Date::from(last.checked_sub(i64::try_from(back)?.days())?))
    };
    let is_key = number.is_multiple_of(5);
    let unit = Unit {
        name: format!("单位{number}（样例）"),
        credit_code: None,
        kind: UnitKind::SmallPremises,
        region: code.parse()?,
        address: format!("河东东街{}号", number % 900),
        position: base::Wgs84::from_degrees(111.0, 35.0),
        sector: None,
        supervised_by: None,
        floor_area: Some(i64::try_from(number % 20_000)?),
        key_since: is_key.then(|| day(number % 2_000)).transpose()?,
        key_until: None,
        high_risk_since: None,
        high_risk_until: None,
        control_room: Some(is_key),
        monitored_since: (number.is_multiple_of(15))
            .then(|| day(number % 900))
            .transpose()?,
        responsible_person: None,
        responsible_phone: None,
        duty_phone: None,
    };
    Ok(unit.into_values())
}

async fn settled(journal: &Journal) {
    let mut head = journal.head();
    let mut last = -1;
    while *head.borrow() != last {
        last = *head.borrow_and_update();
        tokio::time::sleep(Duration::from_secs(2)).await;
    }
}

/// The two counts as the engine answers them when asked plainly: by the first six digits.
async fn plain(journal: &Journal, areas: &[Area], times: usize) -> anyhow::Result<Times> {
    let store = journal.store();
    let column = |name: &str| Expr::col(Alias::new(name));
    let today = jiff::Timestamp::from_microsecond(journal.clock().now().as_micros())?;
    let today = today.to_string().chars().take(10).collect::<String>();
    let county = || {
        Func::cust(Alias::new("substr")).args([column("region"), Expr::value(1), Expr::value(6)])
    };
    let mut measured = Times::default();
    for _ in 0..times {
        let began = Instant::now();
        let mut groups = 0;
        for is_connected in [None, Some(today.clone())] {
            let mut select = Query::select();
            select
                .expr_as(county(), Alias::new("county"))
                .expr_as(Func::count(column("id")), Alias::new("units"))
                .from(Alias::new(Unit::DEF.key))
                .and_where(column("retired_at").is_null())
                .and_where(column("key_since").lte(today.clone()))
                .and_where(
                    column("key_until")
                        .is_null()
                        .or(column("key_until").gte(today.clone())),
                )
                .group_by_col(Alias::new("county"));
            if let Some(day) = is_connected {
                select.and_where(column("monitored_since").lte(day));
            }
            groups += store
                .reader()
                .query_all_raw(store.build(&select))
                .await?
                .len();
        }
        measured.add(began.elapsed());
        ensure!(groups >= areas.len(), "the table is not what was filled");
    }
    Ok(measured)
}

async fn answer(metrics: &Metrics, areas: &[Area]) -> anyhow::Result<i64> {
    let metric = metrics.get(METRIC).context("no such metric")?;
    let now = metrics.now();
    let today = Period::of(metric::Step::Day, now.today);
    let (readings, _) = metrics.readings(metric, areas, &[today], now).await?;
    let leaves = readings
        .iter()
        .flatten()
        .flat_map(|reading| &reading.leaves);
    Ok(leaves.map(|leaf| leaf.rows).sum())
}

async fn cold(
    journal: &Journal,
    catalogue: &Arc<Catalogue>,
    city: &CityFrame,
    areas: &[Area],
    times: usize,
) -> anyhow::Result<(Times, i64)> {
    let (mut measured, mut rows) = (Times::default(), 0);
    for _ in 0..times {
        let fresh = Metrics::new(
            declared::metrics(),
            journal.clone(),
            Arc::clone(catalogue),
            city.clone(),
        )?;
        let began = Instant::now();
        rows = answer(&fresh, areas).await?;
        measured.add(began.elapsed());
    }
    Ok((measured, rows))
}

async fn changed(
    journal: &Journal,
    catalogue: &Arc<Catalogue>,
    ledger: &Ledger,
    city: &CityFrame,
    areas: &[Area],
    times: usize,
) -> anyhow::Result<(Times, Times)> {
    let metrics = Metrics::new(
        declared::metrics(),
        journal.clone(),
        Arc::clone(catalogue),
        city.clone(),
    )?;
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let following = metrics.clone();
    let following = tokio::spawn(async move { following.follow(stopped).await });
    let mut stood = answer(&metrics, areas).await?;
    let author = Author::person(Actor::system("bench"));
    let rows = ledger
        .list(&register::Query {
            limit: 500,
            ..Default::default()
        })
        .await?
        .rows;
    let (mut warm, mut measured) = (Times::default(), Times::default());
    let plain =
        |row: &register::Stored| matches!(row.value(Unit::DEF, "key_since"), Some(Value::Empty));
    for row in rows.iter().filter(|row| plain(row)).take(times) {
        let began = Instant::now();
        answer(&metrics, areas).await?;
        warm.add(began.elapsed());
        let mut input = register::to_json(Unit::DEF, &row.values);
        input.insert("key_since".to_owned(), "2026-01-01".into());
        ledger.update(&author, row.id, row.version, &input).await?;
        let began = Instant::now();
        loop {
            let now = answer(&metrics, areas).await?;
            if now != stood {
                ensure!(
                    now == stood + 1,
                    "one row moved the count by {}",
                    now - stood
                );
                stood = now;
                break;
            }
            ensure!(
                began.elapsed() < Duration::from_secs(30),
                "the new value does not come"
            );
            tokio::time::sleep(Duration::from_micros(500)).await;
        }
        measured.add(began.elapsed());
    }
    ensure!(measured.len() == times, "too few rows to change");
    stop.send_replace(true);
    following.await?;
    Ok((warm, measured))
}
