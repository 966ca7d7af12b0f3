use std::io::{Cursor, Write as _};

use pdf_extract::{
    Document, Object, Stream,
    content::{Content, Operation},
    dictionary,
};
use proptest::prelude::*;

use super::*;

fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A PDF with a line of text on each page; an empty line is a page without letters.
fn pdf<T: Clone + Into<Vec<u8>>>(lines: &[T]) -> Vec<u8> {
    let mut document = Document::with_version("1.5");
    let pages = document.new_object_id();
    let font = document.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica",
        "Encoding" => "WinAnsiEncoding",
    });
    let resources = document.add_object(dictionary! { "Font" => dictionary! { "F1" => font } });
    let kids: Vec<Object> = lines
        .iter()
        .map(|line| {
            let operations = vec![
                Operation::new("BT", vec![]),
                Operation::new("Tf", vec!["F1".into(), 12.into()]),
                Operation::new("Td", vec![50.into(), 700.into()]),
                Operation::new("Tj", vec![Object::string_literal(line.clone())]),
                Operation::new("ET", vec![]),
            ];
            let content = Content { operations }.encode().unwrap();
            let content = document.add_object(Stream::new(dictionary! {}, content));
            let page = dictionary! { "Type" => "Page", "Parent" => pages, "Contents" => content };
            Object::from(document.add_object(page))
        })
        .collect();
    let count = i64::try_from(kids.len()).unwrap();
    let root = dictionary! {
        "Type" => "Pages", "Kids" => kids, "Count" => count, "Resources" => resources,
        "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
    };
    document.objects.insert(pages, Object::Dictionary(root));
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
    document.trailer.set("Root", catalog);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

fn text(bytes: &[u8], format: Format) -> String {
    read(bytes, format).unwrap().text
}

#[test]
fn office_files_give_what_is_read_on_paper() {
    let document = "<w:document xmlns:w='w' xmlns:mc='m'><w:body>\
        <w:p><w:r><w:t>Quyết định </w:t></w:r><w:r><w:t>số&#160;1637/QĐ-UBND &amp; phụ lục</w:t></w:r></w:p>\
        <w:p><w:del><w:r><w:delText>đã xoá</w:delText><w:t>bỏ</w:t></w:r></w:del><w:r><w:t>Điều 1</w:t><w:tab/><w:t>Phạm vi</w:t></w:r></w:p>\
        <w:tbl><w:tr><w:tc><w:p><w:t>Ô một</w:t></w:p></w:tc><w:tc><w:p><w:t>Ô hai</w:t></w:p></w:tc></w:tr></w:tbl>\
        <mc:AlternateContent><mc:Fallback><w:t>hai lần</w:t></mc:Fallback></mc:AlternateContent>\
        </w:body></w:document>";
    let notes = "<w:footnotes xmlns:w='w'><w:p><w:t>Chú thích</w:t></w:p></w:footnotes>";
    let docx = archive(&[
        ("word/document.xml", document.as_bytes()),
        ("word/footnotes.xml", notes.as_bytes()),
    ]);
    assert_eq!(
        text(&docx, Format::Docx),
        "Quyết định số 1637/QĐ-UBND & phụ lục\nĐiều 1 Phạm vi\nÔ một\nÔ hai\nChú thích"
    );

    let slide = |words: &str| {
        format!("<p:sld xmlns:a='a' xmlns:p='p'><a:p><a:t>{words}</a:t></a:p></p:sld>")
    };
    let pptx = archive(&[
        ("ppt/slides/slide10.xml", slide("Mười").as_bytes()),
        ("ppt/slides/slide2.xml", slide("Hai").as_bytes()),
        ("ppt/notesSlides/notesSlide2.xml", slide("Lời nói").as_bytes()),
    ]);
    assert_eq!(text(&pptx, Format::Pptx), "Hai\nLời nói\nMười");

    let content = "<office:document-content xmlns:office='o' xmlns:text='t'><office:automatic-styles>kiểu</office:automatic-styles>\
        <office:body><text:h>Kế hoạch</text:h><text:p>phòng<text:s/>chống <text:span>lụt</text:span></text:p></office:body></office:document-content>";
    let odt = archive(&[("content.xml", content.as_bytes())]);
    assert_eq!(text(&odt, Format::OpenDocument), "Kế hoạch\nphòng chống lụt");
}

/// An Excel file with one sheet.
fn book(sheet: &str) -> Vec<u8> {
    archive(&[
        ("[Content_Types].xml", b"<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>"),
        ("_rels/.rels", br#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#),
        ("xl/_rels/workbook.xml.rels", br#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#),
        ("xl/workbook.xml", r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Dự toán" sheetId="1" r:id="r1"/></sheets></workbook>"#.as_bytes()),
        ("xl/sharedStrings.xml", r#"<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>Chi thường xuyên</t></si></sst>"#.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ])
}

#[test]
fn sheets_give_words_and_numbers() {
    // The second cell is the last one there can be: it must not cost a whole sheet of memory.
    let xlsx = book(
        r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><v>1250000</v></c></row><row r="1048576"><c r="XFD1048576"><v>7.5</v></c></row></sheetData></worksheet>"#,
    );
    assert_eq!(text(&xlsx, Format::Xlsx), "Dự toán\nChi thường xuyên 1250000\n7.5");
}

/// The library multiplies without looking: found by `make fuzz`.
#[test]
fn a_cell_beyond_all_columns_breaks_the_file_and_nothing_else() {
    let column = "c".repeat(60);
    let sheet = format!(
        r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="{column}1"><v>1</v></c></row></sheetData></worksheet>"#
    );
    assert!(matches!(read(&book(&sheet), Format::Xlsx), Err(Unreadable::Broken { .. })));
}

#[test]
fn plain_rich_and_hyper_text() {
    let utf16: Vec<u8> = [0xfe, 0xff]
        .into_iter()
        .chain("Hoà\n\n bình".encode_utf16().flat_map(u16::to_be_bytes))
        .collect();
    assert_eq!(text(&utf16, Format::Text), "Hoà\nbình");
    let rtf = br"{\rtf1\ansi\deff0{\fonttbl{\f0 Times;}}K\u7871? ho\u7841?ch\par s\u7889? 12}";
    assert_eq!(text(rtf, Format::Rtf), "Kế hoạch\nsố 12");
    let html = "<title>Tiêu đề</title><style>p{}</style><script>if(a<b)alert('x')</script>\
        <p>Một <b>đậ</b>m&nbsp;nét</p><table><tr><td>a<td>b</table><p>Cuối";
    assert_eq!(text(html.as_bytes(), Format::Html), "Tiêu đề\nMột đậm nét\na b\nCuối");
}

#[test]
fn what_was_written_before_unicode_comes_out_as_unicode() {
    let words = "Céng hßa x· héi chñ nghÜa ViÖt Nam";
    let expected = "Cộng hòa xã hội chủ nghĩa Việt Nam";
    let bytes: Vec<u8> = words.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    assert_eq!(text(&bytes, Format::Text), expected);
    assert_eq!(text(&[b"<p>", bytes.as_slice()].concat(), Format::Html), expected);
    assert_eq!(text(&pdf(&[bytes]), Format::Pdf), expected);
    let document = format!(
        "<w:document xmlns:w='w'><w:p><w:r><w:rPr><w:rFonts w:ascii='.VnTime'/></w:rPr>\
         <w:t>{words}</w:t></w:r></w:p></w:document>"
    );
    let docx = archive(&[("word/document.xml", document.as_bytes())]);
    assert_eq!(text(&docx, Format::Docx), expected);
}

#[test]
fn pages_of_a_pdf() {
    let file = pdf(&["Ke hoach phong chong lut", "Dieu 2"]);
    let found = read(&file, Format::Pdf).unwrap();
    assert_eq!(found.text, "Ke hoach phong chong lut\nDieu 2");
    assert_eq!((found.pages, found.scanned, found.cut), (Some(2), false, false));
    let scan = read(&pdf(&["", ""]), Format::Pdf).unwrap();
    assert!(scan.scanned);
    assert_eq!(scan.text, "");
}

#[test]
fn a_long_pdf_is_read_within_bounds() {
    let lines: Vec<String> =
        (0..2_000).map(|page| format!("Trang {page} {}", "lut ".repeat(300))).collect();
    let found = read(&pdf(&lines), Format::Pdf).unwrap();
    assert_eq!(found.pages, Some(2_000));
    assert!(found.cut);
    assert!(found.text.chars().count() <= MOST_CHARACTERS);
}

#[test]
fn broken_locked_and_swollen_files_say_so() {
    let whole = pdf(&["Mot"]);
    let cut = whole.get(..whole.len() / 3).unwrap();
    assert!(matches!(read(cut, Format::Pdf), Err(Unreadable::Broken { .. })));
    for format in
        [Format::Docx, Format::Xlsx, Format::Pptx, Format::OpenDocument, Format::Pdf, Format::Rtf]
    {
        assert!(
            matches!(read(b"nothing at all", format), Err(Unreadable::Broken { .. })),
            "{format:?}"
        );
    }
    assert_eq!(read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Format::Docx), Err(Unreadable::Locked));
    // A zip bomb: 80 MB of blanks and of shared strings.
    let blanks = [b"<w:t>".as_slice(), &vec![b' '; 80_000_000]].concat();
    let bomb = archive(&[("word/document.xml", &blanks), ("xl/sharedStrings.xml", &blanks)]);
    assert!(bomb.len() < 200_000);
    assert!(read(&bomb, Format::Docx).is_err());
    assert_eq!(read(&bomb, Format::Xlsx), Err(Unreadable::Swollen));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..400), at in 0..8_usize) {
        let format = [Format::Pdf, Format::Docx, Format::Xlsx, Format::Pptx, Format::OpenDocument, Format::Rtf, Format::Html, Format::Text][at];
        let _ = read(&bytes, format);
    }

    /// An entity that names itself, and one cut short.
    #[test]
    fn any_xml_is_read_or_refused(xml in "[<>/&;a-zw:t\" ]{0,80}") {
        let docx = archive(&[("word/document.xml", xml.as_bytes())]);
        let _ = read(&docx, Format::Docx);
    }
}
