//! `/api/v1/gaps`: what rows of one register lack in another, as lists, counts and files.
//!
//! Invariants: whoever reads gaps may read both registers, and sees the rows of their own areas;
//! a gap of a past or a coming day is answered like today's.

mod found;
mod view;

use std::sync::Arc;
use std::time::Duration;

use access::{Knows, Narrowing, OperationRule, permission};
use api::{Caller, Lang, ListRefusals, PathOf, Problem, QueryOf, QueryRefusals};
use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::response::Response;
use base::{Date, Label, Language, RegionCode, Timestamp, Uuid};
use capability::Platform;
use register::{Catalogue, CoverageDef, Covered, Ledger, Query, RegisterDef};
use serde::Deserialize;
use sheets::{Cell, Heading, Kind};
use tokio_util::io::ReaderStream;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use self::found::{Found, Group};
use self::view::{GapList, GapListInfo, GapLists};
use crate::file::{self, Format};
use crate::problem::of_ledger;
use crate::routes::attachment;

/// China keeps one time.
const CITY_TIME: Duration = Duration::from_secs(8 * 3600);
/// Rows of a page when nothing is said, and at most.
const USUAL: usize = 100;
const MOST: usize = 500;

/// What the handlers stand on.
#[derive(Clone)]
pub(crate) struct Gaps {
    pub(crate) platform: Platform,
    pub(crate) catalogue: Arc<Catalogue>,
    pub(crate) declared: Arc<[&'static CoverageDef]>,
}

const fn rule(path: &'static str) -> OperationRule {
    OperationRule {
        method: "GET",
        path,
        permission: permission::SESSION_OWN,
    }
}

/// Everybody who is signed in may ask; what they see follows from the registers.
pub(crate) const RULES: [OperationRule; 3] = [
    rule("/api/v1/gaps"),
    rule("/api/v1/gaps/{key}"),
    rule("/api/v1/gaps/{key}/export"),
];

pub(crate) fn router(gaps: Gaps) -> OpenApiRouter {
    OpenApiRouter::new()
        .routes(routes!(list_gap_lists))
        .routes(routes!(list_gaps))
        .routes(routes!(export_gaps))
        .with_state(gaps)
}

/// What is asked of a list of gaps.
#[derive(Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct GapQuery {
    /// The day, such as 2026-11-26; today when not said.
    on: Option<String>,
    /// Only what lies in this region.
    within: Option<String>,
    /// Only what belongs to this set of regions, by its row.
    group: Option<Uuid>,
    /// Only what lacks this.
    slot: Option<String>,
    /// The last page's `next`.
    after: Option<String>,
    /// Rows of a page, 100 when not said, 500 at most.
    limit: Option<usize>,
    /// xlsx or csv; of a file.
    format: Option<String>,
    /// zh or en; of a file.
    lang: Option<String>,
}

/// 缺口清单 all lists of gaps that the caller may read
#[utoipa::path(get, path = "/api/v1/gaps", operation_id = "list_gap_lists", tag = "register",
    responses((status = 200, body = GapLists), ListRefusals))]
async fn list_gap_lists(
    State(gaps): State<Gaps>,
    caller: Caller,
    Lang(language): Lang,
) -> Json<GapLists> {
    let readable = gaps
        .declared
        .iter()
        .filter(|def| gaps.both(def, &caller).is_ok());
    let shown = readable.map(|def| GapListInfo {
        key: def.key,
        label: def.label.text(language),
        needing: def.needing,
        filling: def.filling,
    });
    Json(GapLists {
        items: shown.collect(),
    })
}

/// 缺口 rows that lack what they must have, with counts
#[utoipa::path(get, path = "/api/v1/gaps/{key}", operation_id = "list_gaps", tag = "register",
    params(("key" = String, Path), GapQuery),
    responses((status = 200, body = GapList), QueryRefusals))]
async fn list_gaps(
    State(gaps): State<Gaps>,
    caller: Caller,
    Lang(language): Lang,
    PathOf(key): PathOf<String>,
    QueryOf(query): QueryOf<GapQuery>,
) -> Result<Json<GapList>, Problem> {
    let as_of = gaps.platform.clock.now();
    let found = gaps.look(&caller, &key, &query, as_of).await?;
    let limit = query.limit.unwrap_or(USUAL).clamp(1, MOST);
    let after = query.after.as_deref().unwrap_or_default();
    let mut page: Vec<&Covered> = found
        .gaps(&query)
        .filter(|row| *row.link > *after)
        .collect();
    let total = found.gaps(&query).count();
    let more = page.len() > limit;
    page.truncate(limit);
    let next = page.last().filter(|_| more).map(|row| row.link.clone());
    Ok(Json(GapList {
        key: found.def.key,
        label: found.def.label.text(language),
        needing: found.def.needing,
        filling: found.def.filling,
        on: found.on.to_string(),
        may_fill: caller.permits(found.filling.write_permission),
        slots: found.slots(language),
        groups: found
            .groups
            .iter()
            .map(|group| found.counts(group))
            .collect(),
        items: page.into_iter().map(|row| found.row(row)).collect(),
        total,
        next,
        as_of: as_of.into(),
    }))
}

/// 缺口清单导出 one line for each thing that a row lacks
#[utoipa::path(get, path = "/api/v1/gaps/{key}/export", operation_id = "export_gaps",
    tag = "register", params(("key" = String, Path), GapQuery),
    responses((status = 200, description = "The file", content_type = "application/octet-stream"),
        QueryRefusals))]
async fn export_gaps(
    State(gaps): State<Gaps>,
    caller: Caller,
    Lang(language): Lang,
    PathOf(key): PathOf<String>,
    QueryOf(query): QueryOf<GapQuery>,
) -> Result<Response, Problem> {
    let language = query
        .lang
        .as_deref()
        .map_or(language, Language::from_accept);
    let format = match query.format.as_deref() {
        None | Some("xlsx") => Format::Xlsx,
        Some("csv") => Format::Csv,
        Some(_) => {
            return Err(malformed(
                "format 应为 xlsx 或 csv",
                "format is xlsx or csv",
            ));
        }
    };
    let as_of = gaps.platform.clock.now();
    let found = gaps.look(&caller, &key, &query, as_of).await?;
    let lines: Vec<Vec<Cell>> = found
        .gaps(&query)
        .flat_map(|row| found.lines(row, query.slot.as_deref(), language))
        .collect();
    let name: String = found.def.label.text(language).chars().take(31).collect();
    let written = tokio::task::spawn_blocking(move || {
        file::table(format, &name, &headings(language), &lines)
    });
    let written = written.await.map_err(Problem::internal)?;
    let written = written.map_err(Problem::internal)?;
    let body = Body::from_stream(ReaderStream::new(tokio::fs::File::from_std(written)));
    let name = format!("{}_gaps.{}", found.def.key, format.extension());
    Ok(attachment(format.media_type(), &name, body))
}

fn headings(language: Language) -> [Heading; 6] {
    let texts = match language {
        Language::Zh => ["考核单元", "代码", "名称", "所属", "缺少", "日期"],
        Language::En => ["Area", "Code", "Name", "In", "Missing", "On"],
    };
    texts.map(|text| Heading::new(text, Kind::Text).width(20))
}

impl Gaps {
    /// Both registers of a list, if the caller may read them.
    fn both(
        &self,
        def: &CoverageDef,
        caller: &Caller,
    ) -> Result<(&'static RegisterDef, &'static RegisterDef), Problem> {
        let both = self
            .catalogue
            .get(def.needing)
            .zip(self.catalogue.get(def.filling));
        let (needing, filling) = both.ok_or_else(Problem::not_found)?;
        let may = |register: &RegisterDef| caller.permits(register.read_permission);
        if may(needing) && may(filling) {
            Ok((needing, filling))
        } else {
            Err(Problem::denied())
        }
    }

    async fn look(
        &self,
        caller: &Caller,
        key: &str,
        query: &GapQuery,
        now: Timestamp,
    ) -> Result<Found, Problem> {
        let found = self.declared.iter().find(|def| def.key == key);
        let def = *found.ok_or_else(Problem::not_found)?;
        let (needing, filling) = self.both(def, caller)?;
        let on = day(query.on.as_deref(), now)?;
        if let Some(slot) = &query.slot
            && def.slots.iter().all(|known| known.key != slot)
        {
            return Err(malformed("没有这一项", "there is no such slot"));
        }
        let store = self.platform.journal.store();
        let regions = of_caller(caller, needing);
        let covered = def.covered(store, &self.catalogue, on, regions.as_deref());
        let mut rows = covered.await.map_err(of_ledger)?;
        let titles = rows.iter().map(|row| (row.link.clone(), row.title.clone()));
        let titles = titles.collect();
        if let Some(within) = &query.within {
            let code: RegionCode = within
                .parse()
                .map_err(|_| malformed("within 应为区划代码", "within is a region's code"))?;
            let inside = |row: &Covered| {
                let region = row.region.as_deref();
                region.is_some_and(|region| region.starts_with(code.as_str()))
            };
            rows.retain(inside);
        }
        let groups = self.groups(def).await?;
        Ok(Found {
            def,
            filling,
            on,
            rows,
            titles,
            groups,
        })
    }

    async fn groups(&self, def: &CoverageDef) -> Result<Vec<Group>, Problem> {
        let Some(groups) = def.groups else {
            return Ok(Vec::new());
        };
        let Some(register) = self.catalogue.get(groups.register) else {
            return Ok(Vec::new());
        };
        let journal = self.platform.journal.clone();
        let ledger = Ledger::new(register, journal, Arc::clone(&self.catalogue));
        let all = Query {
            limit: 500,
            ..Query::default()
        };
        let page = ledger.list(&all).await.map_err(of_ledger)?;
        let words = |row: &register::Stored, field: &str| -> Vec<String> {
            let text = row.value(register, field).and_then(|value| value.as_text());
            let words = text.unwrap_or_default().split_whitespace();
            words.map(str::to_owned).collect()
        };
        let group = |row: &register::Stored| Group {
            id: row.id,
            title: words(row, register.title).join(" "),
            includes: words(row, groups.includes),
            excludes: words(row, groups.excludes),
        };
        let mut found: Vec<Group> = page.rows.iter().map(group).collect();
        found.sort_by(|a, b| a.includes.cmp(&b.includes));
        Ok(found)
    }
}

/// The caller's own regions; none means all of them.
fn of_caller(caller: &Caller, needing: &RegisterDef) -> Option<Vec<RegionCode>> {
    let knows = Knows {
        region: needing.scope.is_some(),
        unit: false,
        sector: false,
    };
    match caller.pass.scope().narrowing(knows) {
        Narrowing::Nothing => Some(Vec::new()),
        Narrowing::Within { regions, .. } => (!regions.is_empty()).then_some(regions),
    }
}

/// The day that was asked for, or today in the city.
fn day(asked: Option<&str>, now: Timestamp) -> Result<Date, Problem> {
    let today = || {
        let now = now.plus(CITY_TIME).to_string();
        now.get(..10).unwrap_or_default().to_owned()
    };
    let text = asked.map_or_else(today, str::to_owned);
    let wrong = |_| malformed("日期应写作 2026-11-26", "write the day as 2026-11-26");
    text.parse().map_err(wrong)
}

fn malformed(zh: &'static str, en: &'static str) -> Problem {
    Problem::malformed(Label::new(zh, en))
}
