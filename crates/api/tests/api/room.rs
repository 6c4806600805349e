//! A small room: incidents with a title and a version, and alarms that only exist in the journal.

use access::OperationRule;
use api::{
    ApiTime, Body, Caller, Created, FieldError, Freshness, IfMatch, Page, PageQuery, PathOf,
    Problem, Tagged,
};
use axum::extract::State;
use base::{Label, Uuid};
use journal::{Change, ChangeSet, Journal, Lane, Record};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde::{Deserialize, Serialize};
use store::ddl::{self, ColumnKind};
use store::{Migration, Table, TableKind};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

macro_rules! record {
    ($module:ident, $table:literal) => {
        pub mod $module {
            use sea_orm::entity::prelude::*;
            use serde::{Deserialize, Serialize};

            #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize, Deserialize)]
            #[sea_orm(table_name = $table)]
            pub struct Model {
                #[sea_orm(primary_key, auto_increment = false)]
                pub id: Uuid,
                #[serde(skip)]
                pub version: i64,
                pub title: String,
                pub region: Option<String>,
            }

            #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
            pub enum Relation {}
            impl ActiveModelBehavior for ActiveModel {}

            impl store::Table for Entity {
                const KIND: store::TableKind = store::TableKind::Journalled;
            }

            impl journal::Record for Model {
                const KIND: &'static str = $table;
                fn id(&self) -> Uuid {
                    self.id
                }
                fn version(&self) -> i64 {
                    self.version
                }
                fn set_version(&mut self, version: i64) {
                    self.version = version;
                }
                fn region(&self) -> Option<String> {
                    self.region.clone()
                }
            }
        }
    };
}

record!(incident, "incident");
record!(device_alarm, "device_alarm");
record!(secret_plan, "secret_plan");

pub fn migrations() -> Vec<Migration> {
    let columns = || {
        vec![
            ddl::column("id", ColumnKind::Uuid),
            ddl::column("version", ColumnKind::BigInt),
            ddl::column("title", ColumnKind::Text),
            ddl::nullable("region", ColumnKind::Text),
        ]
    };
    let tables = ["incident", "device_alarm", "secret_plan"]
        .map(|name| ddl::table(name, &["id"], columns()));
    vec![Migration::new("test_0001_room").tables(tables.into())]
}

pub const RULES: &[OperationRule] = &[
    rule("GET", "/api/v1/incidents", "incident.read"),
    rule("POST", "/api/v1/incidents", "incident.command"),
    rule("GET", "/api/v1/incidents/{id}", "incident.read"),
    rule("PUT", "/api/v1/incidents/{id}", "incident.command"),
];

const fn rule(method: &'static str, path: &'static str, permission: &'static str) -> OperationRule {
    OperationRule {
        method,
        path,
        permission,
    }
}

#[derive(Serialize, ToSchema)]
pub struct Incident {
    id: Uuid,
    version: i64,
    title: String,
    read_at: ApiTime,
}

#[derive(Deserialize, ToSchema)]
pub struct NewIncident {
    title: String,
}

fn shown(journal: &Journal, model: incident::Model) -> Incident {
    Incident {
        id: model.id,
        version: model.version,
        title: model.title,
        read_at: journal.clock().now().into(),
    }
}

#[utoipa::path(get, path = "/api/v1/incidents", params(PageQuery),
    responses((status = 200, body = Page<Incident>)))]
async fn list_incidents(
    State(journal): State<Journal>,
    page: PageQuery,
) -> Result<Page<Incident>, Problem> {
    let freshness = Freshness::of(&journal);
    let after: Uuid = page.after.and_then(|a| a.parse().ok()).unwrap_or_default();
    let rows = incident::Entity::find()
        .filter(incident::Column::Id.gt(after))
        .order_by_asc(incident::Column::Id)
        .limit(page.limit + 1)
        .all(journal.store().reader())
        .await?;
    let page = Page::of_one_more(freshness, rows, page.limit, |row| row.id.to_string());
    Ok(page.map(|row| shown(&journal, row)))
}

#[utoipa::path(post, path = "/api/v1/incidents", request_body = NewIncident,
    responses((status = 201, body = Incident)))]
async fn create_incident(
    State(journal): State<Journal>,
    caller: Caller,
    Body(new): Body<NewIncident>,
) -> Result<Created<Incident>, Problem> {
    if new.title.is_empty() {
        let message = Label::new("标题不能为空", "A title is needed");
        return Err(Problem::invalid([FieldError::new("title", message)]));
    }
    let model = incident::Model {
        id: journal.new_id(),
        version: 0,
        title: new.title,
        region: None,
    };
    let model = write(&journal, &caller, model, "opened").await?;
    Ok(Created {
        location: format!("/api/v1/incidents/{}", model.id),
        version: model.version,
        body: shown(&journal, model),
    })
}

#[utoipa::path(get, path = "/api/v1/incidents/{id}", params(("id" = Uuid, Path)),
    responses((status = 200, body = Incident)))]
async fn read_incident(
    State(journal): State<Journal>,
    PathOf(id): PathOf<Uuid>,
) -> Result<Tagged<Incident>, Problem> {
    let model = find(&journal, id).await?;
    Ok(Tagged(model.version, shown(&journal, model)))
}

#[utoipa::path(put, path = "/api/v1/incidents/{id}", params(("id" = Uuid, Path)),
    request_body = NewIncident, responses((status = 200, body = Incident)))]
async fn change_incident(
    State(journal): State<Journal>,
    caller: Caller,
    PathOf(id): PathOf<Uuid>,
    IfMatch(version): IfMatch,
    Body(new): Body<NewIncident>,
) -> Result<Tagged<Incident>, Problem> {
    let mut model = find(&journal, id).await?;
    if model.version != version {
        return Err(Problem::precondition_failed(shown(&journal, model)));
    }
    model.title = new.title;
    let model = write(&journal, &caller, model, "renamed").await?;
    Ok(Tagged(model.version, shown(&journal, model)))
}

async fn find(journal: &Journal, id: Uuid) -> Result<incident::Model, Problem> {
    let found = incident::Entity::find_by_id(id);
    let found = found.one(journal.store().reader()).await?;
    found.ok_or_else(Problem::not_found)
}

async fn write(
    journal: &Journal,
    caller: &Caller,
    mut model: incident::Model,
    verb: &'static str,
) -> Result<incident::Model, Problem> {
    let change = Change::of(&model, verb, journal.clock().now())?;
    let set = ChangeSet::new(Lane::Dispatch, caller.actor()).with(change);
    journal.submit(set).await?;
    model.version += 1;
    Ok(model)
}

/// A handler that no rule names.
#[utoipa::path(get, path = "/api/v1/forgotten", responses((status = 200)))]
async fn forgotten() {}

pub fn routes(journal: &Journal) -> OpenApiRouter {
    OpenApiRouter::default()
        .routes(routes!(list_incidents, create_incident))
        .routes(routes!(read_incident, change_incident))
        .routes(routes!(forgotten))
        .with_state(journal.clone())
}

/// Writes a new record of any kind, as a machine would.
pub async fn add<R: Record>(journal: &Journal, record: R)
where
    R::Entity: Table,
{
    assert_eq!(<R::Entity as Table>::KIND, TableKind::Journalled);
    let change = Change::of(&record, "added", journal.clock().now()).unwrap();
    let set = ChangeSet::new(Lane::Fire, journal::Actor::system("test")).with(change);
    journal.submit(set).await.unwrap();
}
