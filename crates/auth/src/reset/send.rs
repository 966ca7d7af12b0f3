//! Sending a code, behind the visitor's back: whether there is such an account shows in no answer.

use portal_core::{App, Ctx, Job, Mail, PersonId, people};
use serde::{Deserialize, Serialize};

use super::{mac_of, new_code, queries};
use crate::{facts::ResetCodeSent, module::KEY, session::TokenHash};

/// Sends the code that was asked for at a browser, if there is an account it belongs to.
///
/// The code itself is never written down: a second run makes another one.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct SendCode {
    /// Hash of the browser's token, in hexadecimal.
    pub token: String,
}

impl Job for SendCode {
    const KIND: &'static str = "auth.reset.send";
    const MODULE: &'static str = KEY;

    fn dedup_key(&self) -> Option<String> {
        Some(self.token.clone())
    }

    async fn run(self, app: App, ctx: Ctx) -> anyhow::Result<()> {
        let token: TokenHash = hex::decode(&self.token)?
            .try_into()
            .map_err(|_| anyhow::anyhow!("not a token's hash"))?;
        let mut tx = app.begin_platform(&ctx).await?;
        let Some(row) = queries::by_token(&tx, &token).await? else { return Ok(()) };
        let person = people::by_login(&tx, &row.login).await?.filter(|person| person.active);
        let Some(person) = person.filter(|_| super::is_alive(row.created_at, ctx.now)) else {
            return Ok(());
        };
        let id = PersonId(person.id);
        let own = queries::recovery_address(&tx, id).await?;
        let Some(to) = own.or(person.email) else { return Ok(()) };
        let code = new_code()?;
        queries::put_code(&tx, &token, id, &mac_of(&app, &token, &code)).await?;
        tx.tell(ResetCodeSent { person: id }).await?;
        tx.commit().await?;
        let Some(post) = app.post() else {
            anyhow::bail!("no code can be sent: the configuration has no [smtp]")
        };
        post.send(&app, &letter(&ctx, &to, &code, row.address.as_deref())).await
    }
}

fn letter(ctx: &Ctx, to: &str, code: &str, from: Option<&str>) -> Mail {
    let t = ctx.texts();
    let text = t.with(
        "reset-mail-text",
        [("code", code.into()), ("minutes", super::LIFE.num_minutes().into())],
    );
    let from = t.with("reset-mail-from", [("address", from.unwrap_or("–").into())]);
    Mail::new(to, t.say("reset-mail-subject"), format!("{text}\n\n{from}\n"))
        .until(ctx.now + super::LIFE)
}
