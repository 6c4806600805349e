//! `/api/v1/outbox`: how the ways out are doing, what was given up and why, and "try again".

use api::{Caller, ListRefusals, PathOf, Problem, ReadRefusals};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use base::Uuid;
use outbox::ChannelName;

use crate::acts::{Act, note};
use crate::view::{Channel, GivenUpList, GivenUpMessage, OutboxState, Retried};
use crate::{Upkeep, whole_house};

/// Given-up messages that are shown at once, the latest first.
const SHOWN: u64 = 100;

/// 待发箱 the state of every channel
#[utoipa::path(get, path = "/api/v1/outbox", operation_id = "read_outbox", tag = "upkeep",
    responses((status = 200, body = OutboxState), ListRefusals))]
pub(crate) async fn read_outbox(
    State(upkeep): State<Upkeep>,
    caller: Caller,
) -> Result<Json<OutboxState>, Problem> {
    whole_house(&caller)?;
    let as_of = upkeep.journal.clock().now();
    let channels = upkeep.outbox.status().await?.into_iter();
    let served = |name| upkeep.served.contains(&name);
    Ok(Json(OutboxState {
        channels: channels
            .map(|channel| Channel::of(&channel, served(channel.channel)))
            .collect(),
        as_of: as_of.into(),
    }))
}

/// Given-up messages of a channel
///
/// The latest first, at most a hundred; recipients are masked.
#[utoipa::path(get, path = "/api/v1/outbox/{channel}/given-up",
    operation_id = "list_given_up_messages", tag = "upkeep", params(("channel" = String, Path)),
    responses((status = 200, body = GivenUpList), ReadRefusals))]
pub(crate) async fn list_given_up(
    State(upkeep): State<Upkeep>,
    caller: Caller,
    PathOf(channel): PathOf<String>,
) -> Result<Json<GivenUpList>, Problem> {
    whole_house(&caller)?;
    let channel = channel_of(&channel)?;
    let as_of = upkeep.journal.clock().now();
    let messages = upkeep.outbox.given_up(channel, SHOWN).await?.into_iter();
    Ok(Json(GivenUpList {
        items: messages.map(GivenUpMessage::from).collect(),
        as_of: as_of.into(),
    }))
}

/// Try all given-up messages of a channel again
#[utoipa::path(post, path = "/api/v1/outbox/{channel}/retry", operation_id = "retry_channel",
    tag = "upkeep", params(("channel" = String, Path)),
    responses((status = 200, body = Retried), ReadRefusals))]
pub(crate) async fn retry_channel(
    State(upkeep): State<Upkeep>,
    caller: Caller,
    PathOf(channel): PathOf<String>,
) -> Result<Json<Retried>, Problem> {
    whole_house(&caller)?;
    let channel = channel_of(&channel)?;
    let act = Act::RetryChannel;
    note(&upkeep.journal, &caller, act, channel.as_str()).await?;
    let messages = upkeep.outbox.retry_all(channel).await?;
    Ok(Json(Retried { messages }))
}

/// Try a given-up message again
///
/// It keeps its key; the receiver tells by it what it has already.
#[utoipa::path(post, path = "/api/v1/outbox/messages/{id}/retry", operation_id = "retry_message",
    tag = "upkeep", params(("id" = Uuid, Path)),
    responses((status = 204, description = "It is due again"), ReadRefusals))]
pub(crate) async fn retry_message(
    State(upkeep): State<Upkeep>,
    caller: Caller,
    PathOf(id): PathOf<Uuid>,
) -> Result<StatusCode, Problem> {
    whole_house(&caller)?;
    note(&upkeep.journal, &caller, Act::RetryMessage, &id.to_string()).await?;
    if upkeep.outbox.retry(id).await? {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(Problem::not_found())
    }
}

fn channel_of(text: &str) -> Result<ChannelName, Problem> {
    ChannelName::parse(text).ok_or_else(Problem::not_found)
}
