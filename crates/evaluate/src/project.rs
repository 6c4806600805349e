//! 重点项目 what the plan has built (规划附件1, L322, L328–336), and the milestones 里程碑 on the way.

use base::{Date, RegionCode};
use register::{Choice, Faults, Label, Reference, Register};

/// 重点项目
#[derive(Clone, Debug, PartialEq, Register)]
#[register(
    key = "project",
    label(zh = "重点项目", en = "Project of the plan"),
    title = "name",
    scope = "region",
    permission = "city",
    search(name),
    rules(ends_after_beginning)
)]
pub struct Project {
    /// Its name.
    #[field(label(zh = "名称", en = "Name"), unique, list, sort, max_chars = 100)]
    pub name: String,
    /// What is built.
    #[field(label(zh = "类别", en = "Kind"), list, filter)]
    pub kind: ProjectKind,
    /// Where.
    #[field(label(zh = "所属区划", en = "Region"), list, filter, sort)]
    pub region: RegionCode,
    /// The station of the plan that it is.
    #[field(
        label(zh = "规划消防站", en = "Planned station"),
        reference = "planned_station",
        filter
    )]
    pub station: Option<Reference>,
    /// Who answers for it.
    #[field(
        label(zh = "责任单位", en = "Responsible"),
        reference = "organisation",
        list,
        filter
    )]
    pub responsible: Option<Reference>,
    /// 开工
    #[field(label(zh = "计划开工日", en = "To begin on"), list, filter, sort)]
    pub begins_on: Option<Date>,
    /// 计划竣工
    #[field(
        label(zh = "计划竣工日", en = "Due on"),
        help(zh = "计入当年建设任务", en = "It counts among the tasks of that year"),
        list,
        filter,
        sort
    )]
    pub due_on: Option<Date>,
    /// 竣工
    #[field(label(zh = "竣工验收日", en = "Accepted on"), list, filter, sort)]
    pub completed_on: Option<Date>,
    /// 投资, in hundredths of 10,000 yuan.
    #[field(
        label(zh = "计划投资", en = "Planned cost"),
        unit(zh = "万元", en = "×10,000 yuan"),
        scale = 2,
        min = 0
    )]
    pub cost: Option<i64>,
    /// Line of the plan's text.
    #[field(
        label(zh = "规划文本行号", en = "Line of the plan"),
        min = 1,
        max = 100_000,
        list,
        sort
    )]
    pub line: Option<i64>,
    /// Anything else.
    #[field(label(zh = "备注", en = "Remarks"), long, max_chars = 500)]
    pub remarks: Option<String>,
}

/// What a project builds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum ProjectKind {
    /// 消防救援站
    #[choice(label(zh = "消防救援站", en = "Fire station"))]
    Station,
    /// 训练基地
    #[choice(label(zh = "训练基地", en = "Training base"))]
    TrainingBase,
    /// 战勤保障基地
    #[choice(label(zh = "战勤保障基地", en = "Logistics base"))]
    LogisticsBase,
    /// 应急装备物资储备库
    #[choice(label(zh = "装备物资储备库", en = "Reserve"))]
    Reserve,
    /// 信息化
    #[choice(label(zh = "信息化项目", en = "Information system"))]
    Information,
    /// 其他
    #[choice(label(zh = "其他", en = "Other"))]
    Other,
}

fn ends_after_beginning(project: &Project, faults: &mut Faults) {
    let begun = project.begins_on;
    let before = |day: Option<Date>| begun.zip(day).is_some_and(|(begun, day)| day < begun);
    for (field, day) in [
        ("due_on", project.due_on),
        ("completed_on", project.completed_on),
    ] {
        if before(day) {
            faults.rule(
                field,
                Label::new("早于开工日", "it lies before the beginning"),
            );
        }
    }
}
