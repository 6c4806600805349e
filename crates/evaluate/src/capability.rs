//! What this room declares to the binary.

use capability::{Capability, Declaration, Ledgered, Platform};
use loops::LoopDef;
use utoipa_axum::router::OpenApiRouter;

use crate::{
    EvaluationCorrection, EvaluationEntry, Evaluations, FireFund, FireStatistic, Project,
    ProjectMilestone, metrics, routes,
};

/// 规划考核 evaluate as a capability.
pub struct Evaluate(Evaluations);

impl Evaluate {
    /// Over the evaluations of a city.
    #[must_use]
    pub const fn new(evaluations: Evaluations) -> Self {
        Self(evaluations)
    }

    /// What it declares, without anything that runs.
    #[must_use]
    pub fn declaration() -> Declaration {
        Declaration {
            name: "evaluate",
            registers: vec![
                Ledgered::of::<EvaluationEntry>(),
                Ledgered::of::<EvaluationCorrection>(),
                Ledgered::of::<FireStatistic>(),
                Ledgered::of::<FireFund>(),
                Ledgered::of::<Project>(),
                Ledgered::of::<ProjectMilestone>(),
            ],
            metrics: metrics::metrics(),
            loops: vec![
                LoopDef::of::<EvaluationEntry>(),
                LoopDef::of::<EvaluationCorrection>(),
            ],
            rules: routes::RULES,
            ..Declaration::default()
        }
    }
}

impl Capability for Evaluate {
    fn declare(&self) -> Declaration {
        Self::declaration()
    }

    fn routes(&self, platform: &Platform) -> OpenApiRouter {
        routes::router(self.0.clone(), platform.clock.clone())
    }
}
