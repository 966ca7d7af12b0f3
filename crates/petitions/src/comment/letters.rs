//! What the writer of a comment is told, where they left an address.

use portal_core::{App, Ctx, Lang, Mail, Outcome, Tx, lang::Locales};

use super::{Comment, Decision, form};

/// Says what became of a comment. The address is erased in the same transaction.
pub(super) async fn tell(
    app: &App,
    ctx: &Ctx,
    tx: &mut Tx,
    comment: &Comment,
    decision: &Decision,
) -> Outcome<()> {
    let Some(sealed) = &comment.sealed_email else { return Ok(()) };
    let to = form::open(&app.config().secrets, ctx.site.id, sealed)?;
    let lang = Lang::parse(&comment.language).unwrap_or(Lang::VI);
    let t = Locales::shipped().texts(lang);
    let mut args = vec![
        ("title", comment.subject_title.clone()),
        ("site", ctx.site.name(lang).to_owned()),
        ("url", app.url(&ctx.site, &ctx.site.path(lang, &comment.subject_path))),
    ];
    let key = match decision.reason {
        None => "comment-letter-shown",
        Some(reason) => {
            let note = if decision.note.is_empty() {
                String::new()
            } else {
                format!(" ({})", decision.note)
            };
            args.push(("reason", format!("{}{note}", t.say(&reason.text_key()))));
            "comment-letter-refused"
        }
    };
    let text = t.with_all(key, args);
    tx.send(&Mail::new(to, t.say("comment-letter-subject"), text)).await
}
