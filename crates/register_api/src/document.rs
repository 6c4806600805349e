//! The OpenAPI document of a register, built from its descriptor.

use std::collections::BTreeMap;

use api::{ChangeRefusals, CreateRefusals, QueryRefusals, ReadRefusals};
use register::{FieldDef, FieldKind, Operator, RegisterDef};
use utoipa::openapi::path::{
    HttpMethod, OperationBuilder, Parameter, ParameterBuilder, ParameterIn, Paths,
};
use utoipa::openapi::request_body::{RequestBody, RequestBodyBuilder};
use utoipa::openapi::schema::{ArrayBuilder, KnownFormat, ObjectBuilder, SchemaFormat, Type};
use utoipa::openapi::{
    Components, ContentBuilder, Info, OpenApi, Ref, RefOr, Required, Response, ResponseBuilder,
    Schema,
};
use utoipa::{IntoResponses, PartialSchema, ToSchema};

use crate::question::OPERATORS;
use crate::routes::{Asks, Operation, path};

/// The document of one register's operations.
pub(crate) fn of_register(def: &'static RegisterDef, operations: &[&Operation]) -> OpenApi {
    let mut paths = Paths::new();
    for operation in operations {
        let method = match operation.method {
            "POST" => HttpMethod::Post,
            "PUT" => HttpMethod::Put,
            "DELETE" => HttpMethod::Delete,
            _ => HttpMethod::Get,
        };
        let described = described(def, operation);
        paths.add_path_operation(path(def, operation), vec![method], described);
    }
    let mut components = Components::new();
    components.schemas.insert(values_name(def), values(def));
    for operation in operations {
        components.schemas.extend(operation.answer.schemas());
        components.schemas.extend(operation.asks.schemas());
    }
    let mut document = OpenApi::new(Info::new("", ""), paths);
    document.components = Some(components);
    document
}

fn described(def: &'static RegisterDef, operation: &Operation) -> utoipa::openapi::path::Operation {
    let summary = format!("{} {}: {}", def.label.zh, def.label.en, operation.summary);
    let mut parameters: Vec<Parameter> = Vec::new();
    for name in ["id", "import", "view", "attachment"] {
        if operation.tail.contains(&format!("{{{name}}}")) {
            parameters.push(in_path(name));
        }
    }
    if operation.checks_version() {
        let version = parameter(
            "If-Match",
            ParameterIn::Header,
            text(),
            "The ETag that was read.",
        );
        parameters.push(version.required(Required::True).build());
    }
    if operation.asks == Asks::Question {
        parameters.extend(question(def));
    }
    let asked = operation
        .parameters
        .iter()
        .map(|(name, what)| parameter(name, ParameterIn::Query, text(), what).build());
    parameters.extend(asked);
    let mut built = OperationBuilder::new()
        .operation_id(Some(format!("{}_{}", operation.name, def.key)))
        .tag("register")
        .summary(Some(summary))
        .parameters(Some(parameters))
        .request_body(body(def, operation.asks));
    built = built.response(operation.answer.status(), operation.answer.response());
    for (status, refusal) in refusals(operation) {
        built = built.response(status, refusal);
    }
    built.build()
}

fn refusals(operation: &Operation) -> BTreeMap<String, RefOr<Response>> {
    if operation.checks_version() {
        ChangeRefusals::responses()
    } else if operation.writes {
        CreateRefusals::responses()
    } else if operation.asks == Asks::Question {
        QueryRefusals::responses()
    } else {
        ReadRefusals::responses()
    }
}

fn body(def: &RegisterDef, asks: Asks) -> Option<RequestBody> {
    let (media, schema): (&str, RefOr<Schema>) = match asks {
        Asks::Values => (
            "application/json",
            Ref::from_schema_name(values_name(def)).into(),
        ),
        Asks::Bytes => ("application/octet-stream", text()),
        Asks::Reason | Asks::View => (
            "application/json",
            Ref::from_schema_name(asks.named()?.into_owned()).into(),
        ),
        Asks::Nothing | Asks::Question => return None,
    };
    let content = ContentBuilder::new().schema(Some(schema)).build();
    let body = RequestBodyBuilder::new()
        .content(media, content)
        .required(Some(Required::True));
    Some(body.build())
}

fn in_path(name: &str) -> Parameter {
    parameter(name, ParameterIn::Path, uuid(), "")
        .required(Required::True)
        .build()
}

fn parameter(
    name: &str,
    place: ParameterIn,
    schema: RefOr<Schema>,
    what: &str,
) -> ParameterBuilder {
    ParameterBuilder::new()
        .name(name)
        .parameter_in(place)
        .required(Required::False)
        .description((!what.is_empty()).then_some(what))
        .schema(Some(schema))
}

/// What a list can be asked: words, order, page, and each field that is declared for filtering.
fn question(def: &'static RegisterDef) -> Vec<Parameter> {
    let plain =
        |name: &str, schema, what: &str| parameter(name, ParameterIn::Query, schema, what).build();
    let sorts: Vec<&str> = named(def, |field| field.sort);
    let mut all = vec![
        plain(
            "search",
            text(),
            "Words, pinyin or initials; each must be found.",
        ),
        plain(
            "sort",
            list_of(text()),
            &format!("A field, with - in front for the greatest first; of {sorts:?}."),
        ),
        plain(
            "limit",
            number(),
            "Rows of a page, up to 500; 50 when not said.",
        ),
        plain("after", text(), "The `next` of the page before."),
        plain(
            "retired",
            boolean(),
            "Whether rows out of use are among them.",
        ),
    ];
    for field in def.fields.iter().filter(|field| field.filter) {
        let what = format!(
            "{}; with {} behind a point compared otherwise.",
            field.label.en,
            operators_of(field.kind).join(", ")
        );
        all.push(plain(field.name, text(), &what));
    }
    all
}

fn named(def: &'static RegisterDef, marked: fn(&FieldDef) -> bool) -> Vec<&'static str> {
    let fields = def.fields.iter().filter(|field| marked(field));
    fields.map(|field| field.name).collect()
}

fn operators_of(kind: FieldKind) -> Vec<&'static str> {
    let fits = |operator: Operator| match operator {
        Operator::Empty => true,
        Operator::Equal | Operator::NotEqual | Operator::In => kind.is_ordered(),
        Operator::Contains => kind.is_text() || matches!(kind, FieldKind::Choices(_)),
        Operator::Starts => kind.is_text(),
        Operator::Within | Operator::Outside => kind == FieldKind::Region,
        Operator::InBox => kind.is_geometry(),
        Operator::Less
        | Operator::AtMost
        | Operator::Greater
        | Operator::AtLeast
        | Operator::AtLeastOrEmpty
        | Operator::Between => {
            kind.is_number() || matches!(kind, FieldKind::Date | FieldKind::Time)
        }
    };
    let fitting = OPERATORS.iter().filter(|(_, operator)| fits(*operator));
    fitting.map(|(word, _)| *word).collect()
}

/// `water_source` as `WaterSourceValues`.
fn values_name(def: &RegisterDef) -> String {
    let words = def.key.split('_').map(|word| {
        let mut letters = word.chars();
        let first = letters.next().map(|letter| letter.to_ascii_uppercase());
        first.into_iter().chain(letters).collect::<String>()
    });
    words.chain(["Values".to_owned()]).collect()
}

fn values(def: &'static RegisterDef) -> RefOr<Schema> {
    let mut object = ObjectBuilder::new().description(Some(def.label.en));
    for field in def.fields {
        object = object.property(field.name, value(field));
        if field.required {
            object = object.required(field.name);
        }
    }
    object.into()
}

fn value(field: &FieldDef) -> RefOr<Schema> {
    let unit = field.unit.map(|unit| format!(", {}", unit.en));
    let what = format!("{}{}", field.label.en, unit.unwrap_or_default());
    let of = |kind: Type| {
        ObjectBuilder::new()
            .schema_type(kind)
            .description(Some(&what))
    };
    let formatted =
        |format: KnownFormat| of(Type::String).format(Some(SchemaFormat::KnownFormat(format)));
    let words = || field.choices().iter().map(|choice| choice.key);
    match field.kind {
        FieldKind::Text | FieldKind::LongText => {
            of(Type::String).max_length(Some(field.max_chars)).into()
        }
        FieldKind::Region | FieldKind::Decimal { .. } | FieldKind::Money => of(Type::String).into(),
        FieldKind::Integer => of(Type::Integer).into(),
        FieldKind::Boolean => of(Type::Boolean).into(),
        FieldKind::Date => formatted(KnownFormat::Date).into(),
        FieldKind::Time => formatted(KnownFormat::DateTime).into(),
        FieldKind::Choice(_) => of(Type::String).enum_values(Some(words())).into(),
        FieldKind::Choices(_) => {
            let word = ObjectBuilder::new()
                .schema_type(Type::String)
                .enum_values(Some(words()));
            ArrayBuilder::new()
                .items(word)
                .description(Some(&what))
                .into()
        }
        FieldKind::Reference(_) => formatted(KnownFormat::Uuid).into(),
        FieldKind::Point => api::ApiLocation::schema(),
        FieldKind::Line => geometry("LineString", &what, list_of(number_of_degrees())),
        FieldKind::Polygon => geometry("Polygon", &what, list_of(list_of(number_of_degrees()))),
    }
}

/// A GeoJSON geometry (RFC 7946); a text of WKT is taken too.
fn geometry(name: &str, what: &str, positions: RefOr<Schema>) -> RefOr<Schema> {
    let named = ObjectBuilder::new()
        .schema_type(Type::String)
        .enum_values(Some([name]));
    ObjectBuilder::new()
        .description(Some(what))
        .property("type", named)
        .required("type")
        .property("coordinates", positions)
        .required("coordinates")
        .into()
}

/// A position: longitude and latitude.
fn number_of_degrees() -> RefOr<Schema> {
    list_of(ObjectBuilder::new().schema_type(Type::Number).into())
}

fn text() -> RefOr<Schema> {
    ObjectBuilder::new().schema_type(Type::String).into()
}

fn uuid() -> RefOr<Schema> {
    ObjectBuilder::new()
        .schema_type(Type::String)
        .format(Some(SchemaFormat::KnownFormat(KnownFormat::Uuid)))
        .into()
}

fn number() -> RefOr<Schema> {
    ObjectBuilder::new().schema_type(Type::Integer).into()
}

fn boolean() -> RefOr<Schema> {
    ObjectBuilder::new().schema_type(Type::Boolean).into()
}

fn list_of(item: RefOr<Schema>) -> RefOr<Schema> {
    ArrayBuilder::new().items(item).into()
}

/// The schema of a type and of those in it, by name.
pub(crate) fn schemas_of<T: ToSchema>() -> Vec<(String, RefOr<Schema>)> {
    let mut all = vec![(T::name().into_owned(), T::schema())];
    T::schemas(&mut all);
    all
}

/// A response with a body of this type.
pub(crate) fn json_of<T: ToSchema>() -> Response {
    content_of("application/json", Ref::from_schema_name(T::name()).into())
}

/// A response with a file of this media type.
pub(crate) fn file_of(media: &str) -> Response {
    content_of(media, text())
}

fn content_of(media: &str, schema: RefOr<Schema>) -> Response {
    let content = ContentBuilder::new().schema(Some(schema)).build();
    ResponseBuilder::new().content(media, content).build()
}
