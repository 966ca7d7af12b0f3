//! What PostgreSQL itself says of the tables: asked each time, so that a new table is in the next
//! backup without anybody thinking of it.

use anyhow::Context as _;
use portal_core::db::Address;
use tokio_postgres::Client;

use super::manifest::SequenceEntry;

/// Tables that are in no backup, and why.
pub const LEFT_OUT: &[(&str, &str)] = &[
    ("__diesel_schema_migrations", "the schema is made by the program's own migrations"),
    ("sessions", "people sign in again"),
    ("sign_ins", "people sign in again"),
    ("sign_in_codes", "live for a minute"),
    ("pending_sign_ins", "live for minutes"),
    ("password_resets", "codes live for minutes; whoever waits for one asks again"),
    ("day_salts", "goes the next day, by promise: a copy would break it"),
    ("day_visits", "counts of one day, under that day's salt"),
    ("search_nodes", "what running nodes say of themselves"),
    ("system_checks", "what shared systems answered lately; asked again each minute"),
];

/// A table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Name.
    pub name: String,
    /// Columns that are stored, in order.
    pub columns: Vec<String>,
    /// By what its rows are ordered: SQL.
    order: String,
    /// Whether code runs when rows are written.
    pub has_triggers: bool,
}

impl Table {
    /// Its columns as SQL.
    pub fn list(&self) -> String {
        quoted(&self.columns)
    }

    /// The statement that gives its rows, as text and in the order of its key.
    pub fn copy_out(&self) -> String {
        let Self { name, order, .. } = self;
        format!("copy (select {} from \"{name}\" t order by {order}) to stdout", self.list())
    }
}

/// Columns as SQL.
pub fn quoted(columns: &[String]) -> String {
    columns.iter().map(|column| format!("\"{column}\"")).collect::<Vec<_>>().join(", ")
}

/// A foreign key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForeignKey {
    /// Name.
    pub name: String,
    /// Whose it is.
    pub table: String,
    /// Columns that refer.
    pub columns: Vec<String>,
    /// To which table.
    pub to: String,
    /// To which of its columns.
    pub to_columns: Vec<String>,
    /// How it is put on: SQL.
    pub definition: String,
}

/// Connects as the owner, for work that takes its time; values are written the same way by every
/// server.
///
/// # Errors
/// No connection, or an owner who does not see every row.
pub async fn connect(owner_url: &str) -> anyhow::Result<Client> {
    let address = Address::read(owner_url)
        .map_err(|reason| anyhow::anyhow!("database.owner_url {reason}"))?;
    let client = address.client().await.context("the database cannot be reached as its owner")?;
    client
        .batch_execute(
            "set timezone = 'UTC'; set datestyle = 'ISO, YMD'; set intervalstyle = 'postgres'; \
             set bytea_output = 'hex'; set extra_float_digits = 3; set client_encoding = 'UTF8'; \
             set client_min_messages = 'warning'; \
             set statement_timeout = 0; set idle_in_transaction_session_timeout = 0",
        )
        .await?;
    let row = client
        .query_one(
            "select rolsuper or rolbypassrls, rolname::text from pg_roles where rolname = current_user",
            &[],
        )
        .await?;
    // Tables are guarded also against their owner: what it does not see would be left out in silence.
    let (sees_all, owner): (bool, String) = (row.get(0), row.get(1));
    anyhow::ensure!(
        sees_all,
        "The owner of the database, {owner}, does not see the rows of the sites (row-level security). \
         As a superuser, run: alter role \"{owner}\" bypassrls"
    );
    Ok(client)
}

/// All tables, without those that are left out.
///
/// # Errors
/// When the database does not answer.
pub async fn tables(client: &Client) -> anyhow::Result<Vec<Table>> {
    let rows = client
        .query(
            "select c.relname::text, \
               array_agg(a.attname::text order by a.attnum), \
               coalesce((select string_agg(format('t.%I', k.attname) || \
                   case when k.attcollation <> 0 then ' collate \"C\"' else '' end, ', ' \
                   order by array_position(i.indkey::int2[], k.attnum)) \
                 from pg_index i join pg_attribute k on k.attrelid = c.oid and k.attnum = any (i.indkey) \
                 where i.indrelid = c.oid and i.indisprimary), 't::text collate \"C\"'), \
               exists (select from pg_trigger g where g.tgrelid = c.oid and not g.tgisinternal) \
             from pg_class c join pg_attribute a on a.attrelid = c.oid \
             where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' \
               and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' \
             group by c.oid, c.relname order by c.relname::text collate \"C\"",
            &[],
        )
        .await?;
    let all = rows.iter().map(|row| Table {
        name: row.get(0),
        columns: row.get(1),
        order: row.get(2),
        has_triggers: row.get(3),
    });
    Ok(all.filter(|table| !LEFT_OUT.iter().any(|(name, _)| *name == table.name)).collect())
}

/// All foreign keys.
///
/// # Errors
/// When the database does not answer.
pub async fn foreign_keys(client: &Client) -> anyhow::Result<Vec<ForeignKey>> {
    let columns = |of: &str, numbers: &str| {
        format!(
            "(select array_agg(a.attname::text order by n.place) \
             from unnest({numbers}) with ordinality n (number, place) \
             join pg_attribute a on a.attrelid = {of} and a.attnum = n.number)"
        )
    };
    let rows = client
        .query(
            &format!(
                "select k.conname::text, c.relname::text, {}, f.relname::text, {}, \
                   pg_get_constraintdef(k.oid) \
                 from pg_constraint k join pg_class c on c.oid = k.conrelid \
                 join pg_class f on f.oid = k.confrelid \
                 where k.contype = 'f' and k.connamespace = 'public'::regnamespace \
                 order by c.relname, k.conname",
                columns("k.conrelid", "k.conkey"),
                columns("k.confrelid", "k.confkey"),
            ),
            &[],
        )
        .await?;
    let key = |row: &tokio_postgres::Row| ForeignKey {
        name: row.get(0),
        table: row.get(1),
        columns: row.get(2),
        to: row.get(3),
        to_columns: row.get(4),
        definition: row.get(5),
    };
    Ok(rows.iter().map(key).collect())
}

/// Where the numbers of all tables go on.
///
/// # Errors
/// When the database does not answer.
pub async fn sequences(client: &Client) -> anyhow::Result<Vec<SequenceEntry>> {
    let names = client
        .query(
            "select c.relname::text from pg_class c \
             where c.relnamespace = 'public'::regnamespace and c.relkind = 'S' \
             order by c.relname::text collate \"C\"",
            &[],
        )
        .await?;
    let mut all = Vec::new();
    for row in names {
        let name: String = row.get(0);
        let now =
            client.query_one(&format!("select last_value, is_called from \"{name}\""), &[]).await?;
        all.push(SequenceEntry { name, last: now.get(0), called: now.get(1) });
    }
    Ok(all)
}

/// The migrations that were carried out, in order.
///
/// # Errors
/// When the database does not answer.
pub async fn migrations(client: &Client) -> anyhow::Result<Vec<String>> {
    let rows = client
        .query("select version::text from __diesel_schema_migrations order by 1", &[])
        .await?;
    Ok(rows.iter().map(|row| row.get(0)).collect())
}

/// Waits for nobody: while somebody else makes, prunes or drills, this refuses.
///
/// # Errors
/// When somebody does.
pub async fn alone(client: &Client) -> anyhow::Result<()> {
    const LOCK: i64 = 0x00ba_c409;
    let row = client.query_one("select pg_try_advisory_lock($1)", &[&LOCK]).await?;
    anyhow::ensure!(
        row.get::<_, bool>(0),
        "Another `portal backup` is at work on this database; try again when it has ended."
    );
    Ok(())
}
