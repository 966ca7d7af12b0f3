//! Errors at the edge: each becomes a page in the site's language, with a number to quote.

use std::sync::Arc;

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use chrono::{DateTime, Utc};

use crate::Texts;

/// Why a rule says no. Each rule's enum has one variant per reason.
pub trait Refusal: std::fmt::Debug + Send + Sync + 'static {
    /// The sentence for the person, in their language.
    fn sentence(&self, t: &Texts) -> String;
}

/// What a handler gives back in place of a page. An unknown failure is 500, never 400.
#[derive(Debug, Clone)]
pub enum Fault {
    /// Not there, or not for this person to know of.
    NotFound,
    /// Was there and was taken down.
    Gone {
        /// When.
        at: Option<DateTime<Utc>>,
    },
    /// Only for people who signed in.
    SignIn,
    /// Signed in, but too long ago for this.
    Unproved {
        /// The address where one proves anew who one is.
        at: String,
    },
    /// Signed in, but not allowed.
    Denied,
    /// The desk is not reached from where the request came from ([`crate::desk`]).
    Elsewhere,
    /// The desk is shut at this hour, for all but those on duty ([`crate::desk`]).
    AfterHours {
        /// When it opens again.
        until: DateTime<Utc>,
    },
    /// A rule says no.
    Refused(Arc<dyn Refusal>),
    /// The request itself is not well-formed: a form with missing parts, a file too large.
    Malformed(&'static str),
    /// A body that is compressed: nothing here is unpacked that a stranger sent.
    Packed,
    /// An address longer than any the portal has.
    LongAddress,
    /// A head longer than any that a browser of ours sends.
    LongHead,
    /// Too many requests; try again after so many seconds.
    TooMany {
        /// Seconds to wait.
        retry_seconds: u64,
    },
    /// The portal is overloaded or a part of it is away.
    Busy,
    /// A file cannot be kept now: the disk is full, say. The cause goes to the log once.
    Unstored(Arc<anyhow::Error>),
    /// A planned stop in which nothing can be sent (R-O5).
    Paused {
        /// When it ends.
        until: DateTime<Utc>,
    },
    /// A fault of ours. The cause goes to the log once, never to the visitor.
    Bug(Arc<anyhow::Error>),
}

impl Fault {
    /// A fault of ours, from any error.
    pub fn bug(error: impl Into<anyhow::Error>) -> Self {
        Self::Bug(Arc::new(error.into()))
    }

    /// HTTP status.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Gone { .. } => StatusCode::GONE,
            Self::SignIn | Self::Unproved { .. } => StatusCode::UNAUTHORIZED,
            Self::Denied | Self::Elsewhere => StatusCode::FORBIDDEN,
            Self::Refused(_) => StatusCode::CONFLICT,
            Self::Malformed(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Packed => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::LongAddress => StatusCode::URI_TOO_LONG,
            Self::LongHead => StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
            Self::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Busy | Self::Paused { .. } | Self::AfterHours { .. } => {
                StatusCode::SERVICE_UNAVAILABLE
            }
            Self::Unstored(_) => StatusCode::INSUFFICIENT_STORAGE,
            Self::Bug(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// Stem of the page's texts in the locales: `error-not-found` has `-title` and `-text`.
    pub fn text_key(&self) -> &'static str {
        match self {
            Self::NotFound => "error-not-found",
            Self::Gone { .. } => "error-gone",
            Self::SignIn => "error-sign-in",
            Self::Unproved { .. } => "error-unproved",
            Self::Denied => "error-denied",
            Self::Elsewhere => "error-elsewhere",
            Self::AfterHours { .. } => "error-after-hours",
            Self::Refused(_) => "error-refused",
            Self::Malformed(_) => "error-malformed",
            Self::Packed => "error-packed",
            Self::LongAddress => "error-long-address",
            Self::LongHead => "error-long-head",
            Self::TooMany { .. } => "error-too-many",
            Self::Busy => "error-busy",
            Self::Paused { .. } => "error-paused",
            Self::Unstored(_) => "error-unstored",
            Self::Bug(_) => "error-bug",
        }
    }
}

impl<R: Refusal> From<R> for Fault {
    fn from(refusal: R) -> Self {
        Self::Refused(Arc::new(refusal))
    }
}

impl From<diesel::result::Error> for Fault {
    fn from(error: diesel::result::Error) -> Self {
        use diesel::result::{DatabaseErrorKind, Error};
        match &error {
            Error::DatabaseError(DatabaseErrorKind::ClosedConnection, _) => Self::Busy,
            _ => Self::bug(error),
        }
    }
}

impl From<anyhow::Error> for Fault {
    fn from(error: anyhow::Error) -> Self {
        Self::bug(error)
    }
}

/// In jobs and on the command line a fault is an error like others.
impl std::error::Error for Fault {}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Bug(cause) | Self::Unstored(cause) => write!(f, "{cause:#}"),
            other => write!(f, "{other:?}"),
        }
    }
}

/// The gate turns this into a page; outside of it a fault is only its status.
impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// What handlers return.
pub type Outcome<T> = std::result::Result<T, Fault>;

/// `None` from a query becomes "not found".
pub trait OrNotFound<T> {
    /// The value, or [`Fault::NotFound`].
    fn or_not_found(self) -> Outcome<T>;
}

impl<T> OrNotFound<T> for Option<T> {
    fn or_not_found(self) -> Outcome<T> {
        self.ok_or(Fault::NotFound)
    }
}
