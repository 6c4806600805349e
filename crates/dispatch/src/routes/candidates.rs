//! 力量推荐 who could go, and what the response plan proposes of them.

use access::permission::POSITION_READ;
use api::{ApiLocation, ApiTime, Caller, PathOf, Problem, QueryOf, QueryRefusals};
use axum::Json;
use axum::extract::State;
use base::Uuid;
use city::ResponderKind;
use city::nouns::VehicleClass;
use sea_orm::Iterable as _;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::desk::{self, Candidates, Desk, Seat};

/// How many are shown when nothing else is asked.
const NEAREST: u16 = 50;

/// The most that are shown.
const MOST: u16 = 200;

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct CandidateQuery {
    /// Only responders of this kind.
    #[serde(default)]
    kind: Option<ResponderKind>,
    /// How many of them, the nearest first: 1 to 200, 50 when nothing is said.
    #[serde(default)]
    limit: Option<u16>,
}

/// 力量推荐 who could go, the available and nearest first.
#[utoipa::path(
    get,
    path = "/api/v1/incidents/{id}/candidates",
    operation_id = "list_candidates",
    tag = "dispatch",
    params(("id" = Uuid, Path), CandidateQuery),
    responses(
        (status = 200, body = CandidateList),
        QueryRefusals,
    )
)]
pub(crate) async fn list_candidates(
    State(desk): State<Desk>,
    caller: Caller,
    PathOf(id): PathOf<Uuid>,
    QueryOf(query): QueryOf<CandidateQuery>,
) -> Result<Json<CandidateList>, Problem> {
    let ranked = desk.candidates(&Seat::from(&caller), id).await?;
    let most = query.limit.unwrap_or(NEAREST).clamp(1, MOST);
    let narrowed = (query.kind, usize::from(most));
    let sees_positions = caller.permits(POSITION_READ);
    Ok(Json(CandidateList::shown(ranked, narrowed, sees_positions)))
}

/// A responder with its version.
#[derive(Serialize, ToSchema)]
pub(crate) struct CandidateResponder {
    id: Uuid,
    name: String,
    kind: ResponderKind,
    /// What a vehicle is made for, when that is known.
    #[schema(required)]
    class: Option<VehicleClass>,
    #[schema(required)]
    station_name: Option<String>,
    version: i64,
}

/// A responder that could be sent, or why not.
#[derive(Serialize, ToSchema)]
pub(crate) struct Candidate {
    responder: CandidateResponder,
    available: bool,
    /// `busy`, `out_of_service`, `no_position` or `stale_position`. An order of the first two is
    /// refused; the others only keep it out of the ranking.
    #[schema(required)]
    unavailable_reason: Option<&'static str>,
    /// Along roads, or the straight line, metres.
    #[schema(required)]
    distance_metres: Option<f64>,
    /// Estimated, seconds.
    #[schema(required)]
    travel_seconds: Option<f64>,
    /// The age of a measured position; none for a fixed place.
    #[schema(required)]
    position_age_seconds: Option<u64>,
    /// Whether roads were not known, or do not lead there: the time comes from a straight line with a detour
    /// factor.
    straight_line: bool,
    /// Whether the roads are known and do not lead there as things are today.
    cut_off: bool,
    /// Where it is or was last, for who may read positions; a fixed place or its station else.
    #[schema(required)]
    location: Option<ApiLocation>,
}

impl Candidate {
    /// As it is shown to who may read measured positions, or may not.
    pub(crate) fn shown(one: desk::Candidate, sees_positions: bool) -> Self {
        let is_open = sees_positions || one.position_age.is_none();
        Self {
            location: one.place.filter(|_| is_open).map(Into::into),
            available: one.unavailable.is_none(),
            unavailable_reason: one.unavailable.map(desk::Unavailable::word),
            distance_metres: one.travel.map(|way| way.distance.0.round()),
            travel_seconds: one.travel.map(|way| way.seconds),
            position_age_seconds: one.position_age.map(|age| age.as_secs()),
            straight_line: one.travel.is_none_or(|way| way.straight_line),
            cut_off: one.travel.is_some_and(|way| way.cut_off),
            responder: CandidateResponder {
                id: one.responder.id,
                name: one.responder.name.clone(),
                kind: one.responder.kind,
                class: one.responder.class,
                station_name: one.station_name,
                version: one.responder.version,
            },
        }
    }
}

/// How many responders of a kind there are.
#[derive(Serialize, ToSchema)]
pub(crate) struct KindCount {
    kind: ResponderKind,
    available: usize,
    all: usize,
}

/// One force of a response plan.
#[derive(Serialize, ToSchema)]
pub(crate) struct ResponseNeed {
    kind: ResponderKind,
    /// Of vehicles, what they are made for.
    #[schema(required)]
    class: Option<VehicleClass>,
    /// How many the plan asks for.
    wanted: usize,
    /// How many work for the incident already.
    working: usize,
    /// How many nobody can be proposed for.
    missing: usize,
    /// The nearest that could be sent.
    proposed: Vec<Candidate>,
}

/// 力量编成 what the city's response plan proposes.
#[derive(Serialize, ToSchema)]
pub(crate) struct ResponseProposal {
    /// Its row in the register `response_plan`.
    plan_id: Uuid,
    name: String,
    needs: Vec<ResponseNeed>,
}

/// Candidates, the available and nearest first.
#[derive(Serialize, ToSchema)]
pub(crate) struct CandidateList {
    items: Vec<Candidate>,
    /// Those that work for the incident, wherever they stand in the ranking.
    working: Vec<Candidate>,
    /// Of each kind, how many there are in all.
    kinds: Vec<KindCount>,
    /// What the response plan for this kind of incident, level and premises proposes; null without one.
    #[schema(required)]
    response: Option<ResponseProposal>,
    as_of: ApiTime,
}

impl CandidateList {
    /// The first `most` of a kind, or of all.
    pub(crate) fn shown(
        ranked: Candidates,
        (kind, most): (Option<ResponderKind>, usize),
        sees_positions: bool,
    ) -> Self {
        let shown = |one| Candidate::shown(one, sees_positions);
        let need = |need: desk::Need| ResponseNeed {
            kind: need.force.kind,
            class: need.force.class,
            wanted: need.wanted,
            working: need.working,
            missing: need.missing(),
            proposed: need.proposed.into_iter().map(shown).collect(),
        };
        let proposal = |response: desk::Response| ResponseProposal {
            plan_id: response.plan,
            name: response.name,
            needs: response.needs.into_iter().map(need).collect(),
        };
        let wanted = |one: &&desk::Candidate| kind.is_none_or(|kind| one.responder.kind == kind);
        let works = |one: &&desk::Candidate| ranked.working.contains(&one.responder.id);
        Self {
            items: (ranked.items.iter().filter(wanted).take(most).cloned())
                .map(shown)
                .collect(),
            working: (ranked.items.iter().filter(works).cloned())
                .map(shown)
                .collect(),
            kinds: kinds(&ranked.items),
            response: ranked.response.map(proposal),
            as_of: ranked.as_of.into(),
        }
    }
}

fn kinds(items: &[desk::Candidate]) -> Vec<KindCount> {
    let count = |kind| {
        let of_kind = || items.iter().filter(move |one| one.responder.kind == kind);
        KindCount {
            kind,
            available: of_kind().filter(|one| one.unavailable.is_none()).count(),
            all: of_kind().count(),
        }
    };
    ResponderKind::iter()
        .map(count)
        .filter(|one| one.all > 0)
        .collect()
}
