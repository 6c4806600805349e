//! What a study counts is read from the layers of the map, with the rights of who asks.

use std::collections::{BTreeMap, HashSet};

use api::{Caller, FieldError, Problem, Text};
use base::{Metres, RegionCode, Wgs84};
use city::nouns::{Region, Unit, UnitKind};
use map::{CityMap, LayerRow, RowQuestion};
use register::{Choice as _, Register as _};

use crate::asked::{DemandOf, NewStudy, Read, RowsOf, fault, no_candidates, no_demand};
use crate::estimate;
use crate::question::{Neighbour, NeighbourKind, Point, Question, Site, Source};
use crate::study::StudyModel;

/// The weight of one hundredth of the whole demand: shares of it stay whole numbers.
const HUNDREDTH: i64 = 1_000_000;
/// Pairs of a candidate and a demand point at most, and for the model that keeps them all.
const MOST_PAIRS: usize = 20_000_000;
const MOST_PAIRS_OF_MEDIAN: usize = 6_000_000;
/// A station outside of the area takes part when it stands so near to it: half an hour at 60 km/h.
const NEAR: Metres = Metres(30_000.0);
/// A township's digits.
const TOWNSHIP: usize = 9;

/// The kinds of unit that a new station keeps a distance from (建标152-2017: 易燃易爆 300 m, 人员密集 50 m).
const DANGEROUS: &[UnitKind] = &[UnitKind::Hazardous];
const CROWDED: &[UnitKind] = &[
    UnitKind::PublicAssembly,
    UnitKind::CommercialComplex,
    UnitKind::School,
    UnitKind::Hospital,
    UnitKind::CareHome,
];

/// Whose rows are read, and where.
pub(crate) struct Gatherer<'a> {
    pub(crate) map: &'a CityMap,
    pub(crate) caller: &'a Caller,
    pub(crate) regions: &'a [RegionCode],
}

impl Gatherer<'_> {
    /// # Errors
    /// A layer that is not open; faults at `demand`, `candidates` and `new_stations`.
    pub(crate) async fn gather(&self, asked: &NewStudy, read: Read) -> Result<Question, Problem> {
        let mut sources = Vec::new();
        let mut points = Vec::new();
        for demand in &asked.demand {
            let (source, own) = self.demand(demand, sources.len()).await?;
            sources.push(source);
            points.extend(own);
        }
        let mut faults = Vec::new();
        if points.is_empty() {
            faults.push(no_demand());
        }
        let (mut candidates, candidates_unplaced) = self.candidates(asked, &read.places).await?;
        if candidates.is_empty() {
            faults.push(no_candidates());
        } else if let Some(wanted) = read.terms.new_stations
            && usize::try_from(wanted).unwrap_or(usize::MAX) > candidates.len()
        {
            faults.push(too_few(wanted, candidates.len()));
        }
        let stations = self.stations(asked.stations.as_ref(), &points).await?;
        let (planned, planned_unplaced) = self.plan(asked.plan.as_ref()).await?;
        drop_those_that_stand(&mut candidates, &stations);
        let most = match read.terms.model {
            StudyModel::Median => MOST_PAIRS_OF_MEDIAN,
            StudyModel::MaxCover | StudyModel::SetCover => MOST_PAIRS,
        };
        if points.len() * (candidates.len() + stations.len()) > most {
            faults.push(too_many(points.len(), candidates.len()));
        }
        if !faults.is_empty() {
            return Err(Problem::invalid(faults));
        }
        let hazards = self.hazards().await?;
        let places = points.iter().map(|point| point.region.as_str());
        let sites = candidates.iter().map(|site| site.region.as_str());
        let regions = self.names(places.chain(sites).collect()).await?;
        Ok(Question {
            name: read.name,
            terms: read.terms,
            sources,
            points,
            candidates,
            stations,
            planned,
            planned_unplaced,
            candidates_unplaced,
            hazards,
            regions,
        })
    }

    async fn rows(
        &self,
        of: &RowsOf,
        number: Option<&str>,
        word: Option<&str>,
    ) -> Result<map::LayerRows, Problem> {
        let filters: Vec<(String, String)> = of.filters.clone().into_iter().collect();
        let question = RowQuestion {
            layer: &of.layer,
            filters: &filters,
            number,
            word,
        };
        self.map.rows_of(self.caller, question).await
    }

    async fn demand(&self, of: &DemandOf, number: usize) -> Result<(Source, Vec<Point>), Problem> {
        let rows_of = RowsOf {
            layer: of.layer.clone(),
            filters: of.filters.clone(),
        };
        let found = self.rows(&rows_of, of.number.as_deref(), None).await?;
        let wanted: Vec<&LayerRow> = found.rows.iter().collect();
        let (amounts, estimated) = match &of.number {
            None => (vec![Some(1); wanted.len()], Vec::new()),
            Some(_) => {
                let whole = RowsOf {
                    layer: of.layer.clone(),
                    filters: BTreeMap::new(),
                };
                let all = self.rows(&whole, of.number.as_deref(), None).await?;
                let (numbers, _) = estimate::numbers(&wanted, &all.rows);
                let own = wanted.iter().map(|row| row.number.is_none()).collect();
                (numbers, own)
            }
        };
        let (mut rows, mut without_place, mut guessed) = (0, 0, 0);
        let mut points = Vec::new();
        for (at, (row, amount)) in wanted.iter().zip(amounts).enumerate() {
            let Some(region) = self.region_of(row) else {
                continue;
            };
            rows += 1;
            let Some(place) = row.place else {
                without_place += 1;
                continue;
            };
            let Some(amount) = amount.filter(|amount| *amount > 0) else {
                continue;
            };
            guessed += usize::from(estimated.get(at).copied().unwrap_or(false));
            points.push(Point {
                title: row.title.clone(),
                place,
                region,
                source: number,
                amount,
                weight: 0,
            });
        }
        weigh(&mut points, of.share);
        let source = Source {
            layer: of.layer.clone(),
            label: found.number_label.unwrap_or(found.label).into(),
            counts_number: of.number.is_some(),
            share: of.share,
            rows,
            without_place,
            estimated: guessed,
            amount: points.iter().map(|point| point.amount).sum(),
        };
        Ok((source, points))
    }

    async fn candidates(
        &self,
        asked: &NewStudy,
        places: &[Wgs84],
    ) -> Result<(Vec<Site>, usize), Problem> {
        let mut sites = Vec::new();
        let mut unplaced = 0;
        let mut seen = HashSet::new();
        for of in &asked.candidates {
            for row in self.rows(of, None, None).await?.rows {
                let Some(region) = self.region_of(&row) else {
                    continue;
                };
                match row.place {
                    None => unplaced += 1,
                    Some(place) if seen.insert(place) => {
                        sites.push(site(&of.layer, row, place, region, true));
                    }
                    Some(_) => {}
                }
            }
        }
        for (at, place) in places.iter().enumerate() {
            if seen.insert(*place) {
                sites.push(Site {
                    id: None,
                    layer: None,
                    title: format!("自选点{}", at + 1),
                    place: *place,
                    region: self.county_of(*place).unwrap_or_default(),
                    class: None,
                    inside: true,
                });
            }
        }
        Ok((sites, unplaced))
    }

    /// Those in the area, and those near enough to reach into it.
    async fn stations(&self, of: Option<&RowsOf>, points: &[Point]) -> Result<Vec<Site>, Problem> {
        let of = layer_or(of, "fire_station");
        let rows = self.rows(&of, None, Some("class")).await?.rows;
        let near = |place: Wgs84| {
            points
                .iter()
                .any(|point| point.place.distance(place).0 < NEAR.0)
        };
        let sites = rows.into_iter().filter_map(|row| {
            let place = row.place?;
            let inside = self.region_of(&row);
            let region = inside
                .clone()
                .or_else(|| row.region.clone())
                .unwrap_or_default();
            (inside.is_some() || near(place))
                .then(|| site(&of.layer, row, place, region, inside.is_some()))
        });
        Ok(sites.collect())
    }

    async fn plan(&self, of: Option<&RowsOf>) -> Result<(Vec<Site>, Vec<String>), Problem> {
        let of = layer_or(of, "planned_station");
        let (mut sites, mut unplaced) = (Vec::new(), Vec::new());
        for row in self.rows(&of, None, None).await?.rows {
            match (self.region_of(&row), row.place) {
                (Some(region), Some(place)) => {
                    sites.push(site(&of.layer, row, place, region, true))
                }
                (Some(_), None) => unplaced.push(row.title),
                (None, _) => {}
            }
        }
        Ok((sites, unplaced))
    }

    /// What sites keep a distance from, as far as the caller sees it.
    async fn hazards(&self) -> Result<Vec<Neighbour>, Problem> {
        if !self.caller.permits(Unit::DEF.read_permission) {
            return Ok(Vec::new());
        }
        let words = DANGEROUS.iter().chain(CROWDED).map(|kind| kind.key());
        let mut all = Vec::new();
        for word in words {
            let of = RowsOf {
                layer: Unit::DEF.key.to_owned(),
                filters: BTreeMap::from([("kind".to_owned(), word.to_owned())]),
            };
            let dangerous = DANGEROUS.iter().any(|kind| kind.key() == word);
            let kind = if dangerous {
                NeighbourKind::Dangerous
            } else {
                NeighbourKind::Crowded
            };
            let rows = self.rows(&of, None, None).await?.rows.into_iter();
            all.extend(rows.filter_map(|row| {
                self.region_of(&row)?;
                Some(Neighbour {
                    place: row.place?,
                    title: row.title,
                    kind,
                })
            }));
        }
        Ok(all)
    }

    /// The township or county of a row that lies in the area; none of one that does not.
    fn region_of(&self, row: &LayerRow) -> Option<String> {
        let region = match &row.region {
            Some(region) => region.clone(),
            None => self.county_of(row.place?)?,
        };
        let inside = self
            .regions
            .iter()
            .any(|area| region.starts_with(area.as_str()));
        let township = region.get(..TOWNSHIP).unwrap_or(&region);
        inside.then(|| township.to_owned())
    }

    fn county_of(&self, place: Wgs84) -> Option<String> {
        self.map.county_at(place).map(str::to_owned)
    }

    async fn names(&self, codes: HashSet<&str>) -> Result<BTreeMap<String, String>, Problem> {
        let of = RowsOf {
            layer: Region::DEF.key.to_owned(),
            filters: BTreeMap::new(),
        };
        let rows = self.rows(&of, None, None).await?.rows;
        let named = rows.into_iter().filter_map(|row| {
            let code = row.region?;
            (codes.contains(code.as_str()) || code.len() < TOWNSHIP).then_some((code, row.title))
        });
        Ok(named.collect())
    }
}

fn layer_or(of: Option<&RowsOf>, usual: &str) -> RowsOf {
    of.cloned().unwrap_or_else(|| RowsOf {
        layer: usual.to_owned(),
        filters: BTreeMap::new(),
    })
}

fn site(layer: &str, row: LayerRow, place: Wgs84, region: String, inside: bool) -> Site {
    Site {
        id: Some(row.id),
        layer: Some(layer.to_owned()),
        title: row.title,
        place,
        region,
        class: row.word,
        inside,
    }
}

/// Shares a kind's part of the whole among its points.
fn weigh(points: &mut [Point], share: u32) {
    let amount: i64 = points.iter().map(|point| point.amount).sum();
    let whole = i128::from(share) * i128::from(HUNDREDTH);
    for point in points {
        let weight = whole * i128::from(point.amount) / i128::from(amount.max(1));
        point.weight = i64::try_from(weight).unwrap_or(i64::MAX).max(1);
    }
}

/// A candidate where a station stands already is none.
fn drop_those_that_stand(candidates: &mut Vec<Site>, stations: &[Site]) {
    let standing: HashSet<Wgs84> = stations.iter().map(|station| station.place).collect();
    candidates.retain(|site| !standing.contains(&site.place));
}

fn too_few(wanted: u32, there: usize) -> FieldError {
    fault(
        "new_stations",
        format!("拟建 {wanted} 座，候选点只有 {there} 处"),
        format!("{wanted} are to be built, and there are {there} candidates"),
    )
}

fn too_many(points: usize, candidates: usize) -> FieldError {
    FieldError::new(
        "candidates",
        Text::new(
            format!("{points} 个需求点、{candidates} 处候选点太多，请缩小范围或加筛选"),
            format!("{points} demand points and {candidates} candidates are too many: narrow them"),
        ),
    )
}
