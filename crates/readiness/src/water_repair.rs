//! 消防水源维修 a fault of a water source, followed from its report until water can be taken again
//! (plan L318: each source has a maintainer; L150–163: the intact rate that the city is judged by).

use access::Role;
use access::permission::{REPAIR_ASSIGN, REPAIR_WRITE};
use base::{Date, Label, RegionCode};
use city::nouns::WaterSource;
use loops::{Effects, Facts, Holder, Inherits, Loop, Step, Who};
use register::{Choice, Faults, Reference, Register};

/// 维修工单 a repair order.
#[derive(Clone, Debug, PartialEq, Register)]
#[register(
    key = "water_repair",
    label(zh = "水源维修工单", en = "Water repair order"),
    title = "name",
    scope = "region",
    permission = "repair",
    managed,
    search(name, description),
    rules(repaired_after_report)
)]
pub struct WaterRepair {
    #[field(
        label(zh = "消防水源", en = "Water source"),
        reference = "water_source",
        filter
    )]
    pub source: Reference,
    #[field(label(zh = "水源名称", en = "Source"), list, sort, max_chars = 80)]
    pub name: String,
    #[field(label(zh = "状态", en = "State"), list, filter)]
    pub state: RepairState,
    #[field(label(zh = "故障类别", en = "Fault"), list, filter)]
    pub fault: Fault,
    #[field(
        label(zh = "故障描述", en = "Description"),
        help(zh = "现场看到的情况", en = "What was seen on the spot"),
        long,
        max_chars = 500
    )]
    pub description: String,
    #[field(label(zh = "所属区划", en = "Region"), list, filter, sort)]
    pub region: RegionCode,
    #[field(
        label(zh = "维护保养单位", en = "Maintainer"),
        reference = "organisation",
        list,
        filter
    )]
    pub maintainer: Option<Reference>,
    #[field(label(zh = "报修日期", en = "Reported on"), list, filter, sort)]
    pub reported_on: Option<Date>,
    #[field(label(zh = "修复日期", en = "Repaired on"), list, filter, sort)]
    pub repaired_on: Option<Date>,
    #[field(label(zh = "维修情况", en = "Work done"), long, max_chars = 500)]
    pub work_done: Option<String>,
    #[field(
        label(zh = "复测静水压力", en = "Pressure measured again"),
        unit = "MPa",
        scale = 2,
        min = 0,
        max = 500
    )]
    pub pressure: Option<i64>,
    #[field(label(zh = "退回次数", en = "Sent back"), min = 0, filter)]
    pub sent_back: Option<i64>,
    // The source while the order is open: one source has one open order.
    #[field(
        label(zh = "在修水源", en = "Source under repair"),
        reference = "water_source",
        unique
    )]
    pub under_repair: Option<Reference>,
}

/// Where an order stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum RepairState {
    #[choice(label(zh = "已报修", en = "Reported"))]
    Reported,
    #[choice(label(zh = "维修中", en = "Under repair"))]
    Assigned,
    #[choice(label(zh = "待验收", en = "To be accepted"))]
    Repaired,
    #[choice(label(zh = "已销号", en = "Closed"))]
    Closed,
    #[choice(label(zh = "已撤销", en = "Cancelled"))]
    Cancelled,
}

/// What can be done with an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum RepairAction {
    #[choice(label(zh = "报修", en = "Report"))]
    Report,
    #[choice(label(zh = "派修", en = "Assign"))]
    Assign,
    #[choice(label(zh = "报完工", en = "Report repaired"))]
    Repair,
    #[choice(label(zh = "验收合格", en = "Accept"))]
    Accept,
    #[choice(label(zh = "退回重修", en = "Send back"))]
    SendBack,
    #[choice(label(zh = "撤销", en = "Cancel"))]
    Cancel,
}

/// What is wrong with a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Fault {
    #[choice(label(zh = "不出水", en = "No water"))]
    NoWater,
    #[choice(label(zh = "压力不足", en = "Low pressure"))]
    LowPressure,
    #[choice(label(zh = "漏水", en = "Leak"))]
    Leak,
    #[choice(label(zh = "部件缺损", en = "Parts missing"))]
    PartsMissing,
    #[choice(label(zh = "被埋压、圈占", en = "Buried or blocked"))]
    Blocked,
    #[choice(label(zh = "其他", en = "Other"))]
    Other,
}

impl Loop for WaterRepair {
    type State = RepairState;
    type Action = RepairAction;
    const OPENING: (RepairAction, RepairState) = (RepairAction::Report, RepairState::Reported);
    const INHERITS: Option<Inherits> = Some(Inherits {
        through: "source",
        copies: &[
            ("name", "name"),
            ("region", "region"),
            ("maintainer", "maintainer"),
        ],
    });
    const HANDS_OVER: &'static [Who] = &[Who::Holder, Who::May(REPAIR_ASSIGN)];

    fn next(state: RepairState, action: RepairAction) -> Option<RepairState> {
        use {RepairAction as A, RepairState as S};
        match (state, action) {
            (S::Reported, A::Assign) => Some(S::Assigned),
            (S::Assigned, A::Repair) => Some(S::Repaired),
            (S::Repaired, A::Accept) => Some(S::Closed),
            (S::Repaired, A::SendBack) => Some(S::Assigned),
            (S::Reported | S::Assigned, A::Cancel) => Some(S::Cancelled),
            (_, A::Report)
            | (S::Assigned | S::Repaired | S::Closed | S::Cancelled, A::Assign)
            | (S::Reported | S::Repaired | S::Closed | S::Cancelled, A::Repair)
            | (S::Reported | S::Assigned | S::Closed | S::Cancelled, A::Accept | A::SendBack)
            | (S::Repaired | S::Closed | S::Cancelled, A::Cancel) => None,
        }
    }

    fn step(action: RepairAction) -> Step {
        const DESK: &[Who] = &[Who::May(REPAIR_ASSIGN)];
        match action {
            RepairAction::Report => Step::by(&[Who::May(REPAIR_WRITE)])
                .asks(&["source", "fault", "description"])
                .starts("assign"),
            RepairAction::Assign => Step::by(DESK)
                .asks(&["maintainer"])
                .starts("repair")
                .prints("repair_notice"),
            RepairAction::Repair => Step::by(&[Who::Holder])
                .asks(&["repaired_on", "work_done"])
                .takes(&["pressure"])
                .with_evidence()
                .starts("accept"),
            RepairAction::Accept => Step::by(DESK).ends(),
            RepairAction::SendBack => Step::by(DESK).with_reason().starts("repair"),
            RepairAction::Cancel => Step::by(&[Who::May(REPAIR_ASSIGN), Who::Opener]).with_reason(),
        }
    }

    fn holder(&self, state: RepairState) -> Holder {
        let desk = Holder::Role(Role::LogisticsOfficer);
        match state {
            RepairState::Reported | RepairState::Repaired => desk,
            RepairState::Assigned => Holder::organisation_or(self.maintainer, desk),
            RepairState::Closed | RepairState::Cancelled => Holder::Nobody,
        }
    }

    fn refuses(&self, action: RepairAction, _: &Facts) -> Option<Label> {
        let unrepaired = self.repaired_on.is_none();
        (action == RepairAction::Accept && unrepaired).then_some(Label::new(
            "尚未填写修复日期，不能验收",
            "it cannot be accepted before its day of repair is told",
        ))
    }

    fn apply(&mut self, action: RepairAction, facts: &Facts) {
        match action {
            RepairAction::Report => {
                self.reported_on = Some(facts.today);
                self.under_repair = Some(self.source);
            }
            RepairAction::SendBack => {
                self.sent_back = Some(self.sent_back.unwrap_or(0) + 1);
                self.repaired_on = None;
            }
            RepairAction::Accept | RepairAction::Cancel => self.under_repair = None,
            RepairAction::Assign | RepairAction::Repair => {}
        }
    }

    fn effects(&self, action: RepairAction, facts: &Facts, effects: &mut Effects) {
        let today = facts.today;
        match action {
            RepairAction::Report => {
                let what = self.description.clone();
                effects.amend(
                    self.source,
                    "fault_reported",
                    move |one: &mut WaterSource| {
                        one.break_down(&what);
                    },
                );
            }
            RepairAction::Accept => {
                effects.amend(
                    self.source,
                    "repair_accepted",
                    move |one: &mut WaterSource| {
                        one.put_right(today);
                    },
                );
            }
            _ => {}
        }
    }
}

fn repaired_after_report(order: &WaterRepair, faults: &mut Faults) {
    if let (Some(reported), Some(repaired)) = (order.reported_on, order.repaired_on)
        && repaired < reported
    {
        let message = Label::new(
            "修复日期早于报修日期",
            "the day of repair lies before the report",
        );
        faults.rule("repaired_on", message);
    }
}
