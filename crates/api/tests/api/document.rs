//! The OpenAPI document that the screens' client is made from.

use axum::http::StatusCode;

use crate::house::House;

#[tokio::test]
async fn every_operation_says_who_may_and_how_it_refuses() {
    let house = House::open().await;
    let served = house.get("", "/api/v1/openapi.json").await;
    assert_eq!(served.status, StatusCode::OK);
    let document = served.json();
    let post = &document["paths"]["/api/v1/incidents"]["post"];
    assert_eq!(post["x-permission"], "incident.command");
    let content = &post["responses"]["default"]["content"][api::PROBLEM_JSON];
    assert_eq!(content["schema"]["$ref"], "#/components/schemas/Problem");
    let schemas = document["components"]["schemas"].as_object().unwrap();
    let problem = &schemas["Problem"]["properties"];
    assert!(problem["errors"]["items"]["$ref"].is_string(), "{problem}");
    let time = &schemas["Incident"]["properties"]["read_at"];
    let time = time["$ref"].as_str().map_or(time, |_| &schemas["ApiTime"]);
    assert_eq!(time["format"], "date-time");
    assert_eq!(document["info"]["title"], "烽燧 Fengsui");
    // Whatever is referred to is there.
    let text = served.text.as_str();
    for reference in text.split("#/components/schemas/").skip(1) {
        let name = reference.split('"').next().unwrap();
        assert!(schemas.contains_key(name), "{name} is missing");
    }
}
