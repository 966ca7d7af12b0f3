//! What readers see of a document: how it stands and why, its files, its attributes, the documents it
//! is related to in either direction, its text.

use std::collections::HashMap;

use chrono::NaiveDate;
use diesel_async::AsyncPgConnection;
use maud::{Markup, html};
use portal_core::{App, Ctx, Lang, Outcome, SiteId, Texts, lang::local_day, ui};

use super::{
    DocumentFields, listing,
    queries::{self, Incoming, Kind, Named},
    relation::{Effect, Relation, RelationKind},
    status::{Act, Life, Status},
    superiors, true_until,
};
use crate::{
    admin::form::is_blank,
    content_type::fields,
    facts, html as cleaned,
    item::ItemId,
    public::{Shown, parts},
};

/// A document with everything its page shows.
struct Whole<'a> {
    of: DocumentFields,
    kind: Option<Kind>,
    incoming: Vec<Incoming>,
    /// The documents it names, as far as readers see them.
    named: HashMap<i64, Named>,
    shown: &'a Shown,
    today: NaiveDate,
}

/// Shows a document.
pub(super) async fn view(
    app: &App,
    ctx: &Ctx,
    conn: &AsyncPgConnection,
    shown: &Shown,
) -> Outcome<Markup> {
    let of: DocumentFields = fields(&shown.edition.fields);
    let kind = queries::kinds(conn).await?.into_iter().find(|kind| kind.key == of.kind);
    let incoming = queries::incoming(conn, shown.item.id(), &superiors(app, &ctx.site)).await?;
    let targets: Vec<i64> = of.relations.iter().filter_map(|relation| relation.target).collect();
    let named = queries::by_ids(conn, &targets).await?;
    let named: HashMap<i64, Named> = named.into_iter().map(|n| (n.item_id, n)).collect();
    // What is withdrawn may come back: the page reads it in any case.
    for id in targets.iter().copied().chain(incoming.iter().map(|other| other.by.item_id)) {
        ctx.reads(facts::item(ItemId(id)));
    }
    ctx.reads(listing::tag(ctx.site.id));
    let whole = Whole { of, kind, incoming, named, shown, today: local_day(ctx.now) };
    true_until(ctx, whole.life().and_then(|life| life.next_change(whole.today)));
    Ok(page(app, ctx, &whole))
}

impl Whole<'_> {
    fn acts(&self) -> Vec<Act> {
        self.incoming.iter().filter_map(Incoming::act).collect()
    }

    fn life(&self) -> Option<Life> {
        let (_, in_force_on) = self.of.days()?;
        Some(Life { in_force_on, expires_on: self.of.expires_on, acts: self.acts() })
    }

    fn name(&self, lang: Lang) -> String {
        let kind = self.kind.as_ref().map_or("", |kind| kind.name_in(lang));
        format!("{kind} {}", self.of.number).trim().to_owned()
    }
}

fn page(app: &App, ctx: &Ctx, whole: &Whole<'_>) -> Markup {
    let t = ctx.texts();
    let edition = &whole.shown.edition;
    html! {
        div id="text" {
            p.document-name itemprop="legislationIdentifier" { (whole.name(ctx.lang)) }
            @if let Some(life) = whole.life() { (standing(app, ctx, &t, whole, &life)) }
            (parts::attachments(&t, whole.shown, &whole.of.attachments))
            (attributes(&t, whole, ctx.lang))
            (related(app, ctx, &t, whole))
            @if !is_blank(&edition.body) {
                section.document-body aria-labelledby="whole" {
                    h2 id="whole" { (t.say("document-body")) }
                    div.prose { (cleaned::body(&edition.body, &edition.fields)) }
                }
            }
        }
        (parts::source(&t, &whole.of.origin.source, &whole.of.origin.source_url))
    }
}

/// How it stands, and why.
fn standing(app: &App, ctx: &Ctx, t: &Texts, whole: &Whole<'_>, life: &Life) -> Markup {
    let status = life.status(whole.today);
    html! {
        div.notice data-tone=(status.tone().as_str()) {
            p.notice-title { (t.say("document-standing")) " " (ui::badge(status.tone(), &t.say(&status.text_key()))) }
            p { strong { (t.say("document-why")) } }
            ul { @for reason in reasons(app, ctx, t, whole, life) { li { (reason) } } }
        }
    }
}

/// The sentences that make up the answer to "why": those that hold today, and what is to come.
fn reasons(app: &App, ctx: &Ctx, t: &Texts, whole: &Whole<'_>, life: &Life) -> Vec<Markup> {
    let (today, status) = (whole.today, life.status(whole.today));
    let said = |key: &str, day: NaiveDate| html! { (t.with(key, [("day", t.day(day).into())])) };
    let mut reasons = Vec::new();
    let begins =
        if life.in_force_on > today { "document-why-not-yet" } else { "document-why-in-force" };
    reasons.push(said(begins, life.in_force_on));
    for other in &whole.incoming {
        let Some(act) = other.act() else { continue };
        let effect = act.kind.effect();
        let over = effect == Effect::HoldsUp && act.until.is_some_and(|until| until <= today);
        // What came after the end changed nothing any more.
        let late = status == Status::Expired && effect != Effect::Ends && act.from > today;
        if effect == Effect::None || over || late {
            continue;
        }
        let key = format!("document-why-{}", act.kind.as_str());
        let held = act.until.filter(|_| effect == Effect::HoldsUp);
        let last_day = held.and_then(|until| until.pred_opt());
        reasons.push(html! {
            (said(&key, act.from)) ": " (link(app, ctx, &other.by))
            @if let Some(last) = last_day { ", " (said("document-why-until", last)) }
            "."
        });
    }
    if let Some(end) = life.expires_on {
        let key = if end > today { "document-why-ends" } else { "document-why-ended" };
        reasons.push(said(key, end));
    }
    reasons
}

/// A document by kind and number, as a link to its page.
fn link(app: &App, ctx: &Ctx, named: &Named) -> Markup {
    let name = named.name(ctx.lang);
    let lang = Lang::parse(&named.language).unwrap_or(ctx.lang);
    let sites = app.sites.now();
    let href = match sites.by_id(SiteId(named.site_id)) {
        Some(site) if site.id == ctx.site.id => site.path(lang, &named.path()),
        Some(site) => app.url(site, &site.path(lang, &named.path())),
        None => return html! { (name) },
    };
    html! { a href=(href) { (name) } }
}

fn attributes(t: &Texts, whole: &Whole<'_>, lang: Lang) -> Markup {
    let of = &whole.of;
    let day =
        |day: Option<NaiveDate>| day.map(|day| html! { time datetime=(day) { (t.day(day)) } });
    let text = |text: &str| (!text.is_empty()).then(|| html! { (text) });
    let kind = whole.kind.as_ref().map(|kind| kind.name_in(lang).to_owned()).unwrap_or_default();
    let signer = [of.signer.as_str(), of.signer_post.as_str()];
    let signer = signer.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
    let gazette = text(&of.gazette_number).map(|number| {
        html! { (number) @if let Some(day) = day(of.gazette_on) { ", " (day) } }
    });
    let rows = [
        ("number", None, text(&of.number)),
        ("kind", Some("legislationType"), text(&kind)),
        ("issuer", Some("legislationPassedBy"), text(&of.issuer)),
        ("signer", None, text(&signer)),
        ("field", Some("about"), text(&of.field)),
        ("issued_on", Some("legislationDate"), day(of.issued_on)),
        ("in_force_on", Some("legislationDateOfApplicability"), day(of.days().map(|days| days.1))),
        ("expires_on", Some("expires"), day(of.expires_on)),
        ("gazette_number", None, gazette),
    ];
    html! {
        section aria-labelledby="attributes" {
            h2 id="attributes" { (t.say("document-attributes")) }
            dl.record {
                @for (name, property, value) in rows {
                    @if let Some(value) = value {
                        div { dt { (t.say(&format!("document-field-{name}"))) } dd itemprop=[property] { (value) } }
                    }
                }
            }
        }
    }
}

/// The documents it is related to, by kind of relation: what it says of others, then what they say.
fn related(app: &App, ctx: &Ctx, t: &Texts, whole: &Whole<'_>) -> Markup {
    let out = |kind: RelationKind| whole.of.relations.iter().filter(move |to| to.kind == kind);
    let back = |kind: RelationKind| {
        whole.incoming.iter().filter(move |other| other.act().is_some_and(|act| act.kind == kind))
    };
    html! {
        @if !whole.of.relations.is_empty() || !whole.incoming.is_empty() {
            section aria-labelledby="related" {
                h2 id="related" { (t.say("document-group-relations")) }
                @for kind in RelationKind::ALL {
                    @if out(kind).next().is_some() {
                        h3 { (t.say(&kind.text_key())) }
                        ul.docs { @for relation in out(kind) { (other(app, ctx, t, whole, relation)) } }
                    }
                }
                @for kind in RelationKind::ALL {
                    @if back(kind).next().is_some() {
                        h3 { (t.say(&kind.back_key())) }
                        ul.docs { @for other in back(kind) { (line(app, ctx, t, &other.by)) } }
                    }
                }
            }
        }
    }
}

/// A document it names: one of this installation, or by its name alone.
fn other(app: &App, ctx: &Ctx, t: &Texts, whole: &Whole<'_>, relation: &Relation) -> Markup {
    match relation.target.and_then(|id| whole.named.get(&id)) {
        Some(named) => line(app, ctx, t, named),
        None => html! {
            li.doc {
                @if !relation.number.is_empty() { p.doc-number { (relation.number) } }
                @if !relation.title.is_empty() { p.doc-title { (relation.title) } }
            }
        },
    }
}

fn line(app: &App, ctx: &Ctx, t: &Texts, named: &Named) -> Markup {
    html! {
        li.doc {
            p.doc-number { (link(app, ctx, named)) }
            p.doc-title { (named.title) }
            p.meta { span { (t.say("document-field-issued_on")) " " time datetime=(named.issued_on) { (t.day(named.issued_on)) } } }
        }
    }
}
