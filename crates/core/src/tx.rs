//! One write: rows, the facts that tell of them, and the jobs that follow, in one transaction.

use std::{
    net::IpAddr,
    ops::{Deref, DerefMut},
};

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::{
    AnsiTransactionManager, AsyncPgConnection, RunQueryDsl, SimpleAsyncConnection,
    TransactionManager, pooled_connection::deadpool::Object,
};

use crate::{
    App, Ctx, FactId, Fault, Outcome, PersonId, RequestId, SiteId,
    fact::Fact,
    job::Job,
    mail::{Mail, SealedMail},
    schema::{facts, form_receipts, jobs},
};

/// A transaction in the name of a person on a site. Dropped without [`Tx::commit`], nothing happened.
pub struct Tx {
    conn: Held,
    app: App,
    site: SiteId,
    person: Option<PersonId>,
    request: RequestId,
    address: Option<IpAddr>,
    now: DateTime<Utc>,
    told: bool,
}

/// The connection of a transaction. Dropped while the transaction is open, it is closed: back in the
/// pool it would hold its locks, and the followers, until it is next used.
struct Held {
    conn: Option<Object<AsyncPgConnection>>,
    open: bool,
}

impl Deref for Held {
    type Target = AsyncPgConnection;

    fn deref(&self) -> &AsyncPgConnection {
        match &self.conn {
            Some(conn) => conn,
            None => unreachable!("taken by `drop` alone"),
        }
    }
}

impl DerefMut for Held {
    fn deref_mut(&mut self) -> &mut AsyncPgConnection {
        match &mut self.conn {
            Some(conn) => conn,
            None => unreachable!("taken by `drop` alone"),
        }
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        if let Some(conn) = self.conn.take().filter(|_| self.open) {
            drop(Object::take(conn));
        }
    }
}

impl Deref for Tx {
    type Target = AsyncPgConnection;

    fn deref(&self) -> &AsyncPgConnection {
        &self.conn
    }
}

/// Whether a form arrives for the first time ([`Tx::once`]).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Arrival {
    /// Carry it out.
    First,
    /// It was carried out; this is where its sender was led.
    Again(String),
}

impl Tx {
    pub(crate) async fn begin(
        app: &App,
        ctx: &Ctx,
        conn: Object<AsyncPgConnection>,
    ) -> Outcome<Self> {
        let mut conn = Held { conn: Some(conn), open: true };
        AnsiTransactionManager::begin_transaction(&mut *conn).await?;
        conn.batch_execute(&format!("set local app.site = {}", ctx.site.id)).await?;
        Ok(Self {
            conn,
            app: app.clone(),
            site: ctx.site.id,
            person: ctx.actor.id(),
            request: ctx.request,
            address: ctx.address,
            now: ctx.now,
            told: false,
        })
    }

    /// In whose name it writes.
    pub fn site(&self) -> SiteId {
        self.site
    }

    /// Who writes; `None` is the portal itself.
    pub fn person(&self) -> Option<PersonId> {
        self.person
    }

    /// The moment this transaction writes down.
    pub fn now(&self) -> DateTime<Utc> {
        self.now
    }

    /// Tells a fact of this transaction's site: for the others, and for the record. Its listeners'
    /// jobs are written beside it.
    pub async fn tell<F: Fact>(&mut self, fact: F) -> Outcome<FactId> {
        self.tell_on(self.site, fact).await
    }

    /// Tells a fact in the name of a person who was made out in this transaction: somebody who is
    /// just coming in.
    pub async fn tell_as<F: Fact>(&mut self, person: PersonId, fact: F) -> Outcome<FactId> {
        self.person = Some(person);
        self.tell(fact).await
    }

    /// Tells a fact of another site; only the platform door may write it.
    pub async fn tell_on<F: Fact>(&mut self, site: SiteId, fact: F) -> Outcome<FactId> {
        let mut touches: Vec<String> = fact.touches().into_iter().map(|tag| tag.0).collect();
        if fact.only_adds() {
            touches.push(crate::fact::ONLY_ADDS.into());
        }
        let data = serde_json::to_value(&fact).map_err(Fault::bug)?;
        let mut conn: &AsyncPgConnection = &self.conn;
        let id: i64 = diesel::insert_into(facts::table)
            .values((
                facts::at.eq(self.now),
                facts::site_id.eq(site.0),
                facts::person_id.eq(self.person.map(|id| id.0)),
                facts::kind.eq(F::KIND),
                facts::subject.eq(fact.subject()),
                facts::touches.eq(touches),
                facts::data.eq(data),
                facts::request_id.eq(self.request.0),
                facts::address.eq(self.address.map(|address| address.to_string())),
            ))
            .returning(facts::id)
            .get_result(&mut conn)
            .await?;
        self.told = true;
        for listener in self.app.modules().listeners_to(F::KIND) {
            if self.app.module_is_on(site, listener.module) {
                let payload = serde_json::json!({ "fact": id });
                self.enqueue(site, listener.module, listener.job, payload, None, self.now).await?;
            }
        }
        Ok(FactId(id))
    }

    /// Leaves a follow-up that runs once, after commit. A job with a key that already waits is not
    /// doubled.
    pub async fn later<J: Job>(&mut self, job: J) -> Outcome<()> {
        self.later_at(job, self.now).await
    }

    /// Leaves a follow-up for a moment to come.
    pub async fn later_at<J: Job>(&mut self, job: J, at: DateTime<Utc>) -> Outcome<()> {
        let payload = serde_json::to_value(&job).map_err(Fault::bug)?;
        self.enqueue(self.site, J::MODULE, J::KIND, payload, job.dedup_key(), at).await
    }

    /// Sends a letter after commit.
    pub async fn send(&mut self, mail: &Mail) -> Outcome<()> {
        self.send_at(mail, self.now).await
    }

    /// Sends a letter at a moment to come.
    pub async fn send_at(&mut self, mail: &Mail, at: DateTime<Utc>) -> Outcome<()> {
        let sealed = SealedMail::new(&self.app, mail)?;
        self.later_at(sealed, at).await
    }

    async fn enqueue(
        &self,
        site: SiteId,
        module: &str,
        kind: &str,
        payload: serde_json::Value,
        dedup_key: Option<String>,
        at: DateTime<Utc>,
    ) -> Outcome<()> {
        let mut conn: &AsyncPgConnection = &self.conn;
        diesel::insert_into(jobs::table)
            .values((
                jobs::site_id.eq(site.0),
                jobs::module.eq(module),
                jobs::kind.eq(kind),
                jobs::payload.eq(payload),
                jobs::dedup_key.eq(dedup_key),
                jobs::state.eq(if self.app.module_is_on(site, module) {
                    "ready"
                } else {
                    "paused"
                }),
                jobs::run_at.eq(at),
                jobs::created_at.eq(self.now),
            ))
            .on_conflict_do_nothing()
            .execute(&mut conn)
            .await?;
        Ok(())
    }

    /// Claims a form's key. A second arrival, also one at the same moment, is led where the first
    /// was. `location` is where this form's sender will be led.
    pub async fn once(&self, key: uuid::Uuid, location: &str) -> Outcome<Arrival> {
        let mut conn: &AsyncPgConnection = &self.conn;
        let new = diesel::insert_into(form_receipts::table)
            .values((
                form_receipts::site_id.eq(self.site.0),
                form_receipts::key.eq(key),
                form_receipts::location.eq(location),
                form_receipts::at.eq(self.now),
            ))
            .on_conflict_do_nothing()
            .execute(&mut conn)
            .await?;
        if new == 1 {
            return Ok(Arrival::First);
        }
        let location = form_receipts::table
            .filter(form_receipts::site_id.eq(self.site.0).and(form_receipts::key.eq(key)))
            .select(form_receipts::location)
            .first(&mut conn)
            .await?;
        Ok(Arrival::Again(location))
    }

    /// Says that this write is not worth a fact: a session's last use, a counter.
    pub fn untold(&mut self) {
        self.told = true;
    }

    /// Makes it so.
    ///
    /// # Panics
    /// In debug builds, when rows were changed and nothing was told: whoever follows the facts would
    /// not hear of it.
    pub async fn commit(mut self) -> Outcome<()> {
        #[cfg(debug_assertions)]
        if !self.told {
            let mut conn: &AsyncPgConnection = &self.conn;
            let wrote: bool = diesel::select(diesel::dsl::sql::<diesel::sql_types::Bool>(
                "pg_current_xact_id_if_assigned() is not null",
            ))
            .get_result(&mut conn)
            .await?;
            assert!(!wrote, "a transaction changed something and told nothing");
        }
        AnsiTransactionManager::commit_transaction(&mut *self.conn).await?;
        self.conn.open = false;
        if self.told {
            self.app.wake_worker();
        }
        Ok(())
    }

    /// Takes everything back, and the connection with it into the pool.
    pub async fn roll_back(mut self) -> Outcome<()> {
        AnsiTransactionManager::rollback_transaction(&mut *self.conn).await?;
        self.conn.open = false;
        Ok(())
    }
}
