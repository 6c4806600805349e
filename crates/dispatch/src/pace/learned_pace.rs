//! 车速系数 how much longer, or shorter, engines take on a class of road than its speed says.

use base::Timestamp;
use register::{Choice, ChoiceDef, Faults, Label, Register};
use roads::Class;
use routing::{DayPart, Factor};

/// 车速系数 a factor. The house writes what it learned; a person may set one by hand or switch one off.
#[derive(Clone, Debug, PartialEq, Register)]
#[register(
    key = "learned_pace",
    label(zh = "车速系数", en = "Learned pace"),
    title = "name",
    permission = "road",
    search(name),
    rules(the_interval_holds_the_factor)
)]
pub struct LearnedPace {
    #[field(label(zh = "名称", en = "Name"), unique, list, sort, max_chars = 80)]
    pub name: String,
    #[field(
        label(zh = "道路等级", en = "Class of road"),
        help(zh = "不填：各级道路", en = "Empty: all classes"),
        list,
        filter
    )]
    pub class: Option<PacedClass>,
    #[field(
        label(zh = "时段", en = "Part of the day"),
        help(zh = "不填：全天", en = "Empty: the whole day"),
        list,
        filter
    )]
    pub part: Option<PacedPart>,
    #[field(
        label(zh = "行程时间系数", en = "Factor of the time"),
        help(
            zh = "1000 为路网原速；1200 为用时多两成",
            en = "1000 is the network's own time; 1200 takes a fifth longer"
        ),
        unit = "‰",
        min = 100,
        max = 10_000,
        list,
        sort
    )]
    pub per_mille: i64,
    #[field(
        label(zh = "区间下限", en = "Interval from"),
        help(zh = "95% 区间", en = "Of 95 %"),
        unit = "‰",
        min = 100,
        max = 10_000,
        list
    )]
    pub from_per_mille: Option<i64>,
    #[field(
        label(zh = "区间上限", en = "Interval to"),
        unit = "‰",
        min = 100,
        max = 10_000,
        list
    )]
    pub to_per_mille: Option<i64>,
    #[field(
        label(zh = "依据行程", en = "Trips"),
        help(
            zh = "不填：人工设定，不是学习所得",
            en = "Empty: set by hand, and not learned"
        ),
        min = 0,
        max = 4_000_000,
        list,
        sort
    )]
    pub trips: Option<i64>,
    #[field(
        label(zh = "依据车辆", en = "Vehicles"),
        min = 0,
        max = 1_000_000,
        list
    )]
    pub vehicles: Option<i64>,
    #[field(label(zh = "依据路段", en = "Legs"), min = 0, max = 4_000_000)]
    pub legs: Option<i64>,
    #[field(
        label(zh = "启用", en = "In use"),
        help(
            zh = "停用后行车时间按路网原速；重新学习不会把它打开",
            en = "Switched off, times are the network's own; learning again does not switch it on"
        ),
        list,
        filter
    )]
    pub in_use: bool,
    #[field(
        label(zh = "路网", en = "Road network"),
        help(
            zh = "系数属于一份路网，导入新路网后重新学习；不填：任何路网",
            en = "A factor belongs to one network and is learned anew on another; empty: any"
        ),
        max_chars = 40
    )]
    pub network: Option<String>,
    #[field(label(zh = "学习时间", en = "Learned at"), list, sort)]
    pub learned_at: Option<Timestamp>,
}

/// Classes of roads that engines drive on, as the register names them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum PacedClass {
    #[choice(label(zh = "高速公路", en = "Motorway"))]
    Motorway,
    #[choice(label(zh = "高速匝道", en = "Motorway link"))]
    MotorwayLink,
    #[choice(label(zh = "国道、快速路", en = "Trunk road"))]
    Trunk,
    #[choice(label(zh = "国道匝道", en = "Trunk link"))]
    TrunkLink,
    #[choice(label(zh = "省道、主干路", en = "Primary road"))]
    Primary,
    #[choice(label(zh = "主干路匝道", en = "Primary link"))]
    PrimaryLink,
    #[choice(label(zh = "县道、次干路", en = "Secondary road"))]
    Secondary,
    #[choice(label(zh = "次干路匝道", en = "Secondary link"))]
    SecondaryLink,
    #[choice(label(zh = "乡道、支路", en = "Tertiary road"))]
    Tertiary,
    #[choice(label(zh = "支路匝道", en = "Tertiary link"))]
    TertiaryLink,
    #[choice(label(zh = "村道", en = "Minor road"))]
    Unclassified,
    #[choice(label(zh = "居住区道路", en = "Residential street"))]
    Residential,
    #[choice(label(zh = "生活街区", en = "Living street"))]
    LivingStreet,
    #[choice(label(zh = "内部道路", en = "Service road"))]
    Service,
    #[choice(label(zh = "公交专用道", en = "Busway"))]
    Busway,
    #[choice(label(zh = "未分级道路", en = "Road of unknown class"))]
    Road,
    #[choice(label(zh = "步行街", en = "Pedestrian street"))]
    Pedestrian,
    #[choice(label(zh = "土路", en = "Track"))]
    Track,
}

/// Parts of the day, as the register names them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum PacedPart {
    #[choice(label(zh = "夜间", en = "Night"))]
    Night,
    #[choice(label(zh = "早高峰", en = "Morning peak"))]
    MorningPeak,
    #[choice(label(zh = "晚高峰", en = "Evening peak"))]
    EveningPeak,
    #[choice(label(zh = "平峰", en = "Rest of the day"))]
    Day,
}

fn the_interval_holds_the_factor(row: &LearnedPace, faults: &mut Faults) {
    let below = row.from_per_mille.is_some_and(|from| from > row.per_mille);
    let above = row.to_per_mille.is_some_and(|to| to < row.per_mille);
    if below || above {
        let label = Label::new("系数须在区间之内", "the factor lies within its interval");
        faults.rule("per_mille", label);
    }
}

impl PacedPart {
    const fn of(part: DayPart) -> Self {
        match part {
            DayPart::Night => Self::Night,
            DayPart::MorningPeak => Self::MorningPeak,
            DayPart::EveningPeak => Self::EveningPeak,
            DayPart::Day => Self::Day,
        }
    }

    const fn day_part(self) -> DayPart {
        match self {
            Self::Night => DayPart::Night,
            Self::MorningPeak => DayPart::MorningPeak,
            Self::EveningPeak => DayPart::EveningPeak,
            Self::Day => DayPart::Day,
        }
    }
}

impl LearnedPace {
    /// What was learned, as a row; none of a class that engines do not drive on.
    pub(super) fn of(factor: &Factor, network: &str, now: Timestamp) -> Option<Self> {
        let class = match factor.class {
            Some(class) => Some(PacedClass::from_key(class.highway())?),
            None => None,
        };
        let part = factor.part.map(PacedPart::of);
        let [from, to] = factor.interval;
        Some(Self {
            name: name(class, part),
            class,
            part,
            per_mille: factor.per_mille.into(),
            from_per_mille: Some(from.into()),
            to_per_mille: Some(to.into()),
            trips: Some(factor.trips.into()),
            vehicles: Some(factor.vehicles.into()),
            legs: Some(factor.legs.into()),
            in_use: true,
            network: Some(network.to_owned()),
            learned_at: Some(now),
        })
    }

    /// What it says of the roads; none when no bound holds it.
    pub(super) fn factor(&self) -> Option<Factor> {
        let class = match self.class {
            Some(class) => Some(Class::from_highway(class.key())?),
            None => None,
        };
        let thousandths = |number: i64| u16::try_from(number).ok();
        let count = |number: Option<i64>| number.and_then(|many| u32::try_from(many).ok());
        let per_mille = thousandths(self.per_mille)?;
        let bound = |bound: Option<i64>| bound.and_then(thousandths).unwrap_or(per_mille);
        Some(Factor {
            class,
            part: self.part.map(PacedPart::day_part),
            per_mille,
            interval: [bound(self.from_per_mille), bound(self.to_per_mille)],
            trips: count(self.trips).unwrap_or_default(),
            vehicles: count(self.vehicles).unwrap_or_default(),
            legs: count(self.legs).unwrap_or_default(),
        })
    }

    /// Whether nothing but the time of learning and the switch tells them apart.
    pub(super) fn says_the_same(&self, other: &Self) -> bool {
        let as_that = Self {
            in_use: other.in_use,
            learned_at: other.learned_at,
            ..self.clone()
        };
        as_that == *other
    }
}

fn name(class: Option<PacedClass>, part: Option<PacedPart>) -> String {
    let class = class.map_or("各级道路", |class| {
        word(PacedClass::CHOICES, class.key())
    });
    let part = part.map_or("全天", |part| word(PacedPart::CHOICES, part.key()));
    format!("{class} · {part}")
}

fn word(choices: &'static [ChoiceDef], key: &str) -> &'static str {
    let found = choices.iter().find(|choice| choice.key == key);
    found.map_or("", |choice| choice.label.zh)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_class_that_engines_drive_on_has_its_word() {
        let named = |class: &Class| PacedClass::from_key(class.highway());
        let without: Vec<Class> = Class::ALL
            .into_iter()
            .filter(|class| named(class).is_none())
            .collect();
        let for_feet = [Class::Footway, Class::Path, Class::Steps, Class::Cycleway];
        assert_eq!(without, for_feet);
    }

    #[test]
    fn a_factor_comes_back_from_its_row() {
        let factor = Factor {
            class: Some(Class::LivingStreet),
            part: Some(DayPart::EveningPeak),
            per_mille: 1_250,
            interval: [1_100, 1_400],
            trips: 12,
            vehicles: 3,
            legs: 44,
        };
        let row = LearnedPace::of(&factor, "tag", Timestamp::from_micros(7)).unwrap();
        assert_eq!(row.name, "生活街区 · 晚高峰");
        assert_eq!(row.factor(), Some(factor));
    }
}
