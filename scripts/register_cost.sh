#!/usr/bin/env bash
# What a register costs to build: the same program with 5 and with 50 registers of ten fields and two
# rules, each with its table, its journal record and its HTTP operations. Prints the time to build
# the program anew (its libraries stand) and the size of the stripped binary.
#
#   scripts/register_cost.sh [PROFILE]     dev (the usual) or release
#
# The program is made in target/register-cost and is no part of the workspace.
set -euo pipefail
cd "$(dirname "$0")/.."
readonly root=$PWD place=$PWD/target/register-cost profile=${1:-dev}
mkdir -p "$place/src"

cat > "$place/Cargo.toml" <<TOML
[package]
name = "register-cost"
version = "0.0.0"
edition = "2024"
[workspace]
[dependencies]
base = { path = "$root/crates/base" }
capability = { path = "$root/crates/capability" }
register = { path = "$root/crates/register" }
register_api = { path = "$root/crates/register_api" }
store = { path = "$root/crates/store" }
journal = { path = "$root/crates/journal" }
tokio = { version = "1", features = ["rt-multi-thread", "macros"] }
TOML
# The workspace's profile, and its lock file, so that the libraries are those of the house.
sed -n '/^\[profile.dev\]$/,/^$/p' Cargo.toml >> "$place/Cargo.toml"
sed -n '/^\[profile.release\]$/,$p' Cargo.toml >> "$place/Cargo.toml"
cp Cargo.lock "$place/Cargo.lock"

# registers COUNT: a program of so many registers.
registers() {
    echo 'use std::sync::Arc;'
    echo 'use base::{Clock, Date, RegionCode, Wgs84};'
    echo 'use register::{Catalogue, Choice, Faults, Label, Register};'
    for number in $(seq "$1"); do
        sed "s/@/$number/g" <<'RUST'
#[derive(Clone, Debug, PartialEq, Register)]
#[register(key = "ledger_@", label(zh = "台账@", en = "Ledger @"), title = "name", scope = "region",
    geometry = "position", permission = "city", rules(one_@, other_@), search(name, remarks))]
pub struct Ledger@ {
    #[field(label(zh = "名称", en = "Name"), unique, list, sort)]
    pub name: String,
    #[field(label(zh = "状态", en = "State"), list, filter)]
    pub state: State@,
    #[field(label(zh = "宽", en = "Width"), min = 0, max = 500, filter)]
    pub width: Option<i64>,
    #[field(label(zh = "高", en = "Height"), scale = 2)]
    pub height: Option<i64>,
    #[field(label(zh = "区划", en = "Region"), list, filter)]
    pub region: RegionCode,
    #[field(label(zh = "位置", en = "Position"))]
    pub position: Option<Wgs84>,
    #[field(label(zh = "起", en = "Since"), filter, sort)]
    pub since: Option<Date>,
    #[field(label(zh = "止", en = "Until"))]
    pub until: Option<Date>,
    #[field(label(zh = "有效", en = "Valid"), filter)]
    pub valid: Option<bool>,
    #[field(label(zh = "备注", en = "Remarks"), long)]
    pub remarks: Option<String>,
}
#[derive(Clone, Copy, Debug, PartialEq, Eq, Choice)]
pub enum State@ {
    #[choice(label(zh = "好", en = "Good"))]
    Good,
    #[choice(label(zh = "坏", en = "Bad"))]
    Bad,
}
fn one_@(row: &Ledger@, faults: &mut Faults) {
    if row.state == State@::Bad && row.remarks.is_none() {
        faults.rule("remarks", Label::new("须说明", "say why"));
    }
}
fn other_@(row: &Ledger@, faults: &mut Faults) {
    if row.until.is_some() && row.since.is_none() {
        faults.rule("since", Label::new("须填起期", "say since when"));
    }
}
RUST
    done
    cat <<'RUST'
#[tokio::main]
async fn main() {
    let path = std::env::args().nth(1).expect("a path for the database");
    let store = store::Store::open(&store::StoreConfig::new(format!("sqlite:{path}"))).await.unwrap();
    let ledgers = all();
    let mut schema = store::Schema::new();
    schema.add(journal::migrations(), &journal::table_shapes());
    schema.add(register::migrations(), &register::table_shapes());
    let mut records = journal::Records::new();
    for ledger in &ledgers {
        schema.add(register::migrations_of(ledger.def), &[register::shape_of(ledger.def)]);
        records.extend([ledger.record()]);
    }
    schema.migrate(&store).await.unwrap();
    let config = journal::JournalConfig::default();
    let journal = journal::Journal::open(store, Clock::system(), config).await.unwrap();
    let platform = capability::Platform { clock: journal.clock().clone(), journal };
    let catalogue = Arc::new(Catalogue::new(ledgers.iter().map(|ledger| ledger.def)).unwrap());
    let router = register_api::router(&platform, &catalogue);
    println!("{} registers, {} operations", ledgers.len(), router.get_openapi().paths.paths.len());
}
fn all() -> Vec<capability::Ledgered> {
    vec![
RUST
    for number in $(seq "$1"); do
        echo "        capability::Ledgered::of::<Ledger$number>(),"
    done
    printf '    ]\n}\n'
}

build() {
    cargo build --quiet --manifest-path "$place/Cargo.toml" --profile "$profile"
}

folder=$place/target/$([ "$profile" = dev ] && echo debug || echo "$profile")
registers 1 > "$place/src/main.rs"
build
for count in 5 50; do
    registers "$count" > "$place/src/main.rs"
    rm -rf "$folder/incremental"
    began=$(date +%s.%N)
    build
    took=$(echo "$(date +%s.%N) - $began" | bc)
    rm -f "$place/try.db"*
    "$folder/register-cost" "$place/try.db"
    strip -o "$place/stripped" "$folder/register-cost"
    printf '%s registers: built in %.1f s, %s bytes stripped\n' \
        "$count" "$took" "$(stat -c %s "$place/stripped")"
done
