//! Pages being rendered.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use super::PageKey;

/// Pages being rendered: whoever comes second waits for the first.
#[derive(Default, Clone)]
pub struct Flights(Arc<Mutex<Under>>);

type Under = HashMap<PageKey, tokio::sync::watch::Receiver<()>>;

/// What [`Flights::board`] says.
pub enum Boarding {
    /// Render; the others wait until this is dropped.
    Lead(Flight),
    /// Somebody renders already: wait, then look into the cache.
    Wait(tokio::sync::watch::Receiver<()>),
}

/// The right to render a page; ends when dropped, also when the render fails.
pub struct Flight {
    flights: Flights,
    key: PageKey,
    _landed: tokio::sync::watch::Sender<()>,
}

impl Flights {
    /// Takes the lead for a page, or joins who has it.
    pub fn board(&self, key: &PageKey) -> Boarding {
        let mut flights = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(flight) = flights.get(key) {
            return Boarding::Wait(flight.clone());
        }
        let (landed, waiting) = tokio::sync::watch::channel(());
        flights.insert(key.clone(), waiting);
        Boarding::Lead(Flight { flights: self.clone(), key: key.clone(), _landed: landed })
    }
}

impl Drop for Flight {
    fn drop(&mut self) {
        self.flights.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SiteId;

    #[tokio::test]
    async fn the_second_waits_until_the_first_is_done() {
        let key = PageKey { site: SiteId(1), address: "/".into() };
        let flights = Flights::default();
        let Boarding::Lead(lead) = flights.board(&key) else { panic!("first must lead") };
        let Boarding::Wait(mut waiting) = flights.board(&key) else { panic!("second waits") };
        drop(lead);
        assert!(waiting.changed().await.is_err(), "woken by the end of the flight");
        assert!(matches!(flights.board(&key), Boarding::Lead(_)));
    }
}
