//! What hangs on a row over HTTP: files, labels, saved views; whose they are; what is refused.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::registers::{WATER, hydrant, on_each_engine};
use crate::server::{Answer, Person, Server};

const PASSWORD: &str = "correct horse battery";
/// One black pixel.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0:~\x9bU\0\0\0\nIDATx\x9cc`\0\0\0\x02\0\x01H\xaf\xa4q\0\0\0\0IEND\xaeB`\x82";

fn row_of(keeper: &Person, name: &str, region: &str) -> String {
    let made = keeper.post(WATER, None, &hydrant(name, region));
    assert_eq!(made.status, 201, "{}", made.text);
    format!("{WATER}/{}", made.json()["id"].as_str().unwrap())
}

fn attach(person: &Person, row: &str, name: &str, bytes: &[u8]) -> Answer {
    person.upload(&format!("{row}/attachments?name={name}"), bytes)
}

fn names(person: &Person, row: &str) -> Vec<String> {
    let list = person.get(&format!("{row}/attachments"));
    assert_eq!(list.status, 200, "{}", list.text);
    let items = list.json()["items"].as_array().unwrap().clone();
    items
        .iter()
        .map(|one| one["name"].as_str().unwrap().to_owned())
        .collect()
}

fn on_disk(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let paths = entries.map(|entry| entry.unwrap().path());
    paths
        .flat_map(|path| {
            if path.is_dir() {
                on_disk(&path)
            } else {
                vec![path]
            }
        })
        .collect()
}

#[test]
fn a_file_hangs_on_a_row_and_is_handed_out_safely() {
    on_each_engine(|server| {
        let keeper = server.person("registrar1");
        let row = row_of(&keeper, "XH-101", "140802001");
        let added = attach(&keeper, &row, "%E7%85%A7%E7%89%87.png", PNG);
        assert_eq!(added.status, 201, "{}", added.text);
        let view = added.json();
        assert_eq!(view["name"], "照片.png");
        assert_eq!(
            (&view["media_type"], &view["preview"]),
            (&json!("image/png"), &json!("picture"))
        );
        assert_eq!(view["by"]["name"], "台账管理员");
        let path = format!("{row}/attachments/{}", view["id"].as_str().unwrap());
        let whole = keeper.get(&path);
        assert_eq!((whole.status, whole.bytes.as_slice()), (200, PNG));
        assert_eq!(
            whole.etag.as_deref(),
            Some(format!("\"{}\"", view["digest"].as_str().unwrap()).as_str())
        );
        assert!(whole.headers["content-disposition"].starts_with("attachment;"));
        assert_eq!(whole.headers["x-content-type-options"], "nosniff");
        assert!(whole.headers["content-security-policy"].contains("sandbox"));
        let shown = keeper.get(&format!("{path}?show=true"));
        assert!(shown.headers["content-disposition"].starts_with("inline;"));
        let part = keeper.with_header("range", "bytes=1-3").get(&path);
        assert_eq!(
            (part.status, part.bytes.as_slice()),
            (206, b"PNG".as_slice())
        );
        assert_eq!(
            part.headers["content-range"],
            format!("bytes 1-3/{}", PNG.len())
        );
        let beyond = keeper.with_header("range", "bytes=9999-").get(&path);
        assert_eq!(beyond.status, 416);
        let known = keeper.with_header("if-none-match", whole.etag.as_deref().unwrap());
        assert_eq!(known.get(&path).status, 304);
        let small = keeper.get(&format!("{path}/thumbnail"));
        assert_eq!(
            (small.status, small.headers["content-type"].as_str()),
            (200, "image/jpeg")
        );
        // What a browser could run is saved, whatever it is called and whoever asks to see it.
        let page = attach(
            &keeper,
            &row,
            "a.png",
            b"<html><script>alert(1)</script></html>",
        );
        let page = page.json();
        assert_eq!(page["media_type"], "application/octet-stream");
        let served = keeper.get(&format!(
            "{row}/attachments/{}?show=true",
            page["id"].as_str().unwrap()
        ));
        assert!(served.headers["content-disposition"].starts_with("attachment;"));
        assert_eq!(served.headers["content-type"], "application/octet-stream");
        // Nothing, and a name without one.
        assert_eq!(attach(&keeper, &row, "empty", b"").status, 400);
        let removed = keeper.send("DELETE", &path, None, None);
        assert_eq!(removed.status, 204, "{}", removed.text);
        assert_eq!(keeper.get(&path).status, 404);
        assert_eq!(names(&keeper, &row), ["a.png"]);
        // Of a row out of use everything is read and nothing changed.
        let retired = keeper.send("PUT", &format!("{row}/retirement"), Some("\"1\""), None);
        assert_eq!(retired.status, 200, "{}", retired.text);
        assert_eq!(attach(&keeper, &row, "late.txt", b"x").status, 409);
        assert_eq!(names(&keeper, &row), ["a.png"]);
    });
}

#[test]
fn attachments_are_as_visible_as_their_row() {
    on_each_engine(|server| {
        let keeper = server.person("registrar1");
        let account = json!({
            "username": "bound", "display_name": "bound", "role": "registrar",
            "sets": {"areas": ["140802"]}, "password": PASSWORD,
        });
        assert_eq!(
            server
                .person("admin")
                .post("/api/v1/accounts", None, &account)
                .status,
            201
        );
        let bound = server.person_with("bound", PASSWORD);
        let (inside, outside) = (
            row_of(&keeper, "内", "140802001"),
            row_of(&keeper, "外", "140821"),
        );
        let there = attach(&keeper, &outside, "there.txt", b"there").json();
        assert_eq!(attach(&bound, &inside, "here.txt", b"here").status, 201);
        let id = there["id"].as_str().unwrap();
        for (method, path) in [
            ("GET", format!("{outside}/attachments")),
            ("GET", format!("{outside}/attachments/{id}")),
            ("GET", format!("{outside}/attachments/{id}/thumbnail")),
            ("DELETE", format!("{outside}/attachments/{id}")),
            ("GET", format!("{outside}/label")),
            // Nor by the way of a row that they may see.
            ("GET", format!("{inside}/attachments/{id}")),
        ] {
            assert_eq!(
                bound.send(method, &path, None, None).status,
                404,
                "{method} {path}"
            );
        }
        assert_eq!(attach(&bound, &outside, "x", b"x").status, 404);
        let sheet = bound.get(&format!("{WATER}/labels"));
        assert!(sheet.text.contains('内') && !sheet.text.contains('外'));
    });
}

/// Says that 2 GiB come, sends none of them, and reads the answer.
#[test]
fn two_gigabytes_are_refused_before_the_first_byte() {
    let server = Server::start(&crate::server::On::Sqlite);
    let keeper = server.person("registrar1");
    let row = row_of(&keeper, "XH-102", "140802001");
    let mut socket = begin_upload(&server, &keeper, &row, 2 << 30);
    let mut answer = String::new();
    let mut piece = [0; 4096];
    while !answer.contains("64 MiB") {
        let read = socket.read(&mut piece).unwrap();
        assert!(read > 0, "the answer ended: {answer}");
        answer.push_str(&String::from_utf8_lossy(&piece[..read]));
    }
    assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
}

fn begin_upload(server: &Server, person: &Person, row: &str, length: u64) -> TcpStream {
    let host = server.http.trim_start_matches("http://");
    let mut socket = TcpStream::connect(host).unwrap();
    socket
        .set_read_timeout(Some(std::time::Duration::from_secs(20)))
        .unwrap();
    write!(
        socket,
        "POST {row}/attachments?name=x.bin HTTP/1.1\r\nhost: {host}\r\ncookie: {}\r\n\
         accept-language: en\r\ncontent-type: application/octet-stream\r\ncontent-length: {length}\r\n\r\n",
        person.cookie().unwrap_or_default()
    )
    .unwrap();
    socket
}

#[test]
fn a_server_killed_in_the_middle_of_an_upload_keeps_nothing_of_it() {
    on_each_engine(|server| {
        let keeper = server.person("registrar1");
        let row = row_of(&keeper, "XH-103", "140802001");
        assert_eq!(attach(&keeper, &row, "whole.txt", b"whole").status, 201);
        let mut socket = begin_upload(server, &keeper, &row, 4 << 20);
        socket.write_all(&vec![7; 1 << 20]).unwrap();
        std::thread::sleep(std::time::Duration::from_millis(200));
        server.kill_and_restart();
        let keeper = server.person("registrar1");
        assert_eq!(names(&keeper, &row), ["whole.txt"]);
        assert_eq!(on_disk(&server.data.join("files")).len(), 1);
        let id = keeper.get(&format!("{row}/attachments")).json()["items"][0]["id"].clone();
        let again = keeper.get(&format!("{row}/attachments/{}", id.as_str().unwrap()));
        assert_eq!(again.bytes, b"whole");
    });
}

#[test]
fn a_label_leads_to_its_row_and_views_are_kept_for_who_saved_them() {
    on_each_engine(|server| {
        let keeper = server.person("registrar1");
        let row = row_of(&keeper, "解放路1号栓", "140802001");
        let label = keeper.get(&format!("{row}/label?lang=zh"));
        assert_eq!(
            label.headers["content-type"],
            "image/svg+xml; charset=utf-8"
        );
        assert!(label.text.contains("解放路1号栓") && label.text.contains("消防水源"));
        let sheet = keeper.get(&format!("{WATER}/labels?lang=zh&region=140802001"));
        assert!(sheet.text.contains("解放路1号栓"), "{}", sheet.text);

        let views = |person: &Person| -> Vec<Value> {
            let list = person.get(&format!("{WATER}/views"));
            assert_eq!(list.status, 200, "{}", list.text);
            list.json()["items"].as_array().unwrap().clone()
        };
        let id = "01890000-0000-4000-8000-0000000000aa";
        let path = format!("{WATER}/views/{id}");
        let view = json!({"name": "坏的", "state": "f=state.in%3Dbroken"});
        assert_eq!(keeper.send("PUT", &path, None, Some(&view)).status, 204);
        let dispatcher = server.person("dispatcher1");
        let other = server.person("dispatcher2");
        assert!(views(&dispatcher).is_empty());
        // Another's id is as if it were not there.
        assert_eq!(dispatcher.send("PUT", &path, None, Some(&view)).status, 404);
        assert_eq!(dispatcher.send("DELETE", &path, None, None).status, 404);
        let own = format!("{WATER}/views/01890000-0000-4000-8000-0000000000bb");
        let shared = json!({"name": "值班", "state": "q=1", "audience": "role"});
        assert_eq!(
            dispatcher.send("PUT", &own, None, Some(&shared)).status,
            204
        );
        let seen = views(&other);
        assert_eq!(
            (&seen[0]["name"], &seen[0]["mine"], &seen[0]["by"]),
            (&json!("值班"), &json!(false), &json!("接警员一"))
        );
        assert_eq!(views(&keeper).len(), 1);
        assert_eq!(dispatcher.send("DELETE", &own, None, None).status, 204);
        assert!(views(&other).is_empty());
        let nameless = json!({"name": " ", "state": ""});
        assert_eq!(keeper.send("PUT", &path, None, Some(&nameless)).status, 422);
    });
}
