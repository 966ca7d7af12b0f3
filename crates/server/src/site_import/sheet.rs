//! The file itself: header, cells, encoding. What the cells mean together is checked later.

use portal_core::{FieldFault, Kind, Names, Texts};

use super::{LineFault, is_one_line};

/// The columns, exactly these in this order.
pub const COLUMNS: [&str; 6] = ["kind", "code", "name_vi", "name_en", "parent", "domain"];

/// Why a file cannot be read at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileFault {
    /// There is nothing in it.
    Empty,
    /// The first line is not the header.
    Header {
        /// What it is.
        found: String,
    },
}

impl FileFault {
    /// The sentence for the person.
    pub fn sentence(&self, t: &Texts) -> String {
        match self {
            Self::Empty => t.say("import-empty"),
            Self::Header { found } => t.with(
                "import-header",
                [("expected", COLUMNS.join(",").into()), ("found", found.as_str().into())],
            ),
        }
    }
}

/// A line whose cells are sound by themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Line of the file, from 1.
    pub line: u64,
    /// Kind.
    pub kind: Kind,
    /// Short name.
    pub code: String,
    /// Official name.
    pub names: Names,
    /// Short name of the site above.
    pub parent: Option<String>,
    /// Host as the file has it.
    pub domain: String,
}

/// A file, read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sheet {
    /// Sound lines.
    pub rows: Vec<Row>,
    /// The others.
    pub faults: Vec<LineFault>,
}

/// Reads a file.
///
/// # Errors
/// When it is empty or its header is another; every other fault stands at its line.
pub fn read(bytes: &[u8]) -> Result<Sheet, FileFault> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
    let mut records = reader.byte_records();
    let header = records.next().and_then(Result::ok).ok_or(FileFault::Empty)?;
    if !header.iter().eq(COLUMNS.iter().map(|column| column.as_bytes())) {
        let found: Vec<_> = header.iter().map(String::from_utf8_lossy).collect();
        return Err(FileFault::Header { found: found.join(",") });
    }
    let mut sheet = Sheet::default();
    for record in records {
        match record {
            Ok(record) => {
                let line = record.position().map_or(0, csv::Position::line);
                match row(line, &record) {
                    Ok(row) => sheet.rows.push(row),
                    Err(faults) => sheet.faults.extend(faults),
                }
            }
            Err(fault) => sheet.faults.push(LineFault {
                line: fault.position().map_or(0, csv::Position::line),
                column: "",
                fault: FieldFault::BrokenText,
            }),
        }
    }
    Ok(sheet)
}

fn row(line: u64, record: &csv::ByteRecord) -> Result<Row, Vec<LineFault>> {
    let wrong = |column, fault| LineFault { line, column, fault };
    if record.len() != COLUMNS.len() {
        let args =
            vec![("expected", COLUMNS.len().to_string()), ("found", record.len().to_string())];
        return Err(vec![wrong("", FieldFault::Other("import-cells", args))]);
    }
    let mut faults = Vec::new();
    let mut cells = COLUMNS.iter().zip(record).map(|(column, cell)| {
        let text = std::str::from_utf8(cell).unwrap_or("\u{FFFD}");
        let text = text.trim().to_owned();
        if !is_one_line(&text) {
            faults.push(wrong(column, FieldFault::BrokenText));
        }
        text
    });
    let mut next = || cells.next().unwrap_or_default();
    let [kind, code, vi, en, parent, domain] = [next(), next(), next(), next(), next(), next()];
    drop(cells);
    let kind_read = Kind::parse(&kind);
    if kind_read.is_none() {
        faults.push(wrong("kind", FieldFault::NoSuchChoice));
    }
    for (column, cell) in [("code", &code), ("name_vi", &vi), ("domain", &domain)] {
        if cell.is_empty() {
            faults.push(wrong(column, FieldFault::Missing));
        }
    }
    if en.chars().count() > 200 {
        faults.push(wrong("name_en", FieldFault::TooLong(200)));
    }
    match kind_read {
        Some(kind) if faults.is_empty() => Ok(Row {
            line,
            kind,
            code,
            names: Names {
                vi: portal_core::form::composed(&vi).into(),
                en: (!en.is_empty()).then(|| portal_core::form::composed(&en).into()),
            },
            parent: (!parent.is_empty()).then_some(parent),
            domain,
        }),
        _ => Err(faults),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = "kind,code,name_vi,name_en,parent,domain\n";

    fn sheet(lines: &[u8]) -> Sheet {
        read(&[HEADER.as_bytes(), lines].concat()).expect("the header is right")
    }

    fn fault_of(lines: &[u8]) -> (u64, &'static str, FieldFault) {
        let sheet = sheet(lines);
        assert_eq!(sheet.faults.len(), 1, "{:?}", sheet.faults);
        let fault = sheet.faults.first().cloned().expect("one fault");
        (fault.line, fault.column, fault.fault)
    }

    #[test]
    fn sound_lines_are_read() {
        let read = sheet("department,soyte,Sở Y tế,,quangtri,soyte.quangtri.gov.vn\n".as_bytes());
        assert_eq!(read.faults, []);
        let row = read.rows.first().expect("one row");
        assert_eq!((row.line, row.kind, row.code.as_str()), (2, Kind::Department, "soyte"));
        assert_eq!(row.names.en, None);
        assert_eq!(row.parent.as_deref(), Some("quangtri"));
    }

    #[test]
    fn the_header_is_strict() {
        assert_eq!(read(b""), Err(FileFault::Empty));
        for header in
            ["kind,code,name_vi,parent,domain\n", "Kind,code,name_vi,name_en,parent,domain\n"]
        {
            assert!(matches!(read(header.as_bytes()), Err(FileFault::Header { .. })), "{header}");
        }
        let with_mark = format!("\u{FEFF}{HEADER}");
        assert_eq!(read(with_mark.as_bytes()), Ok(Sheet::default()));
    }

    #[test]
    fn each_fault_stands_at_its_line_and_column() {
        let good = "department,a,A,,p,a.b\n";
        for (line, column, fault) in [
            ("xã,a,A,,p,a.b\n", "kind", FieldFault::NoSuchChoice),
            ("department,,A,,p,a.b\n", "code", FieldFault::Missing),
            ("department,a,,,p,a.b\n", "name_vi", FieldFault::Missing),
            ("department,a,A,,p,\n", "domain", FieldFault::Missing),
            ("department,a,\"A\nB\",,p,a.b\n", "name_vi", FieldFault::BrokenText),
        ] {
            assert_eq!(fault_of(format!("{good}{line}").as_bytes()), (3, column, fault));
        }
        let (line, column, fault) = fault_of(b"department,a,A\n");
        assert_eq!((line, column), (2, ""));
        assert!(matches!(fault, FieldFault::Other("import-cells", _)));
    }

    #[test]
    fn another_encoding_is_named_and_the_rest_goes_on() {
        let lines = b"department,a,S\xF4,,p,a.b\ndepartment,b,B,,p,b.b\n";
        assert_eq!(fault_of(lines), (2, "name_vi", FieldFault::BrokenText));
        assert_eq!(sheet(lines).rows.len(), 1);
    }
}
