//! Permissions in words: what a person who gives a role gives with it.

use base::Label;

use crate::permission as p;

/// What having `permission` means, as "may …"; nothing for a text that is no permission.
#[must_use]
pub fn words_of(permission: &str) -> Option<Label> {
    desk(permission)
        .or_else(|| register(permission))
        .or_else(|| house(permission))
}

/// Alarms, incidents, cases, map.
fn desk(permission: &str) -> Option<Label> {
    Some(match permission {
        p::ALARM_READ => Label::new("查看设备警报", "read device alarms"),
        p::ALARM_VERIFY => Label::new("核警", "verify alarms"),
        p::ALARM_ESCALATE => Label::new("把警报转为警情", "make incidents of alarms"),
        p::INCIDENT_READ => Label::new("查看警情和出动力量", "read incidents and who goes to them"),
        p::INCIDENT_COMMAND => Label::new(
            "立警、调派、升级、结案、重新开启",
            "open, dispatch, raise, close and reopen incidents",
        ),
        p::CALL_READ => Label::new("查看报警记录", "read the register of calls"),
        p::CALL_WRITE => Label::new(
            "为报警记录附录音和材料",
            "put recordings and papers to calls",
        ),
        p::CALL_PERSONAL => Label::new(
            "写明理由后查看报警人信息",
            "read who called, each time with a reason",
        ),
        p::ASSIGNMENT_PROGRESS => Label::new(
            "报告出动力量的状态",
            "report the progress of assigned responders",
        ),
        p::CASE_READ => Label::new("查看待办和事项", "read the inbox and cases"),
        p::CASE_ACT => Label::new(
            "办理事项：发起、处理、说明、移交",
            "take part in cases: open, act, comment, hand over",
        ),
        p::REPAIR_READ => Label::new("查看水源维修工单", "read repair orders of water sources"),
        p::REPAIR_WRITE => Label::new(
            "报修、上传维修凭证",
            "report what is broken and put evidence to an order",
        ),
        p::REPAIR_ASSIGN => Label::new(
            "派修、验收、退回、撤销维修工单",
            "assign, accept, send back and cancel repair orders",
        ),
        p::EVALUATION_READ => Label::new(
            "查看考核计分榜、填报和更正",
            "read scoreboards, entries and corrections of the evaluation",
        ),
        p::EVALUATION_WRITE => Label::new(
            "考核填报、上传佐证材料",
            "enter what the evaluation asks for and put evidence to it",
        ),
        p::EVALUATION_ATTEST => Label::new(
            "确认、退回本地区考核填报（自评）",
            "stand by an area's entries, or send them back",
        ),
        p::EVALUATION_VERIFY => Label::new(
            "核验全市考核填报、更正得分",
            "verify entries for the city and correct points",
        ),
        p::SITING_READ => Label::new(
            "查看布点研究和报告",
            "read siting studies and their reports",
        ),
        p::SITING_WRITE => Label::new(
            "开展、取消布点研究",
            "have siting studies made, call them off",
        ),
        p::MAP_READ => Label::new("查看一张图", "look at the map"),
        p::POSITION_READ => Label::new(
            "查看力量和车辆的实时位置",
            "read live positions of responders and vehicles",
        ),
        p::POSITION_WRITE => Label::new("上报位置", "report positions"),
        p::POSITION_PERSONAL => Label::new("查看人员的实时位置", "read live positions of persons"),
        p::METRIC_READ => Label::new("查看指标", "read metrics"),
        _ => return None,
    })
}

/// The ledgers, each read, written, and its personal values.
fn register(permission: &str) -> Option<Label> {
    Some(match permission {
        p::CITY_READ => Label::new(
            "查看区划、机构、队站、车辆、水源台账",
            "read regions, organisations, stations, vehicles, water sources",
        ),
        p::CITY_WRITE => Label::new(
            "维护区划、机构、队站、车辆、水源台账",
            "keep regions, organisations, stations, vehicles, water sources",
        ),
        p::CITY_PERSONAL => Label::new(
            "写明理由后查看上述台账里的个人信息",
            "read personal values in them, each with a reason",
        ),
        p::ROAD_READ => Label::new("查看道路管制", "read where roads are closed or slow"),
        p::ROAD_WRITE => Label::new("登记、解除道路管制", "close roads and open them again"),
        p::PEOPLE_READ => Label::new("查看人员台账", "read the register of people"),
        p::PEOPLE_WRITE => Label::new("维护人员台账", "keep the register of people"),
        p::PEOPLE_PERSONAL => Label::new(
            "写明理由后查看人员台账里的个人信息",
            "read personal values of people, each with a reason",
        ),
        p::UNIT_READ => Label::new("查看单位和建筑台账", "read units and their buildings"),
        p::UNIT_WRITE => Label::new("维护单位和建筑台账", "keep units and their buildings"),
        p::UNIT_PERSONAL => Label::new(
            "写明理由后查看单位台账里的个人信息",
            "read personal values of units, each with a reason",
        ),
        p::DEVICE_READ => Label::new(
            "查看设备、型号、部位台账",
            "read devices, models and points",
        ),
        p::DEVICE_WRITE => Label::new(
            "维护设备、型号、部位台账",
            "keep devices, models and points",
        ),
        p::DEVICE_PERSONAL => Label::new(
            "写明理由后查看设备台账里的个人信息",
            "read personal values of devices, each with a reason",
        ),
        _ => return None,
    })
}

/// The running of the house itself.
fn house(permission: &str) -> Option<Label> {
    Some(match permission {
        p::EVENT_READ => Label::new("接收实时变化", "follow changes live"),
        p::SESSION_OWN => Label::new("登录，改自己的口令", "sign in, change one's own password"),
        p::ACCOUNT_MANAGE => Label::new(
            "管理账号、接口令牌和登录会话",
            "keep accounts, API tokens and sessions",
        ),
        p::JOURNAL_READ => Label::new("查看日志", "read the journal"),
        p::JOB_READ => Label::new("查看后台作业和待发箱", "see jobs and the outbox"),
        p::JOB_RUN => Label::new(
            "立即运行作业、重发消息",
            "run jobs now and send messages again",
        ),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ALL_PERMISSIONS;

    #[test]
    fn every_permission_has_words_of_its_own() {
        let words: Vec<_> = ALL_PERMISSIONS
            .into_iter()
            .map(|one| words_of(one).unwrap_or_else(|| panic!("{one} has no words")))
            .collect();
        for (at, one) in words.iter().enumerate() {
            let same = words.iter().position(|other| other == one);
            assert_eq!(same, Some(at), "{}", one.en);
        }
        assert_eq!(words_of("alarm.delete"), None);
    }
}
