//! "Dữ liệu của tôi": what is kept of the sender, for how long, and how it is erased (R-P4).

use axum::{
    extract::{Path, State},
    http::HeaderMap,
};
use maud::{Markup, html};
use portal_core::{App, Ctx, OrNotFound as _, Outcome, Page, Redirect, Texts};

use super::{Answer, Asked, Done, asked, follow, followed, page, permit, queries};
use crate::petition::{
    retention,
    sender::{self, SenderData},
};

struct Data {
    code: String,
    sender: Option<SenderData>,
    is_open: bool,
    asked: bool,
}

/// Shows what is kept, with all but a hint of it covered: the slip may have been found by another.
pub(super) async fn show(
    ctx: Ctx,
    State(app): State<App>,
    headers: HeaderMap,
    Path(code): Path<String>,
    done: Asked<Done>,
) -> Outcome<Answer> {
    if permit::of(&app, &ctx, &headers, &code).is_none() {
        return Ok(follow::elsewhere(&ctx, &code));
    }
    let conn = app.db().site(ctx.site.id).await?;
    let mine = queries::by_code(&conn, ctx.site.id, &code).await?.or_not_found()?;
    let (erasure_asked, _) = queries::erasure(&conn, mine.id()).await?;
    let sender = sender::read(&app, &conn, mine.id()).await?;
    let (is_open, asked_for) = (mine.state().is_open(), erasure_asked.is_some());
    let data = Data { code, sender, is_open, asked: asked_for };
    let title = ctx.texts().say("petition-mine-title");
    let main = view(&app, &ctx, &data, &title, asked(done).xong == "1");
    let path = format!("{}/du-lieu", followed(&data.code));
    Ok(Answer::Page(Page::new(page(&app, &ctx, &path, &title, &main))))
}

/// Erases it, or notes that it is to be erased once the petition is closed: until then the office has
/// to know whom to answer.
pub(super) async fn erase(
    ctx: Ctx,
    State(app): State<App>,
    headers: HeaderMap,
    Path(code): Path<String>,
) -> Outcome<Answer> {
    if permit::of(&app, &ctx, &headers, &code).is_none() {
        return Ok(follow::elsewhere(&ctx, &code));
    }
    let site = ctx.site.id;
    let mut tx = app.begin(&ctx).await?;
    let mine = queries::hold(&tx, site, &code).await?;
    let petition = mine.id();
    retention::ask(&mut tx, petition, site).await?;
    if !mine.state().is_open() {
        retention::erase(&mut tx, petition, site, mine.unit()).await?;
    }
    tx.untold();
    tx.commit().await?;
    let path = format!("{}/du-lieu?xong=1", followed(&code));
    Ok(Answer::Go(Redirect::to(ctx.path_to(&path))))
}

fn view(app: &App, ctx: &Ctx, data: &Data, title: &str, done: bool) -> Markup {
    let t = ctx.texts();
    let months = retention::months(app, ctx.now).map(|rule| rule.value.months).unwrap_or_default();
    let back = ctx.path_to(&followed(&data.code));
    html! {
        div.wrap.narrow {
            @if done { div.flash role="status" data-tone="ok" { p { (t.say(if data.sender.is_some() { "petition-mine-asked" } else { "petition-mine-erased" })) } } }
            div.page-title { h1 { (title) } }
            @match &data.sender {
                None => p { (t.say("petition-mine-nothing")) },
                Some(sender) => {
                    (kept(&t, sender))
                    p { (t.with("petition-mine-how-long", [("months", months.into())])) }
                    @if data.asked { p { (t.say("petition-mine-asked")) } } @else {
                        form method="post" action=(ctx.path_to(&format!("{}/du-lieu", followed(&data.code)))) {
                            p { (t.say(if data.is_open { "petition-mine-erase-open" } else { "petition-mine-erase-closed" })) }
                            div.buttons { button.btn.btn-danger { (t.say("petition-mine-erase")) } }
                        }
                    }
                },
            }
            p { a href=(back) { (t.say("petition-mine-back")) } }
        }
    }
}

fn kept(t: &Texts, sender: &SenderData) -> Markup {
    let lines = [
        ("petition-form-name", &sender.name),
        ("petition-form-organisation", &sender.organisation),
        ("petition-form-address", &sender.address),
        ("petition-form-phone-field", &sender.phone),
        ("petition-form-email-field", &sender.email),
    ];
    html! {
        p { (t.say("petition-mine-lead")) }
        dl.record {
            @for (key, value) in lines {
                @if !value.is_empty() { div { dt { (t.say(key)) } dd { (covered(value)) } } }
            }
        }
    }
}

/// A text of which only the first and last letter of each word can be read.
fn covered(text: &str) -> String {
    let word = |word: &str| {
        let letters: Vec<char> = word.chars().collect();
        match letters.as_slice() {
            [first, .., last] if letters.len() > 3 => format!("{first}•••{last}"),
            [first, ..] => format!("{first}••"),
            [] => String::new(),
        }
    };
    text.split_whitespace().map(word).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_is_a_hint_to_its_owner_only() {
        for (text, shown) in [
            ("Nguyễn Thị Ví Dụ", "N•••n T•• V•• D••"),
            ("0912345678", "0•••8"),
            ("dan@vidu.vn", "d•••n"),
            ("", ""),
        ] {
            assert_eq!(covered(text), shown);
        }
    }
}
