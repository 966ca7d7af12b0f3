//! What letters say.

use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use portal_core::{
    App, Ctx, Lang, OrNotFound as _, Outcome, SecretBox, Texts,
    deadline::{self, ClockState},
    lang::Locales,
};

use super::{LetterKind, LetterRow};
use crate::petition::{
    PetitionId, PetitionKind,
    accept::{ANSWER, FORWARD},
    code, files, reasons,
    schema::{petition_answers, petitions},
    subject,
};

const CONFIRM_PURPOSE: &str = "petition.confirm";

/// What a letter needs to know of its petition.
struct Sent {
    code: String,
    kind: String,
    received_at: chrono::DateTime<chrono::Utc>,
}

/// The token of the link by which a sender confirms the address. It follows from the code, so that a
/// letter that is sent again holds the same link; what it does is done once.
pub fn confirmation(secrets: &SecretBox, code: &str) -> String {
    hex::encode(secrets.mac(CONFIRM_PURPOSE, code.as_bytes()))
}

/// Whether a link's token is that of a code.
pub fn confirms(secrets: &SecretBox, code: &str, token: &str) -> bool {
    hex::decode(token).is_ok_and(|mac| secrets.mac_fits(CONFIRM_PURPOSE, code.as_bytes(), &mac))
}

/// Subject and text of a letter.
pub(super) async fn of(
    app: &App,
    ctx: &Ctx,
    conn: &AsyncPgConnection,
    letter: &LetterRow,
) -> Outcome<(String, String)> {
    let id = PetitionId(letter.petition_id);
    let sent = sent(conn, id).await?.or_not_found()?;
    let lang = Lang::parse(letter.word("lang")).unwrap_or_else(|| ctx.site.default_language());
    let t = Locales::shipped().texts(lang);
    let kind = letter.kind().or_not_found()?;
    let what = PetitionKind::parse(&sent.kind).map(PetitionKind::text_key).unwrap_or_default();
    let subject =
        t.with(&format!("{}-subject", kind.text_key()), [("code", sent.code.as_str().into())]);
    let at = |path: &str| app.url(&ctx.site, &ctx.site.path(lang, path));
    let mut args = vec![
        ("code", sent.code.clone()),
        ("kind", t.say(&what).to_lowercase()),
        ("unit", ctx.site.name(lang).to_owned()),
        ("at", t.date_time(sent.received_at)),
        ("name", letter.word("name").to_owned()),
        ("other", letter.word("code").to_owned()),
        ("from", letter.word("from").to_owned()),
        ("to", letter.word("to").to_owned()),
        ("url", at("/kien-nghi/tra-cuu")),
    ];
    if kind == LetterKind::Received {
        let secrets = &app.config().secrets;
        let token = confirmation(secrets, &sent.code);
        args.push(("secret", code::secret(secrets, &sent.code)));
        args.push(("confirm", at(&format!("/kien-nghi/xac-nhan/{}/{token}", sent.code))));
    }
    let clocks = deadline::of_subject(conn, &self::subject(id)).await?;
    for (name, key) in [("forward", FORWARD), ("answer", ANSWER)] {
        let clock = clocks.iter().rev().find(|c| c.key == key && c.state != ClockState::Stopped);
        args.push((name, clock.map(|clock| t.day(clock.due_on)).unwrap_or_default()));
    }
    let text = t.with_all(&format!("{}-text", kind.text_key()), args);
    let reason = match letter.word("reason") {
        "" => String::new(),
        code => reasons::words(app.law(), ctx.now, code, lang),
    };
    let words = words(conn, &t, letter).await?;
    let foot = t.with(
        "petition-letter-foot",
        [("url", at("/kien-nghi/tra-cuu").into()), ("unit", ctx.site.name(lang).into())],
    );
    let parts = [t.say("petition-letter-head"), text, reason, words, foot];
    let parts: Vec<&str> = parts.iter().map(|part| part.trim()).filter(|p| !p.is_empty()).collect();
    Ok((subject, parts.join("\n\n") + "\n"))
}

/// What the office itself writes to the sender.
async fn words(conn: &AsyncPgConnection, t: &Texts, letter: &LetterRow) -> Outcome<String> {
    let mut words = letter.word("text").to_owned();
    if let Some(id) = letter.data.get("answer").and_then(serde_json::Value::as_i64)
        && let Some((text, promised)) = answer(conn, id).await?
    {
        words = text;
        if let Some(on) = promised {
            let until = t.with("petition-letter-promised", [("on", t.day(on).into())]);
            words = format!("{words}\n\n{until}");
        }
        let files = files::of_answers(conn, &[id]).await?;
        if !files.is_empty() {
            let names = files.iter().map(|file| format!("– {}", file.name)).collect::<Vec<_>>();
            let files = t.with("petition-letter-files", [("files", names.join("\n").into())]);
            words = format!("{words}\n\n{files}");
        }
    }
    Ok(words)
}

async fn sent(mut conn: &AsyncPgConnection, id: PetitionId) -> QueryResult<Option<Sent>> {
    let row = petitions::table
        .find(id.0)
        .select((petitions::code, petitions::kind, petitions::received_at))
        .first(&mut conn)
        .await
        .optional()?;
    Ok(row.map(|(code, kind, received_at)| Sent { code, kind, received_at }))
}

async fn answer(
    mut conn: &AsyncPgConnection,
    id: i64,
) -> QueryResult<Option<(String, Option<chrono::NaiveDate>)>> {
    petition_answers::table
        .find(id)
        .select((petition_answers::text, petition_answers::promised_on))
        .first(&mut conn)
        .await
        .optional()
}
