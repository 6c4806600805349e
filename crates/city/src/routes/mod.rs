//! Lists of stations, responders and devices for maps and forms.

use access::OperationRule;
use capability::Platform;
use utoipa_axum::router::OpenApiRouter;

/// Which permission each operation asks for.
pub(crate) const RULES: &[OperationRule] = &[];

pub(crate) fn router(_platform: &Platform) -> OpenApiRouter {
    OpenApiRouter::new()
}
