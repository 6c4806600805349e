//! Units by the hundred thousand: made up, the same in every run, in the proportions of a city.

use base::{Timestamp, Uuid};
use city::nouns::Unit;
use journal::Entry;
use register::record_def_of;
use serde_json::{Value, json};
use store::{RowMode, Store, WriteBatch};

/// Rows of one transaction.
const AT_ONCE: u64 = 2_000;
/// Organisations that supervise or belong to sectors.
pub(super) const ORGANISATIONS: u64 = 60;

const PLACES: [&str; 16] = [
    "东风", "解放", "河东", "条山", "禹都", "中银", "涑水", "凤凰", "槐东", "人民", "红旗", "圣惠",
    "府东", "学苑", "黄河", "龙居",
];
const TRADES: [&str; 16] = [
    "百货",
    "超市",
    "化工",
    "宾馆",
    "中学",
    "医院",
    "纺织",
    "粮油",
    "机械",
    "幼儿园",
    "网吧",
    "养老院",
    "加油站",
    "建材",
    "酒店",
    "面粉",
];
const FORMS: [&str; 4] = ["有限公司", "厂", "商店", "中心"];
const RARE: [&str; 3] = ["麒麟", "璟瑜", "翡翠"];
pub(super) const KINDS: [&str; 6] = [
    "public_assembly",
    "school",
    "hospital",
    "care_home",
    "factory",
    "small_premises",
];

/// A stream of numbers that is the same in every run.
pub(super) struct Dice(u64);

impl Dice {
    pub(super) const fn new(seed: u64) -> Self {
        Self(seed ^ 0x9e37_79b9_7f4a_7c15)
    }

    pub(super) fn below(&mut self, limit: u64) -> u64 {
        // xorshift64*
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) % limit
    }

    pub(super) fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        let at = self.below(of.len() as u64) as usize;
        of.get(at).copied().unwrap_or_default()
    }
}

/// A county, township or village: the first counties hold most units.
pub(super) fn region(dice: &mut Dice) -> String {
    let county = dice.below(13) * dice.below(13) / 13;
    let (town, village) = (dice.below(12) + 1, dice.below(25) + 1);
    format!("1408{:02}{:03}{:03}", 2 + county * 2, town, 200 + village)
}

pub(super) fn organisation(number: u64) -> String {
    Uuid::from_u128(0x018f_0000_0000_7000_8000_0000_0000_0000 + u128::from(number)).to_string()
}

/// What a unit of this number says.
pub(super) fn unit(number: u64) -> Value {
    let mut dice = Dice::new(number.wrapping_mul(7_919) + 1);
    let (place, trade, form) = (dice.one(&PLACES), dice.one(&TRADES), dice.one(&FORMS));
    let rare = if dice.below(20_000) == 0 {
        dice.one(&RARE)
    } else {
        ""
    };
    let day = |dice: &mut Dice| {
        format!(
            "20{:02}-{:02}-{:02}",
            15 + dice.below(11),
            1 + dice.below(12),
            1 + dice.below(28)
        )
    };
    let region = region(&mut dice);
    let some = |dice: &mut Dice, every: u64, value: Value| {
        if dice.below(every) == 0 {
            value
        } else {
            Value::Null
        }
    };
    let (key_since, risk_since, monitored) = (day(&mut dice), day(&mut dice), day(&mut dice));
    json!({
        "name": format!("{place}{rare}{trade}{form}{number}号"),
        "kind": dice.one(&KINDS),
        "region": region,
        "address": format!("{}街{}号{}路口", dice.one(&PLACES), dice.below(400), dice.one(&PLACES)),
        "position": {"longitude_e7": 1_110_000_000 + dice.below(9_000_000), "latitude_e7": 350_000_000 + dice.below(9_000_000)},
        "sector": organisation(dice.below(ORGANISATIONS)),
        "supervised_by": organisation(dice.below(ORGANISATIONS)),
        "floor_area": dice.below(100_000),
        "key_since": some(&mut dice, 3, key_since.into()),
        "high_risk_since": some(&mut dice, 20, risk_since.into()),
        "control_room": dice.below(4) == 0,
        "monitored_since": some(&mut dice, 2, monitored.into()),
        "duty_phone": format!("0359-{}", 2_000_000 + dice.below(900_000)),
    })
}

/// Writes so many units into the register's table as the journal would.
pub(super) async fn fill(store: &Store, rows: u64) -> anyhow::Result<()> {
    let record = record_def_of::<Unit>();
    for first in (0..rows).step_by(AT_ONCE as usize) {
        let mut batch = WriteBatch::default();
        for number in first..Ord::min(first + AT_ONCE, rows) {
            let mut row = (record.row_of)(&entry(number)?)?;
            row.mode = RowMode::Insert;
            batch.push(row);
        }
        store.write(batch).await?;
        if first % 100_000 == 0 {
            store.shorten_log(1).await?;
        }
    }
    Ok(())
}

fn entry(number: u64) -> anyhow::Result<Entry> {
    let at = Timestamp::from_micros(1_700_000_000_000_000 + number as i64 * 1_000);
    let mut body = unit(number);
    if let Some(body) = body.as_object_mut() {
        body.insert("created_at".to_owned(), at.as_micros().into());
        body.insert("synthetic".to_owned(), true.into());
        if number % 50 == 7 {
            body.insert("retired_at".to_owned(), at.as_micros().into());
        }
    }
    // In the order of time, as ids of version 7 are.
    let id =
        (u128::from(1_700_000_000_000 + number) << 80) | (7 << 76) | (8 << 60) | u128::from(number);
    Ok(Entry {
        id: Uuid::from_u128(id),
        node: "bench".to_owned(),
        epoch: 1,
        kind: "unit".to_owned(),
        subject: Uuid::from_u128(id),
        version: 1,
        verb: "created".to_owned(),
        event_at: at,
        recorded_at: at,
        actor: "system:bench".to_owned(),
        region: None,
        schema: 1,
        body: base::canonical_value(&body)?,
    })
}
