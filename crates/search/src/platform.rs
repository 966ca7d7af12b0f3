//! The indexes of all nodes on the platform desk: how they are, made anew, compared with the database.

use std::time::Duration;

use axum::extract::{Query, State};
use maud::{Markup, html};
use portal_core::{
    App, Ctx, FactId, Outcome, Page, Redirect, Texts,
    ui::{self, Tone, desk::DeskPage},
};

use crate::{
    desk::{Asked, Lately, sought},
    facts::{CheckAsked, RebuildAsked},
    keeper::state::{self, NodeRow, Task},
};

/// The page.
pub const INDEXES: &str = "/nen-tang/tim-kiem";
/// Asks all nodes to make their index anew.
pub const REBUILD: &str = "/nen-tang/tim-kiem/lap-lai";
/// Asks all nodes to compare their index with the database.
pub const CHECK: &str = "/nen-tang/tim-kiem/doi-chieu";

/// A node that has not said anything for so long is no longer waited for.
const SILENT: Duration = Duration::from_secs(120);

/// Asks every node for something; gives the number of the fact that does.
///
/// # Errors
/// When the database does not take it.
pub async fn ask_nodes(app: &App, ctx: &Ctx, task: Task) -> Outcome<FactId> {
    let mut tx = app.begin_platform(ctx).await?;
    let fact = match task {
        Task::Rebuild => tx.tell(RebuildAsked {}).await?,
        Task::Verify => tx.tell(CheckAsked {}).await?,
    };
    tx.commit().await?;
    Ok(fact)
}

/// All nodes that have said something lately.
///
/// # Errors
/// When the database does not answer.
pub async fn living_nodes(app: &App) -> Outcome<Vec<NodeRow>> {
    let mut nodes = state::nodes(&*app.db().platform().await?).await?;
    let now = app.now();
    nodes.retain(|node| (now - node.seen_at).to_std().is_ok_and(|ago| ago < SILENT));
    Ok(nodes)
}

/// The page.
pub(crate) async fn show(
    ctx: Ctx,
    State(app): State<App>,
    Query(asked): Query<Asked>,
) -> Outcome<Page> {
    let nodes = state::nodes(&*app.db().platform().await?).await?;
    let lately = Lately::read(&app, &ctx, true).await?;
    Ok(Page::new(page(&app, &ctx, &nodes, &lately, &asked.xong)))
}

/// Asks for new indexes.
pub(crate) async fn rebuild(ctx: Ctx, State(app): State<App>) -> Outcome<Redirect> {
    ask(&app, &ctx, Task::Rebuild).await
}

/// Asks for the check.
pub(crate) async fn check(ctx: Ctx, State(app): State<App>) -> Outcome<Redirect> {
    ask(&app, &ctx, Task::Verify).await
}

async fn ask(app: &App, ctx: &Ctx, task: Task) -> Outcome<Redirect> {
    ask_nodes(app, ctx, task).await?;
    Ok(Redirect::to(ctx.path_to(&format!("{INDEXES}?xong={}", task.as_str()))))
}

fn page(app: &App, ctx: &Ctx, nodes: &[NodeRow], lately: &Lately, done: &str) -> Markup {
    let t = ctx.texts();
    let (title, lead) = (t.say("search-indexes"), t.say("search-indexes-lead"));
    let act = |path: &str, key: &str| {
        html! {
            form method="post" action=(ctx.path_to(path)) data-once=(t.say("search-saving")) {
                button.btn { (t.say(key)) }
            }
        }
    };
    let page = DeskPage {
        title: &title,
        lead: Some(&lead),
        entry: INDEXES,
        trail: &[],
        actions: html! { (act(CHECK, "search-check")) (act(REBUILD, "search-rebuild")) },
        flash: match done {
            "rebuild" => Some("search-rebuild-asked"),
            "verify" => Some("search-check-asked"),
            _ => None,
        }
        .map(|key| ui::flash(Tone::Ok, &t.say(key))),
    };
    let main = html! {
        section.panel {
            h2 { (t.say("search-nodes")) }
            @if nodes.is_empty() {
                p { (t.say("search-nodes-none")) }
            } @else {
                (table(ctx, &t, nodes))
            }
        }
        (sought(ctx, &t, lately, false))
    };
    ui::desk::page(app, ctx, &page, &main)
}

fn table(ctx: &Ctx, t: &Texts, nodes: &[NodeRow]) -> Markup {
    let labels = ["search-documents", "search-state", "search-rebuilt", "search-checked"];
    let [documents, state, rebuilt, checked] = labels.map(|key| t.say(key));
    html! {
        table.table data-cards {
            caption.sr { (t.say("search-nodes")) }
            thead { tr {
                th scope="col" { (t.say("search-node")) }
                th.num scope="col" { (documents) }
                th scope="col" { (state) }
                th scope="col" { (rebuilt) }
                th scope="col" { (checked) }
            } }
            tbody {
                @for node in nodes {
                    tr {
                        td.cell-main {
                            (node.node)
                            p.meta { span { (t.say("search-seen")) " " (ui::moment(t, node.seen_at)) } }
                        }
                        td.num data-label=(documents) { (t.number_of(node.documents)) }
                        td data-label=(state) { (state_of(ctx, t, node)) }
                        td data-label=(rebuilt) {
                            @match node.rebuilt_at { Some(at) => (ui::moment(t, at)), None => "—" }
                        }
                        td data-label=(checked) {
                            @match node.verified_at {
                                Some(at) => { (ui::moment(t, at)) p.meta { span { (found(t, node)) } } }
                                None => "—",
                            }
                        }
                    }
                }
            }
        }
    }
}

fn state_of(ctx: &Ctx, t: &Texts, node: &NodeRow) -> Markup {
    let (tone, key) = match node.work.as_deref() {
        _ if !node.is_alive(ctx.now) => (Tone::Bad, "search-state-silent"),
        Some("rebuild") => (Tone::Warn, "search-state-rebuild"),
        Some(_) => (Tone::Info, "search-state-verify"),
        None => (Tone::Ok, "search-state-follows"),
    };
    let of = [("done", node.sites_done.into()), ("all", node.sites_all.into())];
    html! {
        (ui::badge(tone, &t.with(key, of)))
        @if let Some(problem) = &node.problem { p.meta { span { (problem) } } }
    }
}

/// What the last check of a node found, as a sentence.
pub fn found(t: &Texts, node: &NodeRow) -> String {
    if (node.missing, node.outdated, node.surplus) == (0, 0, 0) {
        return t.say("search-found-nothing");
    }
    t.with(
        "search-found",
        [
            ("missing", node.missing.into()),
            ("outdated", node.outdated.into()),
            ("surplus", node.surplus.into()),
        ],
    )
}
