//! A house with the test room, asked in memory or through a real port.

use std::net::SocketAddr;

use access::{Access, AccessConfig, Binding, NewAccount, Pass, Password, Role, Sets};
use api::{Parts, Transport, assemble};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode};
use base::{Clock, Language, Uuid};
use journal::{Journal, JournalConfig};
use serde_json::Value;
use store::{Schema, Store, StoreConfig};
use testbed::Database;
use tokio::sync::watch;
use tower::ServiceExt as _;
use utoipa::openapi::OpenApi;

use crate::room;

const PASSWORD: &str = "correct horse battery";

pub struct House {
    pub journal: Journal,
    pub access: Access,
    pub router: Router,
    pub document: OpenApi,
    pub stop: watch::Sender<bool>,
    database: Database,
}

/// An answer, read to its end.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("no JSON: {}", self.text))
    }
    pub fn code(&self) -> String {
        self.json()["code"].as_str().unwrap_or_default().to_owned()
    }
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |v| v.to_str().unwrap())
    }
}

impl House {
    pub async fn open() -> Self {
        Self::over(Database::sqlite()).await
    }

    /// On the tests' PostgreSQL, when there is one.
    pub async fn open_postgres() -> Option<Self> {
        Some(Self::over(Database::postgres().await?).await)
    }

    pub async fn close(self) {
        self.stop.send_replace(true);
        self.journal.close().await;
        self.journal.store().close().await;
        self.database.end().await;
    }

    async fn over(database: Database) -> Self {
        let store = Store::open(&StoreConfig::new(database.url()))
            .await
            .unwrap();
        let mut schema = Schema::new();
        schema.add(journal::migrations(), &journal::table_shapes());
        schema.add(access::migrations(), &access::table_shapes());
        schema.add(room::migrations(), &[]);
        schema.migrate(&store).await.unwrap();
        let journal = Journal::open(store, Clock::system(), JournalConfig::default());
        let journal = journal.await.unwrap();
        let access = Access::new(journal.clone(), AccessConfig::default());
        let (stop, stopped) = watch::channel(false);
        let mut parts = Parts::new(journal.clone(), access.clone(), stopped);
        parts.transport = Transport::Plain;
        let routers = vec![room::routes(&journal)];
        let (router, document) = assemble(parts, room::RULES.iter().copied(), routers);
        Self {
            journal,
            access,
            router,
            document,
            stop,
            database,
        }
    }

    /// A session's token for a fresh account of this role, with the sets it cannot be without.
    pub async fn token(&self, role: Role) -> String {
        let sets = match role.binding() {
            Binding::Areas => areas(&["1408"]),
            Binding::Units => Sets {
                unit: Some(Uuid::from_u128(1)),
                ..Sets::default()
            },
            _ => Sets::default(),
        };
        self.token_with(role, sets).await
    }

    pub async fn token_in(&self, role: Role, codes: &[&str]) -> String {
        self.token_with(role, areas(codes)).await
    }

    pub async fn token_with(&self, role: Role, sets: Sets) -> String {
        let username = format!("u{}", &Uuid::now_v7().simple().to_string()[16..]);
        let account = NewAccount {
            username: username.clone(),
            display_name: "王力".to_owned(),
            role,
            locale: Language::Zh,
            sets,
        };
        let password = Password::new(PASSWORD);
        let by = Pass::of_system("test");
        let made = self.access.create_account(&by, account, password.clone());
        made.await.unwrap();
        let signed_in = self.access.sign_in(&username, &password).await.unwrap();
        signed_in.token.reveal().to_owned()
    }

    pub async fn ask(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.unwrap();
        Answer {
            status: parts.status,
            headers: parts.headers,
            text: String::from_utf8(bytes.to_vec()).unwrap(),
        }
    }

    pub async fn get(&self, token: &str, path: &str) -> Answer {
        self.ask(request(Method::GET, path, token, &[], "")).await
    }

    pub async fn post(&self, token: &str, path: &str, body: &str) -> Answer {
        let json = [("content-type", "application/json")];
        self.ask(request(Method::POST, path, token, &json, body))
            .await
    }

    /// Sends a JSON body by any method, with an If-Match where one is given.
    pub async fn send(
        &self,
        method: Method,
        token: &str,
        path: &str,
        etag: Option<&str>,
        body: &str,
    ) -> Answer {
        let mut headers = vec![("content-type", "application/json")];
        headers.extend(etag.map(|etag| ("if-match", etag)));
        self.ask(request(method, path, token, &headers, body)).await
    }

    /// Serves on a port of the system's choice.
    pub async fn serve(&self) -> SocketAddr {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = self.router.clone();
        tokio::spawn(async move { axum::serve(listener, router.into_make_service()).await });
        address
    }
}

pub fn areas(codes: &[&str]) -> Sets {
    Sets::of_areas(codes.iter().map(|code| code.parse().unwrap()).collect())
}

pub fn request(
    method: Method,
    path: &str,
    token: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> Request<Body> {
    let mut request = Request::builder()
        .method(method)
        .uri(path)
        .header("host", "fengsui.test");
    if !token.is_empty() {
        request = request.header("cookie", format!("fengsui_session={token}"));
    }
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(Body::from(body.to_owned())).unwrap()
}
