//! The screens: files that the build put into the binary, and the one page for every address of
//! the application.

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use rust_embed::Embed;

use crate::pack::City;

#[derive(Embed)]
#[folder = "../../web/dist"]
#[allow_missing = true]
struct Files;

/// The page of the application with its city's name in it.
#[derive(Clone)]
pub(crate) struct Page(Option<String>);

const PAGE: &str = "index.html";

impl Page {
    /// The page of a city, which may be made up; none when the binary was built without screens.
    pub(crate) fn of(city: &City, is_demo: bool) -> Self {
        let page = Files::get(PAGE).map(|file| String::from_utf8_lossy(&file.data).into_owned());
        Self(page.map(|text| {
            text.replace(
                r#"name="fengsui-city-zh" content="""#,
                &format!(r#"name="fengsui-city-zh" content="{}""#, city.name.zh),
            )
            .replace(
                r#"name="fengsui-city-en" content="""#,
                &format!(r#"name="fengsui-city-en" content="{}""#, city.name.en),
            )
            .replace(
                r#"name="fengsui-demo" content="""#,
                &format!(
                    r#"name="fengsui-demo" content="{}""#,
                    if is_demo { "yes" } else { "" }
                ),
            )
        }))
    }

    /// Whether there are screens to serve.
    pub(crate) const fn is_there(&self) -> bool {
        self.0.is_some()
    }
}

/// Answers every address outside the API.
pub(crate) async fn serve(State(page): State<Page>, request: Request) -> Response {
    let path = request.uri().path().trim_start_matches('/');
    if path.starts_with("api/") {
        return StatusCode::NOT_FOUND.into_response();
    }
    if path != PAGE
        && let Some(file) = Files::get(path)
    {
        let kind = HeaderValue::from_str(file.metadata.mimetype())
            .unwrap_or(HeaderValue::from_static("application/octet-stream"));
        // The build writes a digest into every name under assets/.
        let keep = if path.starts_with("assets/") {
            "public, max-age=31536000, immutable"
        } else {
            "no-cache"
        };
        let headers = [
            (header::CONTENT_TYPE, kind),
            (header::CACHE_CONTROL, HeaderValue::from_static(keep)),
        ];
        return (headers, Body::from(file.data.into_owned())).into_response();
    }
    // A missing file is a missing file; an address without an ending is a page of the application.
    let looks_like_file = path
        .rsplit('/')
        .next()
        .is_some_and(|name| name.contains('.'));
    match page.0 {
        Some(text) if !looks_like_file || path == PAGE => {
            let headers = [
                (header::CONTENT_TYPE, "text/html; charset=utf-8"),
                (header::CACHE_CONTROL, "no-cache"),
            ];
            (headers, text).into_response()
        }
        Some(_) => StatusCode::NOT_FOUND.into_response(),
        None => (
            StatusCode::NOT_FOUND,
            "This binary was built without its screens: run ./run, or `npm run build` in web/ before `cargo build`.\n",
        )
            .into_response(),
    }
}
