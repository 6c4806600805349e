//! Taking reports in: what is believed, what becomes the last position, what is kept as it came.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use access::Subject as Bound;
use api::Caller;
use base::{Timestamp, Uuid, Wgs84, sm3};
use sea_orm::EntityTrait;
use sea_orm::sea_query::{Alias, Expr, ExprTrait, OnConflict, Query};
use sea_orm::{ColumnTrait, QueryFilter};
use store::{Row, RowMode, Store, WriteBatch};

use super::entity::{last_position, position_report};
use super::{PositionKind, subjects};
use crate::CityError;

/// How far ahead a sender's clock may be without a word.
const AHEAD: Duration = Duration::from_secs(120);
/// How old a report may be; older ones tell of a clock that is wrong or a memory that was never
/// emptied.
const OLDEST: Duration = Duration::from_secs(72 * 3600);

/// A report as it came in, in WGS-84.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Report {
    /// Whose position it is.
    pub kind: PositionKind,
    /// Which one's.
    pub subject: Uuid,
    /// Where; none when the degrees were impossible.
    pub place: Option<Wgs84>,
    /// When it was measured, by the sender's clock.
    pub measured_at: Timestamp,
    /// Centimetres a second.
    pub speed: Option<i32>,
    /// Degrees from north, clockwise.
    pub heading: Option<i32>,
    /// Radius of uncertainty, metres.
    pub accuracy: Option<i32>,
}

/// Why a report was left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// There is no such subject, or it is not the sender's to report.
    UnknownSubject,
    /// No place on earth, or the 0°, 0° of a receiver without a fix.
    NoFix,
    /// Measured more than three days ago.
    TooOld,
}

/// What became of a batch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Receipt {
    /// Reports that are kept.
    pub accepted: usize,
    /// Of these, those that are now somebody's last position.
    pub moved: usize,
    /// Of these, those that came after a later one.
    pub late: usize,
    /// Of these, those whose time was ahead and counts as the time of receipt.
    pub clock_corrected: usize,
    /// Reports that were known already.
    pub duplicate: usize,
    /// Reports that were left out, by their number in the batch from 0.
    pub refused: Vec<(usize, Refusal)>,
}

/// Takes in a batch: one transaction, so that it is kept whole or not at all.
///
/// # Errors
/// The database's refusal.
pub async fn receive(
    store: &Store,
    caller: &Caller,
    now: Timestamp,
    reports: &[Report],
) -> Result<Receipt, CityError> {
    let mut receipt = Receipt::default();
    let known = subjects::find(store, reports.iter().map(|one| (one.kind, one.subject))).await?;
    let mut believed: Vec<last_position::Model> = Vec::with_capacity(reports.len());
    for (at, report) in reports.iter().enumerate() {
        let subject = known.get(&(report.kind, report.subject));
        let admitted = subject.filter(|subject| {
            let bound = Bound::in_region(subject.region.as_deref());
            caller.pass.scope().admits(&bound)
        });
        let judged = match admitted {
            Some(_) => judge(report, now),
            None => Err(Refusal::UnknownSubject),
        };
        match judged {
            Ok(position) => believed.push(position),
            Err(refusal) => receipt.refused.push((at, refusal)),
        }
    }
    if !believed.is_empty() {
        keep(store, caller, believed, &mut receipt).await?;
    }
    Ok(receipt)
}

fn judge(report: &Report, now: Timestamp) -> Result<last_position::Model, Refusal> {
    let origin = |place: &Wgs84| place.longitude_e7 == 0 && place.latitude_e7 == 0;
    let place = report.place.filter(|place| !origin(place));
    let place = place.ok_or(Refusal::NoFix)?;
    if now.since(report.measured_at) > OLDEST {
        return Err(Refusal::TooOld);
    }
    Ok(last_position::Model {
        kind: report.kind.as_str().to_owned(),
        subject: report.subject,
        longitude_e7: place.longitude_e7,
        latitude_e7: place.latitude_e7,
        measured_at: Ord::min(report.measured_at, now).into(),
        received_at: now.into(),
        clock_wrong: report.measured_at.since(now) > AHEAD,
        speed: report.speed,
        heading: report.heading,
        accuracy: report.accuracy,
    })
}

async fn keep(
    store: &Store,
    caller: &Caller,
    believed: Vec<last_position::Model>,
    receipt: &mut Receipt,
) -> Result<(), CityError> {
    let ids: Vec<Uuid> = believed.iter().map(|one| one.subject).collect();
    let stands = last_position::Entity::find()
        .filter(last_position::Column::Subject.is_in(ids))
        .all(store.reader())
        .await?;
    let key = |one: &last_position::Model| (one.kind.clone(), one.subject);
    let mut last: HashMap<_, _> = stands.into_iter().map(|one| (key(&one), one)).collect();
    // In one order, so that two processes never wait for each other.
    let mut moved: BTreeMap<_, last_position::Model> = BTreeMap::new();
    let source = caller.actor().to_string();
    let mut batch = WriteBatch::default();
    for position in believed {
        let before = last.get(&key(&position));
        if before.is_some_and(|before| same(before, &position)) {
            receipt.duplicate += 1;
            continue;
        }
        receipt.accepted += 1;
        receipt.clock_corrected += usize::from(position.clock_wrong);
        batch.push(Row::of(&report_of(&position, &source), RowMode::Ignore));
        if before.is_some_and(|before| before.measured_at >= position.measured_at) {
            receipt.late += 1;
            continue;
        }
        last.insert(key(&position), position.clone());
        moved.insert(key(&position), position);
    }
    receipt.moved = moved.len();
    let mut transaction = store.begin().await?;
    if !moved.is_empty() {
        transaction
            .execute(store.build(&upsert(moved.into_values())))
            .await?;
    }
    transaction
        .commit(batch)
        .await
        .map_err(store::StoreError::from)?;
    Ok(())
}

/// Whether a report says nothing that was not known.
fn same(before: &last_position::Model, now: &last_position::Model) -> bool {
    before.measured_at == now.measured_at
        && (before.longitude_e7, before.latitude_e7) == (now.longitude_e7, now.latitude_e7)
}

/// A report's id begins with the time of the measurement, as telemetry asks, and goes on with a
/// digest of what it says.
fn report_of(position: &last_position::Model, source: &str) -> position_report::Model {
    let micros = position.measured_at.0;
    let said = [
        position.subject.as_bytes().as_slice(),
        &micros.to_be_bytes(),
        &position.longitude_e7.to_be_bytes(),
        &position.latitude_e7.to_be_bytes(),
    ];
    let digest = sm3(&said);
    let mut tail = [0; 16];
    let bytes = tail.iter_mut().zip(digest.as_bytes());
    bytes.for_each(|(to, from)| *to = *from);
    let millis = u128::from(Ord::max(micros, 0).unsigned_abs()) / 1000;
    let id = millis << 80 | 7 << 76 | 2 << 62;
    let random = u128::from_be_bytes(tail) & !(0xffff_ffff_ffff_f000_c000_0000_0000_0000);
    position_report::Model {
        subject: position.subject,
        id: Uuid::from_u128(id | random),
        kind: position.kind.clone(),
        source: source.to_owned(),
        longitude_e7: position.longitude_e7,
        latitude_e7: position.latitude_e7,
        measured_at: position.measured_at,
        received_at: position.received_at,
        clock_wrong: position.clock_wrong,
        speed: position.speed,
        heading: position.heading,
        accuracy: position.accuracy,
    }
}

/// Writes last positions where they are later than what stands, whoever wrote that meanwhile.
fn upsert(
    moved: impl Iterator<Item = last_position::Model>,
) -> sea_orm::sea_query::InsertStatement {
    const REST: [&str; 8] = [
        "longitude_e7",
        "latitude_e7",
        "measured_at",
        "received_at",
        "clock_wrong",
        "speed",
        "heading",
        "accuracy",
    ];
    let columns = ["kind", "subject"].into_iter().chain(REST).map(Alias::new);
    let mut insert = Query::insert();
    insert
        .into_table(Alias::new("last_position"))
        .columns(columns);
    for one in moved {
        // As many values as columns, by construction.
        insert.values_panic([
            Expr::value(one.kind),
            Expr::value(one.subject),
            Expr::value(one.longitude_e7),
            Expr::value(one.latitude_e7),
            Expr::value(one.measured_at.0),
            Expr::value(one.received_at.0),
            Expr::value(one.clock_wrong),
            Expr::value(one.speed),
            Expr::value(one.heading),
            Expr::value(one.accuracy),
        ]);
    }
    let at = |table: &'static str| Expr::col((Alias::new(table), Alias::new("measured_at")));
    let rule = OnConflict::columns(["kind", "subject"].map(Alias::new))
        .update_columns(REST.map(Alias::new))
        .action_and_where(at("last_position").lt(at("excluded")))
        .to_owned();
    insert.on_conflict(rule);
    insert
}
