//! Tables taken out: as CSV and XLSX. What people typed is never a formula in either.

use rust_xlsxwriter::{Format, FormatAlign, Workbook, XlsxError};

use crate::{Fault, Outcome};

/// MIME type of XLSX files.
pub const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
/// MIME type of CSV files.
pub const CSV: &str = "text/csv; charset=utf-8";

/// A cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// A text.
    Text(String),
    /// A number.
    Number(f64),
    /// Nothing.
    Empty,
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<i64> for Cell {
    #[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
    fn from(number: i64) -> Self {
        Self::Number(number as f64)
    }
}

impl From<Option<String>> for Cell {
    fn from(text: Option<String>) -> Self {
        text.map_or(Self::Empty, Self::Text)
    }
}

/// A table with a title and headed columns.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sheet {
    /// Title: a line above the table in XLSX, and the name of its sheet.
    pub title: String,
    /// Heads of the columns, with their widths in characters.
    pub columns: Vec<(String, u16)>,
    /// Rows.
    pub rows: Vec<Vec<Cell>>,
}

/// Most characters an XLSX cell holds.
const MOST: usize = 32_767;

impl Sheet {
    /// As CSV: UTF-8 with a mark, so that spreadsheets read it right; a text that a spreadsheet would
    /// take for a formula begins with an apostrophe.
    ///
    /// Requirement: R-O3.
    pub fn to_csv(&self) -> Outcome<Vec<u8>> {
        let mut writer = csv::Writer::from_writer("\u{FEFF}".as_bytes().to_vec());
        let heads = self.columns.iter().map(|(head, _)| harmless(head));
        writer.write_record(heads).map_err(Fault::bug)?;
        for row in &self.rows {
            let cells = row.iter().map(|cell| match cell {
                Cell::Text(text) => harmless(text),
                Cell::Number(number) => number.to_string(),
                Cell::Empty => String::new(),
            });
            writer.write_record(cells).map_err(Fault::bug)?;
        }
        writer.into_inner().map_err(|error| Fault::bug(error.into_error()))
    }

    /// As XLSX: texts are written as texts, whatever they begin with; what is longer than a cell
    /// holds is cut.
    pub fn to_xlsx(&self) -> Outcome<Vec<u8>> {
        self.xlsx().map_err(Fault::bug)
    }

    fn xlsx(&self) -> Result<Vec<u8>, XlsxError> {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        sheet.set_name(sheet_name(&self.title))?;
        let head = Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Top);
        let body = Format::new().set_text_wrap().set_align(FormatAlign::Top);
        sheet.write_string_with_format(0, 0, cut(&self.title), &Format::new().set_bold())?;
        for (column, (title, width)) in (0_u16..).zip(&self.columns) {
            sheet.set_column_width(column, f64::from(*width))?;
            sheet.write_string_with_format(2, column, cut(title), &head)?;
        }
        for (line, row) in (3_u32..).zip(&self.rows) {
            for (column, cell) in (0_u16..).zip(row) {
                match cell {
                    Cell::Text(text) => {
                        sheet.write_string_with_format(line, column, cut(text), &body)?
                    }
                    Cell::Number(number) => {
                        sheet.write_number_with_format(line, column, *number, &body)?
                    }
                    Cell::Empty => sheet,
                };
            }
        }
        sheet.set_freeze_panes(3, 0)?;
        book.save_to_buffer()
    }
}

/// A text no spreadsheet takes for a formula.
fn harmless(text: &str) -> String {
    let text: String = text.chars().filter(|c| *c != '\0').collect();
    if text.trim_start_matches([' ', '\u{A0}', '\n']).starts_with(['=', '+', '-', '@', '\t', '\r'])
    {
        format!("'{text}")
    } else {
        text
    }
}

fn cut(text: &str) -> String {
    text.chars().take(MOST).collect()
}

/// A name that XLSX takes for a sheet: at most 31 characters, some of them not allowed.
fn sheet_name(title: &str) -> String {
    let clean: String = title.chars().filter(|c| !"[]:*?/\\'".contains(*c)).take(31).collect();
    if clean.trim().is_empty() { "1".to_owned() } else { clean }
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    fn sheet() -> Sheet {
        Sheet {
            title: "Tổng hợp [1/2]".into(),
            columns: vec![("Nội dung".into(), 40), ("Số".into(), 8)],
            rows: vec![
                vec!["=cmd|' /C calc'!A0".into(), Cell::Number(2.0)],
                vec!["  @SUM(A1)".into(), Cell::Empty],
                vec!["a, \"b\"\nc".into(), 7.into()],
            ],
        }
    }

    #[test]
    fn a_formula_stays_a_text_in_csv() {
        let csv = String::from_utf8(sheet().to_csv().unwrap()).unwrap();
        assert_eq!(
            csv,
            "\u{FEFF}Nội dung,Số\n'=cmd|' /C calc'!A0,2\n'  @SUM(A1),\n\"a, \"\"b\"\"\nc\",7\n"
        );
    }

    #[test]
    fn a_formula_stays_a_text_in_xlsx() {
        let mut zip =
            zip::ZipArchive::new(std::io::Cursor::new(sheet().to_xlsx().unwrap())).unwrap();
        let mut read = |name: &str| {
            let mut text = String::new();
            zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
            text
        };
        assert!(!read("xl/worksheets/sheet1.xml").contains("<f>"));
        assert!(read("xl/sharedStrings.xml").contains("=cmd|"));
        assert!(read("xl/workbook.xml").contains("Tổng hợp 12"));
    }
}
