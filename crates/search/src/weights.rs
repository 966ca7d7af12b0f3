//! Every number that decides an order, in one place, with its reason.
//!
//! Measured with `make bench-search` on half "a" of the relevance set; half "b" is only looked at.

use portal_core::search::{Ageing, Validity};

use crate::number::Likeness;

/// BM25: how soon more of the same word stops counting.
pub(crate) const SATURATION: f64 = 1.2;
/// BM25: how much a long text has to say it more often.
pub(crate) const LENGTH: f64 = 0.6;

/// How often the words of a title are indexed with the text: the weight of a field in BM25F, paid at
/// ingest, so that no question has to ask four fields.
pub(crate) const TITLE_COPIES: u32 = 6;
/// The same for the lead.
pub(crate) const LEAD_COPIES: u32 = 3;

/// How much the forms of a word count.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Forms {
    /// `E`, the word with its marks.
    pub(crate) exact: f64,
    /// `F`, without.
    pub(crate) folded: f64,
    /// `FB`, two neighbours without marks.
    pub(crate) pairs: f64,
}

/// A question with marks: they are information, and the forms without still help.
pub(crate) const ACCENTED: Forms = Forms { exact: 1.0, folded: 0.4, pairs: 0.4 };
/// A question without: a missing mark is none. `E` is off, or *ban, quan, thu* would win.
pub(crate) const BARE: Forms = Forms { exact: 0.0, folded: 1.0, pairs: 0.4 };
/// In a question with marks, a word without is taken for one whose marks were left out when it
/// stands in a text bare in fewer than one of so many cases.
pub(crate) const RARELY_BARE: u64 = 15;

/// Keys typed while the keyboard was off are read when the texts have the word meant so many times
/// more often than the keys.
pub(crate) const RARELY_TYPED: u64 = 20;

/// *lí* for *lý*: meant, but not what was typed.
pub(crate) const OTHER_SPELLING: f64 = 0.8;
/// What an abbreviation stands for, and the other way round.
pub(crate) const EXPANDED: f64 = 0.8;
/// The same with several readings.
pub(crate) const AMBIGUOUS: f64 = 0.4;

/// All words of a question in the title: such a share of their weight again.
pub(crate) const ALL_IN_TITLE: f64 = 0.6;
/// The title is nothing but the question: this on top, times the share of the title that was asked.
pub(crate) const IS_TITLE: f64 = 0.6;

/// When fewer texts than this have all the words, [`ENOUGH`] of them are enough. Then the order does
/// the rest: on half "a" nDCG@10 .745 against .701 where five words always have to be there. Where
/// more texts have them all, nobody leafs on to those that do not, and counting them takes long.
pub(crate) const TOO_FEW: u64 = 200;
/// The share of the words that is enough then, rounded up.
pub(crate) const ENOUGH: f64 = 0.5;

/// A document whose number was asked for comes before whatever the words alone would find.
pub(crate) fn number_bonus(likeness: Likeness) -> f64 {
    match likeness {
        Likeness::Whole => 4_000.0,
        Likeness::Year => 3_000.0,
        Likeness::Genre => 2_000.0,
        Likeness::Digits => 1_000.0,
    }
}

/// The least that age takes a text down to, and the days after which half of the loss has come.
///
/// Bounded: an old text that fits better still wins. Statutes do not age.
pub(crate) fn ageing(ageing: Ageing) -> Option<(f64, f64)> {
    match ageing {
        Ageing::Never => None,
        Ageing::Slowly => Some((0.85, 730.0)),
        Ageing::Fast => Some((0.7, 180.0)),
    }
}

/// What no longer holds, or not yet, comes after what does, if they fit alike.
pub(crate) fn validity(validity: Validity) -> f64 {
    match validity {
        Validity::InForce => 1.0,
        Validity::NotYet => 0.95,
        Validity::Ended => 0.85,
    }
}

/// Kinds differ gently: a procedure or a legal document is more often what somebody came for than
/// an answer to somebody else.
pub(crate) fn kind(kind: &str) -> f64 {
    match kind {
        "petition" | "consultation" => 0.95,
        _ => 1.0,
    }
}

/// A copy of a text that another site published first.
pub(crate) const COPY: f64 = 0.97;

/// Where so many texts have all words, the question is as it was meant.
pub(crate) const CORRECTED_BELOW: u64 = 5;
/// A question is only corrected up to so many words.
pub(crate) const LONGEST_CORRECTED: usize = 12;
/// What another letter costs, as a logarithm: one word in some fifty is mistyped.
pub(crate) const ONE_LETTER: f64 = 4.0;
/// How much likelier, as a logarithm, another question has to be before it is offered.
pub(crate) const SURER: f64 = 3.0;
