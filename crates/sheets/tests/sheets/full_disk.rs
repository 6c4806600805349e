//! The temporary folder takes no more while rows wait in it.
//!
//! A full disk needs a disk; a limit on the size of files needs a shell alone. The test starts
//! itself once more under such a limit, with the signal ignored that would end the process, and
//! lets the file end at every place: inside a row, between rows, in the last bytes.

use std::process::Command;

use sheets::{Cell, WriteError, xlsx_writer};

use crate::made::rows_of;

#[test]
fn a_full_temporary_folder_is_an_error_wherever_it_happens() {
    let this = std::env::current_exe().unwrap();
    let output = Command::new("sh")
        // Blocks of 512 bytes; the signal of the limit would kill otherwise.
        .args(["-c", r#"trap '' XFSZ; ulimit -f 32; exec "$0" "$@""#])
        .arg(this)
        .args(["--exact", "--ignored", "full_disk::under_a_limit"])
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stdout);
    let trouble = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{told}{trouble}");
    assert!(told.contains("1 passed"), "{told}");
}

/// Writes tables of growing length; each is whole, or refused.
#[test]
#[ignore = "started by the test above, under a limit on the size of files"]
fn under_a_limit() {
    let (mut whole, mut refused) = (0, 0);
    for rows in 50..400 {
        match written(rows) {
            Ok(bytes) => {
                assert_eq!(rows_of(bytes).unwrap().len(), rows);
                whole += 1;
            }
            Err(WriteError::TemporaryFolder | WriteError::Io(_) | WriteError::Workbook(_)) => {
                refused += 1;
            }
            Err(other) => panic!("{other:?}"),
        }
    }
    assert!(whole > 0 && refused > 0, "{whole} whole, {refused} refused");
}

fn written(rows: usize) -> Result<Vec<u8>, WriteError> {
    let mut out = Vec::new();
    let mut writer = xlsx_writer(&mut out, "表")?;
    for _ in 0..rows {
        writer.row(&[Cell::from("市政消火栓"), Cell::Bool(true)])?;
    }
    writer.finish()?;
    Ok(out)
}
