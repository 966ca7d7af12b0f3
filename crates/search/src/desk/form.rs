//! The form of what stands above the results.

use chrono::NaiveDate;
use portal_core::{App, Ctx, FieldFault, FormFaults, Posted, page::is_local_path};

use crate::promoted::{MOST_WORDS, Promoted, compared, queries::NewPromoted};

/// Reads and checks the form.
pub(super) fn read(app: &App, ctx: &Ctx, posted: &Posted) -> Result<NewPromoted, FormFaults> {
    let mut faults = FormFaults::default();
    let title = faults.check("title", posted.line("title"), true, 200);
    let note = faults.check("note", posted.line("note"), false, 300);
    let words = faults.check("words", posted.text("words"), true, 2_000);
    let words: Vec<String> =
        words.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect();
    if words.len() > MOST_WORDS {
        faults.add("words", FieldFault::Other("search-promoted-many", Vec::new()));
    }
    let path = faults.check("path", posted.line("path"), true, 500);
    // Somebody copies the whole address of a page of this site.
    let own = app.url(&ctx.site, "");
    let path = path.strip_prefix(own.trim_end_matches('/')).unwrap_or(&path).to_owned();
    let is_desk = ["/quan-tri", "/nen-tang"].iter().any(|desk| path.starts_with(desk));
    if !path.is_empty() && (!is_local_path(&path) || is_desk) {
        faults.add("path", FieldFault::Other("search-promoted-elsewhere", Vec::new()));
    }
    let until = posted.line("until");
    let day = until.parse::<NaiveDate>().ok();
    if day.is_none() && !until.is_empty() {
        faults.add("until", FieldFault::Other("search-promoted-no-day", Vec::new()));
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let folded = words.iter().map(|words| compared(words)).collect();
    Ok(NewPromoted { words, folded, title, note, path, until: day })
}

/// The form as it stands for an entry.
pub(super) fn write(promoted: &Promoted) -> Posted {
    Posted::from_pairs([
        ("words", promoted.words.join("\n")),
        ("title", promoted.title.clone()),
        ("note", promoted.note.clone()),
        ("path", promoted.path.clone()),
        ("until", promoted.until.map(|day| day.to_string()).unwrap_or_default()),
    ])
}

/// Key of a field's label.
pub(super) fn label(field: &str) -> &'static str {
    match field {
        "words" => "search-promoted-words",
        "title" => "search-promoted-title",
        "note" => "search-promoted-note",
        "path" => "search-promoted-path",
        _ => "search-promoted-until",
    }
}
