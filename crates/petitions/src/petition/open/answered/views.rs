//! The answered questions as HTML.

use maud::{Markup, html};
use portal_core::{
    App, Ctx, FormFaults, Posted, Texts,
    ui::{self, Field, Tone, site::Head},
};

use super::{ANSWERED, Asked, Choices, Listed};
use crate::petition::{
    PetitionKind,
    open::{DATA, FEED, STATISTICS, in_all_languages, prose, words, written_in},
    publications::read::{Month, Published},
};

/// The list.
pub(super) fn list(
    app: &App,
    ctx: &Ctx,
    asked: &Asked,
    listed: &Listed,
    choices: &Choices,
    narrowed: bool,
) -> Markup {
    let t = ctx.texts();
    let title = t.say("answered-title");
    let head = Head {
        title: title.clone(),
        description: t.say("answered-lead"),
        path: ANSWERED.into(),
        translations: in_all_languages(ctx, ANSWERED),
        no_index: narrowed,
        ..Head::default()
    };
    let page = |name: &'static str, cursor: Option<portal_core::Cursor>| {
        cursor.map(|place| asked.address(ctx, "", Some((name, &place.to_string()))))
    };
    let (newer, older) = (page("sau", listed.newer), page("truoc", listed.older));
    let main = html! {
        div.wrap {
            div.page-title { h1 { (title) } p.page-lead { (t.say("answered-lead")) } }
            (finder(app, ctx, asked, choices))
            (chips(app, ctx, asked))
            @if listed.rows.is_empty() {
                (empty(ctx, &t, narrowed))
            } @else {
                ol.results { @for row in &listed.rows { (line(app, ctx, &t, row)) } }
            }
            (ui::pager(&t, newer.as_deref(), older.as_deref()))
            (ways(app, ctx, &t))
        }
    };
    ui::site::page(app, ctx, &head, Some(&trail(app, ctx)), &main)
}

/// The page above: where petitions are sent, where that is.
fn trail(app: &App, ctx: &Ctx) -> Vec<(String, String)> {
    let t = ctx.texts();
    let start = "/kien-nghi";
    ui::leads_somewhere(app, ctx, start)
        .then(|| (t.say("module-petitions"), ctx.path_to(start)))
        .into_iter()
        .collect()
}

fn finder(app: &App, ctx: &Ctx, asked: &Asked, choices: &Choices) -> Markup {
    let t = ctx.texts();
    let (posted, faults) = (Posted::from_pairs(asked.filters()), FormFaults::default());
    let any = || (String::new(), t.say("answered-any"));
    let field = |name: &'static str, key: &'static str| Field::new(&t, &posted, &faults, name, key);
    let sites = app.sites.now();
    let mut units: Vec<(String, String)> = choices
        .units
        .iter()
        .filter_map(|id| sites.by_id(portal_core::SiteId(*id)))
        .map(|site| (site.code.to_string(), site.name(ctx.lang).to_owned()))
        .collect();
    units.sort_by(|a, b| a.1.cmp(&b.1));
    let kinds =
        PetitionKind::ALL.iter().map(|kind| (kind.as_str().into(), t.say(&kind.text_key())));
    let months = choices.months.iter().map(|(month, _)| (month.to_string(), month.words()));
    let with_any = |rest: Vec<(String, String)>| [vec![any()], rest].concat();
    let narrowed = asked.filters().iter().skip(1).any(|(_, value)| !value.is_empty());
    html! {
        form.form.filter action=(ctx.path_to(ANSWERED)) role="search" aria-label=(t.say("answered-find")) {
            label for="f-tim" { (t.say("answered-words")) }
            div.filter-line {
                input id="f-tim" name="tim" type="search" value=(asked.tim) aria-describedby="f-tim-h";
                button.btn.btn-main { (t.say("answered-find-go")) }
            }
            p.hint id="f-tim-h" { (t.say("answered-words-hint")) }
            details.fold open[narrowed] {
                summary { (t.say("answered-narrow")) }
                div.field-row {
                    (field("linh-vuc", "answered-field").select(&with_any(words::fields(app, ctx))))
                    (field("don-vi", "answered-unit").select(&with_any(units)))
                }
                div.field-row {
                    (field("loai", "answered-kind").select(&with_any(kinds.collect())))
                    (field("thang", "answered-month").select(&with_any(months.collect())))
                }
                button.btn { (t.say("answered-narrow-go")) }
            }
        }
    }
}

/// What the list is narrowed to; each leads to the list without it.
fn chips(app: &App, ctx: &Ctx, asked: &Asked) -> Markup {
    let t = ctx.texts();
    let name = |name: &str, value: &str| match name {
        "linh-vuc" => (t.say("answered-field"), words::field(app, ctx, value)),
        "don-vi" => {
            let sites = app.sites.now();
            let unit =
                sites.by_code(value).map_or_else(String::new, |s| s.name(ctx.lang).to_owned());
            (t.say("answered-unit"), unit)
        }
        "loai" => {
            let kind = PetitionKind::parse(value).map(PetitionKind::text_key);
            (t.say("answered-kind"), kind.map_or_else(String::new, |key| t.say(&key)))
        }
        "thang" => {
            let month = Month::parse(value).map_or_else(String::new, Month::words);
            (t.say("answered-month"), month)
        }
        _ => (t.say("answered-words"), format!("“{value}”")),
    };
    let set: Vec<_> = asked.filters().into_iter().filter(|(_, value)| !value.is_empty()).collect();
    html! {
        @if !set.is_empty() {
            ul.chips aria-label=(t.say("answered-narrowed")) {
                @for (key, value) in &set {
                    @let (what, words) = name(key, value);
                    li { a.chip href=(asked.address(ctx, key, None)) {
                        (what) ": " (words) " " (ui::icon("x")) span.sr { " " (t.say("answered-unset")) }
                    } }
                }
                @if set.len() > 1 { li { a href=(ctx.path_to(ANSWERED)) { (t.say("answered-unset-all")) } } }
            }
        }
    }
}

fn empty(ctx: &Ctx, t: &Texts, narrowed: bool) -> Markup {
    let all = ctx.path_to(ANSWERED);
    if narrowed {
        let step = (all.as_str(), t.say("answered-unset-all"));
        ui::empty(
            &t.say("answered-none-found"),
            &t.say("answered-none-found-text"),
            Some((step.0, &step.1)),
        )
    } else {
        ui::empty(&t.say("answered-none"), &t.say("answered-none-text"), None)
    }
}

/// A line of the list.
fn line(app: &App, ctx: &Ctx, t: &Texts, row: &Published) -> Markup {
    html! {
        li.result {
            p.kicker { (t.say(&row.kind().text_key())) " · " (words::field(app, ctx, &row.field)) }
            h2.result-title { a href=(ctx.path_to(&row.path())) lang=[written_in(ctx)] { (row.title) } }
            p.result-text lang=[written_in(ctx)] { (words::beginning(&row.question, 220)) }
            p.meta {
                span { (words::unit(app, ctx.lang, row.unit_id)) }
                span { (t.say("answered-on")) " " (ui::day(t, row.answered_at)) }
                span { (in_time(t, row)) }
            }
        }
    }
}

fn in_time(t: &Texts, row: &Published) -> Markup {
    if row.in_time {
        ui::badge(Tone::Ok, &t.say("answered-in-time"))
    } else {
        ui::badge(Tone::Warn, &t.say("answered-late"))
    }
}

/// Where else to go from here.
fn ways(app: &App, ctx: &Ctx, t: &Texts) -> Markup {
    let ways = [
        ("/kien-nghi", "answered-send"),
        (STATISTICS, "petition-statistics"),
        (DATA, "petition-data"),
        (FEED, "answered-feed"),
    ];
    html! {
        nav.block aria-label=(t.say("answered-ways")) {
            ul.links data-columns="2" {
                @for (path, key) in ways {
                    @if ui::leads_somewhere(app, ctx, path) { li { a href=(ctx.path_to(path)) { (t.say(key)) } } }
                }
            }
        }
    }
}

/// The page of a question.
pub(super) fn question(
    app: &App,
    ctx: &Ctx,
    head: &Head,
    row: &Published,
    others: &[Published],
) -> Markup {
    let t = ctx.texts();
    let own = || app.url(&ctx.site, &ctx.path_to(&row.path()));
    let url = head.canonical.clone().unwrap_or_else(own);
    let article = html! {
        article.article itemscope itemtype="https://schema.org/QAPage" {
            (text(app, ctx, row))
            div.article-tools {
                a.tool href=(ctx.path_to(&format!("{}/in", row.path()))) rel="nofollow" {
                    (ui::icon("print")) (t.say("answered-print"))
                }
            }
            (ui::share(&t, &url))
        }
    };
    let main = html! {
        @if others.is_empty() {
            div.wrap.narrow { (article) }
        } @else {
            div.wrap.with-aside { (article) aside { (beside(app, ctx, &t, row, others)) } }
        }
    };
    let mut trail = trail(app, ctx);
    trail.push((t.say("answered-title"), ctx.path_to(ANSWERED)));
    ui::site::page(app, ctx, head, Some(&trail), &main)
}

fn beside(app: &App, ctx: &Ctx, t: &Texts, row: &Published, others: &[Published]) -> Markup {
    html! {
        section.block aria-labelledby="others" {
            div.block-head { h2.block-title id="others" {
                (t.with("answered-others", [("field", words::field(app, ctx, &row.field).into())]))
            } }
            ul.news data-look="plain" {
                @for other in others {
                    li.news-item { div.news-text {
                        h3.news-title { a href=(ctx.path_to(&other.path())) lang=[written_in(ctx)] { (other.title) } }
                        p.meta { (ui::day(t, other.answered_at)) }
                    } }
                }
            }
        }
    }
}

/// The files published with the answer.
fn attached(ctx: &Ctx, t: &Texts, row: &Published) -> Markup {
    let files = row.files();
    html! {
        @if !files.is_empty() {
            section.attachments aria-labelledby="at" {
                h3 id="at" { (t.say("answered-files")) }
                ul { @for file in &files { li {
                    a href=(ctx.path_to(&row.file_path(file))) { (ui::icon("file")) (file.name) }
                    " " span.meta { (t.size(u64::try_from(file.size_bytes).unwrap_or_default())) }
                } } }
            }
        }
    }
}

/// Title, question and answer: what the screen and paper share.
pub(super) fn text(app: &App, ctx: &Ctx, row: &Published) -> Markup {
    let t = ctx.texts();
    let lang = written_in(ctx);
    let unit = words::unit(app, ctx.lang, row.unit_id);
    let field = words::field(app, ctx, &row.field);
    let (kind, received_at) = (t.say(&row.kind().text_key()), row.received_at());
    html! {
        div itemprop="mainEntity" itemscope itemtype="https://schema.org/Question" {
            meta itemprop="answerCount" content="1";
            meta itemprop="dateCreated" content=(row.received_on);
            header.article-head {
                p.kicker { (kind) " · " a href={ (ctx.path_to(ANSWERED)) "?linh-vuc=" (row.field) } { (field) } }
                h1.article-title itemprop="name" lang=[lang] { (row.title) }
                p.meta {
                    span { (t.say("answered-received")) " " (ui::day(&t, received_at)) }
                    span { (t.say("answered-on")) " " (ui::day(&t, row.answered_at)) }
                    span { (in_time(&t, row)) }
                    @if let Some(at) = row.corrected_at { span { (t.say("answered-corrected")) " " (ui::day(&t, at)) } }
                }
            }
            section.said data-who="citizen" {
                h2.said-by {
                    @match &row.sender_name {
                        Some(name) => (t.with("answered-by-name", [("name", name.as_str().into())])),
                        None => (t.say("answered-by-citizen")),
                    }
                }
                div.prose itemprop="text" lang=[lang] { (prose(&row.question)) }
            }
            section.said data-who="unit" itemprop="acceptedAnswer" itemscope itemtype="https://schema.org/Answer" {
                meta itemprop="dateCreated" content=(ui::machine_time(row.answered_at));
                meta itemprop="url" content=(app.url(&ctx.site, &ctx.path_to(&row.path())));
                h2.said-by itemprop="author" itemscope itemtype="https://schema.org/GovernmentOrganization" {
                    span itemprop="name" { (unit) } " " (t.say("answered-answers"))
                }
                div.prose itemprop="text" lang=[lang] { (prose(&row.answer)) }
                (attached(ctx, &t, row))
            }
        }
    }
}
