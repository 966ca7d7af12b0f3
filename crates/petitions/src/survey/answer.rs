//! Answers to questions: read from the form, kept without a name.

use std::collections::BTreeMap;

use portal_core::{FieldFault, FormFaults, Posted, Texts};
use serde::{Deserialize, Serialize};

use super::question::{MARKS, Question, QuestionKind};

/// An answer to a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// Which of the options.
    One(usize),
    /// Which of the options.
    Many(Vec<usize>),
    /// From 1 to 5.
    Scale(usize),
    /// From 1 to 5 for each of the items, or nothing.
    Grid(Vec<Option<usize>>),
    /// In words.
    Text(String),
    /// A number.
    Number(i64),
}

/// The answers of one person, by the question's number.
pub type Answers = BTreeMap<i64, Answer>;

/// Reads and checks the answers to questions. What was not answered is left out.
pub fn read<'a>(
    questions: impl IntoIterator<Item = &'a Question>,
    posted: &Posted,
    faults: &mut FormFaults,
) -> Answers {
    let mut answers = Answers::new();
    for question in questions {
        let answer = match question.kind {
            QuestionKind::One => one(question, posted, faults),
            QuestionKind::Many => many(question, posted, faults),
            QuestionKind::Scale => mark(&question.field(None), posted, faults).map(Answer::Scale),
            QuestionKind::Grid => grid(question, posted, faults),
            QuestionKind::Short | QuestionKind::Long => text(question, posted, faults),
            QuestionKind::Number => number(question, posted, faults),
        };
        let field = question.field(None);
        match answer {
            Some(answer) => drop(answers.insert(question.id, answer)),
            None if question.required && faults.of(&field).is_none() => {
                faults.add(&field, FieldFault::Missing);
            }
            None => {}
        }
    }
    answers
}

/// The option a value names: its place among them.
fn option(question: &Question, value: &str) -> Option<usize> {
    value.parse().ok().filter(|at| *at < question.options.len())
}

fn one(question: &Question, posted: &Posted, faults: &mut FormFaults) -> Option<Answer> {
    let field = question.field(None);
    let value = posted.line(&field);
    let chosen = option(question, &value);
    if chosen.is_none() && !value.is_empty() {
        faults.add(&field, FieldFault::NoSuchChoice);
    }
    chosen.map(Answer::One)
}

fn many(question: &Question, posted: &Posted, faults: &mut FormFaults) -> Option<Answer> {
    let field = question.field(None);
    let values = posted.all(&field);
    let mut chosen: Vec<usize> = values.iter().filter_map(|one| option(question, one)).collect();
    if chosen.len() < values.iter().filter(|value| !value.is_empty()).count() {
        faults.add(&field, FieldFault::NoSuchChoice);
    }
    chosen.sort_unstable();
    chosen.dedup();
    if chosen.is_empty() {
        return None;
    }
    let count = i64::try_from(chosen.len()).unwrap_or(i64::MAX);
    for (key, bound) in [
        ("survey-too-few", question.least.filter(|least| count < *least)),
        ("survey-too-many", question.most.filter(|most| count > *most)),
    ] {
        if let Some(bound) = bound {
            faults.add(&field, FieldFault::Other(key, vec![("count", bound.to_string())]));
        }
    }
    Some(Answer::Many(chosen))
}

fn mark(field: &str, posted: &Posted, faults: &mut FormFaults) -> Option<usize> {
    let value = posted.line(field);
    let mark = value.parse().ok().filter(|mark| MARKS.contains(mark));
    if mark.is_none() && !value.is_empty() {
        faults.add(field, FieldFault::NoSuchChoice);
    }
    mark
}

fn grid(question: &Question, posted: &Posted, faults: &mut FormFaults) -> Option<Answer> {
    let rows = 0..question.items.len();
    let marks: Vec<Option<usize>> =
        rows.map(|row| mark(&question.field(Some(row)), posted, faults)).collect();
    if question.required && marks.iter().any(Option::is_none) {
        let fault = FieldFault::Other("survey-every-row", Vec::new());
        faults.add(&question.field(None), fault);
    }
    marks.iter().any(Option::is_some).then_some(Answer::Grid(marks))
}

fn text(question: &Question, posted: &Posted, faults: &mut FormFaults) -> Option<Answer> {
    let field = question.field(None);
    let text = posted.text(&field).trim().to_owned();
    let text = faults.check(&field, text, false, question.kind.longest());
    (!text.is_empty()).then_some(Answer::Text(text))
}

fn number(question: &Question, posted: &Posted, faults: &mut FormFaults) -> Option<Answer> {
    let field = question.field(None);
    let value = posted.line(&field).replace(['.', ' '], "");
    if value.is_empty() {
        return None;
    }
    // No count of people or things is longer, and a sum of many cannot overflow.
    let Some(number) = value.parse::<i64>().ok().filter(|_| value.len() <= 12) else {
        faults.add(&field, FieldFault::Other("survey-no-number", Vec::new()));
        return None;
    };
    for (key, bound) in [
        ("survey-too-small", question.least.filter(|least| number < *least)),
        ("survey-too-large", question.most.filter(|most| number > *most)),
    ] {
        if let Some(bound) = bound {
            faults.add(&field, FieldFault::Other(key, vec![("count", bound.to_string())]));
        }
    }
    Some(Answer::Number(number))
}

/// An answer as a cell of a table; one for each row of a grid.
pub fn cells(t: &Texts, question: &Question, answer: Option<&Answer>) -> Vec<String> {
    let option = |at: &usize| question.options.get(*at).cloned().unwrap_or_default();
    match answer {
        None if question.kind == QuestionKind::Grid => vec![String::new(); question.items.len()],
        None => vec![String::new()],
        Some(Answer::One(at)) => vec![option(at)],
        Some(Answer::Many(all)) => vec![all.iter().map(option).collect::<Vec<_>>().join("; ")],
        Some(Answer::Scale(mark)) => vec![mark.to_string()],
        Some(Answer::Grid(marks)) => {
            let mark = |row: usize| marks.get(row).copied().flatten();
            let rows = 0..question.items.len();
            rows.map(|row| mark(row).map(|mark| mark.to_string()).unwrap_or_default()).collect()
        }
        Some(Answer::Text(text)) => vec![text.clone()],
        Some(Answer::Number(number)) => vec![t.number_of(*number)],
    }
}

#[cfg(test)]
mod tests {
    use super::{super::question::choice, *};

    fn of(question: &Question, fields: &[(&str, &str)]) -> (Option<Answer>, FormFaults) {
        let mut faults = FormFaults::default();
        let posted = Posted::from_pairs(fields.iter().copied());
        (read([question], &posted, &mut faults).remove(&question.id), faults)
    }

    #[test]
    fn only_what_is_offered_can_be_answered() {
        let one = choice(1, QuestionKind::One, "a", &["x", "y"]);
        assert_eq!(of(&one, &[("q1", "1")]).0, Some(Answer::One(1)));
        for bad in ["2", "-1", "x", "0 or 1"] {
            assert_eq!(
                of(&one, &[("q1", bad)]).1.of("q1"),
                Some(&FieldFault::NoSuchChoice),
                "{bad}"
            );
        }
        assert_eq!(of(&one, &[]).1.of("q1"), Some(&FieldFault::Missing));
        let free = Question { required: false, ..one };
        assert!(of(&free, &[]).1.is_empty());
    }

    #[test]
    fn choices_are_counted() {
        let many = Question {
            least: Some(2),
            most: Some(2),
            ..choice(1, QuestionKind::Many, "a", &["x", "y", "z"])
        };
        assert_eq!(
            of(&many, &[("q1", "2"), ("q1", "0"), ("q1", "0")]).0,
            Some(Answer::Many(vec![0, 2]))
        );
        assert!(of(&many, &[("q1", "0")]).1.of("q1").is_some());
        assert!(of(&many, &[("q1", "0"), ("q1", "1"), ("q1", "2")]).1.of("q1").is_some());
    }

    #[test]
    fn marks_go_from_one_to_five_in_every_row() {
        let scale = Question { required: true, ..Question::empty(1, QuestionKind::Scale) };
        assert_eq!(of(&scale, &[("q1", "5")]).0, Some(Answer::Scale(5)));
        assert!(of(&scale, &[("q1", "6")]).1.of("q1").is_some());
        let grid = Question {
            items: vec!["a".into(), "b".into()],
            required: true,
            ..Question::empty(2, QuestionKind::Grid)
        };
        let (answer, faults) = of(&grid, &[("q2-0", "4")]);
        assert_eq!(answer, Some(Answer::Grid(vec![Some(4), None])));
        assert!(faults.of("q2").is_some());
        assert!(of(&grid, &[("q2-0", "4"), ("q2-1", "1")]).1.is_empty());
    }

    #[test]
    fn numbers_keep_within_their_bounds() {
        let number = Question {
            least: Some(0),
            most: Some(120),
            ..Question::empty(1, QuestionKind::Number)
        };
        assert_eq!(of(&number, &[("q1", "30")]).0, Some(Answer::Number(30)));
        for bad in ["-1", "121", "ba mươi", "9999999999999999"] {
            assert!(of(&number, &[("q1", bad)]).1.of("q1").is_some(), "{bad}");
        }
    }
}
