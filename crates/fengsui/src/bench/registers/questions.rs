//! Questions as people and screens ask them: narrow and wide, first pages and pages deep inside,
//! of the whole city and of some areas.

use base::{RegionCode, Uuid};
use register::{Direction, Filter, Operator, Query};
use serde_json::{Value, json};

use super::rows::{self, Dice, KINDS, ORGANISATIONS};

/// Makes questions, the same in every run.
pub(super) struct Questions {
    dice: Dice,
    rows: u64,
}

const ORDERS: [&str; 8] = [
    "name",
    "-name",
    "region",
    "floor_area",
    "-floor_area",
    "-key_since",
    "key_since",
    "-monitored_since",
];

impl Questions {
    pub(super) const fn new(rows: u64) -> Self {
        Self {
            dice: Dice::new(20_261_126),
            rows,
        }
    }

    /// Lists with two filters and an order; a third of them deep inside, half of them of areas.
    pub(super) fn lists(&mut self, many: usize) -> Vec<Query> {
        let list = |this: &mut Self| {
            let sort = this.dice.one(&ORDERS);
            let mut query = Query {
                filters: vec![this.filter(), this.filter()],
                scope: this.scope(2),
                sort: sorted(sort),
                ..Query::default()
            };
            if this.dice.below(3) == 0 {
                query.after = this.behind(sort);
            }
            query
        };
        (0..many).map(|_| list(self)).collect()
    }

    /// Searches: half with a filter, a third of areas, half in an order.
    pub(super) fn searches(&mut self, many: usize) -> Vec<Query> {
        let words = self.words(many);
        let search = |(words, this): (String, &mut Self)| Query {
            search: Some(words),
            filters: (this.dice.below(2) == 0)
                .then(|| this.filter())
                .into_iter()
                .collect(),
            scope: this.scope(3),
            sort: if this.dice.below(2) == 0 {
                sorted(this.dice.one(&ORDERS))
            } else {
                Vec::new()
            },
            ..Query::default()
        };
        words
            .into_iter()
            .map(|words| search((words, self)))
            .collect()
    }

    /// What is searched for: characters, pinyin, initials, several words; common, rare and absent.
    pub(super) fn words(&mut self, many: usize) -> Vec<String> {
        const WORDS: [&str; 30] = [
            "超市",
            "东风",
            "解放化工",
            "宾馆",
            "商店",
            "中学 东风",
            "化工 河东 厂",
            "号",
            "麒麟",
            "璟瑜百货",
            "翡翠",
            "蔷薇",
            "青龙寺",
            "化工厂麒麟",
            "chaoshi",
            "dongfeng",
            "huagong",
            "youeryuan",
            "qilin",
            "zhongxuedongfeng",
            "qingwei",
            "xyz",
            "cs",
            "df",
            "jfhg",
            "yey",
            "zxq",
            "jyz",
            "dongfeng cs",
            "bh 解放",
        ];
        let word = |this: &mut Self| {
            if this.dice.below(4) == 0 {
                let number = this.dice.below(this.rows);
                let unit = rows::unit(number);
                let name = unit.get("name").and_then(Value::as_str).unwrap_or_default();
                match this.dice.below(3) {
                    0 => name.to_owned(),
                    1 => format!("{number}"),
                    _ => name.chars().skip(1).take(4).collect(),
                }
            } else {
                this.dice.one(&WORDS).to_owned()
            }
        };
        (0..many).map(|_| word(self)).collect()
    }

    fn filter(&mut self) -> Filter {
        let year = 2_015 + self.dice.below(11);
        let (field, operator, value) = match self.dice.below(9) {
            0 => ("kind", Operator::Equal, json!(self.dice.one(&KINDS))),
            1 => {
                let some = [self.dice.one(&KINDS), self.dice.one(&KINDS)];
                ("kind", Operator::In, json!(some))
            }
            2 => (
                "control_room",
                Operator::Equal,
                json!(self.dice.below(2) == 0),
            ),
            3 => {
                let digits = [6, 9, 12]
                    .get(self.dice.below(3) as usize)
                    .copied()
                    .unwrap_or(6);
                let code: String = rows::region(&mut self.dice).chars().take(digits).collect();
                ("region", Operator::Within, json!(code))
            }
            4 => {
                let one = rows::organisation(self.dice.below(ORGANISATIONS));
                ("supervised_by", Operator::Equal, json!(one))
            }
            5 => {
                let days = [format!("{year}-03-01"), format!("{year}-03-20")];
                ("key_since", Operator::Between, json!(days))
            }
            6 => (
                "high_risk_since",
                Operator::AtLeast,
                json!(format!("{year}-01-01")),
            ),
            7 => (
                "monitored_since",
                Operator::Empty,
                json!(self.dice.below(2) == 0),
            ),
            _ => (
                "monitored_since",
                Operator::Less,
                json!(format!("{year}-02-01")),
            ),
        };
        Filter {
            field: field.to_owned(),
            operator,
            value,
        }
    }

    /// In one of `every` the areas of somebody who answers for several.
    fn scope(&mut self, every: u64) -> Option<Vec<RegionCode>> {
        if self.dice.below(every) > 0 {
            return None;
        }
        let many = 1 + self.dice.below(4);
        let area = |dice: &mut Dice| {
            let digits = if dice.below(2) == 0 { 6 } else { 9 };
            let code: String = rows::region(dice).chars().take(digits).collect();
            code.parse().ok()
        };
        Some((0..many).filter_map(|_| area(&mut self.dice)).collect())
    }

    /// The place of some row in an order, as a cursor that a page of it would have given.
    fn behind(&mut self, sort: &str) -> Option<register::Cursor> {
        let unit = rows::unit(self.dice.below(self.rows));
        let (field, mark) = match sort.strip_prefix('-') {
            Some(field) => (field, "-"),
            None => (sort, "+"),
        };
        let value = unit.get(field).cloned().unwrap_or(Value::Null);
        let text = json!([Uuid::nil().to_string(), [format!("{mark}{field}")], [value]]);
        let digits: String = text
            .to_string()
            .bytes()
            .map(|b| format!("{b:02x}"))
            .collect();
        digits.parse().ok()
    }
}

fn sorted(sort: &str) -> Vec<(String, Direction)> {
    match sort.strip_prefix('-') {
        Some(field) => vec![(field.to_owned(), Direction::Descending)],
        None => vec![(sort.to_owned(), Direction::Ascending)],
    }
}

/// A question in a line.
pub(super) fn said(query: &Query) -> String {
    let filters = query.filters.iter();
    let filters = filters.map(|f| format!("{} {:?} {}", f.field, f.operator, f.value));
    let parts = [
        query.search.clone().map(|words| format!("'{words}'")),
        Some(filters.collect::<Vec<_>>().join(" and ")).filter(|text| !text.is_empty()),
        query
            .scope
            .as_ref()
            .map(|areas| format!("of {} areas", areas.len())),
        query
            .sort
            .first()
            .map(|(field, direction)| format!("by {field} {direction:?}")),
        query.after.as_ref().map(|_| "deep inside".to_owned()),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}
