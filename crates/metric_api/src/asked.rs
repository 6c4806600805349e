//! What a request asks for, read and judged: metric, area, period, moment.

use access::Sets;
use api::{Caller, Problem};
use base::{RegionCode, Uuid};
use metric::{Area, MetricDef, Moment, Period, Step};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::Desk;
use crate::problem::{area_denied, malformed, of_metrics, register_denied};

/// The parameters that the operations share.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct Asked {
    /// A region's code or an assessed area's id; the caller's own area when not said.
    pub(crate) area: Option<String>,
    /// 2025, 2025-H1, 2025-Q3, 2025-11, 2025-W47, 2025-11-23 or 2025-01-10..2025-03-09; this year
    /// when not said.
    pub(crate) period: Option<String>,
    /// As it was shown at the end of a day (2026-03-31), at a time, or at a position of the journal
    /// (`position:1234`); now when not said.
    pub(crate) as_of: Option<String>,
    /// Of a ranking: `assessed`, the assessed areas, or `parts`, the regions below the area.
    pub(crate) by: Option<String>,
    /// Of a series: how many periods, up to 60; 12 when not said.
    pub(crate) points: Option<usize>,
    /// Of a file: xlsx or csv; xlsx when not said.
    pub(crate) format: Option<String>,
    /// Of a file: zh or en; the caller's language when not said.
    pub(crate) lang: Option<String>,
}

/// What is asked of one metric.
pub(crate) struct Question {
    pub(crate) metric: &'static MetricDef,
    pub(crate) area: Area,
    pub(crate) period: Period,
    pub(crate) moment: Moment,
}

/// Whether the caller may read all that the metric counts.
pub(crate) fn may_read(desk: &Desk, caller: &Caller, metric: &MetricDef) -> bool {
    let registers = metric.registers();
    registers.iter().all(|key| {
        let def = desk.metrics.catalogue().get(key);
        def.is_some_and(|def| caller.permits(def.read_permission))
    })
}

/// Whether the caller answers for the whole of an area.
pub(crate) fn answers_for(caller: &Caller, area: &Area) -> bool {
    let sets = Sets::of_areas(area.includes.clone());
    caller.pass.scope().holds(&sets)
}

impl Desk {
    /// The metric of this key, if the caller may read it.
    pub(crate) fn metric(&self, caller: &Caller, key: &str) -> Result<&'static MetricDef, Problem> {
        let metric = self.metrics.get(key).ok_or_else(Problem::not_found)?;
        if may_read(self, caller, metric) {
            Ok(metric)
        } else {
            Err(register_denied())
        }
    }

    /// Reads a question; refused where the caller does not answer for the area.
    pub(crate) async fn question(
        &self,
        caller: &Caller,
        key: &str,
        asked: &Asked,
    ) -> Result<Question, Problem> {
        let metric = self.metric(caller, key)?;
        let moment = self.moment(asked).await?;
        Ok(Question {
            metric,
            area: self.area(caller, asked).await?,
            period: period(asked, moment)?,
            moment,
        })
    }

    /// The area that is asked for.
    pub(crate) async fn area(&self, caller: &Caller, asked: &Asked) -> Result<Area, Problem> {
        let area = match asked.area.as_deref() {
            None => {
                let own = caller.areas.first().cloned();
                let code = own.unwrap_or_else(|| self.metrics.city().region.clone());
                self.metrics.region(code).await.map_err(of_metrics)?
            }
            Some(text) => self.area_of(text).await?,
        };
        if answers_for(caller, &area) {
            Ok(area)
        } else {
            Err(area_denied())
        }
    }

    async fn area_of(&self, text: &str) -> Result<Area, Problem> {
        if let Ok(code) = text.parse::<RegionCode>() {
            return self.metrics.region(code).await.map_err(of_metrics);
        }
        let unread = || {
            malformed(
                "area 应为区划代码或考核单元的编号",
                "area is a region's code or an assessed area's id",
            )
        };
        let id = Uuid::parse_str(text).map_err(|_| unread())?;
        let areas = self.metrics.assessed_areas().await.map_err(of_metrics)?;
        let found = areas.into_iter().find(|area| area.assessed == Some(id));
        found.ok_or_else(Problem::not_found)
    }

    /// When the asker looks.
    pub(crate) async fn moment(&self, asked: &Asked) -> Result<Moment, Problem> {
        let Some(text) = asked.as_of.as_deref() else {
            return Ok(self.metrics.now());
        };
        let unread = || {
            malformed(
                "as_of 应为日期、时间或 position:账本位置",
                "as_of is a day, a time or position:<position of the journal>",
            )
        };
        if let Some(position) = text.strip_prefix("position:") {
            let position = position.parse().map_err(|_| unread())?;
            let moment = self.metrics.moment_of(position).await.map_err(of_metrics)?;
            return moment.ok_or_else(Problem::not_found);
        }
        let moment = match (text.parse::<base::Date>(), text.parse::<base::Timestamp>()) {
            (Ok(day), _) => self.metrics.moment_on(day.civil()).await,
            (_, Ok(at)) => self.metrics.moment_at(at).await,
            _ => return Err(unread()),
        };
        moment.map_err(of_metrics)
    }
}

/// The period that is asked for; the year when none is.
pub(crate) fn period(asked: &Asked, moment: Moment) -> Result<Period, Problem> {
    let Some(text) = asked.period.as_deref() else {
        return Ok(Period::of(Step::Year, moment.today));
    };
    text.parse().map_err(|_| {
        malformed(
            format!("没有时期“{text}”：写作 2025、2025-H1、2025-Q3、2025-11、2025-W47、2025-11-23 或 2025-01-10..2025-03-09"),
            format!("'{text}' is no period: write 2025, 2025-H1, 2025-Q3, 2025-11, 2025-W47, 2025-11-23 or 2025-01-10..2025-03-09"),
        )
    })
}
