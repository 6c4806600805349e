//! The simpler way: one broadcast channel, a write for each event and follower, and nothing else.

use std::convert::Infallible;
use std::time::Duration;

use api::Doorway;
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use base::Clock;
use futures_util::stream;
use tokio::sync::broadcast;
use tokio::time::MissedTickBehavior;

use super::Options;
use super::house::joined_times;
use crate::bench::figures::Times;

type News = broadcast::Sender<Bytes>;

async fn follow(State(news): State<News>) -> Response {
    let opening = Bytes::from_static(b": open\n\n");
    let events = stream::unfold(
        (Some(opening), news.subscribe()),
        |(opening, mut live)| async move {
            let bytes = match opening {
                Some(opening) => opening,
                None => live.recv().await.ok()?,
            };
            Some((Ok::<_, Infallible>(bytes), (None, live)))
        },
    );
    let kind = [(header::CONTENT_TYPE, "text/event-stream")];
    (kind, Body::from_stream(events)).into_response()
}

/// Publish to byte.
pub(super) async fn measure(options: &Options) -> anyhow::Result<Times> {
    let (news, _kept) = broadcast::channel(1_024);
    let router = Router::new()
        .route("/api/v1/events", get(follow))
        .with_state(news.clone());
    let doorway = Doorway::open(([127, 0, 0, 1], 0).into())?;
    let at = doorway.address()?;
    let server =
        tokio::spawn(async move { axum::serve(doorway, router.into_make_service()).await });
    let tokens = vec!["none".to_owned(); options.followers];
    let crowd = super::crowd(options, at, &tokens).await?;
    let clock = Clock::system();
    let mut ticks = tokio::time::interval(Duration::from_secs(1) / options.rate);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Burst);
    let mut published = Vec::new();
    for position in 1..=i64::from(options.rate) * i64::try_from(options.seconds)? {
        ticks.tick().await;
        let at = clock.now();
        // As long as an event of the house.
        let data = format!(
            "{{\"position\":{position},\"kind\":\"responder\",\"id\":\"{}\",\"version\":1,\"verb\":\"created\",\"at\":\"{at}\"}}",
            uuid::Uuid::now_v7()
        );
        let frame = format!("id: {position}\nevent: responder\ndata: {data}\n\n");
        published.push((position, at.as_micros()));
        drop(news.send(frame.into()));
    }
    tokio::time::sleep(Duration::from_secs(1)).await;
    let (times, _) = joined_times(&published, &crowd.end().await?, options.followers);
    server.abort();
    Ok(times)
}
