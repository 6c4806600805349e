//! The simulator: devices, crews, callers and colleagues of a synthetic city, each a client that comes
//! in through the door that everybody uses. It knows what it would know in life: a device its own
//! points, a vehicle the roads, a colleague what the screen says.

mod colleagues;
mod crews;
mod drive;
mod happenings;
mod http;
mod panel;
mod positions;
mod seats;
mod speed;
mod view;

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use access::Access;
use base::{Clock, Random};
use jiff::tz::Offset;
use routing::RoadBook;
use tokio::sync::mpsc;
use wire::gb26875::ComponentState;

pub use self::speed::Speed;

use self::colleagues::{Dispatcher, Operator};
use self::crews::{Crews, homes};
use self::happenings::{Chance, calls, points};
use self::http::Client;
use self::panel::{Panel, Says};
use self::positions::Fix;
use self::seats::Seats;
use crate::made::City;

/// Where a simulator comes in.
pub struct Doors {
    /// Screens and API.
    pub api: SocketAddr,
    /// Devices.
    pub devices: SocketAddr,
    /// Accounts, to make its own.
    pub access: Access,
    /// The roads that its vehicles drive on.
    pub roads: RoadBook,
    /// By which its devices tell the time.
    pub clock: Clock,
    /// The city's offset from UTC.
    pub offset: Offset,
}

/// How long a fire bit stands, and a fault, in seconds of the city.
const FIRE: [f64; 2] = [120.0, 900.0];
const FAULT: [f64; 2] = [1_800.0, 20_000.0];
/// What a panel keeps while its line is dead.
const KEPT: usize = 8;

/// Lives in a city until it is dropped.
///
/// # Errors
/// Where its accounts cannot be made.
pub async fn live(city: Arc<City>, speed: Speed, doors: Doors) -> anyhow::Result<()> {
    let seats = Seats::take(&doors.access).await?;
    let city = city.as_ref();
    let seed = city.recipe.seed ^ doors.clock.now().as_micros().unsigned_abs();
    let (told, heard) = mpsc::channel::<Fix>(1_024);
    let (senders, panels) = panels(city, &doors, seed);
    let client = |who: &http::Who| Client::new(doors.api, who.clone());
    let crews = Arc::new(Crews {
        client: client(&seats.crews),
        roads: doors.roads.clone(),
        speed,
        homes: homes(city),
        told: told.clone(),
        busy: Mutex::default(),
    });
    let dispatcher = Dispatcher {
        city,
        client: client(&seats.dispatcher),
        crews,
        clock: doors.clock.clone(),
        speed,
    };
    let operator = Operator {
        city,
        client: client(&seats.operator),
        clock: doors.clock.clone(),
        speed,
        random: Random::new(seed ^ 1),
    };
    let caller = client(&seats.dispatcher);
    let pace = city.recipe.pace;
    let chance = |part: u64, a_day: f64| Chance::new(seed ^ part, speed, a_day);
    let fire = ComponentState::FIRE_ALARM;
    let fault = ComponentState::FAULT;
    tokio::join!(
        positions::send(client(&seats.positions), doors.clock.clone(), heard),
        parked(city, told),
        dispatcher.work(),
        operator.work(),
        calls(chance(2, pace.calls_a_day), city, &caller),
        points(chance(3, pace.alarms_a_day), city, &senders, fire, FIRE),
        points(chance(4, pace.faults_a_day), city, &senders, fault, FAULT),
        panels,
    );
    Ok(())
}

/// Every transmitter with what speaks through it.
fn panels(
    city: &City,
    doors: &Doors,
    seed: u64,
) -> (Vec<mpsc::Sender<Says>>, impl Future<Output = ()> + use<>) {
    let (mut senders, mut all) = (Vec::new(), tokio::task::JoinSet::new());
    for unit in &city.units {
        let (says, hears) = mpsc::channel(KEPT);
        senders.push(says);
        let panel = Panel {
            centre: doors.devices,
            source: unit.source_address,
            clock: doors.clock.clone(),
            offset: doors.offset,
            random: Random::new(seed ^ unit.source_address),
        };
        all.spawn(panel.live(hears));
    }
    (
        senders,
        async move { while all.join_next().await.is_some() {} },
    )
}

/// Tells where everything with wheels stands.
async fn parked(city: &City, told: mpsc::Sender<Fix>) {
    let standing = |responder, at| Fix {
        responder,
        at,
        speed: 0.0,
        heading: 0.0,
    };
    for station in &city.stations {
        let vehicles = station.vehicles.iter().map(|vehicle| vehicle.id);
        for id in vehicles.chain([station.crew_id]) {
            if told.send(standing(id, station.position())).await.is_err() {
                return;
            }
        }
    }
    for brigade in &city.brigades {
        if told
            .send(standing(brigade.id, brigade.spot.position))
            .await
            .is_err()
        {
            return;
        }
    }
}
