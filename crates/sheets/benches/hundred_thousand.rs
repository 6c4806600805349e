//! A register of 100,000 rows and 20 columns, written and read, beside peers in the same run.
//!
//! `cargo bench -p sheets`. The peers: for reading calamine, which holds the sheet as a whole, and
//! its reader that streams cells, which holds the shared strings and drops styles, formula marks
//! and hidden rows; for writing `rust_xlsxwriter` without constant memory, and bare `csv`. A ratio
//! above one means that we are faster. Memory is the growth of the process's peak while a piece
//! runs; freed memory that the allocator keeps makes later pieces look smaller, so ours come first.

use std::fs::File;
use std::hint::black_box;
use std::io::{BufReader, BufWriter, Seek, Write};
use std::time::Instant;

use calamine::{Reader, Xlsx};
use jiff::civil::date;
use rust_xlsxwriter::Workbook;
use sheets::{Cell, Heading, Kind, Limits, Number, RowWriter, csv_writer, open, xlsx_writer};

type Failure = Box<dyn std::error::Error>;

const ROWS: u32 = 100_000;
const COLUMNS: usize = 20;

fn main() -> Result<(), Failure> {
    let (mut inline, mut text) = (tempfile::tempfile()?, tempfile::tempfile()?);
    let written = measured("xlsx written", || {
        write_ours(xlsx_writer(&mut inline, "水源")?)
    })?;
    let csv = measured("csv written", || write_ours(csv_writer(&mut text)?))?;
    let read = measured("xlsx read, inline strings", || read_ours(&inline))?;
    let read_csv = measured("csv read", || read_ours(&text))?;
    let whole_inline = measured("  peer: calamine, whole sheet, inline", || {
        read_whole(&inline)
    })?;

    let mut shared = tempfile::tempfile()?;
    let peer_written = measured("  peer: rust_xlsxwriter in memory", || {
        write_peer(&mut shared)
    })?;
    let read_shared = measured("xlsx read, shared strings", || read_ours(&shared))?;
    let bare = measured("  peer: csv crate, bytes alone", || read_bare(&text))?;
    let streamed = measured("  peer: calamine, cells as a stream", || {
        read_cells(&shared)
    })?;
    let whole = measured("  peer: calamine, whole sheet", || read_whole(&shared))?;

    println!(
        "read, shared strings: {:.2} of calamine's whole sheet",
        whole / read_shared
    );
    println!(
        "read, shared strings: {:.2} of calamine's stream",
        streamed / read_shared
    );
    println!(
        "read, inline strings: {:.2} of calamine's whole sheet",
        whole_inline / read
    );
    println!(
        "write xlsx: {:.2} of rust_xlsxwriter in memory",
        peer_written / written
    );
    println!(
        "read csv: {:.2} of the bare csv crate; write csv {csv:.2} s",
        bare / read_csv
    );
    Ok(())
}

/// Seconds that a piece took, printed with its rows a second and its memory.
fn measured(name: &str, run: impl FnOnce() -> Result<u32, Failure>) -> Result<f64, Failure> {
    // Resets the peak; where that is not allowed the figure is an upper bound.
    drop(std::fs::write("/proc/self/clear_refs", "5"));
    let before = memory("VmRSS:");
    let started = Instant::now();
    let rows = run()?;
    let seconds = started.elapsed().as_secs_f64();
    assert_eq!(rows, ROWS + 1, "{name}: every row and the heading");
    let grown = memory("VmHWM:").saturating_sub(before) / 1024;
    println!(
        "{name}: {seconds:.2} s, {:.0} rows/s, peak +{grown} MiB",
        f64::from(rows) / seconds
    );
    Ok(seconds)
}

/// A figure of this process in KiB; 0 where the system does not tell.
fn memory(key: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(key));
    let figure = line.and_then(|rest| rest.split_whitespace().next());
    figure.and_then(|text| text.parse().ok()).unwrap_or(0)
}

/// A row of a register: texts long and short, codes, numbers, days, yes and no.
fn row(index: u32) -> Vec<Cell> {
    let day = date(2020, 1 + (index % 12) as i8, 1 + (index % 28) as i8);
    (0..COLUMNS)
        .map(|column| match column % 7 {
            0 => Cell::Text(format!("解放路{index}号市政消火栓")),
            1 => Cell::Text(format!("3501020000{index:08}")),
            2 => Cell::Number(Number::from(i64::from(index) * 37)),
            3 => Cell::Date(day),
            4 => Cell::Text("完好".to_owned()),
            5 => Cell::Number(Number::from(i64::from(index % 1000))),
            _ => Cell::Bool(index.is_multiple_of(2)),
        })
        .collect()
}

fn headings() -> Vec<Heading> {
    let heading = |column| Heading::new(format!("列{column}"), Kind::Text);
    (0..COLUMNS).map(heading).collect()
}

fn write_ours(mut writer: Box<dyn RowWriter + Send + '_>) -> Result<u32, Failure> {
    writer.heading(&headings())?;
    for index in 0..ROWS {
        writer.row(&row(index))?;
    }
    writer.finish()?;
    Ok(ROWS + 1)
}

fn write_peer(out: &mut File) -> Result<u32, Failure> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (column, heading) in (0..).zip(headings()) {
        sheet.write_string(0, column, heading.text)?;
    }
    for index in 0..ROWS {
        for (column, cell) in (0..).zip(row(index)) {
            match cell {
                Cell::Number(number) => sheet.write_number(index + 1, column, number.value())?,
                Cell::Bool(value) => sheet.write_boolean(index + 1, column, value)?,
                other => sheet.write_string(index + 1, column, other.plain())?,
            };
        }
    }
    let mut out = BufWriter::new(out);
    workbook.save_to_writer(&mut out)?;
    out.flush()?;
    Ok(ROWS + 1)
}

fn read_ours(file: &File) -> Result<u32, Failure> {
    let mut book = open(file.try_clone()?, &Limits::default())?;
    let mut rows = 0;
    for row in book.rows(0)? {
        let row = black_box(row?);
        rows += u32::from(row.cells.len() == COLUMNS);
    }
    Ok(rows)
}

fn whole(file: &File) -> Result<Xlsx<BufReader<File>>, Failure> {
    let mut file = file.try_clone()?;
    file.rewind()?;
    Ok(Xlsx::new(BufReader::new(file))?)
}

fn read_whole(file: &File) -> Result<u32, Failure> {
    let mut book = whole(file)?;
    let range = book.worksheet_range_at(0).ok_or("a first sheet")??;
    Ok(u32::try_from(black_box(range).rows().len())?)
}

fn read_cells(file: &File) -> Result<u32, Failure> {
    let mut book = whole(file)?;
    let name = book.sheet_names().first().cloned().ok_or("a first sheet")?;
    let mut cells = book.worksheet_cells_reader(&name)?;
    let mut last = 0;
    while let Some(cell) = cells.next_cell()? {
        last = black_box(cell).get_position().0;
    }
    Ok(last + 1)
}

fn read_bare(file: &File) -> Result<u32, Failure> {
    let mut file = file.try_clone()?;
    file.rewind()?;
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(file);
    let mut record = csv::ByteRecord::new();
    let mut rows = 0;
    while reader.read_byte_record(&mut record)? {
        rows += u32::from(black_box(&record).len() == COLUMNS);
    }
    Ok(rows)
}
