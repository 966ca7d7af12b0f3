//! What the portal holds about one person, gathered for whoever has a right to know of it: each
//! module answers for its own ([`Module::held_about`]). SECURITY rule 36.
//!
//! [`Module::held_about`]: crate::Module::held_about

use std::fmt;

use diesel::{prelude::*, sql_types};
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use serde::Serialize;
use serde_json::Value;

use crate::{App, Outcome, SiteId, Tx};

/// Who is meant: by what they gave of themselves, any of it. Does not print itself.
#[derive(Clone, Default)]
pub struct Wanted {
    email: String,
    phone: String,
    people: Vec<i64>,
}

impl fmt::Debug for Wanted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Wanted")
    }
}

impl Wanted {
    /// Finds whose accounts are meant; for the platform door. What is empty names nobody.
    pub async fn find(
        mut conn: &AsyncPgConnection,
        email: &str,
        phone: &str,
        login: &str,
    ) -> QueryResult<Self> {
        let (email, login) = (plain_email(email), login.trim().to_lowercase());
        let accounts = "select id from people \
             where ($1 <> '' and (lower(email) = $1 or login = $1)) or ($2 <> '' and login = $2)";
        let people: Vec<Id> = diesel::sql_query(accounts)
            .bind::<sql_types::Text, _>(&email)
            .bind::<sql_types::Text, _>(&login)
            .load(&mut conn)
            .await?;
        let people = people.into_iter().map(|row| row.id).collect();
        Ok(Self { email, phone: plain_phone(phone), people })
    }

    /// Whether an address or a number somebody left is that of the person.
    pub fn is_reached_by(&self, email: &str, phone: &str) -> bool {
        let (email, phone) = (plain_email(email), plain_phone(phone));
        (!email.is_empty() && email == self.email) || (!phone.is_empty() && phone == self.phone)
    }

    /// The address, as addresses are compared; empty where none was given.
    pub fn email(&self) -> &str {
        &self.email
    }

    /// The numbers of the person's accounts.
    pub fn people(&self) -> &[i64] {
        &self.people
    }
}

/// An e-mail address as addresses are compared.
pub fn plain_email(text: &str) -> String {
    text.trim().to_lowercase()
}

/// The digits of a telephone number, with Vietnam's own prefix as zero.
pub fn plain_phone(text: &str) -> String {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    match digits.strip_prefix("84") {
        Some(rest) if digits.len() > 10 => format!("0{rest}"),
        _ => digits,
    }
}

/// One thing that is held about somebody.
#[derive(Clone, PartialEq)]
pub struct Held {
    /// On which site; `None` where it belongs to none.
    pub site: Option<SiteId>,
    /// What it is: `petition`.
    pub what: &'static str,
    /// All of it.
    pub data: Value,
}

/// The same as it is handed over: with the site's name in its address.
#[derive(Clone, Serialize)]
pub struct Record {
    /// Short name of the site.
    pub site: Option<String>,
    /// What it is.
    pub what: &'static str,
    /// All of it.
    pub data: Value,
}

/// One thing whose sender is to be forgotten.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forgotten {
    /// On which site.
    pub site: SiteId,
    /// What it is, as [`Held::what`].
    pub what: &'static str,
    /// Whether the office is not done with it: until then it stays.
    pub waits: bool,
}

/// Notes in all modules that somebody is to be forgotten.
///
/// # Errors
/// The database does not answer, or something sealed cannot be opened.
pub async fn forget(app: &App, tx: &mut Tx, wanted: &Wanted) -> Outcome<Vec<Forgotten>> {
    let mut forgotten = Vec::new();
    for module in app.modules().all() {
        forgotten.extend(module.forget(app, tx, wanted).await?);
    }
    Ok(forgotten)
}

/// Gathers everything that core and the modules hold about somebody, on all sites.
///
/// # Errors
/// The database does not answer, or something sealed cannot be opened: what is handed over is whole.
pub async fn gather(app: &App, wanted: &Wanted) -> Outcome<Vec<Record>> {
    let conn = app.db().platform().await?;
    let mut held = of_core(&conn, wanted.people()).await?;
    for module in app.modules().all() {
        held.extend(module.held_about(app, &conn, wanted).await?);
    }
    let sites = app.sites.now();
    let code = |site| sites.code_of(site);
    let record = |Held { site, what, data }| Record { site: site.map(code), what, data };
    Ok(held.into_iter().map(record).collect())
}

/// Who the accounts are, and what the record has of what was done with them.
async fn of_core(conn: &AsyncPgConnection, people: &[i64]) -> QueryResult<Vec<Held>> {
    let account = "select null::bigint as site_id, jsonb_build_object('login', login, 'name', name, \
           'email', email, 'unit', unit, 'active', active, 'created_at', created_at) as data \
         from people where id = any($1) order by id";
    let trace = "select site_id, jsonb_build_object('at', at, 'kind', kind, 'subject', subject, \
           'address', address) as data \
         from facts where person_id = any($1) \
           or data->>'login' in (select login from people where id = any($1)) order by id";
    let mut held = of_people(conn, "account", account, people).await?;
    held.extend(of_people(conn, "record", trace, people).await?);
    Ok(held)
}

/// What a statement gives of some accounts: it takes their numbers, and gives `site_id` and `data`.
pub async fn of_people(
    mut conn: &AsyncPgConnection,
    what: &'static str,
    statement: &'static str,
    people: &[i64],
) -> QueryResult<Vec<Held>> {
    if people.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<Row> = diesel::sql_query(statement)
        .bind::<sql_types::Array<sql_types::BigInt>, _>(people)
        .load(&mut conn)
        .await?;
    Ok(rows.into_iter().map(|row| row.held(what)).collect())
}

/// What a statement gives of an e-mail address: it takes the address, in small letters.
pub async fn of_email(
    mut conn: &AsyncPgConnection,
    what: &'static str,
    statement: &'static str,
    email: &str,
) -> QueryResult<Vec<Held>> {
    if email.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<Row> =
        diesel::sql_query(statement).bind::<sql_types::Text, _>(email).load(&mut conn).await?;
    Ok(rows.into_iter().map(|row| row.held(what)).collect())
}

#[derive(QueryableByName)]
struct Id {
    #[diesel(sql_type = sql_types::BigInt)]
    id: i64,
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = sql_types::Nullable<sql_types::BigInt>)]
    site_id: Option<i64>,
    #[diesel(sql_type = sql_types::Jsonb)]
    data: Value,
}

impl Row {
    fn held(self, what: &'static str) -> Held {
        Held { site: self.site_id.map(SiteId), what, data: self.data }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn somebody_is_known_by_what_they_left_however_they_wrote_it() {
        let wanted = Wanted {
            email: plain_email(" Dan@Vidu.vn "),
            phone: plain_phone("+84 905 123 456"),
            people: Vec::new(),
        };
        assert!(wanted.is_reached_by("DAN@vidu.vn", ""));
        assert!(wanted.is_reached_by("", "0905.123.456"));
        assert!(wanted.is_reached_by("khac@vidu.vn", "0905 123 456"));
        assert!(!wanted.is_reached_by("khac@vidu.vn", "0905 123 457"));
        assert!(!Wanted::default().is_reached_by("", ""), "nobody is no one");
        // A number of ten digits that begins like the country's prefix.
        assert_eq!(plain_phone("0845 123 456"), "0845123456");
        assert_eq!(plain_phone("8451234567"), "8451234567");
        assert_eq!(format!("{wanted:?}"), "Wanted");
    }
}
