//! 考核填报 what no metric counts: entered with evidence, confirmed by the area, then by the city.

use access::Role;
use access::permission::{EVALUATION_ATTEST, EVALUATION_VERIFY, EVALUATION_WRITE};
use base::{Date, Label, RegionCode};
use loops::{Facts, Holder, Inherits, Loop, Step, Who};
use register::{Choice, Faults, Reference, Register};

/// 考核填报 an entry: what is said of one fact of one area and year, or of one of those that the fact
/// consists of. One of the whole city's facts names no area.
#[derive(Clone, Debug, PartialEq, Register)]
#[register(
    key = "evaluation_entry",
    label(zh = "考核填报", en = "Evaluation entry"),
    title = "name",
    scope = "region",
    permission = "evaluation",
    guide = "/api/v1/evaluation/entry-form{?year,fact}",
    managed,
    search(name, fact),
    rules(says_something)
)]
pub struct EvaluationEntry {
    /// In a few words.
    #[field(
        label(zh = "填报事项", en = "Subject"),
        help(
            zh = "一句话说明，例如：上半年政府常务会议研究消防工作",
            en = "In a few words, such as: session of the government, first half-year"
        ),
        list,
        sort,
        max_chars = 100
    )]
    pub name: String,
    /// How far it has come.
    #[field(label(zh = "状态", en = "State"), list, filter)]
    pub state: EntryState,
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
    /// The area; none for a fact of the whole city.
    #[field(
        label(zh = "考核单元", en = "Assessed area"),
        help(
            zh = "全市统一的事项不填",
            en = "Leave it empty for a fact of the whole city"
        ),
        reference = "assessed_area",
        list,
        filter
    )]
    pub area: Option<Reference>,
    /// The area's county, so that who answers for it sees the entry; none for the whole city's.
    #[field(label(zh = "所在县（市、区）", en = "County"), filter)]
    pub region: Option<RegionCode>,
    /// The fact's key in the evaluation.
    #[field(
        label(zh = "考核事实", en = "Fact"),
        help(
            zh = "考核体系中的事实，见考核单元的考核明细",
            en = "What the evaluation asks, as an area's items name it"
        ),
        list,
        filter,
        sort,
        max_chars = 80
    )]
    pub fact: String,
    /// Which of those that the fact consists of.
    #[field(
        label(zh = "分项", en = "Part"),
        help(
            zh = "分时段、分部门的事实须填：H1、Q3、11，或部门名称",
            en = "Of a fact by periods or departments: H1, Q3, 11, or the department's name"
        ),
        list,
        filter,
        max_chars = 60
    )]
    pub member: Option<String>,
    /// Whether it is done; of events, whether any happened.
    #[field(
        label(zh = "是否达到（发生）", en = "Done (or happened)"),
        help(
            zh = "判断类、事件类事实填写",
            en = "Of facts that are done or not, and of events"
        ),
        list
    )]
    pub done: Option<bool>,
    /// The number, in ten-thousandths of the fact's measure: 650000 is 65 %.
    #[field(
        label(zh = "数值", en = "Number"),
        help(
            zh = "按事实的计量单位填写：百分之六十五填 65",
            en = "In the fact's measure: 65 for 65 %"
        ),
        scale = 4,
        min = 0,
        list
    )]
    pub number: Option<i64>,
    /// The number of the year before, likewise.
    #[field(
        label(zh = "上年数值", en = "Number of the year before"),
        help(
            zh = "与上年相比的事实填写；上年已核验的填报优先于空缺",
            en = "Of facts that are held against the year before; when empty, that year's verified entry counts"
        ),
        scale = 4,
        min = 0
    )]
    pub before: Option<i64>,
    /// What happened, one a line.
    #[field(
        label(zh = "发生的事件", en = "Events"),
        help(zh = "一行一件", en = "One a line"),
        long,
        max_chars = 2_000
    )]
    pub events: Option<String>,
    /// Anything else.
    #[field(label(zh = "说明", en = "Note"), long, max_chars = 1_000)]
    pub note: Option<String>,
    /// When it was entered.
    #[field(label(zh = "填报日期", en = "Entered on"), list, filter, sort)]
    pub entered_on: Option<Date>,
}

/// How far an entry has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum EntryState {
    /// 已填报
    #[choice(label(zh = "已填报", en = "Entered"))]
    Entered,
    /// 已自评
    #[choice(label(zh = "已自评", en = "Attested by the area"), tone = "warn")]
    Attested,
    /// 已核验
    #[choice(label(zh = "已核验", en = "Verified by the city"), tone = "good")]
    Verified,
    /// 已退回
    #[choice(label(zh = "已退回", en = "Sent back"), tone = "bad")]
    Returned,
    /// 已撤回
    #[choice(label(zh = "已撤回", en = "Withdrawn"), tone = "stale")]
    Withdrawn,
}

/// What can be done with an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum EntryAction {
    /// 填报
    #[choice(label(zh = "填报", en = "Enter"))]
    Enter,
    /// 补正
    #[choice(label(zh = "补正", en = "Amend"))]
    Amend,
    /// 自评确认
    #[choice(label(zh = "自评确认", en = "Attest"))]
    Attest,
    /// 核验通过
    #[choice(label(zh = "核验通过", en = "Verify"))]
    Verify,
    /// 退回
    #[choice(label(zh = "退回", en = "Send back"))]
    SendBack,
    /// 撤回
    #[choice(label(zh = "撤回", en = "Withdraw"))]
    Withdraw,
}

impl Loop for EvaluationEntry {
    type State = EntryState;
    type Action = EntryAction;
    const OPENING: (EntryAction, EntryState) = (EntryAction::Enter, EntryState::Entered);
    const INHERITS: Option<Inherits> = Some(Inherits {
        through: "area",
        copies: &[("county", "region")],
    });

    fn next(state: EntryState, action: EntryAction) -> Option<EntryState> {
        use {EntryAction as A, EntryState as S};
        match (state, action) {
            (S::Entered | S::Returned, A::Amend) => Some(S::Entered),
            (S::Entered, A::Attest) => Some(S::Attested),
            (S::Attested, A::Verify) => Some(S::Verified),
            (S::Entered | S::Attested, A::SendBack) => Some(S::Returned),
            (S::Entered | S::Attested | S::Verified | S::Returned, A::Withdraw) => {
                Some(S::Withdrawn)
            }
            (_, A::Enter)
            | (S::Attested | S::Verified | S::Withdrawn, A::Amend)
            | (S::Attested | S::Verified | S::Returned | S::Withdrawn, A::Attest)
            | (S::Entered | S::Verified | S::Returned | S::Withdrawn, A::Verify)
            | (S::Verified | S::Returned | S::Withdrawn, A::SendBack)
            | (S::Withdrawn, A::Withdraw) => None,
        }
    }

    fn step(action: EntryAction) -> Step {
        const VALUE: &[&str] = &["member", "done", "number", "before", "events", "note"];
        const OPENED_WITH: &[&str] = &[
            "area", "member", "done", "number", "before", "events", "note",
        ];
        const AREA: Who = Who::May(EVALUATION_ATTEST);
        const CITY: Who = Who::MayEverywhere(EVALUATION_VERIFY);
        match action {
            EntryAction::Enter => Step::by(&[Who::May(EVALUATION_WRITE)])
                .asks(&["year", "fact", "name"])
                .takes(OPENED_WITH),
            EntryAction::Amend => Step::by(&[Who::May(EVALUATION_WRITE)]).takes(VALUE),
            EntryAction::Attest => Step::by(&[AREA]).with_evidence(),
            EntryAction::Verify => Step::by(&[CITY]).with_evidence(),
            EntryAction::SendBack => Step::by(&[AREA, CITY]).with_reason(),
            EntryAction::Withdraw => Step::by(&[Who::Opener, AREA, CITY]).with_reason(),
        }
    }

    fn holder(&self, state: EntryState) -> Holder {
        match state {
            EntryState::Entered => Holder::Role(Role::Leader),
            EntryState::Attested => Holder::Role(Role::Planner),
            EntryState::Returned => Holder::Opener,
            EntryState::Verified | EntryState::Withdrawn => Holder::Nobody,
        }
    }

    fn apply(&mut self, action: EntryAction, facts: &Facts) {
        if matches!(action, EntryAction::Enter | EntryAction::Amend) {
            self.entered_on = Some(facts.today);
        }
    }
}

fn says_something(entry: &EvaluationEntry, faults: &mut Faults) {
    if entry.events.is_some() && entry.done != Some(true) {
        let message = Label::new(
            "列有事件的，“是否发生”应为是",
            "where events are told, say that they happened",
        );
        faults.rule("done", message);
    }
}
