//! Documents of the demo, each with a Word file of its text.

use std::{
    io::{Cursor, Write as _},
    sync::Arc,
};

use portal_content::{item::MediaId, media};
use portal_core::{App, Ctx, Fault, Outcome, portal::xml};
use zip::{ZipWriter, write::SimpleFileOptions};

use super::texts;
use crate::import::{
    articles::Report,
    document_file::{self, DocumentFile},
    documents::{self, Step},
};

/// Loads them; what is there already is passed over.
pub(super) async fn load(app: &App, tell: &(dyn Fn(&str) + Send + Sync)) -> anyhow::Result<()> {
    let kinds = documents::kinds(app).await?;
    let mut files = Vec::new();
    for (name, bytes) in texts::documents() {
        let mut file = document_file::read(&name, &bytes, &kinds)
            .map_err(|fault| anyhow::anyhow!("demo/{name}: {fault}"))?;
        let text = String::from_utf8_lossy(&bytes);
        let text = text.split_once("\n\n").map_or("", |(_, text)| text);
        file.fields.attachments.extend(attach(app, &file, text).await?);
        files.push((format!("demo/{name}"), Ok(file)));
    }
    let mut report = Report::default();
    let step = |step: Step<'_>| {
        if let Step::Faulty(name, fault) = step {
            tell(&format!("{name}: {fault}"));
        }
    };
    documents::take(app, files, None, &mut report, &step).await?;
    anyhow::ensure!(report.faulty == 0, "{} documents of the demo are faulty", report.faulty);
    tell(&format!("demo: {} documents", report.taken + report.there));
    Ok(())
}

/// Keeps the Word file of a document on its site, unless it is there.
async fn attach(app: &App, file: &DocumentFile, text: &str) -> Outcome<Option<MediaId>> {
    let code = file.site.as_deref().unwrap_or_default();
    let Some(site) = app.sites.now().by_code(code).cloned() else { return Ok(None) };
    let name = format!("{}.docx", file.fields.number.replace('/', "-"));
    let ctx = Ctx::system(app, Arc::clone(&site));
    let mut tx = app.begin(&ctx).await?;
    if let Some(known) = media::queries::by_name(&tx, site.id, &name).await? {
        return Ok(Some(known));
    }
    let bytes = docx(file, text).map_err(Fault::bug)?;
    let id = media::store(app, &mut tx, &ctx, (&name, ""), bytes.into()).await?;
    tx.commit().await?;
    Ok(Some(id))
}

/// A Word file: number, title, and the text, a paragraph each.
fn docx(file: &DocumentFile, text: &str) -> zip::result::ZipResult<Vec<u8>> {
    const MAIN: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    const TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"#;
    const RELS: &str = r#"<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#;
    let number = format!("Số: {}", file.fields.number);
    let lines = [file.fields.issuer.as_str(), &number, &file.title].into_iter().chain(text.lines());
    let paragraphs: String = lines
        .map(|line| {
            format!(r#"<w:p><w:r><w:t xml:space="preserve">{}</w:t></w:r></w:p>"#, xml(line))
        })
        .collect();
    let document = format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{MAIN}"><w:body>{paragraphs}</w:body></w:document>"#
    );
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, part) in
        [("[Content_Types].xml", TYPES), ("_rels/.rels", RELS), ("word/document.xml", &document)]
    {
        // The same bytes each time: no date.
        zip.start_file(name, SimpleFileOptions::default())?;
        zip.write_all(part.as_bytes())?;
    }
    Ok(zip.finish()?.into_inner())
}
