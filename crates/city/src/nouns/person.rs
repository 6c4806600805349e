//! 人员 people with a duty in fire safety.

use base::{Date, RegionCode};
use register::{Choice, Faults, Label, Reference, Register};

/// 人员 a person and the duty that they hold. Names and telephones are personal; a list is told
/// apart by duty, place and organisation.
#[derive(Clone, Debug, PartialEq, Register)]
#[register(
    key = "person",
    label(zh = "人员", en = "Person"),
    title = "post",
    scope = "region",
    permission = "people",
    search(post),
    rules(leaves_after_coming)
)]
pub struct Person {
    #[field(
        label(zh = "职务", en = "Post"),
        help(
            zh = "例如：镇长、消防安全管理人",
            en = "Such as: mayor of the town, fire manager"
        ),
        list,
        sort,
        max_chars = 60
    )]
    pub post: String,
    #[field(label(zh = "姓名", en = "Name"), personal, list, max_chars = 40)]
    pub name: String,
    #[field(label(zh = "消防职责", en = "Duty"), list, filter)]
    pub duty: Duty,
    #[field(label(zh = "所在区划", en = "Region"), list, filter, sort)]
    pub region: RegionCode,
    #[field(
        label(zh = "所在机构", en = "Organisation"),
        reference = "organisation",
        filter
    )]
    pub organisation: Option<Reference>,
    #[field(label(zh = "所在单位", en = "Unit"), reference = "unit", filter)]
    pub unit: Option<Reference>,
    #[field(
        label(zh = "联系电话", en = "Telephone"),
        personal,
        pattern = "phone",
        list
    )]
    pub phone: Option<String>,
    #[field(
        label(zh = "证件号码", en = "Id number"),
        personal,
        pattern = "id_number"
    )]
    pub id_number: Option<String>,
    #[field(label(zh = "在编", en = "Established post"), filter)]
    pub established: Option<bool>,
    #[field(label(zh = "任职日期", en = "In post since"), list, filter, sort)]
    pub since: Option<Date>,
    #[field(label(zh = "离任日期", en = "In post until"), filter)]
    pub until: Option<Date>,
}

/// 消防职责 what a person answers for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum Duty {
    #[choice(label(zh = "第一责任人", en = "First responsible"))]
    FirstResponsible,
    #[choice(label(zh = "直接责任人", en = "Directly responsible"))]
    DirectlyResponsible,
    #[choice(label(zh = "消防专干（在编）", en = "Township officer"))]
    TownshipOfficer,
    #[choice(label(zh = "消防安全协管员", en = "Safety assistant"))]
    SafetyAssistant,
    #[choice(label(zh = "网格员", en = "Grid worker"))]
    GridWorker,
    #[choice(label(zh = "消防安全责任人", en = "Responsible person of a unit"))]
    ResponsiblePerson,
    #[choice(label(zh = "消防安全管理人", en = "Fire manager of a unit"))]
    FireManager,
    #[choice(label(zh = "消防控制室值班操作人员", en = "Control-room operator"))]
    ControlRoomOperator,
    #[choice(label(zh = "监督执法人员", en = "Supervisor"))]
    Supervisor,
    #[choice(label(zh = "指战员", en = "Firefighter"))]
    Firefighter,
    #[choice(label(zh = "其他", en = "Other"))]
    Other,
}

fn leaves_after_coming(person: &Person, faults: &mut Faults) {
    if let (Some(since), Some(until)) = (person.since, person.until)
        && until < since
    {
        let message = Label::new("离任日期早于任职日期", "the last day lies before the first");
        faults.rule("until", message);
    }
}
