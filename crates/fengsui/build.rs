//! Builds the binary anew when the screens or the pack that it carries have changed: files that
//! come or go are not seen by the compiler alone. Without optimisation it reads the screens from their
//! folder while it runs.

fn main() {
    if std::env::var("PROFILE").as_deref() == Ok("release") {
        println!("cargo::rerun-if-changed=../../web/dist");
    }
    println!("cargo::rerun-if-changed=../../packs/yuncheng");
}
