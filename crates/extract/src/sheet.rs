//! Cells of an Excel file, row by row. A cell far out costs no more than one near by.

use std::io::Cursor;

use calamine::{DataRef, Reader as _, Xlsx, XlsxError};

use crate::{MOST_PART, Text, Unreadable, office};

/// Reads names of sheets and what their cells show.
pub fn read(bytes: &[u8], text: &mut Text) -> Result<(), Unreadable> {
    measure(bytes)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| match error {
        XlsxError::Password => Unreadable::Locked,
        error => Unreadable::broken(error),
    })?;
    for name in book.sheet_names() {
        text.write(&name);
        text.end_line();
        let mut cells = book.worksheet_cells_reader(&name).map_err(Unreadable::broken)?;
        let mut row = 0;
        while let Some(cell) = cells.next_cell().map_err(Unreadable::broken)? {
            let (at, _) = cell.get_position();
            if at == row {
                text.blank();
            } else {
                text.end_line();
            }
            row = at;
            write(cell.get_value(), text);
            if text.is_full() {
                return Ok(());
            }
        }
        text.end_line();
    }
    Ok(())
}

fn write(cell: &DataRef<'_>, text: &mut Text) {
    match cell {
        DataRef::Int(number) => text.write(&number.to_string()),
        DataRef::Float(number) => text.write(&number.to_string()),
        DataRef::String(said) | DataRef::DateTimeIso(said) | DataRef::DurationIso(said) => {
            text.write(said);
        }
        DataRef::SharedString(said) => text.write(said),
        DataRef::DateTime(at) => {
            let (year, month, day, ..) = at.to_ymd_hms_milli();
            text.write(&format!("{day:02}/{month:02}/{year}"));
        }
        DataRef::Bool(_) | DataRef::Error(_) | DataRef::Empty => {}
    }
}

/// The library unpacks shared strings whole: what unpacks to too much does not get there. What the
/// archive says of its sizes may be a lie, so the bytes are counted.
fn measure(bytes: &[u8]) -> Result<(), Unreadable> {
    use std::io::Read as _;
    let mut archive = office::open(bytes)?;
    let mut unpacked = 0;
    for place in 0..archive.len() {
        let entry = archive.by_index(place).map_err(Unreadable::broken)?;
        let mut rest = entry.take(MOST_PART + 1 - unpacked);
        unpacked += std::io::copy(&mut rest, &mut std::io::sink()).map_err(Unreadable::broken)?;
        if unpacked > MOST_PART {
            return Err(Unreadable::Swollen);
        }
    }
    Ok(())
}
