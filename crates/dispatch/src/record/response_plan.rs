//! 等级调派方案 response plans: how much of which force a city sends at first, by what is reported, its
//! level and the kind of premises. A plan proposes; the dispatcher orders.

use city::nouns::{UnitKind, VehicleClass};
use city::{Responder, ResponderKind};
use register::{Faults, Label, Register};

use super::alarm_level::{LevelledKind, no_fifth_of_a_rescue};

/// 等级调派方案
#[derive(Clone, Debug, PartialEq, Register)]
#[register(
    key = "response_plan",
    label(zh = "等级调派方案", en = "Response plan"),
    title = "name",
    permission = "city",
    search(name),
    rules(the_level_exists, somebody_goes)
)]
pub struct ResponsePlan {
    #[field(label(zh = "名称", en = "Name"), unique, list, sort, max_chars = 60)]
    pub name: String,
    #[field(label(zh = "警情类别", en = "Incident"), list, filter)]
    pub kind: LevelledKind,
    #[field(label(zh = "等级", en = "Level"), min = 1, max = 5, list, filter, sort)]
    pub level: i64,
    #[field(
        label(zh = "场所类别", en = "Premises"),
        help(
            zh = "空白表示任何场所；有本类场所专用方案时以专用方案为准",
            en = "Empty for any premises; a plan for the kind of premises goes before it"
        ),
        list,
        filter
    )]
    pub premises: Option<UnitKind>,
    #[field(
        label(zh = "水罐消防车", en = "Water tenders"),
        min = 0,
        max = 99,
        list
    )]
    pub water_tenders: Option<i64>,
    #[field(label(zh = "泡沫消防车", en = "Foam tenders"), min = 0, max = 99, list)]
    pub foam_tenders: Option<i64>,
    #[field(
        label(zh = "举高消防车", en = "Aerial appliances"),
        min = 0,
        max = 99,
        list
    )]
    pub aerials: Option<i64>,
    #[field(
        label(zh = "抢险救援消防车", en = "Rescue tenders"),
        min = 0,
        max = 99,
        list
    )]
    pub rescue_tenders: Option<i64>,
    #[field(label(zh = "供水消防车", en = "Water supply"), min = 0, max = 99, list)]
    pub water_supplies: Option<i64>,
    #[field(
        label(zh = "通信指挥车", en = "Command vehicles"),
        min = 0,
        max = 99,
        list
    )]
    pub command_vehicles: Option<i64>,
    #[field(
        label(zh = "战勤保障车", en = "Logistics vehicles"),
        min = 0,
        max = 99,
        list
    )]
    pub logistics_vehicles: Option<i64>,
    #[field(label(zh = "班组", en = "Crews"), min = 0, max = 99, list)]
    pub crews: Option<i64>,
    #[field(
        label(zh = "微型消防站", en = "Micro-stations"),
        min = 0,
        max = 99,
        list
    )]
    pub micro_stations: Option<i64>,
    #[field(
        label(zh = "乡镇专职消防队", en = "Town brigades"),
        min = 0,
        max = 99,
        list
    )]
    pub town_brigades: Option<i64>,
}

fn the_level_exists(row: &ResponsePlan, faults: &mut Faults) {
    no_fifth_of_a_rescue(row.kind, row.level, faults);
}

fn somebody_goes(row: &ResponsePlan, faults: &mut Faults) {
    if row.needs().is_empty() {
        let label = Label::new(
            "至少须填一种力量的数量",
            "say how many of at least one force",
        );
        faults.rule("water_tenders", label);
    }
}

/// A kind of force, and of vehicles the class: what a plan counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Force {
    /// The kind.
    pub kind: ResponderKind,
    /// Of vehicles, what they are made for.
    pub class: Option<VehicleClass>,
}

impl Force {
    const fn of(kind: ResponderKind) -> Self {
        Self { kind, class: None }
    }

    const fn vehicle(class: VehicleClass) -> Self {
        Self {
            kind: ResponderKind::Vehicle,
            class: Some(class),
        }
    }

    /// Whether a responder is of it.
    #[must_use]
    pub fn is(self, responder: &Responder) -> bool {
        responder.kind == self.kind && responder.class == self.class
    }
}

impl ResponsePlan {
    /// What it asks for, in the order in which a plan is read, nothing of which none is asked.
    #[must_use]
    pub fn needs(&self) -> Vec<(Force, usize)> {
        let all = [
            (
                Force::vehicle(VehicleClass::WaterTender),
                self.water_tenders,
            ),
            (Force::vehicle(VehicleClass::FoamTender), self.foam_tenders),
            (Force::vehicle(VehicleClass::Aerial), self.aerials),
            (Force::vehicle(VehicleClass::Rescue), self.rescue_tenders),
            (
                Force::vehicle(VehicleClass::WaterSupply),
                self.water_supplies,
            ),
            (Force::vehicle(VehicleClass::Command), self.command_vehicles),
            (
                Force::vehicle(VehicleClass::Logistics),
                self.logistics_vehicles,
            ),
            (Force::of(ResponderKind::Crew), self.crews),
            (Force::of(ResponderKind::MicroStation), self.micro_stations),
            (Force::of(ResponderKind::TownBrigade), self.town_brigades),
        ];
        let asked = all.into_iter().filter_map(|(force, wanted)| {
            let wanted = usize::try_from(wanted?).ok()?;
            (wanted > 0).then_some((force, wanted))
        });
        asked.collect()
    }
}
