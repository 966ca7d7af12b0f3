//! Every limit of time and number that keeps one thing's trouble from becoming everybody's, in one
//! place (SECURITY "Time limits and breakers"). A node prints them when it starts.

use std::time::Duration;

const fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

const fn milliseconds(milliseconds: u64) -> Duration {
    Duration::from_millis(milliseconds)
}

/// A limit, as a person reads it.
type Line = (&'static str, Limit);

#[derive(Debug, Clone, Copy)]
enum Limit {
    Time(Duration),
    Number(usize),
}

macro_rules! limits {
    ($( $(#[doc = $doc:literal])+ $name:ident : $kind:ident = $value:expr; )+) => {
        $( $(#[doc = $doc])+ pub const $name: limits!(@type $kind) = $value; )+
        const ALL: &[Line] = &[ $( (stringify!($name), Limit::$kind($name)) ),+ ];
    };
    (@type Time) => { Duration };
    (@type Number) => { usize };
}

limits! {
    /// Connections of visitors at one time; further ones wait to be accepted.
    CONNECTIONS: Number = 10_000;
    /// Connections of operations at one time.
    OPERATIONS_CONNECTIONS: Number = 64;
    /// Answers being made at one time; whoever comes on top is sent away at once, with a time to come
    /// back. A page from the cache is not counted.
    ANSWERS_AT_ONCE: Number = 256;
    /// How long a client may take to send a request's head.
    HEAD_TIME: Time = seconds(10);
    /// How long a connection stays on which nothing is asked any more: longer than nginx and HAProxy keep
    /// one by themselves, since a question that meets a connection being closed is lost.
    IDLE_TIME: Time = seconds(75);
    /// How long an address may be, in bytes.
    ADDRESS_BYTES: Number = 8 * 1024;
    /// How long the fields of a head may be together, in bytes. There are 100 of them at most: hyper's
    /// own number, which costs more where it is set.
    FIELDS_BYTES: Number = 16 * 1024;
    /// How much of a head is read, in bytes: enough for what is too long to be told so on a page.
    HEAD_BYTES: Number = 32 * 1024;
    /// How long an answer may take.
    ANSWER_TIME: Time = seconds(30);
    /// The same where a file is being sent, which takes as long as the line is slow.
    UPLOAD_TIME: Time = seconds(300);
    /// How long a reader waits for a public page to be made anew while an older one is at hand.
    PATIENCE_WITH_OLD: Time = milliseconds(400);
    /// How long a reader waits for a public page, while there is none.
    PATIENCE: Time = seconds(2);
    /// How long an answer under way may still take when the database has just gone away: who reads
    /// waits for nothing, who sent something gets it back.
    GRACE: Time = milliseconds(500);
    /// Old pages made anew at one time.
    REFRESHES_AT_ONCE: Number = 8;
    /// Pages of the snapshot made anew at one time.
    SNAPSHOTS_AT_ONCE: Number = 2;
    /// Files that strangers brought being looked at and made ready at one time: a picture of the largest
    /// size takes some hundred megabytes meanwhile.
    PICTURES_AT_ONCE: Number = 2;
    /// How long a file waits for its turn before its sender is asked to come back.
    PICTURES_WAIT: Time = seconds(10);
    /// Until a connection to the virus scanner is made.
    SCAN_CONNECT: Time = seconds(1);
    /// How long a file is scanned while its sender waits; after that it is taken and held.
    SCAN_TIME: Time = seconds(5);
    /// How long a held file is scanned, which nobody waits for.
    SCAN_TIME_AGAIN: Time = seconds(60);
    /// Files being scanned at one time while their senders wait; clamd itself takes ten.
    SCANS_AT_ONCE: Number = 8;
    /// How long visitors are still accepted once the end was asked for, for load balancers to notice.
    NOTICE_TIME: Time = seconds(5);
    /// How long what runs may go on after the end was asked for.
    DRAIN_TIME: Time = seconds(25);
    /// How long the worker and the follower may take to end.
    STOP_TIME: Time = seconds(5);

    /// Connections of a node to the database in the name of sites.
    REQUEST_CONNECTIONS: Number = 24;
    /// Connections of a node across sites: sign-in, platform desk, worker, follower.
    PLATFORM_CONNECTIONS: Number = 12;
    /// Until a connection to the database is made.
    DATABASE_CONNECT: Time = seconds(2);
    /// Until one of the pool is free.
    DATABASE_WAIT: Time = seconds(1);
    /// A statement in the name of a site, on the database's side.
    DATABASE_STATEMENT: Time = seconds(10);
    /// A statement across sites: imports, what comes round.
    PLATFORM_STATEMENT: Time = seconds(120);
    /// A lock, on the database's side.
    DATABASE_LOCK: Time = seconds(5);
    /// A transaction in which nothing is asked, on the database's side.
    DATABASE_IDLE: Time = seconds(60);
    /// A lock a migration needs: everybody who comes after it waits as long.
    MIGRATION_LOCK: Time = seconds(2);
    /// How often the database is asked whether it is there.
    PULSE_EVERY: Time = milliseconds(250);
    /// How long it may take to say so. After that it is asked once more, on a new connection.
    PULSE_TIME: Time = milliseconds(750);
    /// How long it may take then; whoever asks it after that is told at once that it is away.
    PULSE_TIME_AGAIN: Time = milliseconds(500);

    /// Until a connection to Redis is made.
    REDIS_CONNECT: Time = milliseconds(500);
    /// A command of Redis.
    REDIS_COMMAND: Time = milliseconds(100);
    /// Commands of Redis at one time.
    REDIS_AT_ONCE: Number = 128;
}

/// All limits, one a line, for the log.
pub fn lines() -> impl Iterator<Item = String> {
    ALL.iter().map(|(name, limit)| {
        let name = name.to_ascii_lowercase();
        match limit {
            Limit::Time(time) => format!("{name} = {time:?}"),
            Limit::Number(number) => format!("{name} = {number}"),
        }
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn each_limit_is_printed() {
        let lines: Vec<String> = super::lines().collect();
        assert!(lines.contains(&"redis_command = 100ms".to_owned()), "{lines:?}");
        assert!(lines.contains(&"connections = 10000".to_owned()), "{lines:?}");
    }
}
