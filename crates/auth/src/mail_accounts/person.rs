//! Whom a mail system knows, the portal knows from the first sign-in on.

use portal_core::{
    App, Ctx, Fault, Outcome, PersonId, Tx,
    people::{self, PersonRow},
};

use crate::{
    facts::{PersonChanged, PersonCreated},
    mail_system::MailPerson,
};

/// The record of somebody whose mail password was right: found, made, or brought up to date. It
/// gives no right; those are granted on sites.
pub(super) async fn known(app: &App, login: &str, found: &MailPerson) -> Outcome<PersonRow> {
    let row = {
        let conn = app.db().platform().await?;
        people::by_login(&conn, login).await?
    };
    match row {
        Some(row) if is_up_to_date(&row, login, found) => Ok(row),
        Some(row) => change(app, row, login, found).await,
        None => make(app, login, found).await,
    }
}

/// Whether a record says what the mail system says; what that does not say is left as it is.
fn is_up_to_date(row: &PersonRow, login: &str, found: &MailPerson) -> bool {
    let same = |said: &Option<String>, known: Option<&str>| {
        said.as_deref().is_none_or(|said| Some(said) == known)
    };
    same(&found.name, Some(&row.name))
        && same(&found.unit, row.unit.as_deref())
        && row.email.as_deref() == Some(login)
}

async fn make(app: &App, login: &str, found: &MailPerson) -> Outcome<PersonRow> {
    let mut tx = begin(app).await?;
    // A system without a directory has no name to give; the address is better than nothing.
    let name = found.name.as_deref().unwrap_or(login);
    let made = people::insert_if_new(&tx, login, name, found.unit.as_deref(), tx.now()).await?;
    if let Some(person) = made {
        tx.tell(PersonCreated { person, login: login.to_owned() }).await?;
    }
    let row = people::by_login(&tx, login).await?;
    match made {
        Some(_) => tx.commit().await?,
        None => tx.roll_back().await?,
    }
    row.ok_or_else(|| Fault::bug(anyhow::anyhow!("the record of {login} is gone")))
}

async fn change(app: &App, row: PersonRow, login: &str, found: &MailPerson) -> Outcome<PersonRow> {
    let row = PersonRow {
        name: found.name.clone().unwrap_or(row.name),
        unit: found.unit.clone().or(row.unit),
        email: Some(login.to_owned()),
        ..row
    };
    let person = PersonId(row.id);
    let mut tx = begin(app).await?;
    people::describe(&tx, person, &row.name, row.unit.as_deref(), login).await?;
    tx.tell(PersonChanged { person }).await?;
    tx.commit().await?;
    Ok(row)
}

/// A write in the portal's own name, on the province's site: people are known to all sites.
pub(super) async fn begin(app: &App) -> Outcome<Tx> {
    let ctx = Ctx::system_of_province(app)
        .ok_or_else(|| Fault::bug(anyhow::anyhow!("there is no province")))?;
    app.begin_platform(&ctx).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_follows_what_the_mail_system_says_and_only_that() {
        let row = PersonRow {
            id: 1,
            login: "an@a.vn".into(),
            name: "An".into(),
            email: Some("an@a.vn".into()),
            active: true,
            unit: Some("Sở Y tế".into()),
        };
        for (name, unit, same) in [
            (None, None, true),
            (Some("An"), None, true),
            (Some("An"), Some("Sở Y tế"), true),
            (Some("Nguyễn An"), None, false),
            (None, Some("Sở Nội vụ"), false),
        ] {
            let found = MailPerson { name: name.map(Into::into), unit: unit.map(Into::into) };
            assert_eq!(is_up_to_date(&row, "an@a.vn", &found), same, "{found:?}");
        }
        let other = PersonRow { email: None, ..row };
        assert!(!is_up_to_date(&other, "an@a.vn", &MailPerson::default()));
    }
}
