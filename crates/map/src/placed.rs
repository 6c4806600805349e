//! 图层的行 what stands on a layer, for rooms that reckon with it: each row with its place where it has
//! one, its region and a number of it. Rows without a place are told too: a plan that leaves a village out
//! because nobody said where it lies would not know that it did.
//!
//! Invariant: rows are narrowed as the layer is, by the caller's permissions and sets.

use api::{Caller, Problem, Text};
use base::{Uuid, Wgs84};
use capability::LayerQuestion;
use register::{FieldKind, Ledger, Query, Stored, Value};
use tiles::{Bounds, Shape};

use crate::layers::Layer;
use crate::{CityMap, Inner};

/// Rows of a layer that are given at most; of more none are given.
pub const MOST_ROWS: usize = 20_000;

/// Which rows of a layer are asked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct RowQuestion<'a> {
    /// The layer's key.
    pub layer: &'a str,
    /// The filters of a register's list, or the parameters of another layer.
    pub filters: &'a [(String, String)],
    /// The number of each row that is given with it: a field of a register.
    pub number: Option<&'a str>,
    /// A word of each row that is given with it: a field of a register that is a choice.
    pub word: Option<&'a str>,
}

impl LayerRows {
    /// Those that stand at a place, each with it.
    pub(crate) fn placed(self) -> Vec<(LayerRow, Wgs84)> {
        let rows = self.rows.into_iter();
        rows.filter_map(|row| row.place.map(|place| (row, place)))
            .collect()
    }
}

/// Rows of a layer.
#[derive(Clone, Debug)]
pub struct LayerRows {
    /// What the layer is called.
    pub label: base::Label,
    /// What the number that was asked for is called.
    pub number_label: Option<base::Label>,
    /// Its rows.
    pub rows: Vec<LayerRow>,
}

/// One row of a layer.
#[derive(Clone, Debug, PartialEq)]
pub struct LayerRow {
    /// Its id.
    pub id: Uuid,
    /// What it is called.
    pub title: String,
    /// Where it is; of a line or an area nothing.
    pub place: Option<Wgs84>,
    /// Its region, where the register says it.
    pub region: Option<String>,
    /// The number that was asked for, in whole units.
    pub number: Option<i64>,
    /// The word that was asked for.
    pub word: Option<String>,
}

impl Inner {
    /// The rows of a layer that the caller may see.
    pub(crate) async fn rows_of(
        &self,
        caller: &Caller,
        asked: RowQuestion<'_>,
    ) -> Result<LayerRows, Problem> {
        let mut number_label = None;
        let (label, rows) = match self.layers.get(asked.layer, caller)? {
            Layer::Register(ledger) => {
                let def = ledger.def();
                let field = asked.number.and_then(|name| def.field(name));
                number_label = field.map(|(_, field)| field.label);
                (def.label, of_register(ledger, caller, asked).await?)
            }
            Layer::Declared(def, source) => {
                let question = LayerQuestion {
                    caller,
                    bounds: Bounds::EARTH,
                    limit: MOST_ROWS,
                    parameters: asked.filters,
                };
                let features = source.features(question).await?;
                let rows = features.into_iter().map(|one| LayerRow {
                    id: one.id,
                    title: one.title,
                    place: match one.shape {
                        Shape::Point(place) => Some(place),
                        _ => None,
                    },
                    region: None,
                    number: None,
                    word: one.word.map(str::to_owned),
                });
                (def.label, rows.collect())
            }
        };
        if rows.len() > MOST_ROWS {
            return Err(Problem::malformed(Text::new(
                format!("{}多于 {MOST_ROWS} 条，请加筛选", label.zh),
                format!("{} has more than {MOST_ROWS} rows; narrow it", label.en),
            )));
        }
        Ok(LayerRows {
            label,
            number_label,
            rows,
        })
    }
}

impl CityMap {
    /// The rows of a layer that the caller may see.
    ///
    /// # Errors
    /// A layer that there is not, or not for this caller; a field that it has not; more than
    /// [`MOST_ROWS`] rows.
    pub async fn rows_of(
        &self,
        caller: &Caller,
        asked: RowQuestion<'_>,
    ) -> Result<LayerRows, Problem> {
        self.0.rows_of(caller, asked).await
    }

    /// The code of the county in which a place lies, by the pack's outlines.
    #[must_use]
    pub fn county_at(&self, place: Wgs84) -> Option<&str> {
        crate::county::of(&self.0.base.counties, place).map(|county| county.region.as_str())
    }

    /// Whether the caller may see a layer of this key.
    #[must_use]
    pub fn is_open(&self, caller: &Caller, layer: &str) -> bool {
        self.0.layers.get(layer, caller).is_ok()
    }

    /// The outlines of the pack: code, names and rings of each county.
    pub fn outlines(&self) -> impl Iterator<Item = Outlined<'_>> {
        self.0.base.outlines()
    }
}

/// 县界 a county as it is drawn.
#[derive(Clone, Copy, Debug)]
pub struct Outlined<'m> {
    /// Its code.
    pub region: &'m str,
    /// 中文
    pub zh: &'m str,
    /// English
    pub en: &'m str,
    /// Where its name stands.
    pub centre: Option<Wgs84>,
    /// All rings, holes among them: longitude and latitude in degrees.
    pub rings: &'m [Vec<[f64; 2]>],
}

async fn of_register(
    ledger: &Ledger,
    caller: &Caller,
    asked: RowQuestion<'_>,
) -> Result<Vec<LayerRow>, Problem> {
    let def = ledger.def();
    if let Some(name) = asked.number
        && !def
            .field(name)
            .is_some_and(|(_, field)| field.kind.is_number())
    {
        return Err(no_such(name));
    }
    if let Some(name) = asked.word
        && !def
            .field(name)
            .is_some_and(|(_, field)| matches!(field.kind, FieldKind::Choice(_)))
    {
        return Err(no_such(name));
    }
    let mut query = Query {
        limit: 500,
        ..register_api::question(def, caller, asked.filters.to_vec())?
    };
    let mut all = Vec::new();
    loop {
        let page = ledger.list(&query).await;
        let page = page.map_err(register_api::problem_of)?;
        all.extend(page.rows.iter().map(|row| of_row(ledger, row, asked)));
        match page.next {
            Some(next) if all.len() <= MOST_ROWS => query.after = Some(next),
            _ => return Ok(all),
        }
    }
}

fn of_row(ledger: &Ledger, row: &Stored, asked: RowQuestion<'_>) -> LayerRow {
    let def = ledger.def();
    let text = |field: &str| Some(row.value(def, field)?.as_text()?.to_owned());
    let number = asked.number.and_then(|name| {
        let (_, field) = def.field(name)?;
        let parts = 10_i64.pow(u32::from(field.kind.scale().unwrap_or(0)));
        match row.value(def, name)? {
            Value::Integer(number) => Some(number / parts),
            _ => None,
        }
    });
    LayerRow {
        id: row.id,
        title: text(def.title).unwrap_or_default(),
        place: def.geometry.and_then(|field| match row.value(def, field)? {
            Value::Point(place) => Some(*place),
            _ => None,
        }),
        region: row.region(def),
        number,
        word: asked.word.and_then(text),
    }
}

fn no_such(field: &str) -> Problem {
    Problem::malformed(Text::new(
        format!("没有可用的字段 {field}"),
        format!("there is no such field: {field}"),
    ))
}
