//! 里程碑 what a project has to have reached by when: site, design, structure, acceptance.

use base::{Date, RegionCode};
use register::{Reference, Register};

/// 项目里程碑
#[derive(Clone, Debug, PartialEq, Register)]
#[register(
    key = "project_milestone",
    label(zh = "项目里程碑", en = "Milestone of a project"),
    title = "name",
    scope = "region",
    permission = "city",
    search(name)
)]
pub struct ProjectMilestone {
    /// What is reached.
    #[field(
        label(zh = "里程碑", en = "Milestone"),
        help(
            zh = "例如：取得用地、主体完工、竣工验收",
            en = "Such as: site, structure, acceptance"
        ),
        list,
        sort,
        max_chars = 80
    )]
    pub name: String,
    /// Of which project.
    #[field(
        label(zh = "重点项目", en = "Project"),
        reference = "project",
        list,
        filter
    )]
    pub project: Reference,
    /// Where.
    #[field(label(zh = "所属区划", en = "Region"), list, filter, sort)]
    pub region: RegionCode,
    /// By when.
    #[field(label(zh = "应完成日期", en = "Due on"), list, filter, sort)]
    pub due_on: Date,
    /// When it was.
    #[field(label(zh = "完成日期", en = "Done on"), list, filter, sort)]
    pub done_on: Option<Date>,
    /// Anything else.
    #[field(label(zh = "备注", en = "Remarks"), long, max_chars = 500)]
    pub remarks: Option<String>,
}
