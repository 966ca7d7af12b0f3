//! Statutes as text files, cut into articles.

use std::path::Path;

use chrono::{DateTime, NaiveDate, Utc};
use portal_core::search::{Ageing, Document, Key};
use portal_core::{Lang, SiteId};
use unicode_normalization::UnicodeNormalization;

/// A statute's article; 0 is what stands before the first.
#[derive(Debug, Clone)]
pub struct Article {
    /// The file's name without `.txt`.
    pub law: String,
    pub article: u32,
    /// The statute's name.
    pub name: String,
    /// The statute's number; on the heading only.
    pub number: Option<String>,
    pub title: String,
    pub body: String,
}

/// Reads a folder of statutes and cuts them at the lines that begin "Điều N.".
pub fn read(folder: &Path) -> std::io::Result<Vec<Article>> {
    let mut files: Vec<_> =
        std::fs::read_dir(folder)?.flatten().map(|entry| entry.path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "txt"));
    files.sort();
    let mut articles = Vec::new();
    for path in files {
        let law = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        cut(&law, &std::fs::read_to_string(&path)?, &mut articles);
    }
    Ok(articles)
}

fn cut(law: &str, text: &str, articles: &mut Vec<Article>) {
    let mut parts: Vec<(u32, String, Vec<&str>)> = vec![(0, String::new(), Vec::new())];
    for line in text.lines() {
        match beginning(line) {
            Some(number) => parts.push((number, line.trim().to_owned(), Vec::new())),
            None => {
                if let Some((_, _, body)) = parts.last_mut() {
                    body.push(line);
                }
            }
        }
    }
    let heading: Vec<String> = parts
        .first()
        .map(|(_, _, lines)| lines.iter().map(|line| line.nfc().collect()).collect())
        .unwrap_or_default();
    let name = name(&heading);
    for (article, title, body) in parts {
        articles.push(Article {
            law: law.to_owned(),
            article,
            name: name.clone(),
            number: (article == 0).then(|| number(&heading)).flatten(),
            title: if article == 0 { name.clone() } else { title },
            body: body.join("\n"),
        });
    }
}

fn beginning(line: &str) -> Option<u32> {
    let composed: String = line.chars().take(16).nfc().collect();
    let rest = composed.trim_start().strip_prefix("Điều ")?;
    let end = rest.find(|c: char| !c.is_ascii_digit())?;
    rest.get(end..)?.starts_with('.').then(|| rest.get(..end)?.parse().ok())?
}

/// The lines from "LUẬT" on, up to the grounds.
fn name(heading: &[String]) -> String {
    let is_name = |line: &&String| {
        let line = line.trim();
        ["LUẬT", "BỘ LUẬT", "PHÁP LỆNH", "SẮC LỆNH"].iter().any(|word| line.starts_with(word))
    };
    let Some(start) = heading.iter().position(|line| is_name(&line)) else {
        return heading.first().cloned().unwrap_or_default();
    };
    let ends = ["Căn cứ", "Quốc hội", "Chương", "CHƯƠNG", "Phần", "Để", "(", "CHỦ TỊCH", "RA "];
    let lines = heading.iter().skip(start).take(4);
    let lines = lines.take_while(|line| !ends.iter().any(|end| line.trim().starts_with(end)));
    lines.map(|line| line.trim()).collect::<Vec<_>>().join(" ")
}

fn number(heading: &[String]) -> Option<String> {
    let line = heading.iter().find(|line| line.to_lowercase().contains("số:"))?;
    let (_, number) = line.split_once(':')?;
    Some(number.trim().to_owned())
}

/// The time at which everything is measured.
pub fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_000_000, 0).unwrap_or_default()
}

/// An article as a document.
pub fn document(id: i64, site: i64, article: &Article) -> Document {
    let year =
        article.number.as_deref().and_then(|number| number.split('/').nth(1)?.trim().parse().ok());
    Document {
        key: Key { site: SiteId(site), kind: "document".into(), id, lang: Lang::VI },
        path: format!("/van-ban/{id}"),
        title: article.title.clone(),
        number: article.number.clone(),
        lead: if article.article == 0 { String::new() } else { article.name.clone() },
        body: article.body.clone(),
        attachments: Vec::new(),
        section: None,
        genre: Some("Luật".to_owned()),
        field: None,
        unit: Some("Quốc hội".to_owned()),
        ageing: Ageing::Never,
        published_at: now(),
        issued: year.and_then(|year| NaiveDate::from_ymd_opt(year, 1, 1)),
        in_force: None,
        expired: None,
        origin: None,
    }
}

/// All of an article as one text, for engines that know no fields.
pub fn whole(article: &Article) -> String {
    let number = article.number.as_deref().unwrap_or_default();
    format!("{}\n{}\n{number}\n{}", article.title, article.name, article.body)
}
