use std::io::{Cursor, Read as _, Write as _};

use super::{Align, Block, document, text};
use crate::consultation::cut::{counts, cut};

const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

fn archive(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn docx(body: &str) -> Vec<u8> {
    let document = format!(
        "<?xml version=\"1.0\"?><w:document xmlns:w=\"{W}\"><w:body>{body}</w:body></w:document>"
    );
    archive(&[("[Content_Types].xml", "<Types/>"), ("word/document.xml", &document)])
}

fn p(text: &str) -> String {
    format!("<w:p><w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p>")
}

#[test]
fn what_a_reader_of_the_paper_sees_is_read() {
    let body = [
        "<w:p><w:r><w:t>Điều 1.</w:t><w:tab/><w:t>Phạm &amp; vi &#273;iều</w:t></w:r>\
         <w:r><w:br/><w:t>dòng hai</w:t></w:r></w:p>",
        "<w:p><w:pPr><w:tabs><w:tab w:val=\"left\" w:pos=\"1\"/></w:tabs><w:rPr><w:ins w:id=\"1\"/></w:rPr></w:pPr>\
         <w:ins><w:r><w:t>thêm</w:t></w:r></w:ins><w:del><w:r><w:delText>bỏ</w:delText></w:r></w:del>\
         <w:r><w:rPr><w:del w:id=\"3\"/></w:rPr><w:t> còn</w:t></w:r></w:p>",
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>UBND</w:t></w:r></w:p><w:p><w:r><w:t>TỈNH</w:t></w:r></w:p></w:tc>\
         <w:tc><w:p><w:r><w:t>CỘNG HÒA</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
        "<w:p><w:r><mc:AlternateContent xmlns:mc=\"m\"><mc:Choice><w:t>một lần</w:t></mc:Choice>\
         <mc:Fallback><w:t>một lần</w:t></mc:Fallback></mc:AlternateContent>\
         <w:instrText>PAGE</w:instrText><w:softHyphen/><w:noBreakHyphen/></w:r></w:p>",
    ];
    let read = text(&docx(&body.concat())).unwrap();
    assert_eq!(read, "Điều 1.\tPhạm & vi điều\ndòng hai\nthêm còn\nUBND TỈNH | CỘNG HÒA\nmột lần-");
}

/// Twenty-one articles, each with clauses, typed or numbered by the word processor.
pub(crate) fn of_21_articles(automatic: bool) -> Vec<u8> {
    let numbered = |level: u32, text: &str| {
        format!(
            "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"7\"/></w:numPr></w:pPr>\
             <w:r><w:t>{text}</w:t></w:r></w:p>"
        )
    };
    let mut body = p("QUY CHẾ") + &p("Căn cứ Luật Tiếp cận thông tin;");
    for article in 1..=21_u32 {
        if automatic {
            body += &numbered(0, &format!("Nội dung thứ {article}"));
            body += &numbered(1, "Khoản đầu");
            body += &numbered(1, "Khoản sau gồm:");
            body += &numbered(2, "điểm đầu;");
            body += &numbered(2, "điểm sau.");
        } else {
            body += &p(&format!("Điều {article}. Nội dung thứ {article}"));
            body += &p("1. Khoản đầu");
            body += &p("2. Khoản sau gồm:");
            body += &p("a) điểm đầu;");
            body += &p("b) điểm sau.");
        }
    }
    body += &p("Nơi nhận:");
    let document = format!(
        "<?xml version=\"1.0\"?><w:document xmlns:w=\"{W}\"><w:body>{body}</w:body></w:document>"
    );
    let level = |level: u32, form: &str, text: &str| {
        format!(
            "<w:lvl w:ilvl=\"{level}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{form}\"/>\
             <w:lvlText w:val=\"{text}\"/></w:lvl>"
        )
    };
    let numbering = format!(
        "<?xml version=\"1.0\"?><w:numbering xmlns:w=\"{W}\"><w:abstractNum w:abstractNumId=\"3\">{}{}{}\
         </w:abstractNum><w:num w:numId=\"7\"><w:abstractNumId w:val=\"3\"/></w:num></w:numbering>",
        level(0, "decimal", "Điều %1."),
        level(1, "decimal", "%2."),
        level(2, "lowerLetter", "%3)")
    );
    archive(&[
        ("[Content_Types].xml", "<Types/>"),
        ("word/document.xml", &document),
        ("word/numbering.xml", &numbering),
    ])
}

#[test]
fn twenty_one_articles_are_found_typed_or_numbered() {
    for automatic in [false, true] {
        let read = text(&of_21_articles(automatic)).unwrap();
        let parts = cut(&read);
        assert_eq!(counts(&parts), (21, 42, 42), "automatic: {automatic}\n{read}");
        let clause = parts.iter().find(|part| part.key == "d5-k2").unwrap();
        assert_eq!(clause.label, "Khoản 2 Điều 5");
        assert_eq!(clause.text, "2. Khoản sau gồm:");
    }
}

#[test]
fn numbers_of_styles_and_lists_begun_anew_are_told() {
    let styles = format!(
        "<w:styles xmlns:w=\"{W}\"><w:style w:styleId=\"Dieu\"><w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr></w:style>\
         <w:style w:styleId=\"Con\"><w:basedOn w:val=\"Dieu\"/></w:style></w:styles>"
    );
    let numbering = format!(
        "<w:numbering xmlns:w=\"{W}\"><w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\"><w:numFmt w:val=\"upperRoman\"/>\
         <w:lvlText w:val=\"%1.\"/></w:lvl></w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>\
         <w:num w:numId=\"2\"><w:abstractNumId w:val=\"0\"/><w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"1\"/></w:lvlOverride></w:num>\
         </w:numbering>"
    );
    let styled = |style: &str| {
        format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr><w:r><w:t>x</w:t></w:r></w:p>")
    };
    let anew = "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"2\"/></w:numPr></w:pPr><w:r><w:t>x</w:t></w:r></w:p>";
    let none = "<w:p><w:pPr><w:pStyle w:val=\"Dieu\"/><w:numPr><w:numId w:val=\"0\"/></w:numPr></w:pPr><w:r><w:t>x</w:t></w:r></w:p>";
    let body = [styled("Dieu"), styled("Con"), anew.to_owned(), none.to_owned()].concat();
    let document = format!("<w:document xmlns:w=\"{W}\"><w:body>{body}</w:body></w:document>");
    let bytes = archive(&[
        ("word/document.xml", &document),
        ("word/numbering.xml", &numbering),
        ("word/styles.xml", &styles),
    ]);
    assert_eq!(text(&bytes).unwrap(), "I. x\nII. x\nI. x\nx");
}

#[test]
fn what_is_no_document_is_refused() {
    assert!(text(b"PK\x03\x04").is_err());
    assert!(text(&archive(&[("word/other.xml", "<a/>")])).is_err());
    assert!(text(&docx("<w:p><w:r></w:p>")).is_err());
}

#[test]
fn a_document_is_written_that_reads_back() {
    let blocks = [
        Block::Heads(vec!["UBND".into(), "SỞ Y TẾ".into()], vec!["CỘNG HÒA".into()]),
        Block::Line(Align::Center, true, false, "BẢNG".into()),
        Block::Table(
            vec![10, 90],
            vec!["TT".into(), "Nội dung".into()],
            vec![vec!["1".into(), "a < b & \"c\"\n=1+1\u{1}\n\nđoạn hai".into()]],
        ),
    ];
    let bytes = document(&blocks).unwrap();
    assert_eq!(
        portal_core::files::kinds::recognise(&bytes),
        Ok(portal_core::files::MediaKind::Docx)
    );
    let mut zip = zip::ZipArchive::new(Cursor::new(&bytes)).unwrap();
    for at in 0..zip.len() {
        let mut xml = String::new();
        zip.by_index(at).unwrap().read_to_string(&mut xml).unwrap();
        let mut reader = quick_xml::Reader::from_str(&xml);
        while !matches!(reader.read_event().unwrap(), quick_xml::events::Event::Eof) {}
    }
    assert_eq!(
        text(&bytes).unwrap(),
        "UBND SỞ Y TẾ | CỘNG HÒA\nBẢNG\nTT | Nội dung\n1 | a < b & \"c\" =1+1 đoạn hai"
    );
}
