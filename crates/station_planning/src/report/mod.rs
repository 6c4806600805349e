//! 研究报告 the report: what was found as a document with maps, for whoever decides. The words of its frame
//! are the pack's template; what varies with the findings is put together here.

mod chart;
mod maps;
mod words;

use api::{Caller, Problem};
use base::Uuid;
use loops::PrintJob;
use serde_json::{Value as Json, json};

use crate::desk::Desk;
use crate::failure::of_press;
use crate::findings::Findings;
use crate::question::Question;
use crate::report::maps::Ground;

/// The template's name in the pack.
const TEMPLATE: &str = "siting-report";
/// Rows of a table in the report; the rest is in the system.
const MOST_ROWS: usize = 40;

/// The report of a study that is done.
///
/// # Errors
/// As [`Desk::found`]; a pack without the template; a press that is out of order.
pub(crate) async fn print(desk: &Desk, caller: &Caller, id: Uuid) -> Result<Vec<u8>, Problem> {
    let (study, question, findings) = desk.found(caller, id).await?;
    let version = desk.press.version(TEMPLATE).map_err(of_press)?;
    let (map, roads) = (desk.map.clone(), desk.roads.plain());
    let title = study.name.clone();
    let issued_at = study.ended_at.unwrap_or_else(|| desk.now());
    let author = study.asked_by.clone();
    // Drawing takes some hundred milliseconds for a city.
    let data = tokio::task::spawn_blocking(move || {
        let ground = Ground {
            outlines: map.outlines().collect(),
            roads: roads.as_deref(),
        };
        record(&question, &findings, &ground)
    });
    let job = PrintJob {
        template: TEMPLATE.to_owned(),
        template_version: version,
        number: id.to_string(),
        title,
        author,
        issued_at,
        data: data.await.map_err(Problem::internal)?,
    };
    desk.press.print(job).await.map_err(of_press)
}

/// What the template is given.
fn record(question: &Question, findings: &Findings, ground: &Ground<'_>) -> Json {
    json!({
        "area": words::area(question),
        "computed": findings.computed_at.get(..10).unwrap_or_default(),
        "summary": words::summary(question, findings),
        "quality": words::quality(question, findings),
        "terms": words::terms(question, findings),
        "comparison": words::comparison(findings),
        "demand": words::demand(findings),
        "chosen": words::chosen(findings),
        "warnings": words::warnings(findings),
        "stations": words::stations(findings).into_iter().take(MOST_ROWS).collect::<Vec<_>>(),
        "townships": words::townships(findings).into_iter().take(MOST_ROWS).collect::<Vec<_>>(),
        "uncovered": words::uncovered(findings).into_iter().take(MOST_ROWS).collect::<Vec<_>>(),
        "plan": words::plan(findings),
        "left_out": words::left_out(question, findings),
        "roads": findings.roads.source.zh,
        "roads_tag": findings.roads.tag,
        "map_today": maps::today(question, findings, ground),
        "map_proposed": maps::proposed(question, findings, ground),
        "chart": chart::gains(findings),
    })
}
