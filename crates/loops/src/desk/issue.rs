//! Issuing a document 文书: the number is taken in the change set of the action, and all that is printed
//! is kept with it.

use std::time::Duration;

use base::Timestamp;
use journal::{Change, ChangeSet};
use register::{FieldDef, FieldKind, Stored, Value, show_scaled};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde_json::{Map, Value as Json, json};

use super::{Cases, Halt, Person};
use crate::declare::{Facts, Step};
use crate::record::case::Model as Case;
use crate::record::document;
use crate::rules::DocumentRule;
use crate::{LoopDef, LoopError, clock};

/// China has one time zone, UTC+8, the whole year.
const CHINA: Duration = Duration::from_secs(8 * 3600);

impl Cases {
    /// Adds the document that the step issues. Two actions that take one number at once: the unique
    /// index stops the second, which asks anew.
    pub(super) async fn issued(
        &self,
        person: &Person,
        def: &LoopDef,
        (case, row): (&Case, &Stored),
        step: Step,
        facts: &Facts,
        set: ChangeSet,
    ) -> Result<ChangeSet, Halt> {
        let Some(name) = step.prints else {
            return Ok(set);
        };
        let rules = self.rules_of(def, case)?;
        let rule = rules
            .documents
            .get(name)
            .ok_or_else(|| LoopError::RulesLack {
                key: def.key(),
                version: rules.version.clone(),
                name: name.to_owned(),
            })?;
        let press = &self.house().press;
        let version = press.version(&rule.template).map_err(LoopError::from)?;
        let year = year_of(facts.now);
        let serial = self.next_serial(&rule.mark, year).await?;
        let number = press
            .number(&rule.mark, year, u32::try_from(serial).unwrap_or(1))
            .map_err(LoopError::from)?;
        let data = self.printed(def, (case, row), rule, facts).await?;
        let record = document::Model {
            id: self.journal().new_id(),
            version: 0,
            row: case.row,
            region: case.region.clone(),
            name: name.to_owned(),
            title: rule.title.clone(),
            author: rule.author.clone(),
            number,
            mark: rule.mark.clone(),
            year: i32::from(year),
            serial,
            template: rule.template.clone(),
            template_version: i32::try_from(version).unwrap_or(i32::MAX),
            data: data.to_string(),
            issued_by: person.pass.actor().to_string(),
            issued_at: facts.now.into(),
        };
        Ok(set.with(Change::of(&record, "issued", facts.now)?))
    }

    /// The serial number after the greatest one of this mark and year.
    async fn next_serial(&self, mark: &str, year: u16) -> Result<i32, LoopError> {
        let greatest: Option<i32> = document::Entity::find()
            .select_only()
            .column(document::Column::Serial)
            .filter(document::Column::Mark.eq(mark))
            .filter(document::Column::Year.eq(i32::from(year)))
            .order_by_desc(document::Column::Serial)
            .into_tuple()
            .one(self.journal().store().reader())
            .await?;
        Ok(greatest.unwrap_or(0) + 1)
    }

    /// The record that the template gets: every field as people read it.
    async fn printed(
        &self,
        def: &LoopDef,
        (case, row): (&Case, &Stored),
        rule: &DocumentRule,
        facts: &Facts,
    ) -> Result<Json, LoopError> {
        let ledger = self.ledger(def.register);
        let titles = ledger.titles(std::slice::from_ref(row)).await?;
        let titles = titles.into_iter().next().unwrap_or_default();
        let (mut values, mut labels) = (Map::new(), Map::new());
        for (field, value) in def.register.fields.iter().zip(&row.values) {
            let text = match titles.get(field.name) {
                Some(title) => title.clone(),
                None => shown(field, value),
            };
            values.insert(field.name.to_owned(), Json::from(text));
            labels.insert(field.name.to_owned(), Json::from(field.label.zh));
        }
        let mut data = json!({
            "title": rule.title,
            "case": case.title,
            "issued": facts.today.to_string(),
            "values": values,
            "labels": labels,
        });
        if let (Some(due), Some(data)) = (case.due_at, data.as_object_mut()) {
            let last = clock::last_day(Timestamp::from(due))?;
            data.insert("deadline".to_owned(), Json::from(last.to_string()));
        }
        Ok(data)
    }
}

fn year_of(now: Timestamp) -> u16 {
    // RFC 3339 begins with the year.
    let text: String = now.plus(CHINA).to_string().chars().take(4).collect();
    text.parse().unwrap_or(0)
}

/// A value as a document says it.
fn shown(field: &FieldDef, value: &Value) -> String {
    let of_key = |key: &str| {
        let word = field.choices().iter().find(|choice| choice.key == key);
        word.map_or_else(|| key.to_owned(), |choice| choice.label.zh.to_owned())
    };
    let unit = field.unit.map_or("", |unit| unit.zh);
    match (field.kind, value) {
        (_, Value::Empty) => String::new(),
        (FieldKind::Choice(_), Value::Text(key)) => of_key(key),
        // What was printed is kept in the journal, where nothing can be erased.
        (_, Value::Text(text)) if field.personal => register::mask_of(field).of(text),
        (_, Value::Text(text)) => text.clone(),
        (kind, Value::Integer(number)) => match kind.scale() {
            Some(scale) => format!("{}{unit}", show_scaled(*number, scale)),
            None => format!("{number}{unit}"),
        },
        (_, Value::Boolean(true)) => "是".to_owned(),
        (_, Value::Boolean(false)) => "否".to_owned(),
        (_, Value::Date(date)) => date.to_string(),
        (_, Value::Time(time)) => time.plus(CHINA).to_string().chars().take(16).collect(),
        (_, Value::Set(keys)) => {
            let words: Vec<String> = keys.iter().map(|key| of_key(key)).collect();
            words.join("、")
        }
        (_, Value::Reference(_)) => String::new(),
        (_, Value::Sealed(_)) => "***".to_owned(),
        (_, Value::Point(place)) => {
            format!("{:.6}, {:.6}", place.longitude(), place.latitude())
        }
        (_, Value::Line(line)) => line.to_string(),
        (_, Value::Polygon(polygon)) => polygon.to_string(),
    }
}
