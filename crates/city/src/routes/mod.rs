//! The list of responders for maps and forms. A city has some hundreds, so it is whole and not paged;
//! it says how fresh it is.

mod view;

use std::collections::HashMap;

use access::OperationRule;
use access::permission::{INCIDENT_READ, POSITION_READ};
use api::{Caller, Freshness, ListRefusals, Problem};
use axum::Json;
use axum::extract::State;
use base::Uuid;
use capability::Platform;
use journal::Journal;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use self::view::{Responder, ResponderList};
use crate::{CityError, position};

/// Which permission each operation asks for.
pub(crate) const RULES: &[OperationRule] = &[
    OperationRule {
        method: "GET",
        path: "/api/v1/responders",
        permission: INCIDENT_READ,
    },
    position::REPORT,
    position::FOLLOW,
];

pub(crate) fn router(platform: &Platform, hub: &position::Hub) -> OpenApiRouter {
    OpenApiRouter::new()
        .routes(routes!(list_responders))
        .with_state(platform.journal.clone())
        .merge(position::router(platform, hub))
}

pub(crate) fn problem(error: CityError) -> Problem {
    match error {
        CityError::Store(error) => error.into(),
        CityError::Commit(error) => error.into(),
        other => Problem::internal(other),
    }
}

/// 出动力量 all responders of the caller's areas.
#[utoipa::path(
    get,
    path = "/api/v1/responders",
    operation_id = "list_responders",
    tag = "city",
    responses(
        (status = 200, body = ResponderList),
        ListRefusals,
    )
)]
async fn list_responders(
    State(journal): State<Journal>,
    caller: Caller,
) -> Result<Json<ResponderList>, Problem> {
    let freshness = Freshness::of(&journal);
    let store = journal.store();
    let all = crate::responders(store).await.map_err(problem)?;
    let stations = crate::stations(store).await.map_err(problem)?;
    let stations: HashMap<Uuid, _> = stations.iter().map(|one| (one.id, one)).collect();
    let reported = if caller.permits(POSITION_READ) {
        let last = position::last_of_responders(store).await;
        last.map_err(problem)?
    } else {
        HashMap::new()
    };
    let seen = all
        .into_iter()
        .filter(|one| caller.covers(Some(&one.region)));
    let shown = |one: crate::Responder| {
        let station = one.station_id.and_then(|id| stations.get(&id).copied());
        let reported = reported.get(&one.id).copied();
        Responder::shown(one, station, reported)
    };
    Ok(Json(ResponderList {
        items: seen.map(shown).collect(),
        as_of: freshness.as_of.into(),
        position: freshness.position,
    }))
}
