//! What the handlers of positions stand on.

use std::sync::Arc;

use capability::Platform;

use super::hub::Hub;
use super::rate::Rates;

#[derive(Clone)]
pub(super) struct Room {
    pub(super) platform: Platform,
    pub(super) hub: Hub,
    pub(super) rates: Arc<Rates>,
}

impl Room {
    pub(super) fn new(platform: &Platform, hub: &Hub) -> Self {
        Self {
            platform: platform.clone(),
            hub: hub.clone(),
            rates: Arc::default(),
        }
    }
}
