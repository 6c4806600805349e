//! `/api/v1/jobs`: what the house does by itself, and "run it now".

use api::{Caller, Lang, ListRefusals, PathOf, Problem, ReadRefusals};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;

use crate::acts::{Act, note};
use crate::view::{Job, JobList};
use crate::{Upkeep, whole_house};

/// 后台作业 all jobs of this process with their state
#[utoipa::path(get, path = "/api/v1/jobs", operation_id = "list_jobs", tag = "upkeep",
    responses((status = 200, body = JobList), ListRefusals))]
pub(crate) async fn list_jobs(
    State(upkeep): State<Upkeep>,
    caller: Caller,
    Lang(language): Lang,
) -> Result<Json<JobList>, Problem> {
    whole_house(&caller)?;
    let as_of = upkeep.journal.clock().now();
    let jobs = upkeep.board.all().into_iter();
    Ok(Json(JobList {
        items: jobs.map(|job| Job::of(job, language)).collect(),
        as_of: as_of.into(),
    }))
}

/// Run a job now
///
/// A pause after a failure ends; a run that is under way is followed by another. The answer does
/// not wait for the run.
#[utoipa::path(post, path = "/api/v1/jobs/{name}/run", operation_id = "run_job", tag = "upkeep",
    params(("name" = String, Path)),
    responses((status = 202, description = "Asked for", body = Job), ReadRefusals))]
pub(crate) async fn run_job(
    State(upkeep): State<Upkeep>,
    caller: Caller,
    Lang(language): Lang,
    PathOf(name): PathOf<String>,
) -> Result<(StatusCode, Json<Job>), Problem> {
    whole_house(&caller)?;
    let job = upkeep.board.get(&name).ok_or_else(Problem::not_found)?;
    note(&upkeep.journal, &caller, Act::RunJob, job.name).await?;
    if !upkeep.board.run_now(&name) {
        return Err(Problem::not_found());
    }
    let job = upkeep.board.get(&name).unwrap_or(job);
    Ok((StatusCode::ACCEPTED, Json(Job::of(job, language))))
}
