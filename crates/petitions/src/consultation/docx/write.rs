//! Writing a DOCX file: paragraphs and a table on landscape A4, in the type an office uses.

use std::io::{Cursor, Write as _};

use portal_core::{Fault, Outcome};
use quick_xml::escape::escape;

/// What a document is made of.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// A paragraph: where it stands, whether bold, whether italic, its text.
    Line(Align, bool, bool, String),
    /// Two paragraphs' stacks side by side without lines: the heads of an official document.
    Heads(Vec<String>, Vec<String>),
    /// A table with lines: widths in hundredths of its own, head, rows.
    Table(Vec<u32>, Vec<String>, Vec<Vec<String>>),
}

/// Where a paragraph stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// To both edges.
    Both,
    /// In the middle.
    Center,
}

impl Align {
    fn word(self) -> &'static str {
        match self {
            Self::Both => "both",
            Self::Center => "center",
        }
    }
}

/// Width between the margins of landscape A4, in twentieths of a point.
const WIDTH: u32 = 14_570;

const TYPES: &str = concat!(
    r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
    r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">"#,
    r#"<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>"#,
    r#"<Default Extension="xml" ContentType="application/xml"/>"#,
    r#"<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>"#,
    r#"<Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>"#,
    "</Types>"
);

const RELS: &str = concat!(
    r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
    r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">"#,
    r#"<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>"#,
    "</Relationships>"
);

const DOCUMENT_RELS: &str = concat!(
    r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
    r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">"#,
    r#"<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/>"#,
    "</Relationships>"
);

/// Times New Roman 13, as documents of offices are set.
const STYLES: &str = concat!(
    r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
    r#"<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:docDefaults><w:rPrDefault><w:rPr>"#,
    r#"<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="Times New Roman" w:cs="Times New Roman"/>"#,
    r#"<w:sz w:val="26"/><w:szCs w:val="26"/><w:lang w:val="vi-VN"/></w:rPr></w:rPrDefault>"#,
    r#"<w:pPrDefault><w:pPr><w:spacing w:before="60" w:after="60"/></w:pPr></w:pPrDefault></w:docDefaults>"#,
    r#"<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style></w:styles>"#
);

/// Writes a document.
pub fn document(blocks: &[Block]) -> Outcome<Vec<u8>> {
    let mut body = String::from(concat!(
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
        r#"<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>"#
    ));
    for block in blocks {
        match block {
            Block::Line(align, bold, italic, text) => {
                paragraph(&mut body, *align, (*bold, *italic), text);
            }
            Block::Heads(left, right) => heads(&mut body, left, right),
            Block::Table(widths, head, rows) => table(&mut body, widths, head, rows),
        }
    }
    body.push_str(concat!(
        r#"<w:sectPr><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>"#,
        r#"<w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/>"#,
        "</w:sectPr></w:body></w:document>"
    ));
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in [
        ("[Content_Types].xml", TYPES),
        ("_rels/.rels", RELS),
        ("word/_rels/document.xml.rels", DOCUMENT_RELS),
        ("word/styles.xml", STYLES),
        ("word/document.xml", body.as_str()),
    ] {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).map_err(Fault::bug)?;
        zip.write_all(content.as_bytes()).map_err(Fault::bug)?;
    }
    Ok(zip.finish().map_err(Fault::bug)?.into_inner())
}

fn paragraph(body: &mut String, align: Align, (bold, italic): (bool, bool), text: &str) {
    let style = format!(
        "<w:rPr>{}{}</w:rPr>",
        if bold { "<w:b/>" } else { "" },
        if italic { "<w:i/>" } else { "" }
    );
    body.push_str(&format!(r#"<w:p><w:pPr><w:jc w:val="{}"/></w:pPr>"#, align.word()));
    for (at, line) in text.lines().enumerate() {
        let line: String = line.chars().filter(|c| !c.is_control()).collect();
        let new_line = if at > 0 { "<w:br/>" } else { "" };
        body.push_str(&format!(
            r#"<w:r>{style}{new_line}<w:t xml:space="preserve">{}</w:t></w:r>"#,
            escape(line.as_str())
        ));
    }
    body.push_str("</w:p>");
}

fn heads(body: &mut String, left: &[String], right: &[String]) {
    body.push_str(&format!(r#"<w:tbl><w:tblPr><w:tblW w:w="{WIDTH}" w:type="dxa"/></w:tblPr>"#));
    let half = WIDTH / 2;
    body.push_str(&format!(
        r#"<w:tblGrid><w:gridCol w:w="{half}"/><w:gridCol w:w="{half}"/></w:tblGrid><w:tr>"#
    ));
    for stack in [left, right] {
        body.push_str(&format!(r#"<w:tc><w:tcPr><w:tcW w:w="{half}" w:type="dxa"/></w:tcPr>"#));
        for line in stack {
            paragraph(body, Align::Center, (true, false), line);
        }
        body.push_str("</w:tc>");
    }
    body.push_str("</w:tr></w:tbl>");
}

fn table(body: &mut String, widths: &[u32], head: &[String], rows: &[Vec<String>]) {
    let all: u32 = widths.iter().sum::<u32>().max(1);
    let widths: Vec<u32> = widths.iter().map(|width| WIDTH * width / all).collect();
    let line =
        |side| format!(r#"<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>"#);
    let lines: String = ["top", "left", "bottom", "right", "insideH", "insideV"].map(line).concat();
    body.push_str(&format!(
        r#"<w:tbl><w:tblPr><w:tblW w:w="{WIDTH}" w:type="dxa"/><w:tblBorders>{lines}</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>"#
    ));
    for width in &widths {
        body.push_str(&format!(r#"<w:gridCol w:w="{width}"/>"#));
    }
    body.push_str("</w:tblGrid>");
    row(body, &widths, head, true);
    for cells in rows {
        row(body, &widths, cells, false);
    }
    body.push_str("</w:tbl>");
}

fn row(body: &mut String, widths: &[u32], cells: &[String], head: bool) {
    // The head stands on every page.
    body.push_str(if head { "<w:tr><w:trPr><w:tblHeader/></w:trPr>" } else { "<w:tr>" });
    for (width, cell) in widths.iter().zip(cells) {
        body.push_str(&format!(r#"<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>"#));
        let align = if head { Align::Center } else { Align::Both };
        let mut paragraphs = cell.split("\n\n").peekable();
        if paragraphs.peek().is_none() {
            paragraph(body, align, (false, false), "");
        }
        for text in paragraphs {
            paragraph(body, align, (head, false), text);
        }
        body.push_str("</w:tc>");
    }
    body.push_str("</w:tr>");
}
