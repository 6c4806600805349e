//! The refusals that operations share, as the OpenAPI document lists them: each route names the set
//! that fits what it does.

use std::collections::BTreeMap;

use utoipa::openapi::response::Response;
use utoipa::openapi::{ContentBuilder, Ref, RefOr, ResponseBuilder};
use utoipa::{IntoResponses, ToSchema as _};

use crate::{PROBLEM_JSON, Problem};

type Responses = BTreeMap<String, RefOr<Response>>;

/// Of a list: not signed in, not allowed.
pub struct ListRefusals;

/// Of a list with paging or filters: these, and a question that cannot be read.
pub struct QueryRefusals;

/// Of one subject: not signed in, not allowed, not there.
pub struct ReadRefusals;

/// Of making a subject: not signed in, not allowed, content that does not hold.
pub struct CreateRefusals;

/// Of a change of one subject: all of these, a state that does not admit it, and a version that is
/// not the one that stands or was not named.
pub struct ChangeRefusals;

/// A response that is a problem.
pub(crate) fn problem(description: &str) -> Response {
    let content = ContentBuilder::new()
        .schema(Some(Ref::from_schema_name(Problem::name().into_owned())))
        .build();
    ResponseBuilder::new()
        .description(description)
        .content(PROBLEM_JSON, content)
        .build()
}

fn problems(statuses: &[&str]) -> Responses {
    let one = |status: &&str| ((*status).to_owned(), RefOr::T(problem("")));
    statuses.iter().map(one).collect()
}

impl IntoResponses for ListRefusals {
    fn responses() -> Responses {
        problems(&["401", "403"])
    }
}

impl IntoResponses for QueryRefusals {
    fn responses() -> Responses {
        problems(&["400", "401", "403"])
    }
}

impl IntoResponses for ReadRefusals {
    fn responses() -> Responses {
        problems(&["401", "403", "404"])
    }
}

impl IntoResponses for CreateRefusals {
    fn responses() -> Responses {
        problems(&["401", "403", "422"])
    }
}

impl IntoResponses for ChangeRefusals {
    fn responses() -> Responses {
        problems(&["401", "403", "404", "409", "412", "422", "428"])
    }
}
