//! 二维码标签: a label to be stuck on the thing itself, one or a sheet of them. What a phone reads from
//! it is the address of the row, which opens after sign-in.

use api::{Caller, Lang, PathOf, Problem, QueryOf};
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use base::{Language, Uuid};
use register::Stored;
use serde::Deserialize;

use super::{Answer, Asks, Operation};
use crate::problem::of_ledger;
use crate::{Room, label, question};

pub(super) const LABEL: Operation = Operation {
    method: "GET",
    tail: "/{id}/label",
    writes: false,
    name: "label",
    summary: "A label with a QR code that opens the row, as SVG.",
    asks: Asks::Nothing,
    parameters: &[("lang", "zh or en; the caller's language when not said.")],
    answer: Answer::File,
    serve: || get(one),
};

pub(super) const SHEET: Operation = Operation {
    method: "GET",
    tail: "/labels",
    writes: false,
    name: "labels",
    summary: "A sheet of labels of the rows of a list, A4, as a page to print.",
    asks: Asks::Question,
    parameters: &[("lang", "zh or en; the caller's language when not said.")],
    answer: Answer::File,
    serve: || get(sheet),
};

/// The most labels of a sheet: twenty pages.
const MOST: usize = 20 * label::A_PAGE;

#[derive(Deserialize)]
struct InLanguage {
    lang: Option<String>,
}

async fn one(
    State(room): State<Room>,
    caller: Caller,
    Lang(usual): Lang,
    PathOf(id): PathOf<Uuid>,
    QueryOf(asked): QueryOf<InLanguage>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let row = room.seen(&caller, id).await?;
    let language = asked
        .lang
        .map_or(usual, |lang| Language::from_accept(&lang));
    let drawn = label::svg(&room.label_of(&row, &headers, language)).map_err(Problem::internal)?;
    Ok((
        [(header::CONTENT_TYPE, "image/svg+xml; charset=utf-8")],
        drawn,
    )
        .into_response())
}

async fn sheet(
    State(room): State<Room>,
    caller: Caller,
    Lang(usual): Lang,
    QueryOf(pairs): QueryOf<Vec<(String, String)>>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let (query, extras) = question::read(room.def, &caller, pairs)?;
    let mut query = room.found(&caller, query, &extras).await?;
    let language = extras.language.unwrap_or(usual);
    query.limit = 500;
    let page = room.ledger.list(&query).await.map_err(of_ledger)?;
    let more = page.next.is_some() || page.rows.len() > MOST;
    let rows = page.rows.iter().take(MOST);
    let labels: Vec<label::Label> = rows
        .map(|row| room.label_of(row, &headers, language))
        .collect();
    let title = room.def.label.text(language);
    let rest = if more {
        label::Rest::More
    } else {
        label::Rest::Nothing
    };
    let drawn = label::sheet(&labels, title, rest, language).map_err(Problem::internal)?;
    Ok(([(header::CONTENT_TYPE, "text/html; charset=utf-8")], drawn).into_response())
}

impl Room {
    fn label_of(&self, row: &Stored, headers: &HeaderMap, language: Language) -> label::Label {
        let title = row.value(self.def, self.def.title);
        let title = title.and_then(|value| value.as_text()).unwrap_or_default();
        let host = headers
            .get(header::HOST)
            .and_then(|host| host.to_str().ok());
        let address = self.shelf.address.of(host.unwrap_or("localhost"));
        label::Label {
            address: format!("{address}/registers/{}/{}", self.def.key, row.id),
            title: title.to_owned(),
            register: self.def.label.text(language).to_owned(),
            code: label::code_of(row.id),
        }
    }
}
