//! What handlers answer with: tagged records, created records, pages, times and places.

use axum::Json;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base::{Clock, Timestamp, Wgs84};
use journal::Journal;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use utoipa::ToSchema;
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, Schema, SchemaFormat, Type};

/// A record with its version as ETag `"<version>"`; 200.
#[derive(Clone, Debug)]
pub struct Tagged<T>(pub i64, pub T);

impl<T: Serialize> IntoResponse for Tagged<T> {
    fn into_response(self) -> Response {
        ([etag(self.0)], Json(self.1)).into_response()
    }
}

/// A record that was just made: 201 with its place and its ETag.
#[derive(Clone, Debug)]
pub struct Created<T> {
    /// Where it can be read: `/api/v1/incidents/…`.
    pub location: String,
    /// Its version.
    pub version: i64,
    /// The record.
    pub body: T,
}

impl<T: Serialize> IntoResponse for Created<T> {
    fn into_response(self) -> Response {
        let mut response =
            (StatusCode::CREATED, [etag(self.version)], Json(self.body)).into_response();
        // A path of ours is ASCII; one that is not would be a defect and is left out.
        if let Ok(location) = HeaderValue::try_from(self.location) {
            response.headers_mut().insert(header::LOCATION, location);
        }
        response
    }
}

fn etag(version: i64) -> (HeaderName, String) {
    (header::ETAG, format!("\"{version}\""))
}

/// How fresh an answer is. Take it BEFORE reading the rows: then everything up to `position` is in
/// them, and an event stream that starts behind it misses nothing.
#[derive(Clone, Copy, Debug)]
pub struct Freshness {
    /// When the reading began.
    pub as_of: Timestamp,
    /// The journal's head then.
    pub position: i64,
}

impl Freshness {
    /// Now.
    #[must_use]
    pub fn of(journal: &Journal) -> Self {
        Self {
            as_of: journal.clock().now(),
            position: *journal.head().borrow(),
        }
    }

    /// Now, for an answer that is not about journalled records.
    #[must_use]
    pub fn at(clock: &Clock, position: i64) -> Self {
        Self {
            as_of: clock.now(),
            position,
        }
    }
}

/// One page of a list.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Page<T> {
    /// The rows.
    pub items: Vec<T>,
    /// What to send as `after` for the next page; missing on the last one.
    #[schema(nullable)]
    pub next: Option<String>,
    /// When the rows were read.
    pub as_of: ApiTime,
    /// The journal's position when they were read: start the event stream behind it.
    pub position: i64,
}

impl<T> Page<T> {
    /// A page of these items; `next` is the key of the last one when there are more.
    #[must_use]
    pub fn new(freshness: Freshness, items: Vec<T>, next: Option<String>) -> Self {
        Self {
            items,
            next,
            as_of: freshness.as_of.into(),
            position: freshness.position,
        }
    }

    /// A page from `limit + 1` rows read: the one too many says that there is a next page, whose
    /// `after` is `key` of the last row shown.
    #[must_use]
    pub fn of_one_more(
        freshness: Freshness,
        mut rows: Vec<T>,
        limit: u64,
        key: impl FnOnce(&T) -> String,
    ) -> Self {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let more = rows.len() > limit;
        rows.truncate(limit);
        let next = rows.last().filter(|_| more).map(key);
        Self::new(freshness, rows, next)
    }

    /// The same page with other items.
    #[must_use]
    pub fn map<U>(self, into: impl FnMut(T) -> U) -> Page<U> {
        Page {
            items: self.items.into_iter().map(into).collect(),
            next: self.next,
            as_of: self.as_of,
            position: self.position,
        }
    }
}

impl<T: Serialize> IntoResponse for Page<T> {
    fn into_response(self) -> Response {
        Json(self).into_response()
    }
}

/// A point in time as the API writes it: RFC 3339, UTC, six decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ApiTime(pub Timestamp);

impl From<Timestamp> for ApiTime {
    fn from(time: Timestamp) -> Self {
        Self(time)
    }
}

impl From<store::Time> for ApiTime {
    fn from(time: store::Time) -> Self {
        Self(time.into())
    }
}

impl From<ApiTime> for Timestamp {
    fn from(time: ApiTime) -> Self {
        time.0
    }
}

impl From<ApiTime> for store::Time {
    fn from(time: ApiTime) -> Self {
        time.0.into()
    }
}

impl Serialize for ApiTime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for ApiTime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map(Self).map_err(serde::de::Error::custom)
    }
}

impl utoipa::PartialSchema for ApiTime {
    fn schema() -> utoipa::openapi::RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::DateTime)))
            .into()
    }
}

impl ToSchema for ApiTime {}

/// A WGS-84 position in decimal degrees.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ApiLocation {
    /// East of Greenwich, degrees.
    #[schema(minimum = -180, maximum = 180)]
    pub longitude: f64,
    /// North of the equator, degrees.
    #[schema(minimum = -90, maximum = 90)]
    pub latitude: f64,
}

impl From<Wgs84> for ApiLocation {
    fn from(place: Wgs84) -> Self {
        Self {
            longitude: place.longitude(),
            latitude: place.latitude(),
        }
    }
}

impl ApiLocation {
    /// The place inside the house; `None` when the degrees are impossible.
    #[must_use]
    pub fn to_wgs84(self) -> Option<Wgs84> {
        Wgs84::from_degrees(self.longitude, self.latitude)
    }
}
