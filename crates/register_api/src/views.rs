//! 常用视图 saved views: what somebody looks at in a list, under a name; for themselves, or for
//! everybody of their role. Operational: a convenience of a seat, no fact about the city.

use base::Uuid;
use sea_orm::sea_query::Query;
use sea_orm::{ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};
use store::ddl::ColumnKind::{BigInt, Text, Uuid as Id};
use store::ddl::{column, index, nullable, table};
use store::{
    Migration, Row, RowMode, Store, StoreError, Table, TableKind, TableShape, WriteBatch, shape_of,
};

/// The most views of one person in one register.
pub(crate) const MOST: u64 = 100;

mod entity {
    use sea_orm::entity::prelude::*;
    use store::Time;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "register_view")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        /// Whose it is.
        pub account: Uuid,
        /// The register's key.
        pub register: String,
        pub name: String,
        /// The list's address, as the screen writes it.
        pub state: String,
        /// The role that sees it too.
        pub role: Option<String>,
        pub changed_at: Time,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) use entity::Model as View;
use entity::{Column, Entity};

impl Table for Entity {
    const KIND: TableKind = TableKind::Operational;
}

/// The shapes of this room's tables.
#[must_use]
pub fn table_shapes() -> Vec<&'static TableShape> {
    vec![shape_of::<Entity>()]
}

/// This room's migrations.
#[must_use]
pub fn migrations() -> Vec<Migration> {
    let columns = vec![
        column("id", Id),
        column("account", Id),
        column("register", Text),
        column("name", Text),
        column("state", Text),
        nullable("role", Text),
        column("changed_at", BigInt),
    ];
    vec![
        Migration::new("register_api_0001_view")
            .tables(vec![table("register_view", &["id"], columns)])
            .indexes(vec![index(
                "register_view_register",
                "register_view",
                &["register", "account"],
            )]),
    ]
}

/// The views of a register that an account sees: its own, and those for its role.
pub(crate) async fn seen(
    store: &Store,
    register: &str,
    account: Uuid,
    role: &str,
) -> Result<Vec<View>, StoreError> {
    let found = Entity::find()
        .filter(Column::Register.eq(register))
        .filter(
            Condition::any()
                .add(Column::Account.eq(account))
                .add(Column::Role.eq(role)),
        )
        .order_by_asc(Column::Name)
        .order_by_asc(Column::Id)
        .all(store.reader())
        .await?;
    Ok(found)
}

/// One view, whosever it is.
pub(crate) async fn of_id(store: &Store, id: Uuid) -> Result<Option<View>, StoreError> {
    Ok(Entity::find_by_id(id).one(store.reader()).await?)
}

/// How many views an account has in a register.
pub(crate) async fn count(store: &Store, register: &str, account: Uuid) -> Result<u64, StoreError> {
    let own = Entity::find()
        .filter(Column::Register.eq(register))
        .filter(Column::Account.eq(account));
    Ok(own.count(store.reader()).await?)
}

/// Writes a view.
pub(crate) async fn save(store: &Store, view: &View) -> Result<(), StoreError> {
    let mut batch = WriteBatch::default();
    batch.push(Row::of(view, RowMode::Upsert));
    store.write(batch).await
}

/// Takes a view of an account away; whether there was one.
pub(crate) async fn forget(
    store: &Store,
    register: &str,
    account: Uuid,
    id: Uuid,
) -> Result<bool, StoreError> {
    let delete = Query::delete()
        .from_table(Entity)
        .and_where(Column::Id.eq(id))
        .and_where(Column::Account.eq(account))
        .and_where(Column::Register.eq(register))
        .to_owned();
    let mut transaction = store.begin().await?;
    let gone = transaction.execute(store.build(&delete)).await?;
    let committed = transaction.commit(WriteBatch::default()).await;
    committed.map_err(StoreError::from)?;
    Ok(gone > 0)
}
