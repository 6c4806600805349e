//! Writes a synthetic city down: its registers as an import does, its force, its history. Each part is
//! whole or not there, and what is there is left alone: a builder that was killed goes on where it
//! stopped.

mod force;
mod history;
mod past;
mod plan_years;
mod registers;
mod seats;
mod sheet;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Instant;

use access::Access;
use anyhow::ensure;
use base::RegionCode;
use files::Files;
use jiff::tz::Offset;
use journal::Journal;
use loops::Cases;
use register::Catalogue;
use rules::Versions;

use crate::made::City;

/// What a city is written into.
pub struct Site {
    /// The journal.
    pub journal: Journal,
    /// All registers, with what seals personal values.
    pub catalogue: Arc<Catalogue>,
    /// The city's region code.
    pub region: RegionCode,
    /// By what its days begin.
    pub offset: Offset,
    /// The cases of all loops.
    pub cases: Cases,
    /// What hangs on rows.
    pub files: Files,
    /// The accounts.
    pub access: Access,
    /// The versions of the evaluation.
    pub versions: Arc<Versions>,
    /// The metrics that exist: what they count nobody enters.
    pub counted: BTreeSet<&'static str>,
}

/// Whether a city may be made here: nobody begun another one.
///
/// # Errors
/// A house that is in use.
pub async fn ensure_free(city: &City, site: &Site) -> anyhow::Result<()> {
    let sheet = sheet::Sheet::of(site);
    ensure!(
        sheet.stands(city).await? || sheet.is_new().await?,
        "this house is in use; a demonstration needs one of its own: name another folder with --data, \
         or another database"
    );
    Ok(())
}

/// Writes everything that is not there yet. `say` is told of each part with what it took, for whoever
/// waits.
///
/// # Errors
/// A row that the house refuses, which is a defect of the recipe; what the journal refuses.
pub async fn build(
    city: &City,
    site: &Site,
    say: &mut (dyn FnMut(&str) + Send),
) -> anyhow::Result<()> {
    let sheet = sheet::Sheet::of(site);
    for part in registers::Part::ALL {
        let begun = Instant::now();
        let entered = part.enter(city, site, &sheet).await?;
        told(say, part.words(), entered, begun);
    }
    let begun = Instant::now();
    let entered = seats::enter(city, &sheet).await?;
    told(
        say,
        "驻地与规划站位置 seats and places of the plan",
        entered,
        begun,
    );
    plan_years::enter(city, site, &sheet, say).await?;
    let begun = Instant::now();
    let entered = force::enter(city, site).await?;
    told(say, "出动力量 responders", entered, begun);
    let begun = Instant::now();
    let entered = history::enter(city, site).await?;
    told(
        say,
        "此前的报警与警情 alarms and incidents until today",
        entered,
        begun,
    );
    Ok(())
}

fn told(say: &mut (dyn FnMut(&str) + Send), what: &str, entered: usize, begun: Instant) {
    if entered > 0 {
        say(&format!(
            "{entered:>7} {what}  ({:.1} s)",
            begun.elapsed().as_secs_f64()
        ));
    }
}
