//! Somebody who talks to a server.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read};
use std::time::{Duration, Instant};

use serde_json::Value;

/// Somebody with a browser's manners.
#[derive(Clone)]
pub struct Person {
    http: String,
    pub cookie: Option<String>,
    bearer: Option<String>,
    header: Option<(String, String)>,
    /// Keeps connections open, as a browser does.
    agent: ureq::Agent,
}

pub struct Answer {
    pub status: u16,
    pub cookie: Option<String>,
    pub etag: Option<String>,
    /// All headers, by their names in lower case.
    pub headers: HashMap<String, String>,
    pub bytes: Vec<u8>,
    pub text: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("no JSON: {}", self.text))
    }
}

impl Person {
    pub fn stranger(http: &str) -> Self {
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_secs(30)));
        Self {
            http: http.to_owned(),
            cookie: None,
            bearer: None,
            header: None,
            agent: ureq::Agent::new_with_config(config.build()),
        }
    }

    /// The same person with a header of their own.
    pub fn with_header(&self, name: &str, value: &str) -> Self {
        Self {
            header: Some((name.to_owned(), value.to_owned())),
            ..self.clone()
        }
    }

    /// Another system with its API token.
    pub fn machine(http: &str, token: &str) -> Self {
        Self {
            bearer: Some(format!("Bearer {token}")),
            ..Self::stranger(http)
        }
    }

    /// What a browser would send along.
    pub fn cookie(&self) -> Option<&str> {
        self.cookie.as_deref()
    }

    pub fn get(&self, path: &str) -> Answer {
        self.send("GET", path, None, None)
    }

    /// The answer once it holds what is expected: counts and jobs follow the journal a little later.
    pub fn until(&self, path: &str, fits: impl Fn(&Value) -> bool) -> Value {
        let patience = Instant::now() + Duration::from_secs(15);
        loop {
            let answer = self.get(path);
            assert_eq!(answer.status, 200, "{path}: {}", answer.text);
            let found = answer.json();
            if fits(&found) {
                return found;
            }
            assert!(
                Instant::now() < patience,
                "{path} does not come to what is expected: {found}"
            );
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// The journal's entries of a kind, from its beginning on.
    pub fn entries(&self, kind: &str) -> Vec<Value> {
        let mut found = Vec::new();
        let mut after = String::from("0");
        loop {
            let page = self.get(&format!("/api/v1/journal?limit=200&after={after}"));
            assert_eq!(page.status, 200, "{}", page.text);
            let page = page.json();
            let items = page["items"].as_array().unwrap().iter();
            found.extend(items.filter(|one| one["kind"] == kind).cloned());
            match page["next"].as_str() {
                Some(next) => next.clone_into(&mut after),
                None => return found,
            }
        }
    }

    /// The lines of an event stream, as they come.
    pub fn follow(&self, path: &str) -> impl Iterator<Item = String> + use<> {
        let mut request = ureq::http::Request::builder().uri(format!("{}{path}", self.http));
        if let Some(cookie) = &self.cookie {
            request = request.header("cookie", cookie);
        }
        let answer = self.agent.run(request.body(()).unwrap()).unwrap();
        assert_eq!(answer.status().as_u16(), 200, "{path}");
        let lines = BufReader::new(answer.into_body().into_reader()).lines();
        lines.map_while(Result::ok)
    }

    /// Sends a file's bytes as they are.
    pub fn upload(&self, path: &str, bytes: &[u8]) -> Answer {
        self.ask(
            "POST",
            path,
            None,
            Some(("application/octet-stream", bytes)),
        )
    }

    /// Posts for the version that the record was read at.
    pub fn post(&self, path: &str, etag: Option<&str>, body: &Value) -> Answer {
        self.send("POST", path, etag, Some(body))
    }

    pub fn send(
        &self,
        method: &str,
        path: &str,
        etag: Option<&str>,
        body: Option<&Value>,
    ) -> Answer {
        let body = body.map(Value::to_string);
        let body = body.as_deref().map(str::as_bytes);
        self.ask(
            method,
            path,
            etag,
            body.map(|body| ("application/json", body)),
        )
    }

    fn ask(
        &self,
        method: &str,
        path: &str,
        etag: Option<&str>,
        body: Option<(&str, &[u8])>,
    ) -> Answer {
        let mut request = ureq::http::Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.http))
            .header("accept-language", "en");
        if let Some(cookie) = &self.cookie {
            request = request.header("cookie", cookie);
        }
        if let Some(bearer) = &self.bearer {
            request = request.header("authorization", bearer);
        }
        if let Some((name, value)) = &self.header {
            request = request.header(name, value);
        }
        if let Some(etag) = etag {
            // What is read is asked for unless it is this, what is changed only if it is.
            let condition = if method == "GET" {
                "if-none-match"
            } else {
                "if-match"
            };
            request = request.header(condition, etag);
        }
        let answer = match body {
            Some((media, body)) => {
                let request = request.header("content-type", media);
                self.agent.run(request.body(body).unwrap())
            }
            // A request without a body says so: `()` would be sent in chunks.
            None if ["POST", "PUT"].contains(&method) => self.agent.run(request.body("").unwrap()),
            None => self.agent.run(request.body(()).unwrap()),
        };
        let mut answer = answer.unwrap();
        let header = |name: &str| {
            answer
                .headers()
                .get(name)
                .and_then(|v| v.to_str().ok())
                .map(str::to_owned)
        };
        let named = answer.headers().iter();
        let headers = named
            .filter_map(|(name, value)| Some((name.to_string(), value.to_str().ok()?.to_owned())));
        let headers: HashMap<String, String> = headers.collect();
        let cookie = header("set-cookie");
        let etag = header("etag");
        let stream = header("content-type").is_some_and(|kind| kind.contains("event-stream"));
        // A file's bytes are no text and are not looked at here.
        let mut bytes = Vec::new();
        if !stream {
            answer
                .body_mut()
                .as_reader()
                .read_to_end(&mut bytes)
                .unwrap();
        }
        Answer {
            status: answer.status().as_u16(),
            cookie,
            etag,
            headers,
            text: String::from_utf8_lossy(&bytes).into_owned(),
            bytes,
        }
    }
}
