//! Who is on the way: the same roads, with other times and other roads left out.

use ::roads::{Closures, Customised, Hierarchy, Network, Profile, StretchId, Weight};

/// 出动方式 how somebody moves along the roads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
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
    /// Its key among the profiles that stand ready.
    const fn profile(self) -> &'static str {
        match self {
            Self::FireEngine => "fire_engine",
            Self::OnFoot => "micro_station",
            Self::ElectricCart => "electric_cart",
        }
    }
}

/// A network with the times of one mover.
pub(crate) struct Timed {
    pub(crate) network: Network,
    /// Roads that this mover does not take.
    pub(crate) closures: Closures,
    pub(crate) customised: Customised,
}

impl Timed {
    /// By the network's own times.
    pub(crate) fn own(network: Network, hierarchy: &Hierarchy) -> Self {
        let closures = Closures::none();
        Self {
            customised: Customised::of(hierarchy, &network, Weight::Time, &closures),
            network,
            closures,
        }
    }

    /// The roads of an engine at another's speeds, without those that it may not take. A one-way street
    /// stays one: the network holds no arc against it.
    pub(crate) fn of(mover: Mover, network: &Network, hierarchy: &Hierarchy) -> Self {
        let Some(profile) = Profile::named(mover.profile()) else {
            return Self::own(network.clone(), hierarchy);
        };
        let network = network.clone().at_speeds(&profile.speeds());
        let mut closures = Closures::none();
        for (stretch, number) in network.stretches().iter().zip(0_u32..) {
            if !profile.drives_on(stretch.class) {
                closures.close_stretch(&network, StretchId(number));
            }
        }
        Self {
            customised: Customised::of(hierarchy, &network, Weight::Time, &closures),
            network,
            closures,
        }
    }
}
