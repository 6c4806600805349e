//! 考核报告 the report of a year: who got what and why, for whoever is answered to. The words of its frame are
//! the pack's template; what varies with the year is put together here, in Chinese: it goes to a government.

mod charts;
mod tables;

use std::sync::Arc;

use base::Timestamp;
use loops::{Press, PrintJob};
use map::Outlined;
use metric::Moment;
use serde_json::{Value as Json, json};

use crate::{Assessed, EvaluateError, Evaluations};

/// The template's name in the pack.
const TEMPLATE: &str = "evaluation-report";

/// What a report is made of: the year, and the years before it by the same version of the evaluation.
pub(crate) struct Years {
    /// The year that is reported.
    pub(crate) of: Arc<Assessed>,
    /// The year before, 同比.
    pub(crate) before: Option<Arc<Assessed>>,
    /// From the version's first year to this one.
    pub(crate) all: Vec<Arc<Assessed>>,
}

impl Evaluations {
    /// The report of a year as a PDF, as it stands at a moment.
    ///
    /// # Errors
    /// No version of the evaluation for the year; rows that do not fit it; the database's refusal; a pack
    /// without the template, or a press that is out of order.
    pub async fn report(
        &self,
        press: &dyn Press,
        outlines: &[Outlined<'_>],
        (year, moment): (i32, Moment),
        now: Timestamp,
    ) -> Result<Vec<u8>, EvaluateError> {
        let years = self.years(year, moment).await?;
        let scheme = &years.of.scheme;
        let job = PrintJob {
            template: TEMPLATE.to_owned(),
            template_version: press.version(TEMPLATE)?,
            number: format!("{year}-{}", years.of.position),
            title: format!("{year}年度考核报告"),
            author: scheme.title.zh.clone(),
            issued_at: now,
            data: record(&years, outlines),
        };
        Ok(press.print(job).await?)
    }

    async fn years(&self, year: i32, moment: Moment) -> Result<Years, EvaluateError> {
        let of = self.of_year(year, moment).await?;
        let first = i32::from(of.scheme.from.civil().year());
        let mut all = Vec::new();
        for earlier in first..year {
            match self.of_year(earlier, moment).await {
                Ok(assessed) => all.push(assessed),
                // Between versions there may be years that nobody is scored for.
                Err(EvaluateError::Version(_)) => {}
                Err(other) => return Err(other),
            }
        }
        all.push(Arc::clone(&of));
        Ok(Years {
            before: self.year_before(year, moment).await?,
            of,
            all,
        })
    }
}

/// What the template is given.
fn record(years: &Years, outlines: &[Outlined<'_>]) -> Json {
    json!({
        "year": years.of.evaluation.year,
        "scheme": years.of.scheme.title.zh,
        "summary": tables::summary(years),
        "terms": tables::terms(years),
        "ranking": tables::ranking(years),
        "chapter_names": tables::chapter_names(&years.of),
        "chapters": tables::chapters(&years.of),
        "years": years.all.iter().map(|one| one.evaluation.year.to_string()).collect::<Vec<_>>(),
        "history": tables::history(years),
        "lost": tables::lost(&years.of),
        "unknown": tables::unknown(&years.of),
        "corrections": tables::corrections(&years.of),
        "areas": tables::areas(&years.of),
        "chart": charts::bars(&years.of),
        "map": charts::map(&years.of, outlines),
        "without_outline": charts::without_outline(&years.of, outlines),
    })
}
