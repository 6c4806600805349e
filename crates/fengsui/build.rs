//! Builds the binary anew when the screens or the pack that it carries have changed: files that
//! come or go are not seen by the compiler alone.

fn main() {
    println!("cargo::rerun-if-changed=../../web/dist");
    println!("cargo::rerun-if-changed=../../packs/yuncheng");
}
