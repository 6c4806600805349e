//! 地名录 what has a name and stands in no register: places of the pack, streets of the network that was
//! brought in, and what its source names beside them. Laid down once for a network, searched in memory.

use std::sync::{Arc, Mutex, PoisonError};

use ::roads::NamedKind;
use base::{Label, Wgs84};
use register::{Fit, Words, spelled};
use routing::Roads;

use crate::base_map::BaseMap;

/// A name with its place.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) name: String,
    /// Its English name, where that is another.
    pub(crate) en: Option<String>,
    pub(crate) what: Label,
    pub(crate) kind: EntryKind,
    pub(crate) position: Wgs84,
    spelled: String,
}

/// Where an entry is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EntryKind {
    /// 地名 a settlement or what the public knows.
    Place,
    /// 道路
    Street,
}

const STREET: Label = Label::new("道路", "Street");
const PLACE: Label = Label::new("地名", "Place");

/// The names of one network with those of the pack.
pub(crate) struct Gazetteer(Vec<Entry>);

impl Gazetteer {
    fn of(base: &BaseMap, roads: Option<&Roads>) -> Self {
        let of_pack = base.places.iter().map(|place| Entry {
            en: Some(place.en.clone()),
            spelled: format!("{}\n{}", spelled(&place.zh), place.en.to_lowercase()),
            ..entry(&place.zh, PLACE, EntryKind::Place, place.position)
        });
        let mut entries: Vec<Entry> = of_pack.collect();
        if let Some(roads) = roads {
            let streets = roads.named_streets().into_iter();
            entries.extend(
                streets.map(|one| entry(&one.name, STREET, EntryKind::Street, one.position)),
            );
            let named = roads.network().named().iter();
            entries.extend(named.map(|one| {
                entry(
                    &one.name,
                    label_of(one.kind),
                    EntryKind::Place,
                    one.position,
                )
            }));
        }
        Self(entries)
    }

    /// The entries that the words fit.
    pub(crate) fn find<'a>(
        &'a self,
        words: &'a Words,
    ) -> impl Iterator<Item = (Fit, &'a Entry)> + 'a {
        let fits = |entry: &'a Entry| Some((words.fit(&entry.spelled)?, entry));
        self.0.iter().filter_map(fits)
    }
}

fn entry(name: &str, what: Label, kind: EntryKind, position: Wgs84) -> Entry {
    Entry {
        name: name.to_owned(),
        en: None,
        what,
        kind,
        position,
        spelled: spelled(name),
    }
}

/// The gazetteer in use, by the tag of its network.
#[derive(Default)]
pub(crate) struct Shelf(Mutex<Option<(Option<String>, Arc<Gazetteer>)>>);

impl Shelf {
    /// The gazetteer of these roads; made anew when they are others than before, which takes a second
    /// for a province. Blocks.
    pub(crate) fn of(&self, base: &BaseMap, roads: Option<&Roads>) -> Arc<Gazetteer> {
        let tag = roads.map(Roads::tag);
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match &*kept {
            Some((known, gazetteer)) if known.as_deref() == tag => Arc::clone(gazetteer),
            _ => {
                let made = Arc::new(Gazetteer::of(base, roads));
                *kept = Some((tag.map(str::to_owned), Arc::clone(&made)));
                made
            }
        }
    }
}

const fn label_of(kind: NamedKind) -> Label {
    match kind {
        NamedKind::City => Label::new("城市", "City"),
        NamedKind::Town => Label::new("镇", "Town"),
        NamedKind::Village => Label::new("村", "Village"),
        NamedKind::Hamlet => Label::new("自然村", "Hamlet"),
        NamedKind::Suburb => Label::new("城区", "Suburb"),
        NamedKind::Neighbourhood => Label::new("小区", "Neighbourhood"),
        NamedKind::Square => Label::new("广场", "Square"),
        NamedKind::Locality => PLACE,
        NamedKind::Hospital => Label::new("医院", "Hospital"),
        NamedKind::School => Label::new("学校", "School"),
        NamedKind::FireStation => Label::new("消防站", "Fire station"),
        NamedKind::Police => Label::new("公安", "Police"),
        NamedKind::Authority => Label::new("机关", "Authority"),
        NamedKind::CareHome => Label::new("养老院", "Care home"),
        NamedKind::Culture => Label::new("文化场所", "Culture"),
        NamedKind::Worship => Label::new("宗教场所", "Place of worship"),
        NamedKind::Market => Label::new("市场", "Market"),
        NamedKind::Station => Label::new("车站", "Station"),
        NamedKind::Fuel => Label::new("加油站", "Fuel"),
        NamedKind::Counter => Label::new("营业网点", "Bank or post office"),
    }
}
