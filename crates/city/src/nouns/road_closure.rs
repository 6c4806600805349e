//! 道路管制 where roads are closed or slow, and for how long: roadworks, water, ice, a collapse, an event.
//! What is in force changes every travel time (`crate::roads_today`).

use base::{Polygon, RegionCode, Timestamp};
use register::{Choice, Faults, Label, Register};
use routing::{Effect, Hindrance};

/// 道路管制
#[derive(Clone, Debug, PartialEq, Register)]
#[register(
    key = "road_closure",
    label(zh = "道路管制", en = "Road closure"),
    title = "name",
    scope = "region",
    geometry = "area",
    symbol = "closure",
    colour = "state",
    permission = "road",
    search(name, source),
    rules(ends_after_beginning, slow_says_how)
)]
pub struct RoadClosure {
    #[field(
        label(zh = "名称", en = "Name"),
        help(
            zh = "路名、地段与原因，例如：解放路学苑路口施工",
            en = "The road, where, and why, such as: Jiefang Road at Xueyuan Road, works"
        ),
        list,
        sort,
        max_chars = 80
    )]
    pub name: String,
    #[field(label(zh = "通行", en = "Passage"), list, filter)]
    pub effect: ClosureEffect,
    #[field(
        label(zh = "车速降至", en = "Speed comes down to"),
        help(
            zh = "只在缓行时填：平时车速的百分之几",
            en = "Only where it is slow: hundredths of the usual speed"
        ),
        unit = "%",
        min = 5,
        max = 100
    )]
    pub speed_percent: Option<i64>,
    #[field(label(zh = "原因", en = "Cause"), list, filter)]
    pub cause: ClosureCause,
    #[field(label(zh = "所属区划", en = "Region"), list, filter, sort)]
    pub region: RegionCode,
    #[field(
        label(zh = "范围", en = "Area"),
        help(
            zh = "通到范围里的路，从路口到路口整段受影响",
            en = "Each road that leads into it is affected from junction to junction"
        ),
        filter
    )]
    pub area: Polygon,
    #[field(label(zh = "开始时间", en = "Begins"), list, filter, sort)]
    pub begins_at: Timestamp,
    #[field(
        label(zh = "结束时间", en = "Ends"),
        help(zh = "不填：到有人填写为止", en = "Empty: until somebody enters it"),
        list,
        filter,
        sort
    )]
    pub ends_at: Option<Timestamp>,
    #[field(
        label(zh = "现状", en = "State"),
        help(
            zh = "由系统按起止时间填写",
            en = "Entered by the house, by the times above"
        ),
        list,
        filter
    )]
    pub state: Option<ClosureState>,
    #[field(
        label(zh = "消息来源", en = "Told by"),
        help(
            zh = "例如：交警支队指挥中心、现场中队",
            en = "Such as: traffic police, the crew on the spot"
        ),
        max_chars = 120
    )]
    pub source: Option<String>,
}

/// What passes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum ClosureEffect {
    #[choice(label(zh = "断路", en = "Closed"), tone = "bad")]
    Closed,
    #[choice(label(zh = "禁止车辆", en = "No vehicles"), tone = "bad")]
    NoVehicles,
    #[choice(label(zh = "缓行", en = "Slow"), tone = "warn")]
    Slow,
}

/// Why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum ClosureCause {
    #[choice(label(zh = "施工", en = "Roadworks"))]
    Roadworks,
    #[choice(label(zh = "积水", en = "Water"))]
    Water,
    #[choice(label(zh = "冰雪", en = "Ice or snow"))]
    Ice,
    #[choice(label(zh = "塌方、桥梁损坏", en = "Collapse, broken bridge"))]
    Collapse,
    #[choice(label(zh = "交通事故", en = "Traffic accident"))]
    Accident,
    #[choice(label(zh = "活动管制", en = "Event"))]
    Event,
    #[choice(label(zh = "其他", en = "Other"))]
    Other,
}

/// Where it stands in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum ClosureState {
    #[choice(label(zh = "未开始", en = "Planned"), tone = "plain")]
    Planned,
    #[choice(label(zh = "生效中", en = "In force"), tone = "bad")]
    InForce,
    #[choice(label(zh = "已结束", en = "Over"), tone = "stale")]
    Over,
}

fn ends_after_beginning(closure: &RoadClosure, faults: &mut Faults) {
    if closure.ends_at.is_some_and(|end| end <= closure.begins_at) {
        faults.rule(
            "ends_at",
            Label::new("结束须晚于开始", "it ends after it begins"),
        );
    }
}

fn slow_says_how(closure: &RoadClosure, faults: &mut Faults) {
    let slow = closure.effect == ClosureEffect::Slow;
    if slow != closure.speed_percent.is_some() {
        faults.rule(
            "speed_percent",
            Label::new(
                "缓行须填车速，断路和禁止车辆不填",
                "a slow road says how slow, a closed one does not",
            ),
        );
    }
}

impl RoadClosure {
    /// Where it stands at a moment.
    #[must_use]
    pub fn state_at(&self, now: Timestamp) -> ClosureState {
        if self.ends_at.is_some_and(|end| end <= now) {
            ClosureState::Over
        } else if self.begins_at > now {
            ClosureState::Planned
        } else {
            ClosureState::InForce
        }
    }

    /// What it means for the roads.
    #[must_use]
    pub fn hindrance(&self) -> Hindrance {
        Hindrance {
            area: self.area.clone(),
            effect: match self.effect {
                ClosureEffect::Closed => Effect::Closed,
                ClosureEffect::NoVehicles => Effect::NoVehicles,
                ClosureEffect::Slow => Effect::Slow(
                    self.speed_percent
                        .and_then(|percent| u8::try_from(percent).ok())
                        .unwrap_or(100),
                ),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn closure(begins_at: Timestamp, ends_at: Option<Timestamp>) -> RoadClosure {
        RoadClosure {
            name: "解放路施工".to_owned(),
            effect: ClosureEffect::Closed,
            speed_percent: None,
            cause: ClosureCause::Roadworks,
            region: "140802".parse().unwrap(),
            area: Polygon::from_wkt("POLYGON ((111 35, 111.1 35, 111.1 35.1, 111 35))").unwrap(),
            begins_at,
            ends_at,
            state: None,
            source: None,
        }
    }

    #[test]
    fn it_is_in_force_from_its_first_moment_until_before_its_last() {
        let at = Timestamp::from_micros;
        let both = closure(at(10), Some(at(20)));
        let states = [9, 10, 19, 20].map(|now| both.state_at(at(now)));
        assert_eq!(
            states,
            [
                ClosureState::Planned,
                ClosureState::InForce,
                ClosureState::InForce,
                ClosureState::Over
            ]
        );
        assert_eq!(
            closure(at(10), None).state_at(at(i64::MAX)),
            ClosureState::InForce
        );
    }
}
