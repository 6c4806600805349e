//! A file of units into the real server and out of it, while others work there.

use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use anyhow::bail;
use city::nouns::Unit;
use register::{FieldKind, Register};
use serde_json::{Value, json};
use sheets::{Cell, Heading, Kind, xlsx_writer};

use super::client::Client;
use super::rows::{self, Dice};
use super::serving::Serving;
use crate::bench::figures::Times;

const UNITS: &str = "/api/v1/registers/unit";
const WATER: &str = "/api/v1/registers/water_source";
const ORGANISATIONS: &str = "/api/v1/registers/organisation";
/// Organisations that the file refers to by name.
const REFERRED: u64 = 20;
/// What one of the others does and then rests.
const REST: Duration = Duration::from_millis(15);

pub(super) fn measure(url: &str, folder: &Path, rows: u64) -> anyhow::Result<()> {
    let data = tempfile::tempdir_in(folder)?;
    let server = Serving::start(url, data.path())?;
    let keeper = server.client("registrar1")?;
    for number in 0..REFERRED {
        let organisation =
            json!({"name": organisation(number), "kind": "other", "region": "140802"});
        keeper.json("POST", ORGANISATIONS, organisation.to_string().as_bytes())?;
    }
    let file = workbook(rows)?;
    println!(
        "  a file of {rows} rows and 20 columns, {} MiB",
        file.len() >> 20
    );

    let stop = AtomicBool::new(false);
    let at_rest = std::thread::scope(|all| {
        let others = all.spawn(|| others(&server, &stop, 0));
        std::thread::sleep(Duration::from_secs(3));
        stop.store(true, Ordering::Relaxed);
        joined(others)
    })?;
    let idle = server.memory();
    let (stop, peak) = (AtomicBool::new(false), AtomicU64::new(0));
    let (took, report, busy) = std::thread::scope(|all| {
        let others = all.spawn(|| others(&server, &stop, 1));
        let watch = all.spawn(|| watched(&server, &stop, &peak));
        let begun = Instant::now();
        let report = import(&keeper, &file);
        let took = begun.elapsed();
        stop.store(true, Ordering::Relaxed);
        let busy = joined(others)?;
        if watch.join().is_err() {
            bail!("nobody watched the memory");
        }
        anyhow::Ok((took, report?, busy))
    })?;
    let peak = peak.load(Ordering::Relaxed);
    println!(
        "  import: {:.1} s, {}; memory {} MiB before, {} at most",
        took.as_secs_f64(),
        report,
        idle >> 10,
        peak >> 10,
    );
    busy.say("meanwhile");
    at_rest.say("at rest");
    export(&server, &keeper, "csv")?;
    export(&server, &keeper, "xlsx")
}

/// How long the others waited, all together and by what they did.
#[derive(Default)]
struct Others {
    all: Times,
    entered: Times,
    read: Times,
    listed: Times,
}

impl Others {
    fn say(mut self, when: &str) {
        println!("    others {when}: {}", self.all.line());
        for (what, times) in [
            ("entered", &mut self.entered),
            ("read", &mut self.read),
            ("listed", &mut self.listed),
        ] {
            println!("      {what}: {}", times.line());
        }
    }
}

fn joined(
    others: std::thread::ScopedJoinHandle<'_, anyhow::Result<Others>>,
) -> anyhow::Result<Others> {
    match others.join() {
        Ok(times) => times,
        Err(_) => bail!("the others stopped"),
    }
}

fn watched(server: &Serving, stop: &AtomicBool, peak: &AtomicU64) {
    while !stop.load(Ordering::Relaxed) {
        peak.fetch_max(server.memory(), Ordering::Relaxed);
        std::thread::sleep(Duration::from_millis(100));
    }
}

/// Somebody who enters, reads and lists water sources all the time.
fn others(server: &Serving, stop: &AtomicBool, shift: u64) -> anyhow::Result<Others> {
    let client = server.client("registrar1")?;
    let (mut times, mut number) = (Others::default(), shift * 1_000_000);
    while !stop.load(Ordering::Relaxed) {
        number += 1;
        let source = json!({
            "name": format!("XH-{number}"), "kind": "hydrant", "state": "intact",
            "region": "140802001", "address": "河东东街口", "checked_on": "2026-05-01",
        });
        let timed = |method: &str, path: &str, body: &Value| {
            let began = Instant::now();
            let answer = client.json(method, path, body.to_string().as_bytes())?;
            let took = began.elapsed();
            std::thread::sleep(REST);
            anyhow::Ok((answer, took))
        };
        let (made, entered) = timed("POST", WATER, &source)?;
        let id = made
            .get("id")
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned();
        let (_, read) = timed("GET", &format!("{WATER}/{id}"), &Value::Null)?;
        let list = format!("{WATER}?state=intact&sort=-checked_on&search=xh");
        let (_, listed) = timed("GET", &list, &Value::Null)?;
        for (kind, took) in [
            (&mut times.entered, entered),
            (&mut times.read, read),
            (&mut times.listed, listed),
        ] {
            kind.add(took);
            times.all.add(took);
        }
    }
    Ok(times)
}

fn import(keeper: &Client, file: &[u8]) -> anyhow::Result<String> {
    let begun = keeper.json(
        "POST",
        &format!("{UNITS}/imports?mode=apply&file=units.xlsx"),
        file,
    )?;
    let id = begun.get("id").and_then(Value::as_str).unwrap_or_default();
    loop {
        let known = keeper.json("GET", &format!("{UNITS}/imports/{id}"), b"")?;
        let state = known
            .get("state")
            .and_then(Value::as_str)
            .unwrap_or_default();
        match state {
            "checking" | "applying" => std::thread::sleep(Duration::from_millis(100)),
            "done" => {
                let report = keeper.send("GET", &format!("{UNITS}/imports/{id}/report"), b"")?;
                return Ok(format!(
                    "{} rows made, report of {} bytes",
                    known.get("created").unwrap_or(&Value::Null),
                    report.body.len()
                ));
            }
            _ => bail!("the import ended as {known}"),
        }
    }
}

fn export(server: &Serving, keeper: &Client, format: &str) -> anyhow::Result<()> {
    let before = server.memory();
    let (stop, peak) = (AtomicBool::new(false), AtomicU64::new(0));
    let (bytes, took) = std::thread::scope(|all| {
        let watch = all.spawn(|| watched(server, &stop, &peak));
        let began = Instant::now();
        let bytes = keeper.drain(&format!("{UNITS}/export?format={format}"));
        let took = began.elapsed();
        stop.store(true, Ordering::Relaxed);
        if watch.join().is_err() {
            bail!("nobody watched the memory");
        }
        anyhow::Ok((bytes?, took))
    })?;
    let peak = peak.load(Ordering::Relaxed);
    println!(
        "  export as {format}: {:.1} s, {} MiB; memory {} MiB before, {} at most",
        took.as_secs_f64(),
        bytes >> 20,
        before >> 10,
        peak >> 10
    );
    Ok(())
}

fn organisation(number: u64) -> String {
    format!("第{number}消防救援大队")
}

/// The register's eighteen fields and two columns of somebody's own.
fn workbook(rows: u64) -> anyhow::Result<Vec<u8>> {
    let mut file = std::io::Cursor::new(Vec::new());
    let mut writer = xlsx_writer(&mut file, "单位")?;
    let own = ["序号", "填报人"].map(|text| Heading::new(text, Kind::Text));
    let fields = Unit::DEF.fields.iter();
    let headings = fields.map(|field| Heading::new(field.label.zh, Kind::Text));
    writer.heading(&headings.chain(own).collect::<Vec<_>>())?;
    for number in 0..rows {
        let unit = rows::unit(number);
        let mut dice = Dice::new(number);
        let cell = |field: &register::FieldDef| match (field.kind, unit.get(field.name)) {
            (FieldKind::Reference(_), Some(_)) => {
                Cell::from(organisation(dice.below(REFERRED)).as_str())
            }
            (FieldKind::Point, Some(place)) => {
                let degrees =
                    |axis| place.get(axis).and_then(Value::as_f64).unwrap_or_default() / 1e7;
                let (east, north) = (degrees("longitude_e7"), degrees("latitude_e7"));
                Cell::from(format!("{east:.7}, {north:.7}"))
            }
            (_, Some(Value::String(text))) => Cell::from(text.as_str()),
            (_, Some(Value::Bool(yes))) => Cell::from(if *yes { "是" } else { "否" }),
            (_, Some(Value::Number(number))) => Cell::from(number.to_string()),
            _ => Cell::Empty,
        };
        let cells = Unit::DEF.fields.iter().map(cell);
        let own = [Cell::from(number.to_string()), Cell::from("张三")];
        writer.row(
            &cells
                .collect::<Vec<_>>()
                .into_iter()
                .chain(own)
                .collect::<Vec<_>>(),
        )?;
    }
    writer.finish()?;
    Ok(file.into_inner())
}
