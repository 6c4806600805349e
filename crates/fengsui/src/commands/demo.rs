//! `fengsui demo`: a synthetic city in a house of its own, and the life in it.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use access::{Access, AccessConfig};
use anyhow::{Context, ensure};
use city::nouns::Region;
use clap::Args;
use demo::{Doors, Site, Speed};
use files::Files;
use journal::Journal;
use register::{Ledger, Register as _};
use routing::{RoadBook, RoadSource};
use seal::Seal;
use tokio::task::JoinHandle;

use super::serve::{self, say};
use crate::commands::import;
use crate::declared;
use crate::pack::{City, Pack};

/// Options of `fengsui demo`.
#[derive(Args)]
pub(crate) struct Options {
    #[command(flatten)]
    serve: serve::Options,
    /// How fast the city's own clock runs: 1 is as in life, at most 500.
    #[arg(long, env = "FENGSUI_SPEED", default_value_t = 10.0, value_parser = speed)]
    speed: f64,
    /// Make the city and serve it, but let nothing happen.
    #[arg(long)]
    still: bool,
}

fn speed(text: &str) -> Result<f64, String> {
    let speed: f64 = text.parse().map_err(|_| "no number".to_owned())?;
    if (1.0..=500.0).contains(&speed) {
        Ok(speed)
    } else {
        Err("between 1 and 500".to_owned())
    }
}

/// Makes the city, serves it and lives in it.
pub(crate) async fn run(options: Options) -> anyhow::Result<()> {
    ensure!(
        !options.serve.empty,
        "a demonstration is never empty; `fengsui serve --empty` is"
    );
    let pack = Pack::new(options.serve.pack.clone());
    let tree = pack.region_tree()?;
    let begun = Instant::now();
    let made = tokio::task::spawn_blocking(move || demo::City::of(pack.recipe()?, &pack.land()?));
    let city = made.await.context("making the city up")??;
    let size = city.size();
    say(&format!(
        "a synthetic city ({:.1} s): {} key units, {} small premises, {} fire stations, {} micro-stations, {} water sources, {} junctions",
        begun.elapsed().as_secs_f64(),
        size.key_units,
        size.small_premises,
        size.stations,
        size.micro_stations,
        size.water_sources,
        size.junctions,
    ));
    let guest = Guest {
        city: Arc::new(city),
        tree,
        speed: (!options.still).then(|| Speed::times(options.speed)),
    };
    serve::run_with(options.serve, Some(guest)).await
}

/// Who furnishes a house and lives in it.
pub(crate) struct Guest {
    city: Arc<demo::City>,
    /// Townships and villages: what is made up for them needs their rows.
    tree: String,
    speed: Option<Speed>,
}

impl Guest {
    /// Writes down what is not there yet.
    pub(crate) async fn furnish(
        &self,
        journal: &Journal,
        seal: &Seal,
        (pack, files): (&Pack, &Files),
        data: &Path,
    ) -> anyhow::Result<()> {
        let begun = Instant::now();
        let house = pack.city()?;
        let catalogue = Arc::new(declared::catalogue()?.sealed_by(seal.clone()));
        let press = crate::loops::press(pack)?;
        let site = Site {
            journal: journal.clone(),
            region: house.region.clone(),
            offset: house.frame()?.offset,
            cases: crate::loops::cases(journal, &catalogue, declared::loop_defs(), (pack, press))?,
            files: files.clone(),
            access: Access::new(journal.clone(), AccessConfig::default()),
            versions: Arc::new(pack.readable_versions()?),
            counted: declared::metrics()
                .iter()
                .map(|metric| metric.key)
                .collect(),
            catalogue,
        };
        demo::ensure_free(&self.city, &site).await?;
        // By it ./run knows such a folder again.
        std::fs::write(data.join("demo"), "a synthetic city\n")?;
        let roads = import::road_file(data);
        if !roads.exists() {
            let source = self.city.road_source();
            let source = RoadSource {
                zh: source.zh.clone(),
                en: source.en.clone(),
            };
            routing::keep(self.city.network(), &source, &roads)?;
        }
        let regions = Ledger::new(Region::DEF, journal.clone(), Arc::clone(&site.catalogue));
        city::facts::load_tree(&regions, &self.tree).await?;
        demo::build(&self.city, &site, &mut |part| say(part)).await?;
        say(&format!(
            "it stands ({:.1} s)",
            begun.elapsed().as_secs_f64()
        ));
        Ok(())
    }

    /// Begins to live there: as its devices, its crews and its colleagues, through the doors that
    /// everybody uses.
    pub(crate) fn live(
        self,
        journal: &Journal,
        (api, devices): (SocketAddr, SocketAddr),
        city: &City,
        roads: RoadBook,
    ) -> anyhow::Result<Option<JoinHandle<()>>> {
        let Some(speed) = self.speed else {
            return Ok(None);
        };
        let doors = Doors {
            api,
            devices,
            access: Access::new(journal.clone(), AccessConfig::default()),
            roads,
            clock: journal.clock().clone(),
            offset: city.frame()?.offset,
        };
        let life = async move {
            if let Err(error) = demo::live(self.city, speed, doors).await {
                tracing::error!(%error, "nothing happens in this city");
            }
        };
        Ok(Some(tokio::spawn(life)))
    }
}
