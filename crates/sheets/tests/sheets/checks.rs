//! What must hold whatever the bytes are; the fuzz targets hold it too.

use std::io::Cursor;

use sheets::{Limits, open};

/// Opens and reads everything there is, under limits by which nothing can take long. Nothing may
/// panic, no row may come after an error, numbers of rows ascend, and no row is empty.
pub(crate) fn read(bytes: Vec<u8>) {
    let limits = Limits {
        max_unpacked_bytes: 4 << 20,
        max_shared_strings_bytes: 1 << 20,
        ..Limits::default()
    };
    let Ok(mut book) = open(Cursor::new(bytes), &limits) else {
        return;
    };
    for sheet in 0..book.sheets().len() {
        let Ok(rows) = book.rows(sheet) else { continue };
        let mut last = 0;
        let mut is_over = false;
        for row in rows {
            assert!(!is_over, "nothing comes after an error");
            match row {
                Ok(row) => {
                    assert!(row.number > last, "rows ascend");
                    assert!(row.cells.last().is_some_and(|cell| !cell.is_empty()));
                    last = row.number;
                }
                Err(_) => is_over = true,
            }
        }
    }
}
