//! How a row is sealed. A seal carries its version, so that a chain begun by an older program goes on
//! being checked as it was made.

use serde_json::Value;
use sha2::{Digest, Sha256};

use super::FactRow;

/// How seals are made now: over every column of the row.
pub(super) const VERSION: i16 = 2;

impl FactRow {
    /// The seal of this row behind another, as a version makes it; `None` for a version that this
    /// program does not know.
    ///
    /// Version 1 left out the request, and there was no address yet.
    pub fn seal(&self, version: i16, previous: &[u8]) -> Option<[u8; 32]> {
        let row = match version {
            1 => serde_json::json!([
                self.id,
                self.txid,
                self.at.timestamp_micros(),
                self.site_id,
                self.person_id,
                self.kind,
                self.subject,
                self.touches,
                self.data,
            ]),
            VERSION => serde_json::json!([
                VERSION,
                self.id,
                self.txid,
                self.at.timestamp_micros(),
                self.site_id,
                self.person_id,
                self.kind,
                self.subject,
                self.touches,
                self.data,
                self.request_id,
                self.address,
            ]),
            _ => return None,
        };
        let mut hash = Sha256::new();
        hash.update(previous);
        let mut text = String::new();
        write(&row, &mut text);
        hash.update(text.as_bytes());
        Some(hash.finalize().into())
    }
}

/// Writes a value with the keys of objects in order, so that equal rows give equal bytes however
/// `serde_json` was built.
fn write(value: &Value, out: &mut String) {
    match value {
        Value::Object(map) => {
            let mut keys: Vec<&String> = map.keys().collect();
            keys.sort();
            out.push('{');
            for (place, key) in keys.into_iter().enumerate() {
                if place > 0 {
                    out.push(',');
                }
                out.push_str(&Value::from(key.as_str()).to_string());
                out.push(':');
                if let Some(value) = map.get(key) {
                    write(value, out);
                }
            }
            out.push('}');
        }
        Value::Array(list) => {
            out.push('[');
            for (place, value) in list.iter().enumerate() {
                if place > 0 {
                    out.push(',');
                }
                write(value, out);
            }
            out.push(']');
        }
        other => out.push_str(&other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use serde_json::json;

    use super::*;

    fn row() -> FactRow {
        FactRow {
            id: 1,
            txid: 2,
            at: DateTime::UNIX_EPOCH,
            site_id: 3,
            person_id: Some(4),
            kind: "test.happened".into(),
            subject: "item:9".into(),
            touches: vec!["item:9".into()],
            data: json!({"b": [1, "x"], "a": null}),
            request_id: Some(uuid::Uuid::nil()),
            address: Some("192.0.2.1".into()),
        }
    }

    #[test]
    fn every_column_is_under_the_seal() {
        let seal = |row: &FactRow| row.seal(VERSION, b"before");
        let whole = seal(&row());
        let changes: [fn(&mut FactRow); 11] = [
            |row| row.id = 9,
            |row| row.txid = 9,
            |row| row.at += chrono::TimeDelta::microseconds(1),
            |row| row.site_id = 9,
            |row| row.person_id = None,
            |row| row.kind.push('x'),
            |row| row.subject.push('x'),
            |row| row.touches.push("x".into()),
            |row| row.data = json!({"b": [1, "x"], "a": 0}),
            |row| row.request_id = None,
            |row| row.address = None,
        ];
        for (place, change) in changes.into_iter().enumerate() {
            let mut changed = row();
            change(&mut changed);
            assert_ne!(seal(&changed), whole, "{place}");
        }
        assert_ne!(row().seal(VERSION, b"other"), whole);
        assert_eq!(row().seal(3, b"before"), None);
    }

    #[test]
    fn the_first_version_is_made_as_it_was() {
        let seal = row().seal(1, b"").map(hex::encode);
        // Made by the program that knew no other version.
        let mut hash = Sha256::new();
        hash.update(r#"[1,2,0,3,4,"test.happened","item:9",["item:9"],{"a":null,"b":[1,"x"]}]"#);
        assert_eq!(seal, Some(hex::encode(hash.finalize())));
    }
}
