//! What the virus scanner says of files, for IT staff: whether there is one, what waits for it, and in
//! what it found something later (SECURITY rule 26).

use axum::extract::State;
use maud::{Markup, html};
use portal_core::{
    App, Ctx, FactId, Fault, Job, Mail, Outcome, Page, Texts, fact,
    files::held::{self, FileLocked, HeldFile, Standing},
    people,
    ui::{self, Tone, desk::DeskPage},
};
use serde::{Deserialize, Serialize};

use super::permissions::PLATFORM;

/// The page.
pub(super) const PATH: &str = "/nen-tang/tep";
/// Files the page lists.
const LISTED: i64 = 200;

/// How it stands with the scanner and what waits for it.
pub(super) async fn show(ctx: Ctx, State(app): State<App>) -> Outcome<Page> {
    let standing = held::standing(&app).await?;
    let files = {
        let conn = app.db().platform().await?;
        held::list(&conn, LISTED).await?
    };
    let answers = match &app.scanner {
        Some(scanner) => Some(scanner.is_there(&app.metrics).await),
        None => None,
    };
    let t = ctx.texts();
    let (title, lead) = (t.say("files-title"), t.say("files-lead"));
    let page = DeskPage {
        title: &title,
        lead: Some(&lead),
        entry: PATH,
        trail: &[],
        actions: html! {},
        flash: None,
    };
    let main = html! {
        (scanner(&t, answers))
        (figures(&t, standing))
        (table(&app, &ctx, &t, &files))
    };
    Ok(Page::new(ui::desk::page(&app, &ctx, &page, &main)))
}

/// One line for the desk's first page, where there is something to say.
pub(super) fn line(app: &App, ctx: &Ctx, t: &Texts, standing: Standing) -> Markup {
    let tone = if standing.locked > 0 { "bad" } else { "warn" };
    html! {
        @if app.scanner.is_none() || standing.waiting > 0 || standing.locked > 0 {
            div.notice data-tone=(tone) {
                @if app.scanner.is_none() { p { (t.say("files-scanner-none")) } }
                @if standing.waiting > 0 { p { (t.with("files-line-waiting", [("count", standing.waiting.into())])) } }
                @if standing.locked > 0 { p { (t.with("files-line-locked", [("count", standing.locked.into())])) } }
                p { a href=(ctx.path_to(PATH)) { (t.say("files-desk")) } }
            }
        }
    }
}

fn scanner(t: &Texts, answers: Option<bool>) -> Markup {
    html! {
        @match answers {
            None => div.notice data-tone="bad" {
                p.notice-title { (t.say("files-scanner-none")) }
                p { (t.say("files-scanner-none-what")) }
            },
            Some(false) => div.notice data-tone="warn" {
                p.notice-title { (t.say("files-scanner-away")) }
                p { (t.say("files-scanner-away-what")) }
            },
            Some(true) => p { (ui::badge(Tone::Ok, &t.say("files-scanner-there"))) },
        }
    }
}

fn figures(t: &Texts, standing: Standing) -> Markup {
    html! {
        dl.figures {
            div { dt { (t.say("files-waiting")) } dd { (t.number_of(standing.waiting)) } }
            @if let Some(oldest) = standing.oldest {
                div { dt { (t.say("files-oldest")) } dd { (ui::moment(t, oldest)) } }
            }
            div { dt { (t.say("files-locked")) } dd { (t.number_of(standing.locked)) } }
        }
    }
}

fn table(app: &App, ctx: &Ctx, t: &Texts, files: &[HeldFile]) -> Markup {
    let sites = app.sites.now();
    let labels = ["files-column-site", "files-column-since", "files-column-state"];
    let [site, since, state] = labels.map(|key| t.say(key));
    html! {
        @if files.is_empty() {
            (ui::empty(&t.say("files-none"), &t.say("files-none-what"), None))
        } @else {
            table.table data-cards {
                caption.sr { (t.say("files-title")) }
                thead { tr {
                    th scope="col" { (t.say("files-column-name")) }
                    th scope="col" { (site) }
                    th scope="col" { (since) }
                    th scope="col" { (state) }
                } }
                tbody { @for file in files { tr {
                    td.cell-main {
                        (file.name)
                        p.meta { span { (t.size(u64::try_from(file.size_bytes).unwrap_or_default())) } span translate="no" { (file.id) } }
                    }
                    td data-label=(site) { (sites.by_id(portal_core::SiteId(file.site_id)).map_or("–", |site| site.name(ctx.lang))) }
                    td data-label=(since) { (ui::moment(t, file.since)) }
                    td.cell-wide data-label=(state) { (standing_of(t, file)) }
                } } }
            }
        }
    }
}

fn standing_of(t: &Texts, file: &HeldFile) -> Markup {
    html! {
        @if let Some(signature) = &file.signature {
            (ui::badge(Tone::Bad, &t.say("file-held-locked")))
            p.meta { span translate="no" { (signature) } }
        } @else {
            (ui::badge(Tone::Warn, &t.say("file-held-waiting")))
            p.meta {
                @if file.tries > 0 { span { (t.with("files-tries", [("count", file.tries.into())])) } }
                @if !file.why.is_empty() { span lang="en" translate="no" { (file.why) } }
            }
        }
    }
}

/// Writes to IT staff that the scanner found something in a file that was taken already.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct TellLocked {
    /// The fact.
    pub fact: FactId,
}

impl Job for TellLocked {
    const KIND: &'static str = "platform.file.tell_locked";
    const MODULE: &'static str = "platform";

    async fn run(self, app: App, ctx: Ctx) -> anyhow::Result<()> {
        Ok(tell(&app, &ctx, self.fact).await?)
    }
}

async fn tell(app: &App, ctx: &Ctx, id: FactId) -> Outcome<()> {
    let Some(province) = Ctx::system_of_province(app) else { return Ok(()) };
    let mut tx = app.begin_platform(ctx).await?;
    let Some(told) = fact::by_id(&tx, id).await? else { return tx.roll_back().await };
    let locked: FileLocked = serde_json::from_value(told.data).map_err(Fault::bug)?;
    let t = province.texts();
    let text = t.with(
        "files-mail-locked-text",
        [
            ("name", locked.name.into()),
            ("signature", locked.signature.into()),
            ("site", ctx.site.name(province.lang).into()),
            ("address", app.url(&province.site, &province.path_to(PATH)).into()),
        ],
    );
    let subject = t.say("files-mail-locked-subject");
    let staff = people::holders(app, province.site.id, PLATFORM).await?;
    for address in staff.into_iter().filter_map(|one| one.email) {
        tx.send(&Mail::new(address, subject.clone(), text.clone())).await?;
    }
    tx.untold();
    tx.commit().await
}
