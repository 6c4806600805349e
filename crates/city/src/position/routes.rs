//! Reporting positions, and following them.

use access::OperationRule;
use access::permission::{POSITION_READ, POSITION_WRITE};
use api::{ApiTime, Body, Caller, CreateRefusals, Problem, Text};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use base::{Datum, Label, Uuid};
use capability::Platform;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::hub::Hub;
use super::room::Room;
use super::{PositionKind, Receipt, Refusal, Report, live, receive};

/// What reporting asks for.
pub(crate) const REPORT: OperationRule = OperationRule {
    method: "POST",
    path: "/api/v1/positions",
    permission: POSITION_WRITE,
};
/// What following asks for.
pub(crate) const FOLLOW: OperationRule = OperationRule {
    method: "GET",
    path: "/api/v1/positions/live",
    permission: POSITION_READ,
};

/// Reports of a batch at most.
const MOST: usize = 1_000;

pub(crate) fn router(platform: &Platform, hub: &Hub) -> OpenApiRouter {
    OpenApiRouter::new()
        .routes(routes!(report_positions))
        .routes(routes!(live::follow_positions))
        .with_state(Room::new(platform, hub))
}

/// 位置报告 a batch of reports.
#[derive(Deserialize, ToSchema)]
struct PositionReports {
    /// What the degrees mean: wgs84, gcj02 or bd09. What is not WGS-84 is converted and not kept.
    datum: ReportDatum,
    /// 1 to 1000 reports.
    positions: Vec<PositionReport>,
}

/// A datum that reports may come in.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum ReportDatum {
    /// EPSG:4326.
    Wgs84,
    /// 国测局坐标
    Gcj02,
    /// 百度坐标
    Bd09,
}

impl From<ReportDatum> for Datum {
    fn from(datum: ReportDatum) -> Self {
        match datum {
            ReportDatum::Wgs84 => Self::Wgs84,
            ReportDatum::Gcj02 => Self::Gcj02,
            ReportDatum::Bd09 => Self::Bd09,
        }
    }
}

/// 位置报告
#[derive(Deserialize, ToSchema)]
struct PositionReport {
    kind: PositionKind,
    /// The responder, the vehicle of the register, or the person of it.
    id: Uuid,
    longitude: f64,
    latitude: f64,
    /// When it was measured, by the sender's clock.
    measured_at: ApiTime,
    /// Metres a second.
    #[serde(default)]
    speed: Option<f64>,
    /// Degrees from north, clockwise.
    #[serde(default)]
    heading: Option<f64>,
    /// Radius of uncertainty, metres.
    #[serde(default)]
    accuracy: Option<f64>,
}

impl PositionReport {
    fn read(&self, datum: Datum) -> Report {
        Report {
            kind: self.kind,
            subject: self.id,
            place: datum.to_wgs84(self.longitude, self.latitude),
            measured_at: self.measured_at.into(),
            speed: within(self.speed.map(|metres| metres * 100.0), 0.0, 20_000.0),
            heading: within(
                self.heading
                    .map(|degrees| degrees.rem_euclid(360.0).floor()),
                0.0,
                360.0,
            ),
            accuracy: within(self.accuracy, 0.0, 100_000.0),
        }
    }
}

/// A measured value in whole units; one that cannot be is left out, the place counts all the same.
#[expect(clippy::cast_possible_truncation, reason = "lies between the bounds")]
fn within(value: Option<f64>, low: f64, high: f64) -> Option<i32> {
    let value = value.filter(|value| (low..=high).contains(value))?;
    Some(value.round() as i32)
}

/// 位置回执 what became of a batch.
#[derive(Serialize, ToSchema)]
struct PositionReceipt {
    /// Reports that are kept.
    accepted: usize,
    /// Of these, last positions now.
    moved: usize,
    /// Of these, came after a later one.
    late: usize,
    /// Of these, measured in the future: their time is that of receipt.
    clock_corrected: usize,
    /// Known already.
    duplicate: usize,
    /// Left out.
    refused: Vec<PositionRefusal>,
}

/// A report that was left out.
#[derive(Serialize, ToSchema)]
struct PositionRefusal {
    /// Its number in the batch, from 0.
    index: usize,
    /// `unknown_subject`, `no_fix` or `too_old`.
    code: &'static str,
    zh: &'static str,
    en: &'static str,
}

impl From<Receipt> for PositionReceipt {
    fn from(receipt: Receipt) -> Self {
        let refused = receipt.refused.into_iter().map(|(index, refusal)| {
            let (code, words) = words_of(refusal);
            PositionRefusal {
                index,
                code,
                zh: words.zh,
                en: words.en,
            }
        });
        Self {
            refused: refused.collect(),
            accepted: receipt.accepted,
            moved: receipt.moved,
            late: receipt.late,
            clock_corrected: receipt.clock_corrected,
            duplicate: receipt.duplicate,
        }
    }
}

const fn words_of(refusal: Refusal) -> (&'static str, Label) {
    match refusal {
        Refusal::UnknownSubject => (
            "unknown_subject",
            Label::new(
                "没有这个对象，或不归您上报；请核对 kind 与 id",
                "no such subject, or not yours to report; check kind and id",
            ),
        ),
        Refusal::NoFix => (
            "no_fix",
            Label::new(
                "坐标无效或未定位；等定位后再报",
                "no place on earth or no fix; report once there is one",
            ),
        ),
        Refusal::TooOld => (
            "too_old",
            Label::new(
                "测量时间早于三天；请校对设备时钟",
                "measured more than three days ago; set the device's clock",
            ),
        ),
    }
}

/// 上报位置 reports of a gateway, up to 1000 at once; kept whole or not at all.
///
/// Resending a batch does no harm. Reports may come in any order: a last position never goes back.
#[utoipa::path(
    post,
    path = "/api/v1/positions",
    operation_id = "report_positions",
    tag = "city",
    request_body = PositionReports,
    responses(
        (status = 200, body = PositionReceipt),
        (status = 429, description = "Faster than this sender may"),
        CreateRefusals,
    )
)]
async fn report_positions(
    State(room): State<Room>,
    caller: Caller,
    Body(batch): Body<PositionReports>,
) -> Result<Json<PositionReceipt>, Problem> {
    let reports = batch.positions.len();
    if !(1..=MOST).contains(&reports) {
        return Err(Problem::malformed(Text::new(
            format!("一批应为 1 到 {MOST} 条"),
            format!("a batch holds 1 to {MOST} reports"),
        )));
    }
    let now = room.platform.clock.now();
    room.rates
        .take(caller.account, reports, now)
        .map_err(|wait| too_fast(wait.as_secs() + 1))?;
    let datum = batch.datum.into();
    let reports: Vec<Report> = batch.positions.iter().map(|one| one.read(datum)).collect();
    let store = room.platform.journal.store();
    let receipt = receive(store, &caller, now, &reports).await;
    let receipt = receipt.map_err(crate::routes::problem)?;
    if receipt.moved > 0 {
        room.hub.tell();
    }
    Ok(Json(receipt.into()))
}

fn too_fast(seconds: u64) -> Problem {
    let title = Label::new("上报过快", "Reports come too fast");
    let detail = Label::new(
        "请降低上报频率，稍后重发这一批。",
        "Report less often, and send this batch again later.",
    );
    Problem::new(StatusCode::TOO_MANY_REQUESTS, "too_fast", title)
        .detail(detail)
        .retry_after(seconds)
}
