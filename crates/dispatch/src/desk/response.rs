//! 力量编成 what a response plan proposes for an incident: of each force the nearest that can be sent,
//! less what works there already. It proposes and never orders: raising the level asks for more and
//! takes nobody away.

use base::Uuid;
use register::{Choice as _, Entered, entered};
use sea_orm::sea_query::{Alias, Expr, ExprTrait};

use super::{Candidate, Desk, IncidentFile};
use crate::DispatchError;
use crate::record::{Force, IncidentKind, LevelledKind, ResponsePlan};

/// A plan as it applies to an incident now.
#[derive(Clone, Debug, PartialEq)]
pub struct Response {
    /// The plan's row.
    pub plan: Uuid,
    /// Its name.
    pub name: String,
    /// What it asks for.
    pub needs: Vec<Need>,
}

/// One force of a plan.
#[derive(Clone, Debug, PartialEq)]
pub struct Need {
    /// Which.
    pub force: Force,
    /// How many the plan asks for.
    pub wanted: usize,
    /// How many work for the incident already.
    pub working: usize,
    /// The nearest that could be sent to make up what is missing; fewer where there are no more.
    pub proposed: Vec<Candidate>,
}

impl Need {
    /// How many nobody can be proposed for.
    #[must_use]
    pub const fn missing(&self) -> usize {
        let got = self.working + self.proposed.len();
        self.wanted.saturating_sub(got)
    }
}

impl Response {
    /// What the plan for this incident proposes of these candidates, which come ranked.
    pub(super) fn of(
        plan: &Entered<ResponsePlan>,
        file: &IncidentFile,
        ranked: &[Candidate],
    ) -> Self {
        let needs = plan.needs().into_iter();
        Self {
            plan: plan.id,
            needs: needs.map(|need| met(need, file, ranked)).collect(),
            name: plan.name.clone(),
        }
    }
}

impl Desk {
    /// The plan of the incident's level, or of the highest below it; one for its kind of premises
    /// before one for any.
    pub(super) async fn plan_for(
        &self,
        file: &IncidentFile,
    ) -> Result<Option<Entered<ResponsePlan>>, DispatchError> {
        let incident = &file.incident;
        let Some(kind) = levelled(incident.kind) else {
            return Ok(None);
        };
        let column = |name: &str| Expr::col(Alias::new(name));
        let fits = (column("kind").eq(kind.key()))
            .and(column("level").lte(incident.level))
            .and(column("retired_at").is_null());
        let mut plans: Vec<Entered<ResponsePlan>> = entered(self.store(), fits).await?;
        let premises = match incident.unit_id {
            Some(unit) => city::unit_kind(self.store(), unit).await?,
            None => None,
        };
        plans.retain(|plan| plan.premises.is_none_or(|kind| Some(kind) == premises));
        let rank = |plan: &Entered<ResponsePlan>| (plan.level, plan.premises.is_some());
        // Of equals the one that was entered first.
        Ok(plans.into_iter().rev().max_by_key(rank))
    }
}

const fn levelled(kind: IncidentKind) -> Option<LevelledKind> {
    match kind {
        IncidentKind::Fire => Some(LevelledKind::Fire),
        IncidentKind::Rescue => Some(LevelledKind::Rescue),
        IncidentKind::Assistance => Some(LevelledKind::Assistance),
        IncidentKind::Duty => Some(LevelledKind::Duty),
        IncidentKind::FalseCall => None,
    }
}

fn met((force, wanted): (Force, usize), file: &IncidentFile, ranked: &[Candidate]) -> Need {
    let of_force = || ranked.iter().filter(|one| force.is(&one.responder));
    let at_work = file.working();
    let works = |one: &&Candidate| at_work.contains(&one.responder.id);
    let working = of_force().filter(works).count();
    let free = of_force().filter(|one| one.unavailable.is_none());
    Need {
        force,
        wanted,
        working,
        proposed: free.take(wanted.saturating_sub(working)).cloned().collect(),
    }
}
