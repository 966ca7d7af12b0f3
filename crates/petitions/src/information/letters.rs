//! Letters to requesters. Their subjects hold the code and nothing of who asks.

use chrono::{DateTime, Utc};
use portal_core::{App, Ctx, Mail};

use super::{Reply, Request, deliver, track};

/// The request arrived; the address is to be confirmed.
pub fn received(
    app: &App,
    ctx: &Ctx,
    to: &str,
    code: &str,
    token: &str,
    ends: DateTime<Utc>,
) -> Mail {
    let t = ctx.texts();
    let link = app.url(&ctx.site, &ctx.path_to(&format!("{}/{token}", deliver::CONFIRM)));
    let args = vec![
        ("site", ctx.site.name(ctx.lang).to_owned()),
        ("code", code.to_owned()),
        ("link", link),
        ("until", t.date_time(ends)),
        ("track", app.url(&ctx.site, &ctx.path_to(track::PATH))),
    ];
    let subject = t.with("information-mail-received-subject", [("code", code.into())]);
    Mail::new(to, subject, t.with_all("information-mail-received", args)).until(ends)
}

/// The unit wrote something to the requester.
pub fn replied(app: &App, ctx: &Ctx, to: &str, request: &Request, reply: &Reply) -> Mail {
    let t = ctx.texts();
    let args = vec![
        ("site", ctx.site.name(ctx.lang).to_owned()),
        ("code", request.code.clone()),
        ("what", t.say(&reply.kind.text_key())),
        ("text", reply.text.clone()),
        ("track", app.url(&ctx.site, &ctx.path_to(track::PATH))),
    ];
    let subject = t.with_all(
        "information-mail-replied-subject",
        vec![("code", request.code.clone()), ("what", t.say(&reply.kind.text_key()))],
    );
    Mail::new(to, subject, t.with_all("information-mail-replied", args))
}

/// The files lie ready behind a link that works once.
pub fn ready(
    app: &App,
    ctx: &Ctx,
    to: &str,
    request: &Request,
    token: &str,
    ends: DateTime<Utc>,
) -> Mail {
    let t = ctx.texts();
    let link = app.url(&ctx.site, &ctx.path_to(&format!("{}/{token}", deliver::PATH)));
    let args = vec![
        ("site", ctx.site.name(ctx.lang).to_owned()),
        ("code", request.code.clone()),
        ("link", link),
        ("until", t.date_time(ends)),
    ];
    let subject =
        t.with("information-mail-ready-subject", [("code", request.code.as_str().into())]);
    Mail::new(to, subject, t.with_all("information-mail-ready", args)).until(ends)
}
