//! Results, as pictures and tables.

use maud::{Markup, html};
use portal_core::{
    Texts,
    ui::chart::{self, Row, Series, Shape},
};

use super::{
    Survey,
    question::{MARKS, Question},
    tally::{Counts, FLOOR, QuestionTally, Tally, mean},
};

/// For whom results are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shown {
    /// To everybody: nothing of fewer than [`FLOOR`] answers.
    Everybody,
    /// To staff of the unit.
    Staff,
}

/// The results of a survey, question by question.
pub(super) fn results(t: &Texts, survey: &Survey, tally: &Tally, shown: Shown) -> Markup {
    html! {
        dl.figures { div { dt { (t.say("survey-ballots")) } dd { (t.number_of(tally.ballots)) } } }
        @if shown == Shown::Everybody && tally.ballots < FLOOR {
            div.notice data-tone="info" { p { (t.with("survey-below-floor", [("floor", FLOOR.into())])) } }
        } @else {
            @for question in survey.questions() {
                @if !question.section.is_empty() { h2.survey-section { (question.section) } }
                @if let Some(counted) = tally.question(question.id) { (one(t, &question, counted, shown)) }
            }
        }
    }
}

fn one(t: &Texts, question: &Question, counted: &QuestionTally, shown: Shown) -> Markup {
    if shown == Shown::Everybody && counted.answered < FLOOR {
        return said(
            &question.text,
            &t.with("survey-question-below-floor", [("floor", FLOOR.into())]),
        );
    }
    let answered = t.with("survey-answered", [("count", t.number_of(counted.answered).into())]);
    let id = format!("r{}", question.id);
    match &counted.counts {
        Counts::Options(counts) => {
            let rows = question.options.iter().zip(counts);
            let rows = rows.map(|(option, count)| Row::counts(option, [*count])).collect();
            let series = Series::bars(&id, t.say("survey-option"), t.say("survey-votes"), rows);
            html! { (chart::figure(t, &question.text, &series.out_of(counted.answered))) p.hint.chart-note { (answered) } }
        }
        Counts::Marks(counts) => {
            let rows = MARKS.iter().zip(counts);
            let rows = rows
                .map(|(mark, count)| Row::counts(mark_name(t, question, *mark), [*count]))
                .collect();
            let series = Series::bars(&id, t.say("survey-mark"), t.say("survey-votes"), rows);
            html! {
                (chart::figure(t, &question.text, &series.out_of(counted.answered)))
                p.hint.chart-note { (answered) @if let Some((_, mean)) = mean(counts) { ". " (mean_text(t, mean)) } }
            }
        }
        Counts::Rows(rows) => html! {
            (chart::figure(t, &question.text, &grid(t, &id, question, rows)))
            (means(t, question, rows))
            p.hint.chart-note { (answered) }
        },
        Counts::Sum(sum) => {
            #[expect(clippy::cast_precision_loss, reason = "sums of counts stay far below 2^53")]
            let mean = (counted.answered > 0).then(|| *sum as f64 / counted.answered as f64);
            let mean = mean.map(|mean| mean_text(t, mean)).unwrap_or_default();
            said(&question.text, &format!("{answered}. {mean}"))
        }
        Counts::Words => {
            let key =
                if shown == Shown::Staff { "survey-words-below" } else { "survey-words-hidden" };
            said(&question.text, &format!("{answered}. {}", t.say(key)))
        }
    }
}

fn said(question: &str, text: &str) -> Markup {
    html! { section.survey-said { h3 { (question) } p { (text) } } }
}

fn mark_name(t: &Texts, question: &Question, mark: usize) -> String {
    let end = match mark {
        1 if question.low.is_empty() => t.say("survey-low"),
        1 => question.low.clone(),
        5 if question.high.is_empty() => t.say("survey-high"),
        5 => question.high.clone(),
        _ => return mark.to_string(),
    };
    format!("{mark} – {end}")
}

fn mean_text(t: &Texts, mean: f64) -> String {
    t.with("survey-mean", [("mean", t.number(mean, 2).into())])
}

fn grid(t: &Texts, id: &str, question: &Question, rows: &[[i64; 5]]) -> Series {
    let names = MARKS.map(|mark| mark_name(t, question, mark)).to_vec();
    let rows = question.items.iter().zip(rows);
    let rows = rows.map(|(item, counts)| Row::counts(item, *counts)).collect();
    Series::of_parts(id, Shape::Stacked, t.say("survey-item"), names, rows)
}

fn means(t: &Texts, question: &Question, rows: &[[i64; 5]]) -> Markup {
    html! {
        dl.figures {
            @for (item, counts) in question.items.iter().zip(rows) {
                div { dt { (item) } dd { (mean(counts).map_or_else(|| "–".to_owned(), |(_, mean)| t.number(mean, 2))) small { "/5" } } }
            }
        }
    }
}
