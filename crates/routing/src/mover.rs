//! Who is on the way: the same roads, with other times and other roads left out.

use std::sync::{Arc, OnceLock};

use ::roads::{Closures, Customised, Network, Parts, Profile, StretchId, Weight};

use crate::roads::Ground;
use crate::today::Today;

/// 出动方式 how somebody moves along the roads.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Mover {
    /// 消防车, by the network's own times.
    #[default]
    FireEngine,
    /// 微型消防站队员步行
    OnFoot,
    /// 微型消防站电动消防车
    ElectricCart,
}

impl Mover {
    /// What is this mover's of what there is for each.
    pub(crate) const fn of<T>(self, each: &[T; 3]) -> &T {
        let [engine, on_foot, in_cart] = each;
        match self {
            Self::FireEngine => engine,
            Self::OnFoot => on_foot,
            Self::ElectricCart => in_cart,
        }
    }

    /// Its key among the profiles that stand ready.
    const fn profile(self) -> &'static str {
        match self {
            Self::FireEngine => "fire_engine",
            Self::OnFoot => "micro_station",
            Self::ElectricCart => "electric_cart",
        }
    }
}

/// Which junctions each mover gets to from each other; made when first asked for.
pub(crate) type Joined = [OnceLock<Parts>; 3];

/// A network with the times of one mover, as things are today.
pub(crate) struct Timed {
    pub(crate) network: Arc<Network>,
    /// Roads that this mover does not take.
    pub(crate) closures: Closures,
    pub(crate) customised: Customised,
}

impl Timed {
    /// The roads of an engine at another's speeds and past barriers as it passes them, without those roads
    /// that it may not take or that are closed today. A one-way street stays one: the network holds no arc against it.
    pub(crate) fn of(mover: Mover, ground: &Ground, today: &Today) -> Self {
        let mut network = Arc::clone(&ground.network);
        let mut closures = Closures::none();
        // An engine's are the network's own times.
        if mover != Mover::FireEngine
            && let Some(profile) = Profile::named(mover.profile())
        {
            network = Arc::new(Network::clone(&network).moved_by(&profile));
            for (stretch, number) in network.stretches().iter().zip(0_u32..) {
                if !profile.drives_on(stretch.class) {
                    closures.close_stretch(&network, StretchId(number));
                }
            }
        }
        ground.joined(mover, &network);
        if let Some(slowed) = today.slowed(&network, mover) {
            network = Arc::new(slowed);
        }
        today.close(&network, mover, &mut closures);
        let weight = Weight::Time;
        Self {
            customised: Customised::of(&ground.hierarchy, &network, weight, &closures),
            network,
            closures,
        }
    }
}
