//! The table on the desk, as HTML.

use maud::{Markup, html};
use portal_core::{
    App, Ctx, FormFaults, Posted, Texts,
    ui::{self, Field, Tone},
};

use super::{done, page_of, paragraphs};
use crate::consultation::{
    Consultation, Stage,
    desk::item::Sheet,
    opinion::place_name,
    response::{Line, Row, Table, Verdict, export::summary},
};

/// What the page shows.
pub(in crate::consultation::desk) struct Shown<'a> {
    pub table: &'a Table,
    /// Published opinions without a row.
    pub fresh: usize,
    /// Only rows without an answer.
    pub only_open: bool,
}

/// The table.
pub(in crate::consultation::desk) fn page(
    app: &App,
    ctx: &Ctx,
    sheet: &Sheet,
    shown: &Shown<'_>,
    flash: &str,
) -> Markup {
    let t = ctx.texts();
    let known = &sheet.consultation;
    let here = format!("{}/tong-hop", known.desk());
    let table = shown.table;
    let writing = sheet.stage == Stage::Answering;
    let main = html! {
        @match sheet.stage {
            Stage::Closed => (begin(ctx, &t, sheet, &here)),
            stage if stage < Stage::Closed => p.hint { (t.say("consult-table-later")) },
            _ => {
                p { (summary(&t, table)) }
                (progress(&t, table))
                @if writing && shown.fresh > 0 {
                    div.notice data-tone="warn" {
                        p { (t.with("consult-table-fresh", [("count", shown.fresh.into())])) }
                        form method="post" action=(ctx.path_to(&here)) { (ui::form_key(None)) button.btn { (t.say("consult-table-take-in")) } }
                    }
                }
                (filter(ctx, &t, &here, shown.only_open))
                @if table.lines.is_empty() { p { (t.say("consult-table-empty")) } } @else { (rows(ctx, &t, (&here, writing), shown)) }
            }
        }
    };
    let (title, lead) = (t.say("consult-table-title"), t.say("consult-table-lead"));
    let actions = html! {
        @if sheet.stage >= Stage::Answering {
            @for kind in ["docx", "xlsx"] { a.btn href=(ctx.path_to(&format!("{here}/tai/{kind}"))) { (t.say(&format!("consult-download-{kind}"))) } }
        }
        a.btn href=(ctx.path_to(&known.desk())) { (t.say("consult-back")) }
    };
    page_of(app, ctx, known, (&title, Some(&lead)), (actions, done(&t, flash)), &main)
}

fn begin(ctx: &Ctx, t: &Texts, sheet: &Sheet, here: &str) -> Markup {
    html! {
        div.panel {
            p { (t.with("consult-table-begin-says", [("published", sheet.count("published").into()), ("waiting", sheet.count("waiting").into())])) }
            form method="post" action=(ctx.path_to(here)) {
                (ui::form_key(None))
                button.btn.btn-main { (t.say("consult-table-begin")) }
            }
        }
    }
}

fn progress(t: &Texts, table: &Table) -> Markup {
    let (answered, all) = (table.answered(), table.lines.len());
    html! {
        div.progress {
            label for="progress" { (t.with("consult-rows-answered", [("answered", answered.into()), ("all", all.into())])) }
            progress id="progress" value=(answered) max=(all.max(1)) { (answered) "/" (all) }
        }
    }
}

fn filter(ctx: &Ctx, t: &Texts, here: &str, only_open: bool) -> Markup {
    let current = |on: bool| on.then_some("page");
    html! {
        nav.tabs aria-label=(t.say("consult-tabs")) { ul {
            li { a href=(ctx.path_to(here)) aria-current=[current(!only_open)] { (t.say("consult-rows-all")) } }
            li { a href=(ctx.path_to(&format!("{here}?con=1"))) aria-current=[current(only_open)] { (t.say("consult-rows-open")) } }
        } }
    }
}

fn rows(ctx: &Ctx, t: &Texts, (here, writing): (&str, bool), shown: &Shown<'_>) -> Markup {
    let lines = shown.table.lines.iter().filter(|line| !shown.only_open || !line.row.is_answered());
    html! {
        form.list method="post" action=(ctx.path_to(&format!("{here}/gop"))) {
            (ui::form_key(None))
            @if writing { div.bulk { button.btn.btn-small { (t.say("consult-merge")) } span.hint { (t.say("consult-merge-hint")) } } }
            table.table data-cards {
                caption.sr { (t.say("consult-table-title")) }
                thead { tr {
                    @if writing { th scope="col" { span.sr { (t.say("consult-choose")) } } }
                    @for column in ["place", "actors", "content", "answer"] { th scope="col" { (t.say(&format!("consult-column-{column}"))) } }
                } }
                tbody { @for line in lines { (row_line(ctx, t, (here, writing), line)) } }
            }
        }
    }
}

fn row_line(ctx: &Ctx, t: &Texts, (here, writing): (&str, bool), line: &Line) -> Markup {
    let row = &line.row;
    let edit = ctx.path_to(&format!("{here}/dong/{}", row.id));
    html! {
        tr id={ "dong-" (row.id) } {
            @if writing { td.cell-check { label { input type="checkbox" name="id" value=(row.id); span.sr { (t.say("consult-choose")) ": " (line.place) } } } }
            td.cell-main { (line.place) }
            td data-label=(t.say("consult-column-actors")) { (line.actors) }
            td.cell-wide data-label=(t.say("consult-column-content")) { (paragraphs(&row.content)) }
            td.cell-wide data-label=(t.say("consult-column-answer")) {
                @if row.is_answered() { (paragraphs(&row.answer_in(t))) p.meta { span { (row.edited_name) } span { (ui::moment(t, row.edited_at)) } } }
                @else { p { (ui::badge(Tone::Warn, &t.say("consult-row-open"))) } }
                @if writing { p { a.btn.btn-small href=(edit) { (t.say(if row.is_answered() { "consult-row-edit" } else { "consult-row-write" })) span.sr { " " (line.place) } } } }
            }
        }
    }
}

/// A row's form.
pub(in crate::consultation::desk) struct RowForm<'a> {
    /// The row as it stands.
    pub row: &'a Row,
    pub posted: &'a Posted,
    pub faults: &'a FormFaults,
    /// Whether somebody else saved it meanwhile: both texts are shown.
    pub theirs: bool,
}

/// The page of a row.
pub(in crate::consultation::desk) fn row(
    app: &App,
    ctx: &Ctx,
    consultation: &Consultation,
    form: &RowForm<'_>,
) -> Markup {
    let t = ctx.texts();
    let here = format!("{}/tong-hop", consultation.desk());
    let field = |name, key| Field::new(&t, form.posted, form.faults, name, key);
    let verdicts: Vec<(String, String, Option<String>)> = Verdict::ALL
        .map(|verdict| {
            let hint = t.say(&format!("consult-verdict-{}-hint", verdict.as_str()));
            (verdict.as_str().to_owned(), verdict.name(&t), Some(hint))
        })
        .to_vec();
    let version =
        if form.theirs { form.row.version.to_string() } else { form.posted.line("version") };
    let main = html! {
        (ui::fault_summary(&t, form.faults, |name| t.say(&format!("consult-row-{name}"))))
        @if form.theirs { (theirs(&t, form.row)) }
        form.form method="post" action=(ctx.path_to(&format!("{here}/dong/{}", form.row.id))) data-leave=(t.say("consult-leave")) {
            input type="hidden" name="version" value=(version);
            @if form.theirs { h2 { (t.say("consult-yours")) } }
            (field("content", "consult-row-content").required().hint("consult-row-content-hint").width("full").area(8))
            (field("verdict", "consult-row-verdict").radios(&verdicts))
            (field("answer", "consult-row-answer").hint("consult-row-answer-hint").width("full").area(8))
            div.buttons {
                button.btn.btn-main { (t.say(if form.theirs { "consult-row-save-mine" } else { "consult-row-save" })) }
                a.btn.btn-quiet href=(ctx.path_to(&format!("{here}#dong-{}", form.row.id))) { (t.say("consult-cancel")) }
            }
        }
    };
    let title = place_name(&t, &consultation.parts(), &form.row.place);
    page_of(app, ctx, consultation, (&title, None), (html! {}, None), &main)
}

/// What somebody else saved meanwhile.
fn theirs(t: &Texts, row: &Row) -> Markup {
    html! {
        div.errors role="alert" tabindex="-1" id="errors" data-focus {
            h2.errors-title { (t.say("consult-two-editors")) }
            p { (t.with("consult-two-editors-text", [("name", row.edited_name.as_str().into()), ("at", t.date_time(row.edited_at).into())])) }
        }
        section.panel aria-labelledby="theirs" {
            h2.panel-title id="theirs" { (t.with("consult-theirs", [("name", row.edited_name.as_str().into())])) }
            h3 { (t.say("consult-row-content")) }
            (paragraphs(&row.content))
            h3 { (t.say("consult-row-answer")) }
            (paragraphs(&row.answer_in(t)))
        }
    }
}
