//! 考核更正 points of an item that the city adds or takes by hand, for a reason.

use access::permission::EVALUATION_VERIFY;
use base::{Date, RegionCode};
use loops::{Facts, Holder, Inherits, Loop, Step, Who};
use register::{Choice, Reference, Register};

/// 考核更正 a correction of one item of one area and year.
#[derive(Clone, Debug, PartialEq, Register)]
#[register(
    key = "evaluation_correction",
    label(zh = "考核更正", en = "Evaluation correction"),
    title = "why",
    scope = "region",
    permission = "evaluation",
    managed,
    search(why, item)
)]
pub struct EvaluationCorrection {
    /// Why.
    #[field(label(zh = "更正理由", en = "Why"), list, sort, max_chars = 200)]
    pub why: String,
    /// Whether it stands.
    #[field(label(zh = "状态", en = "State"), list, filter)]
    pub state: CorrectionState,
    /// The year that is evaluated.
    #[field(
        label(zh = "考核年度", en = "Year"),
        min = 2000,
        max = 2100,
        list,
        filter,
        sort
    )]
    pub year: i64,
    /// The area.
    #[field(
        label(zh = "考核单元", en = "Assessed area"),
        reference = "assessed_area",
        list,
        filter
    )]
    pub area: Reference,
    /// The area's county.
    #[field(label(zh = "所在县（市、区）", en = "County"), filter)]
    pub region: Option<RegionCode>,
    /// The item's key in the evaluation.
    #[field(
        label(zh = "考核项", en = "Item"),
        help(zh = "考核体系中考核项的键", en = "The item's key in the evaluation"),
        list,
        filter,
        sort,
        max_chars = 80
    )]
    pub item: String,
    /// In hundredths; less than nothing takes away.
    #[field(
        label(zh = "加（减）分", en = "Points"),
        help(zh = "减分填负数", en = "Less than nothing takes away"),
        scale = 2,
        min = -10_000,
        max = 10_000,
        list
    )]
    pub points: i64,
    /// Who decided.
    #[field(label(zh = "作出决定的单位", en = "Decided by"), list, max_chars = 100)]
    pub decided_by: String,
    /// When.
    #[field(label(zh = "更正日期", en = "Decided on"), list, filter, sort)]
    pub decided_on: Option<Date>,
}

/// Whether a correction stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum CorrectionState {
    /// 有效
    #[choice(label(zh = "有效", en = "In force"), tone = "good")]
    InForce,
    /// 已撤销
    #[choice(label(zh = "已撤销", en = "Withdrawn"), tone = "stale")]
    Withdrawn,
}

/// What can be done with a correction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum CorrectionAction {
    /// 更正
    #[choice(label(zh = "更正", en = "Correct"))]
    Correct,
    /// 撤销
    #[choice(label(zh = "撤销", en = "Withdraw"))]
    Withdraw,
}

impl Loop for EvaluationCorrection {
    type State = CorrectionState;
    type Action = CorrectionAction;
    const OPENING: (CorrectionAction, CorrectionState) =
        (CorrectionAction::Correct, CorrectionState::InForce);
    const INHERITS: Option<Inherits> = Some(Inherits {
        through: "area",
        copies: &[("county", "region")],
    });

    fn next(state: CorrectionState, action: CorrectionAction) -> Option<CorrectionState> {
        match (state, action) {
            (CorrectionState::InForce, CorrectionAction::Withdraw) => {
                Some(CorrectionState::Withdrawn)
            }
            (_, CorrectionAction::Correct)
            | (CorrectionState::Withdrawn, CorrectionAction::Withdraw) => None,
        }
    }

    fn step(action: CorrectionAction) -> Step {
        const CITY: &[Who] = &[Who::MayEverywhere(EVALUATION_VERIFY)];
        match action {
            CorrectionAction::Correct => {
                Step::by(CITY).asks(&["area", "year", "item", "points", "why", "decided_by"])
            }
            CorrectionAction::Withdraw => Step::by(CITY).with_reason(),
        }
    }

    fn holder(&self, _: CorrectionState) -> Holder {
        Holder::Nobody
    }

    fn apply(&mut self, action: CorrectionAction, facts: &Facts) {
        if action == CorrectionAction::Correct {
            self.decided_on = Some(facts.today);
        }
    }
}
