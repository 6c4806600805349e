//! 常用视图 the saved views of a register: a person's own, and those for everybody of their role.

use api::{Body, Caller, FieldError, PathOf, Problem};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::{delete, get, put};
use base::{Label, Uuid};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::read::Names;
use super::{Answer, Asks, Operation};
use crate::Room;
use crate::views::{self, MOST, View};

pub(super) const LIST: Operation = Operation {
    method: "GET",
    tail: "/views",
    writes: false,
    name: "views",
    summary: "The caller's saved views, and those for everybody of their role.",
    asks: Asks::Nothing,
    parameters: &[],
    answer: Answer::Views,
    serve: || get(list),
};

pub(super) const SAVE: Operation = Operation {
    method: "PUT",
    tail: "/views/{view}",
    writes: false,
    name: "save_view",
    summary: "Saves a view of the caller's under an id of their choice.",
    asks: Asks::View,
    parameters: &[],
    answer: Answer::Nothing,
    serve: || put(save),
};

pub(super) const FORGET: Operation = Operation {
    method: "DELETE",
    tail: "/views/{view}",
    writes: false,
    name: "forget_view",
    summary: "Takes a view of the caller's away.",
    asks: Asks::Nothing,
    parameters: &[],
    answer: Answer::Nothing,
    serve: || delete(forget),
};

/// Who sees a view.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Audience {
    /// Its owner.
    Me,
    /// Everybody of the owner's role.
    Role,
}

/// A view to be saved.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RegisterViewInput {
    /// 1 to 60 characters.
    name: String,
    /// The list's address as the screen writes it, up to 4,000 characters.
    state: String,
    /// Who sees it; me when not said.
    #[serde(default)]
    audience: Option<Audience>,
}

/// A saved view.
#[derive(Serialize, ToSchema)]
pub(crate) struct RegisterView {
    id: Uuid,
    name: String,
    state: String,
    audience: Audience,
    /// Whether the caller may change it.
    mine: bool,
    /// Whose it is.
    by: String,
}

/// Saved views.
#[derive(Serialize, ToSchema)]
pub(crate) struct RegisterViews {
    items: Vec<RegisterView>,
}

async fn list(State(room): State<Room>, caller: Caller) -> Result<Json<RegisterViews>, Problem> {
    let store = room.platform.journal.store();
    let role = caller.role.as_str();
    let found = views::seen(store, room.def.key, caller.account, role).await?;
    let names = access::names_of(store, found.iter().map(|view| view.account)).await?;
    let items = found
        .into_iter()
        .map(|view| shown(view, &caller, &names))
        .collect();
    Ok(Json(RegisterViews { items }))
}

fn shown(view: View, caller: &Caller, names: &Names) -> RegisterView {
    RegisterView {
        id: view.id,
        name: view.name,
        state: view.state,
        audience: match view.role {
            Some(_) => Audience::Role,
            None => Audience::Me,
        },
        mine: view.account == caller.account,
        by: names.get(&view.account).cloned().unwrap_or_default(),
    }
}

async fn save(
    State(room): State<Room>,
    caller: Caller,
    PathOf(id): PathOf<Uuid>,
    Body(input): Body<RegisterViewInput>,
) -> Result<StatusCode, Problem> {
    let name = input.name.trim();
    let named = (1..=60).contains(&name.chars().count()) && !name.chars().any(char::is_control);
    if !named {
        let words = Label::new("名称为 1 至 60 字", "a name has 1 to 60 characters");
        return Err(Problem::invalid([FieldError::new("name", words)]));
    }
    if input.state.chars().count() > 4_000 {
        let words = Label::new("此视图的条件过多", "the view holds too many conditions");
        return Err(Problem::invalid([FieldError::new("state", words)]));
    }
    let store = room.platform.journal.store();
    let register = room.def.key;
    match views::of_id(store, id).await? {
        Some(view) if view.account != caller.account || view.register != register => {
            return Err(Problem::not_found());
        }
        None if views::count(store, register, caller.account).await? >= MOST => {
            let words = Label::new(
                "视图已满 100 个，请先删除不用的",
                "there are 100 views; delete some first",
            );
            return Err(Problem::invalid([FieldError::new("name", words)]));
        }
        _ => {}
    }
    let audience = input.audience.unwrap_or(Audience::Me);
    let view = View {
        id,
        account: caller.account,
        register: register.to_owned(),
        name: name.to_owned(),
        state: input.state,
        role: (audience == Audience::Role).then(|| caller.role.as_str().to_owned()),
        changed_at: room.platform.clock.now().into(),
    };
    views::save(store, &view).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn forget(
    State(room): State<Room>,
    caller: Caller,
    PathOf(id): PathOf<Uuid>,
) -> Result<StatusCode, Problem> {
    let store = room.platform.journal.store();
    if views::forget(store, room.def.key, caller.account, id).await? {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(Problem::not_found())
    }
}
