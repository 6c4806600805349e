//! 消防责任人 who answers for the fire safety of a township or a village (plan L386–388).

use base::{Date, RegionCode};
use register::{Choice, Faults, Label, Reference, Register};

/// 消防责任 one duty of one region, held by one person for a time.
#[derive(Clone, Debug, PartialEq, Register)]
#[register(
    key = "region_duty",
    label(zh = "乡镇村消防责任人", en = "Fire duty of a region"),
    title = "post",
    scope = "region",
    permission = "people",
    search(post),
    rules(duty_fits_level, ends_after_beginning)
)]
pub struct RegionDuty {
    #[field(
        label(zh = "乡镇或村", en = "Township or village"),
        help(
            zh = "乡镇（街道）9位、村（社区）12位区划代码",
            en = "The code of a township, 9 digits, or a village, 12"
        ),
        list,
        filter,
        sort
    )]
    pub region: RegionCode,
    #[field(label(zh = "责任", en = "Duty"), list, filter)]
    pub duty: RegionDutyKind,
    #[field(
        label(zh = "职务", en = "Post"),
        help(
            zh = "例如：镇长、分管副镇长、村委会主任",
            en = "Such as: mayor of the town, deputy in charge, head of the village"
        ),
        list,
        sort,
        max_chars = 60
    )]
    pub post: String,
    #[field(label(zh = "人员", en = "Person"), reference = "person", list, filter)]
    pub person: Reference,
    #[field(label(zh = "开始日期", en = "Since"), list, filter, sort)]
    pub since: Date,
    #[field(label(zh = "结束日期", en = "Until"), list, filter)]
    pub until: Option<Date>,
    #[field(
        label(zh = "依据", en = "Basis"),
        help(
            zh = "任命文件、责任书的文号",
            en = "The number of the appointment or the letter of responsibility"
        ),
        max_chars = 120
    )]
    pub basis: Option<String>,
}

/// What somebody answers for in a region.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum RegionDutyKind {
    #[choice(label(zh = "第一责任人", en = "First responsible"))]
    FirstResponsible,
    #[choice(label(zh = "直接责任人", en = "Directly responsible"))]
    DirectlyResponsible,
    #[choice(label(zh = "在编专人", en = "Named officer"))]
    NamedOfficer,
    #[choice(label(zh = "消防安全协管员", en = "Safety assistant"))]
    SafetyAssistant,
}

/// A township has a first and a directly responsible and a named officer, a village a first
/// responsible and an assistant.
fn duty_fits_level(duty: &RegionDuty, faults: &mut Faults) {
    use RegionDutyKind::{DirectlyResponsible, FirstResponsible, NamedOfficer, SafetyAssistant};
    let digits = duty.region.as_str().len();
    let wrong = match (digits, duty.duty) {
        (9, FirstResponsible | DirectlyResponsible | NamedOfficer)
        | (12, FirstResponsible | SafetyAssistant) => return,
        (9, SafetyAssistant) => Label::new(
            "协管员由村（社区）明确，请填12位区划代码",
            "an assistant belongs to a village: write its code of 12 digits",
        ),
        (12, DirectlyResponsible | NamedOfficer) => Label::new(
            "村（社区）只设第一责任人和协管员",
            "a village has a first responsible and an assistant",
        ),
        _ => {
            let message = Label::new(
                "应为乡镇（街道）或村（社区）的区划代码",
                "write the code of a township or a village",
            );
            faults.rule("region", message);
            return;
        }
    };
    faults.rule("duty", wrong);
}

fn ends_after_beginning(duty: &RegionDuty, faults: &mut Faults) {
    if duty.until.is_some_and(|until| until < duty.since) {
        let message = Label::new("结束日期早于开始日期", "the last day lies before the first");
        faults.rule("until", message);
    }
}
